"""When a person is called: once for each outcome, and never for history."""

from __future__ import annotations

import msgspec

from app.core import events as e
from app.core.projections.attention import Alert, Attention, Order, Policy, Withdraw
from app.core.projections.roster import Roster
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey
from tests.helpers.story import NOON_US, Story


class Doorbell:
    """An ``Attention`` whose orders are read one at a time."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.attention = Attention(policy)

    def on_row(self, before: SessionRow | None, after: SessionRow, focused: bool) -> Order | None:
        return _only(self.attention.on_row(before, after, focused))

    def on_seen(self, key: SessionKey) -> Order | None:
        return _only(self.attention.on_seen(key))


def _only(orders: tuple[Order, ...]) -> Order | None:
    assert len(orders) <= 1
    return orders[0] if orders else None


def row(**fields: object) -> SessionRow:
    base = {"agent": "claude_code", "session_id": "s1", "title": "fix login", "status": "working"}
    return msgspec.convert({**base, "status_at_us": NOON_US, **fields}, SessionRow)


WORKING = row()
ASKING = row(status="waiting", doing="allow “git push”?", pending=("r1",), waiting_on="permission")
DONE = row(status="done", turns=1)
FAILED = row(status="failed", reason="rate_limit", turns=1)


def test_a_session_that_needs_a_person_calls_and_says_what_for() -> None:
    alert = Doorbell().on_row(WORKING, ASKING, focused=False)
    assert isinstance(alert, Alert)
    assert (alert.kind, alert.title, alert.body) == ("needs_you", "fix login needs you", "allow “git push”?")


def test_a_failure_names_its_kind_and_a_finish_just_says_so() -> None:
    attention = Doorbell()
    failed = attention.on_row(WORKING, FAILED, focused=False)
    assert isinstance(failed, Alert) and (failed.kind, failed.body) == ("failed", "rate limit")
    done = attention.on_row(WORKING, DONE, focused=False)
    assert isinstance(done, Alert) and (done.kind, done.title) == ("finished", "fix login finished")


def test_what_is_seen_for_the_first_time_is_history() -> None:
    for first in (ASKING, FAILED, DONE):
        assert Doorbell().on_row(None, first, focused=False) is None


def test_what_happened_before_the_watch_began_is_history_even_when_it_is_read_bit_by_bit() -> None:
    attention = Doorbell(Policy(since_us=NOON_US + 1))
    assert attention.on_row(WORKING, DONE, focused=False) is None
    assert isinstance(attention.on_row(WORKING, row(status="done", status_at_us=NOON_US + 2), focused=False), Alert)


def test_the_same_outcome_calls_once() -> None:
    attention = Doorbell()
    assert attention.on_row(WORKING, DONE, focused=False)
    better = msgspec.structs.replace(DONE, status_at_us=NOON_US - 30_000, status_source="hook", background=1)
    assert attention.on_row(DONE, better, focused=False) is None


def test_the_next_turn_that_finishes_calls_again_though_its_work_was_never_seen() -> None:
    attention = Doorbell()
    assert attention.on_row(WORKING, DONE, focused=False)
    assert isinstance(attention.on_row(DONE, msgspec.structs.replace(DONE, turns=2), focused=False), Alert)


def test_a_wait_seen_by_the_registry_first_and_explained_by_the_hook_calls_once() -> None:
    attention = Doorbell()
    vague = row(status="waiting", doing="needs your permission", status_at_us=NOON_US + 300_000)
    assert attention.on_row(WORKING, vague, focused=False)
    assert attention.on_row(vague, ASKING, focused=False) is None


def test_a_second_question_calls_again_and_the_answer_to_one_of_two_does_not() -> None:
    attention = Doorbell()
    two = msgspec.structs.replace(ASKING, pending=("r1", "r2"))
    assert attention.on_row(WORKING, ASKING, focused=False)
    assert isinstance(attention.on_row(ASKING, two, focused=False), Alert)
    assert attention.on_row(two, ASKING, focused=False) is None


def test_an_answer_elsewhere_takes_the_call_back() -> None:
    attention = Doorbell()
    alert = attention.on_row(WORKING, ASKING, focused=False)
    assert isinstance(alert, Alert)
    assert attention.on_row(ASKING, WORKING, focused=False) == Withdraw(
        key=alert.key, alert_id=alert.alert_id, tag=alert.tag, how="moved_on"
    )
    assert attention.on_row(WORKING, WORKING, focused=False) is None


def test_a_session_in_a_focused_window_does_not_call() -> None:
    assert Doorbell().on_row(WORKING, DONE, focused=True) is None


def test_coming_to_the_window_takes_the_call_back() -> None:
    attention = Doorbell()
    alert = attention.on_row(WORKING, DONE, focused=False)
    assert isinstance(alert, Alert)
    assert attention.on_seen(alert.key) == Withdraw(key=alert.key, alert_id=alert.alert_id, tag=alert.tag, how="seen")
    assert attention.on_seen(alert.key) is None


def test_an_interrupt_an_end_and_a_loss_do_not_call() -> None:
    for status in ("interrupted", "ended", "lost", "idle"):
        assert Doorbell().on_row(WORKING, row(status=status), focused=False) is None


def test_a_session_without_a_title_is_called_by_its_id() -> None:
    alert = Doorbell().on_row(WORKING, msgspec.structs.replace(DONE, title=""), focused=False)
    assert isinstance(alert, Alert) and alert.title == "s1 finished"


def test_a_turn_as_it_really_goes_calls_for_its_question_and_its_end() -> None:
    story = Story().opens().runs().asks().registry("waiting", "permission prompt").after(s=3).registry("busy").ran()
    story.hook(e.ToolBatchFinished(tool_call_ids=("c1",))).says("Done.").transcript(e.TurnFinished())
    story.hook(e.TurnFinished(turn_id="t1"), e.NoticeGiven(kind="idle_prompt")).registry("idle")
    attention, roster, before, said = Doorbell(), Roster(), None, []
    for record in story.records:
        roster.apply(record)
        after = roster.row(story.key)
        verdict = attention.on_row(before, after, focused=False)
        if verdict is not None:
            said.append(verdict.kind if isinstance(verdict, Alert) else "withdrawn")
        before = after
    assert said == ["needs_you", "withdrawn", "finished"]
