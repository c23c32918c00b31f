"""A storm through the real decoding and folding: every real outcome is called out once, nothing else is, ever."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from app.agents import adapter_for
from app.core.projections.alerts import Alert, Order, Withdraw
from app.core.projections.attention import Attention
from app.core.projections.attention_policy import Policy
from app.core.projections.roster import Roster
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.dev.alert_story import CALLS, CALLS_OF_A_SUBAGENT, EXPECTED, SESSIONS, SUBAGENTS, session_id, storm
from tests.helpers.story import NOON_US

ROWS_EVERY_US = 100_000
"""As the feed paces them."""

Arrivals = list[tuple[int, Delivery]]


class Desk:
    """A hub's fold and a window's policy, by one clock, with an account of every alert."""

    def __init__(self) -> None:
        self.roster = Roster()
        self.attention = Attention(Policy(since_us=NOON_US))
        self.shown: dict[SessionKey, SessionRow] = {}
        self.rang: Counter[str] = Counter()
        """alert_id → how often it rang."""
        self.kinds: dict[str, str] = {}
        self.rings = 0
        """How often a bell was heard: a summary is one."""
        self.open: dict[str, Alert] = {}
        self.how: Counter[str] = Counter()
        self._seq = 0

    def hear(self, arrivals: Arrivals) -> None:
        """Deliveries as they arrive; rows go to the policy every tenth of a second."""
        rows_due_us = 0
        for at_us, delivery in arrivals:
            if at_us >= rows_due_us:
                self.pass_time(at_us)
                rows_due_us = at_us + ROWS_EVERY_US
            self._fold(delivery)
        self.pass_time(at_us + ROWS_EVERY_US)
        self.pass_time(at_us + 5_000_000)

    def pass_time(self, now_us: int) -> None:
        while (due_us := self.attention.next_due_us(now_us)) is not None and due_us <= now_us:
            self._take(self.attention.on_tick(due_us))
        for key in sorted(self.roster.take_dirty() | self.roster.take_heard()):
            before, after = self.shown.get(key), self.roster.row(key)
            self.shown[key] = after
            self._take(self.attention.on_row(before, after, False, now_us))

    def reconnect(self, now_us: int) -> None:
        """Every row is told again, as after a reconnect."""
        for row in self.roster.rows():
            self._take(
                self.attention.on_row(self.shown[SessionKey(row.agent, row.session_id)], row, False, now_us, True)
            )
        self._take(self.attention.on_back(now_us, now_us))

    def look_at_everything(self) -> None:
        self._take(self.attention.on_seen(*self.shown))

    def outcomes(self) -> Counter[str]:
        return Counter(self.kinds[alert_id] for alert_id in self.rang)

    def _fold(self, delivery: Delivery) -> None:
        adapter = adapter_for(delivery.agent)
        assert adapter is not None
        for decoded in adapter.decode(delivery):
            self._seq += 1
            self.roster.apply(
                Record(
                    seq=self._seq, at_us=decoded.at_us, agent=delivery.agent, session_id=decoded.session_id,
                    source=delivery.source, event=decoded.event, pid=delivery.pid, proc_start=delivery.proc_start,
                )
            )  # fmt: skip

    def _take(self, orders: tuple[Order, ...]) -> None:
        for order in orders:
            if isinstance(order, Alert):
                assert not order.muted
                self.rings += not order.again
                for part in order.parts or (order,):
                    self.open[part.alert_id] = part
                    self.kinds[part.alert_id] = part.kind
                    if not order.again:
                        self.rang[part.alert_id] += 1
            elif isinstance(order, Withdraw) and not order.alert_id.startswith("burst/"):
                del self.open[order.alert_id]  # only what stands is taken back
                self.how[order.how] += 1


def jittered(arrivals: Arrivals, seed: int, by_us: int = 300_000) -> Arrivals:
    """Every delivery a little late, each by another amount: sources overtake one another."""
    chance = random.Random(seed)
    return sorted(((at_us + chance.randrange(by_us), each) for at_us, each in arrivals), key=lambda each: each[0])


def doubled(arrivals: Arrivals, seed: int) -> Arrivals:
    """Every delivery twice, the second time up to three seconds later."""
    return sorted([*arrivals, *jittered(arrivals, seed, 3_000_000)], key=lambda each: each[0])


def test_the_storm_is_as_big_as_it_says() -> None:
    names = Counter(delivery.name for _, delivery in storm(NOON_US))
    assert SESSIONS == 50 and names["SubagentStart"] == SESSIONS * SUBAGENTS == 500
    assert names["PreToolUse"] == SESSIONS * (CALLS + SUBAGENTS * CALLS_OF_A_SUBAGENT) == 5000
    assert sum(EXPECTED.values()) == 60


@pytest.mark.slow
@pytest.mark.parametrize("order", ["as it is", "jittered", "doubled"])
def test_sixty_outcomes_in_a_storm_are_sixty_alerts_and_each_is_taken_back_when_it_is_handled(order: str) -> None:
    arrivals = storm(NOON_US)
    if order != "as it is":
        arrivals = jittered(arrivals, 7) if order == "jittered" else doubled(arrivals, 7)
    desk = Desk()
    desk.hear(arrivals)
    assert desk.outcomes() == EXPECTED
    assert set(desk.rang.values()) == {1}
    assert desk.how.total() == 10 and desk.how["answered"] >= 9  # one may be seen to rest before its answer is
    assert Counter(alert.kind for alert in desk.open.values()) == {"finished": 40, "failed": 10}
    assert desk.rings < 60
    desk.look_at_everything()
    assert not desk.open and desk.how["seen"] == 50


@pytest.mark.slow
def test_a_reconnect_and_a_replay_of_everything_ring_for_nothing_more() -> None:
    arrivals = storm(NOON_US)
    desk = Desk()
    desk.hear(arrivals)
    rings = desk.rings
    end_us = arrivals[-1][0] + 60_000_000
    desk.reconnect(end_us)
    desk.hear([(end_us + number, each) for number, (_, each) in enumerate(arrivals)])
    desk.reconnect(end_us + 10_000_000)
    assert (desk.rings, desk.outcomes()) == (rings, EXPECTED)


@pytest.mark.slow
def test_the_ten_that_fail_together_ring_once() -> None:
    desk = Desk()
    desk.hear([each for each in storm(NOON_US) if 30 <= int(each[1].delivery_id.split("/")[0][-12:]) < 40])
    assert (desk.rings, desk.outcomes()) == (1, {"failed": 10})
    assert {alert.key.session_id for alert in desk.open.values()} == {session_id(number) for number in range(30, 40)}
