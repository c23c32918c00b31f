"""The audit trail: what was ordered, by whom, and what the system said, one row an order, out of the records."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from app.core.events import (
    OrderCarriedOut,
    PermissionSettled,
    PromptQueued,
    PromptSent,
    PromptWithdrawn,
    SessionLaunched,
    StopConcluded,
    StopRequested,
)
from app.core.projections.words import one_line, telling_argument
from app.core.records import Record

AUDIT_KINDS = (
    StopRequested,
    StopConcluded,
    PermissionSettled,
    SessionLaunched,
    PromptQueued,
    PromptWithdrawn,
    PromptSent,
    OrderCarriedOut,
)


class AuditRow(msgspec.Struct, kw_only=True):
    """One order. ``outcome``: stopped | still_running | unknown | allowed | denied | done | refused, "" while open.

    ``said``: the system's words on it. Times are microseconds since the epoch.
    """

    seq: int
    at_us: int
    agent: str
    session_id: str
    command: str
    by: str = ""
    outcome: str = ""
    said: str = ""
    took_ms: int = 0


def audit_rows(records: Iterable[Record]) -> list[AuditRow]:
    """The orders in these records, in the order they were given; a stop and its conclusion are one row."""
    rows: list[AuditRow] = []
    open_stops: dict[str, AuditRow] = {}
    for record in records:
        event = record.event
        if isinstance(event, StopConcluded):
            _conclude(open_stops, record, event)
            continue
        row = AuditRow(seq=record.seq, at_us=record.at_us, agent=record.agent, session_id=record.session_id, command="")
        match event:
            case StopRequested():
                row.command, row.by = f"stop: {event.level}", event.by
                open_stops[event.stop_id] = row
            case PermissionSettled(how="allowed" | "denied"):
                row.command, row.by, row.outcome, row.said = "answer", event.by, event.how, event.reason
                if event.instead is not None:
                    row.said = one_line(f"instead: {telling_argument(event.instead)}", 120)
            case SessionLaunched():
                row.command, row.by, row.outcome, row.said = "launch", event.by, "done", event.cwd
            case PromptQueued():
                row.command, row.by, row.outcome, row.said = "prompt", event.by, "queued", one_line(event.text, 120)
            case PromptWithdrawn():
                row.command, row.by, row.outcome = "withdraw prompt", event.by, "done"
            case PromptSent():
                row.command, row.by, row.outcome, row.said = "prompt", event.by, "done", one_line(event.text, 120)
            case OrderCarriedOut():
                row.command, row.by, row.outcome, row.said = event.command, event.by, event.outcome, event.words
                row.took_ms, row.at_us = event.took_ms, event.given_at_us or record.at_us
            case _:
                continue
        rows.append(row)
    return rows


def _conclude(open_stops: dict[str, AuditRow], record: Record, event: StopConcluded) -> None:
    """An empty id concludes all before it: a new hub says that the earlier one's are gone."""
    of_session = [stop for stop, row in open_stops.items() if (row.agent, row.session_id) == record.key]
    for stop_id in [event.stop_id] if event.stop_id else of_session:
        row = open_stops.pop(stop_id, None)
        if row is not None:
            lever = f"{event.lever}: " if event.lever else ""
            row.outcome, row.said, row.took_ms = event.outcome, lever + event.evidence, event.took_ms
