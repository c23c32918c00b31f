"""The statuses of one session as a desktop knows them: what the hub told, brought up to the roster's row."""

from __future__ import annotations

from app.core.lifecycle import TRANSITIONS
from app.core.projections.overview_lines import OverviewLines
from app.core.projections.rows import SessionRow
from app.core.projections.signal_history import BY_WEIGHT, MARKS, SignalHistory
from app.core.stretches import Stretch

T0 = 1_763_800_000_000_000
S = 1_000_000


def row(status: str, at_s: float, **more: object) -> SessionRow:
    at_us = T0 + int(at_s * S)
    return SessionRow(agent="a", session_id="s", status=status, status_at_us=at_us, started_at_us=T0, **more)  # type: ignore[arg-type]


def stretches(*told: tuple[float, str]) -> tuple[Stretch, ...]:
    return tuple(Stretch(T0 + int(at_s * S), status) for at_s, status in told)  # type: ignore[arg-type]


def test_the_rows_status_is_the_present_also_before_the_hub_has_told() -> None:
    history = SignalHistory()
    assert history.bring_up_to(row("working", 5))
    assert history.stretches == stretches((5, "working"))
    assert history.tell(stretches((0, "idle"), (5, "working")), row("working", 5))
    assert history.stretches == stretches((0, "idle"), (5, "working"))


def test_a_row_that_is_ahead_adds_the_present() -> None:
    history = SignalHistory()
    history.tell(stretches((0, "idle"), (5, "working")), None)
    assert history.bring_up_to(row("waiting", 9))
    assert history.stretches == stretches((0, "idle"), (5, "working"), (9, "waiting"))
    assert not history.bring_up_to(row("waiting", 9, doing="something else"))


def test_a_second_turn_at_work_adds_nothing() -> None:
    history = SignalHistory()
    history.tell(stretches((0, "idle"), (5, "working")), None)
    assert not history.bring_up_to(row("working", 30))


def test_what_the_hub_corrects_is_corrected_in_the_strip_too() -> None:
    history = SignalHistory()
    history.tell(stretches((0, "working"), (4, "interrupted")), None)
    history.tell(stretches((0, "working"), (4, "done")), None)
    shown = history.strip.window(T0 >> 20, 8, 20, T0 + 8 * S)
    assert MARKS["done"] in shown and MARKS["interrupted"] not in shown


def test_a_moment_lies_in_the_stretch_that_began_last() -> None:
    history = SignalHistory()
    history.tell(stretches((0, "idle"), (5, "working"), (9, "done")), None)
    assert [history.index_at(T0 + at_s * S) for at_s in (-1, 0, 4, 5, 100)] == [-1, 0, 0, 1, 2]
    assert history.end_of(1) == T0 + 9 * S
    assert history.end_of(2) is None


def test_every_status_has_a_mark_and_a_weight() -> None:
    assert set(MARKS) == set(BY_WEIGHT) == set(TRANSITIONS)
    assert len(set(MARKS.values())) == len(MARKS)


def test_lines_lie_one_under_the_other_and_are_found_by_their_height() -> None:
    lines: OverviewLines[str] = OverviewLines()
    lines.lay([("Needs you", False), ("a", True), ("b", True), ("Working", False), ("c", True)], 10, 6)
    assert lines.height == 42
    assert [line.key for line in lines.between(7, 17)] == ["a", "b"]
    found = [lines.at(y) for y in (0, 6, 41, 42, -1)]
    assert [line.key if line else None for line in found] == ["Needs you", "a", "c", None, None]


def test_keys_go_from_session_to_session_over_the_headings() -> None:
    lines: OverviewLines[str] = OverviewLines()
    lines.lay([("Needs you", False), ("a", True), ("Working", False), ("c", True)], 10, 6)
    assert lines.beside("a", 1) == "c" and lines.beside("c", -1) == "a" and lines.beside("c", 1) == "c"
    assert lines.beside(None, 1) == "a" and lines.beside(None, -1) == "c"
