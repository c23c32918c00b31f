"""Entries of Claude Code's live registry (``sessions/<pid>.json``, 2.1.197) → facts: what each process says it does.

The only source that knows of an interrupt within 100 ms. Print mode writes entries without a status. That an entry
vanished says nothing by itself: the process may have been killed or have left; whoever watches processes decides that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.agents.claude_code.values import bounded, count_of, path_of, short, word_of
from app.core import events as facts
from app.core.records import Delivery

GONE = "gone"
_LATEST_MS = 253_402_300_799_999
"""The end of the year 9999: a later stamp is no time."""


def facts_in(delivery: Delivery) -> list[facts.AnyEvent]:
    """The facts in one entry; none in its vanishing."""
    if delivery.name == GONE:
        return []
    payload = delivery.payload
    if not isinstance(payload, dict) or not word_of(payload, "sessionId"):
        return [facts.Unrecognized(name=short(delivery.name), payload=bounded(payload))]
    derived = word_of(payload, "nameSource") == "derived"
    name, entrypoint = word_of(payload, "name"), word_of(payload, "entrypoint")
    described = facts.SessionDescribed(
        # A derived name ("work-b5") says less than the folder and the first prompt do.
        title="" if derived else name,
        cwd=path_of(payload, "cwd"),
        version=word_of(payload, "version"),
        entrypoint=entrypoint,
    )
    state = word_of(payload, "status")
    if not state and entrypoint == "cli":
        return [described]  # an interactive session that has just begun: its status follows
    waiting_for, kind = word_of(payload, "waitingFor"), word_of(payload, "kind")
    return [described, facts.AgentReported(state=state, waiting_for=waiting_for, kind=kind, name=name)]


def session_id_of(delivery: Delivery) -> str:
    """Whose entry this is; /clear changes it within the same file."""
    named = word_of(delivery.payload, "sessionId") if isinstance(delivery.payload, dict) else ""
    return named or short(delivery.session_hint)


def at_us_of(delivery: Delivery) -> int:
    """When the status began, as the entry says in milliseconds; else when it was found."""
    payload: Mapping[str, Any] = delivery.payload if isinstance(delivery.payload, dict) else {}
    for key in ("statusUpdatedAt", "updatedAt", "startedAt"):
        stamp_ms = count_of(payload, key)
        if 0 < stamp_ms <= _LATEST_MS:
            return stamp_ms * 1000
    return delivery.at_us
