"""When to call a person: pure rules from one roster row to the next, one alert per outcome and none for history.

The caller shows an ``Alert`` as a notification and takes it back on ``Withdraw``: when the question was answered
elsewhere, when the agent works again, or when somebody looks at the session. A session seen for the first time
already in its state (a desktop that just started) raises nothing: the roster shows it.
"""

from __future__ import annotations

from app.core.projections.alerts import Alert, AlertKind, ArmStop, Digest, Handled, Order, Policy, Withdraw
from app.core.projections.rows import SessionRow
from app.core.records import SessionKey

__all__ = ["Alert", "ArmStop", "Attention", "Digest", "Order", "Policy", "Withdraw"]

SAME_WAIT_US = 2_000_000
"""A wait whose stamp moves by less (hook and registry see it a moment apart) is the same wait."""

_TITLES: dict[str, str] = {"needs_you": "needs you", "failed": "failed", "finished": "finished"}


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
    request_id = row.pending[0] if kind == "needs_you" and len(row.pending) == 1 else ""
    return Alert(
        alert_id=f"{row.agent}/{row.session_id}/{kind}/{row.status_at_us}/{about}",
        key=SessionKey(row.agent, row.session_id),
        kind=kind,
        title=f"{name} {_TITLES[kind]}",
        body=body,
        at_us=row.status_at_us,
        tag=f"{row.agent}/{row.session_id}",
        actions=("allow", "deny", "show") if request_id else ("show",),
        request_id=request_id,
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
    """Remembers which outcome was called out for each session, so that none is called out twice."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self._standing: dict[SessionKey, Alert] = {}

    def on_row(self, before: SessionRow | None, after: SessionRow, focused: bool, now_us: int = 0) -> tuple[Order, ...]:
        """What to do about a row that changed. ``focused``: its session is open in a focused window."""
        key = SessionKey(after.agent, after.session_id)
        kind = _kind_of(after)
        if kind is None or focused:
            return self._withdraw(key, "seen" if focused else "moved_on")
        if before is None or after.status_at_us < self.policy.since_us or not _is_news(before, after, kind):
            return ()
        alert = _alert_of(after, kind)
        self._standing[key] = alert
        return (alert,)

    def on_text(self, key: SessionKey, text: str, now_us: int) -> tuple[Order, ...]:
        """A piece of finished output of a session came."""
        return ()

    def on_tick(self, now_us: int) -> tuple[Order, ...]:
        """Time has passed."""
        return ()

    def on_seen(self, key: SessionKey) -> tuple[Order, ...]:
        """Somebody looks at the session now."""
        return self._withdraw(key, "seen")

    def on_return(self, now_us: int) -> tuple[Order, ...]:
        """The person is back at the window."""
        return ()

    def _withdraw(self, key: SessionKey, how: Handled) -> tuple[Order, ...]:
        alert = self._standing.pop(key, None)
        return () if alert is None else (Withdraw(key=key, alert_id=alert.alert_id, tag=alert.tag, how=how),)
