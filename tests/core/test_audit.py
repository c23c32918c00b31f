"""The audit trail as it is read out of records: one row an order, with who gave it and what came of it."""

from __future__ import annotations

from app.core.events import (
    AnyEvent,
    OrderCarriedOut,
    PermissionSettled,
    StopConcluded,
    StopRequested,
    TurnStarted,
)
from app.core.projections.audit import audit_rows
from app.core.records import Record


def records(*events: AnyEvent, session: str = "s") -> list[Record]:
    return [
        Record(seq=number, at_us=number * 1000, agent="claude_code", session_id=session, source="hub", event=event)
        for number, event in enumerate(events, 1)
    ]


def test_a_stop_and_its_conclusion_are_one_row() -> None:
    (row,) = audit_rows(
        records(
            StopRequested(stop_id="1", level="end", by="desktop"),
            TurnStarted(turn_id="t", prompt="x"),
            StopConcluded(stop_id="1", outcome="stopped", lever="TERM", evidence="process gone (pid 7)", took_ms=120),
        )
    )
    assert (row.command, row.by, row.outcome, row.took_ms) == ("stop: end", "desktop", "stopped", 120)
    assert row.said == "TERM: process gone (pid 7)"
    assert (row.seq, row.at_us) == (1, 1000)


def test_a_stop_nobody_has_concluded_is_open() -> None:
    (row,) = audit_rows(records(StopRequested(stop_id="1", level="interrupt")))
    assert row.outcome == ""


def test_a_new_hub_concludes_what_an_earlier_one_left_open_in_that_session() -> None:
    rows = audit_rows(
        [
            *records(StopRequested(stop_id="other", level="end"), session="other"),
            *records(
                StopRequested(stop_id="1", level="interrupt"),
                StopConcluded(stop_id="", outcome="unknown", evidence="the hub was restarted before it acted"),
            ),
        ]
    )
    assert [(row.session_id, row.outcome) for row in rows] == [("other", ""), ("s", "unknown")]


def test_answers_of_ours_are_orders_and_those_given_elsewhere_are_not() -> None:
    rows = audit_rows(
        records(
            PermissionSettled(request_id="1", how="allowed", by="desktop"),
            PermissionSettled(request_id="2", how="denied", by="command line", reason="not on a Friday"),
            PermissionSettled(request_id="3", how="elsewhere"),
            PermissionSettled(request_id="4", how="expired"),
        )
    )
    assert [(row.outcome, row.by, row.said) for row in rows] == [
        ("allowed", "desktop", ""), ("denied", "command line", "not on a Friday"),
    ]  # fmt: skip


def test_what_was_allowed_in_place_of_what_was_asked_is_told() -> None:
    (row,) = audit_rows(
        records(PermissionSettled(request_id="1", how="allowed", by="desktop", instead={"command": "ls\n-l"}))
    )
    assert row.said == "instead: ls -l"


def test_an_order_that_was_told_late_has_the_time_it_was_given() -> None:
    (row,) = audit_rows(records(OrderCarriedOut(command="connect", by="uid 1000", words="added", given_at_us=42)))
    assert (row.at_us, row.command, row.outcome) == (42, "connect", "done")
