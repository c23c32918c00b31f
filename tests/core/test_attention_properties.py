"""Whatever rows come, in whatever order and time: what always holds of the policy of alerts."""

from __future__ import annotations

from collections import Counter

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.core.projections.alerts import Alert, Digest, Order, Withdraw
from app.core.projections.attention import Attention
from app.core.projections.attention_policy import Limits, Policy, QuietTime
from app.core.projections.rows import FailingCall, SessionRow, Usage
from app.core.records import SessionKey
from tests.helpers.story import NOON_US

S = 1_000_000
NAMES = ("a", "b", "c", "d", "e", "f")
STATUSES = (
    "working",
    "waiting",
    "done",
    "failed",
    "working",
    "waiting",
    "done",
    "idle",
    "interrupted",
    "ended",
    "lost",
)

row_steps = st.fixed_dictionaries(
    {
        "what": st.just("row"),
        "name": st.sampled_from(NAMES),
        "status": st.sampled_from(STATUSES),
        "pending": st.lists(st.sampled_from(("r1", "r2", "r3")), max_size=2, unique=True),
        "reason": st.sampled_from(("", "user", "hook", "stopped", "rate_limit")),
        "background": st.sampled_from((0, 0, 0, 2)),
        "new_turn": st.booleans(),
        "back_us": st.sampled_from((0, 0, 0, 100_000, 5 * S)),
        "tokens": st.integers(0, 3000),
        "failing": st.sampled_from((0, 0, 5)),
        "focused": st.sampled_from((False, False, False, True)),
        "missed": st.sampled_from((False, False, False, True)),
    }
)
other_steps = st.fixed_dictionaries(
    {
        "what": st.sampled_from(("seen", "leave", "return", "disturb", "calm", "snooze", "back")),
        "name": st.sampled_from(NAMES),
    }
)
steps = st.tuples(
    st.sampled_from((0, 0, 50_000, 50_000, 400_000, 5 * S, 700 * S)), row_steps | row_steps | row_steps | other_steps
)


WORKS: dict[str, object] = {
    "what": "row", "status": "working", "pending": [], "reason": "", "background": 0, "new_turn": True, "back_us": 0,
    "tokens": 0, "failing": 0, "focused": False, "missed": False,
}  # fmt: skip


class Account:
    """Plays steps and keeps account of what stands for whoever calls people."""

    def __init__(self, policy: Policy) -> None:
        self.attention = Attention(policy)
        self.now_us = NOON_US
        self.rows: dict[str, SessionRow] = {}
        self.open: dict[str, Alert] = {}
        self.summaries: dict[str, Alert] = {}
        self.rang: Counter[str] = Counter()
        self.focused: set[SessionKey] = set()

    def play(self, after_us: int, step: dict[str, object]) -> None:
        self._pass(self.now_us + after_us)
        key = SessionKey("claude_code", str(step["name"]))
        match step["what"]:
            case "row":
                self._row(key, step)
            case "seen":
                self._take(self.attention.on_seen(key))
                assert not [alert for alert in self.open.values() if alert.key == key]
            case "leave":
                self.attention.on_leave(self.now_us)
            case "return":
                self._take(self.attention.on_return(self.now_us))
            case "disturb" | "calm":
                self._take(self.attention.on_disturbed(step["what"] == "disturb", self.now_us))
            case "snooze":
                self.attention.snooze(key, self.now_us + 60 * S)
            case "back":
                self._take(self.attention.on_back(NOON_US, self.now_us))

    def _row(self, key: SessionKey, step: dict[str, object]) -> None:
        before = self.rows.get(key.session_id)
        waiting = step["status"] == "waiting"
        pending = tuple(step["pending"]) if waiting else ()  # type: ignore[arg-type]
        turns = (before.turns if before else 0) + bool(step["new_turn"])
        after = SessionRow(
            agent=key.agent, session_id=key.session_id, title=key.session_id, status=step["status"],  # type: ignore[arg-type]
            reason=str(step["reason"]), status_at_us=self.now_us - int(step["back_us"]), turns=turns,  # type: ignore[call-overload]
            started_at_us=NOON_US, last_at_us=self.now_us, pending=pending, asked=pending[-1] if pending else "",
            waiting_on="permission" if waiting else "", usage=Usage(input=int(step["tokens"])),  # type: ignore[call-overload]
            background=int(step["background"]) if step["status"] == "done" else 0,  # type: ignore[call-overload]
            failing=FailingCall(words="make", times=5) if step["failing"] else None,
        )  # fmt: skip
        self.rows[key.session_id] = after
        focused = bool(step["focused"])
        orders = self.attention.on_row(before, after, focused, self.now_us, missed=bool(step["missed"]))
        if focused:
            assert not [o for o in orders if isinstance(o, Alert) and not o.again and o.key == key]
        self._take(orders)
        if focused:
            assert not [alert for alert in self.open.values() if alert.key == key]

    def _pass(self, until_us: int) -> None:
        while (due_us := self.attention.next_due_us(self.now_us)) is not None and due_us <= until_us:
            self.now_us = max(due_us, self.now_us + 1)
            self._take(self.attention.on_tick(self.now_us))
        self.now_us = until_us

    def _take(self, orders: tuple[Order, ...]) -> None:
        for order in orders:
            if isinstance(order, Alert):
                self._alert(order)
            elif isinstance(order, Withdraw):
                stood = self.summaries if order.alert_id.startswith("burst/") else self.open
                assert order.alert_id in stood, "what does not stand is not taken back"
                del stood[order.alert_id]
            elif isinstance(order, Digest):
                assert order.alerts or order.handled
                assert {alert.alert_id for alert in order.alerts} <= self.open.keys(), "a digest tells what stands"
        parts = [part.alert_id for summary in self.summaries.values() for part in summary.parts]
        assert len(parts) == len(set(parts)) and set(parts) <= self.open.keys()
        tags = Counter(alert.tag for alert in self.open.values())
        assert set(tags.values()) <= {1}, "one alert stands in one place"

    def _alert(self, alert: Alert) -> None:
        if alert.parts:
            assert alert.again == (alert.alert_id in self.summaries), "a summary rings once"
            self.summaries[alert.alert_id] = alert
        for part in alert.parts or (alert,):
            assert not alert.again or part.alert_id in self.open, "only what stands is said again"
            self.open[part.alert_id] = part
            self.rang[part.alert_id] += not alert.again and not alert.muted
            assert self.rang[part.alert_id] <= 1, "no outcome rings twice"
            assert ("allow" in part.actions) <= bool(part.request_id)


POLICIES = st.sampled_from(
    (
        Policy(),
        Policy(since_us=NOON_US),
        Policy(limits=Limits(session_tokens=1000, day_tokens=4000, stop=True)),
        Policy(
            quiet=(QuietTime(from_minute=8 * 60, until_minute=8 * 60 + 10),), rings=frozenset({"needs_you", "failed"})
        ),
    )
)


@settings(max_examples=200, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(policy=POLICIES, told=st.lists(steps, min_size=25, max_size=80))
def test_no_outcome_rings_twice_none_in_view_rings_and_every_alert_stands_or_is_taken_back(
    policy: Policy, told: list[tuple[int, dict[str, object]]]
) -> None:
    account = Account(policy)
    for name in NAMES:
        account.play(0, {**WORKS, "name": name})
    for after_us, step in told:
        account.play(after_us, step)
    account.play(10 * S, {"what": "back", "name": "a"})
    account._take(account.attention.on_seen(*(SessionKey("claude_code", name) for name in NAMES)))
    assert not account.open and not account.summaries
