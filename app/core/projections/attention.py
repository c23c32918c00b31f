"""When to call a person: pure rules from one roster row to the next, one alert per outcome and none for history.

The caller shows an ``Alert`` as a notification and takes it back on ``Withdraw``: when the question was answered
elsewhere, when the agent works again, or when somebody looks at the session. A session seen for the first time
already in its state (a desktop that just started) raises nothing: the roster shows it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from app.core.projections.rows import SessionRow
from app.core.records import SessionKey

AlertKind = Literal["needs_you", "failed", "finished"]

SAME_WAIT_US = 2_000_000
"""A wait whose stamp moves by less (hook and registry see it a moment apart) is the same wait."""

_TITLES: dict[AlertKind, str] = {"needs_you": "needs you", "failed": "failed", "finished": "finished"}


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Call a person. ``alert_id`` is the same for the same outcome; a new alert of a session replaces its old one."""

    alert_id: str
    key: SessionKey
    kind: AlertKind
    title: str
    body: str
    at_us: int


class Withdraw(msgspec.Struct, frozen=True, kw_only=True):
    """Take the session's alert back: it is no longer true, or somebody has seen it."""

    key: SessionKey
    alert_id: str


def _kind_of(row: SessionRow) -> AlertKind | None:
    if row.status == "waiting":
        return "needs_you"
    if row.status == "failed":
        return "failed"
    return "finished" if row.status == "done" else None


def _alert_of(row: SessionRow, kind: AlertKind) -> Alert:
    about = "+".join(row.pending) if kind == "needs_you" else row.reason
    name = row.title or row.session_id[:8]
    body = {"needs_you": row.doing, "failed": row.reason.replace("_", " "), "finished": ""}[kind]
    return Alert(
        alert_id=f"{row.agent}/{row.session_id}/{kind}/{row.status_at_us}/{about}",
        key=SessionKey(row.agent, row.session_id),
        kind=kind,
        title=f"{name} {_TITLES[kind]}",
        body=body,
        at_us=row.status_at_us,
    )


def _is_news(before: SessionRow, after: SessionRow, kind: AlertKind) -> bool:
    """Whether ``after`` is another outcome than ``before``, not the same one told in more detail."""
    if _kind_of(before) != kind:
        return True
    if kind != "needs_you":
        return after.turns > before.turns
    asked_anew = set(after.pending) - set(before.pending)
    if before.pending:
        return bool(asked_anew)
    return abs(after.status_at_us - before.status_at_us) > SAME_WAIT_US


class Attention:
    """Remembers which outcome was called out for each session, so that none is called out twice.

    ``since_us``: outcomes stamped before are history (a desktop passes the time it started).
    """

    def __init__(self, since_us: int = 0) -> None:
        self._since_us = since_us
        self._standing: dict[SessionKey, str] = {}

    def on_row(self, before: SessionRow | None, after: SessionRow, focused: bool) -> Alert | Withdraw | None:
        """What to do about a row that changed. ``focused``: its session is open in a focused window."""
        key = SessionKey(after.agent, after.session_id)
        kind = _kind_of(after)
        if kind is None or focused:
            return self._withdraw(key)
        if before is None or after.status_at_us < self._since_us or not _is_news(before, after, kind):
            return None
        alert = _alert_of(after, kind)
        self._standing[key] = alert.alert_id
        return alert

    def on_seen(self, key: SessionKey) -> Withdraw | None:
        """Somebody looks at the session now."""
        return self._withdraw(key)

    def _withdraw(self, key: SessionKey) -> Withdraw | None:
        alert_id = self._standing.pop(key, None)
        return None if alert_id is None else Withdraw(key=key, alert_id=alert_id)
