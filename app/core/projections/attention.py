"""When to call a person: pure rules from one roster row to the next, one alert per outcome and none for history.

Theory of operation
-------------------
*Outcomes.* A rest is known by its stamp and turn, a question by its request, a silence by the last sign before it. What
was told, seen by a person in a focused window, or was so when the session first came into sight, is never told again,
whatever source repeats it.

*A moment.* What needs somebody rings at once. Everything else is held for ``bursts.SETTLE_US``: several sources tell of
one rest up to 300 ms apart, and what is over by then rings not at all. What comes together rings once.

*Taking back.* An alert stands until the session moves on, the question is answered anywhere, or somebody looks.

No clock: whoever asks passes the time, and calls ``on_tick`` when ``next_due_us`` says so.
"""

from __future__ import annotations

from datetime import UTC, datetime

from app.core.projections import alert_words as words
from app.core.projections.alerts import Alert, AlertKind, ArmStop, Digest, Order, Withdraw
from app.core.projections.attention_policy import Policy
from app.core.projections.bell import Bell
from app.core.projections.known import Known
from app.core.projections.matching import Matcher
from app.core.projections.outcomes import is_at_work, rest_kind
from app.core.projections.presence import LocalTime, Presence, digest
from app.core.projections.rows import SessionRow
from app.core.projections.spending import Passed, Spending
from app.core.records import SessionKey

__all__ = ["Alert", "ArmStop", "Attention", "Digest", "Order", "Policy", "Withdraw"]

LOOK_EVERY_US = 30_000_000
"""How often silence, quiet times and work in the background are looked at."""
BACKGROUND_US = 600_000_000
"""A finished turn whose background tasks have gone on so long is told with them."""
MATCH_PAUSE_US = 60_000_000
"""A rule that found something in a session says so again after this at the earliest."""

Orders = tuple[Order, ...]


def utc(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / 1_000_000, UTC)


class Attention:
    """Of one hub: remembers which outcome was called out for each session, so that none is called out twice."""

    def __init__(self, policy: Policy | None = None, local: LocalTime = utc) -> None:
        self._local = local
        self._known: dict[SessionKey, Known] = {}
        self._presence = Presence(local)
        self._bell = Bell(self._why_muted, self._presence.came)
        self._spending = Spending(local)
        self._timed: set[SessionKey] = set()
        """Sessions that time alone may make tell something: at work, or with work in the background."""
        self._looked_us = 0
        self.change_policy(policy or Policy())

    def change_policy(self, policy: Policy) -> None:
        """The person chose otherwise. ``problems`` says what of it cannot be used."""
        self.policy = policy
        self._matcher = Matcher(policy.rules)
        self.problems = tuple(self._matcher.problems)

    @property
    def wants_text(self) -> bool:
        """Whether any rule looks at output."""
        return bool(self._matcher)

    # ── what happens ───────────────────────────────────────────────────────────────────────────

    def on_row(
        self, before: SessionRow | None, after: SessionRow, focused: bool, now_us: int = 0, missed: bool = False
    ) -> Orders:
        """What to do about a row that changed. ``focused``: its session is open in a focused window.

        ``before`` None: it comes into sight. ``missed``: it changed while its hub was away.
        """
        key = SessionKey(after.agent, after.session_id)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Known(key)
            if before is None and not self._is_fresh(after):
                self._take_for_history(known, after, now_us)
                return ()
            if before is not None:
                self._take_for_history(known, before, now_us)
        was_at_work = known.row is not None and is_at_work(known.row)
        known.see(after, now_us)
        self._watch_time(known)
        silently = focused or after.status_at_us < self.policy.since_us
        orders = self._take_back(known, after, focused)
        orders += self._wait(known, after, silently, now_us)
        orders += self._rest(known, after, was_at_work, silently, missed, now_us)
        orders += self._failing(known, after, silently, now_us)
        orders += self._spent(known, after, focused, now_us)
        return orders + self._bell.settle()

    def on_text(self, key: SessionKey, text: str, now_us: int) -> Orders:
        """A piece of finished output of a session came."""
        known = self._known.get(key)
        if known is None or known.row is None or not self._matcher:
            return ()
        orders: Orders = ()
        for rule, line in self._matcher.found_in(text):
            again_us = known.matched_us.get(rule.matches, -MATCH_PAUSE_US) + MATCH_PAUSE_US
            if rule.is_about(known.row) and again_us <= now_us:
                known.matched_us[rule.matches] = now_us
                said = words.matched_words(known.row, rule.name, line)
                alert = known.alert("matched", f"matched/{now_us}/{rule.matches}", said, now_us, slot="matched")
                orders += self._bell.call(alert, now_us)
        return orders + self._bell.settle()

    def on_tick(self, now_us: int) -> Orders:
        """Time has passed."""
        orders = self._bell.due(now_us)
        wake_us = self._presence.next_wake_us()
        if now_us - self._looked_us >= LOOK_EVERY_US or (wake_us is not None and wake_us <= now_us):
            self._looked_us = now_us
            self._presence.wake(now_us)
            orders += self._unmute(now_us)
            for key in list(self._timed):
                orders += self._silent(self._known[key], now_us) + self._owed(self._known[key], now_us)
        return orders + self._bell.settle()

    def on_seen(self, *keys: SessionKey) -> Orders:
        """Somebody looks at these sessions now."""
        orders: Orders = ()
        for key in keys:
            orders += self._bell.withdraw([alert.tag for alert in self._bell.of(key)], "seen")
        return orders + self._bell.settle()

    def on_leave(self, now_us: int) -> None:
        """The person left the window."""
        self._presence.leave(now_us)

    def on_return(self, now_us: int) -> Orders:
        """The person is back at the window."""
        return self._presence.returned(self.policy.digest_after_min * 60_000_000, self._bell.stands, now_us)

    def on_back(self, since_us: int, now_us: int) -> Orders:
        """The hub is back, and everything it missed since then was passed to ``on_row``: told in one piece."""
        return self._presence.back(self._bell.stands, since_us, now_us)

    def on_disturbed(self, is_disturbed: bool, now_us: int) -> Orders:
        """The system says whether the person is not to be disturbed."""
        self._presence.is_disturbed = is_disturbed
        return () if is_disturbed else self._unmute(now_us) + self._bell.settle()

    def snooze(self, key: SessionKey | None, until_us: int) -> None:
        """Ring for nothing of this session (None: of any) until then."""
        self._presence.snooze(key, until_us)

    def forget(self) -> Orders:
        """Another store answers now: nothing that stands is known to be so."""
        orders = self._bell.withdraw([alert.tag for alert in self._bell.all()], "moved_on")
        self._known.clear()
        self._timed.clear()
        return orders + self._bell.settle()

    def next_due_us(self, now_us: int) -> int | None:
        """When ``on_tick`` has something to do; None while nothing depends on time."""
        due = [self._bell.next_due_us(), self._presence.next_wake_us()]
        if self._timed or self._bell.any_muted:
            due.append(max(now_us, self._looked_us + LOOK_EVERY_US))
        return min((each for each in due if each is not None), default=None)

    # ── what a row means ───────────────────────────────────────────────────────────────────────

    def _is_fresh(self, row: SessionRow) -> bool:
        """A session that comes into sight is history, unless it is known to have begun since we look."""
        return bool(self.policy.since_us) and row.started_at_us >= self.policy.since_us

    def _take_for_history(self, known: Known, row: SessionRow, now_us: int) -> None:
        known.see(row, now_us)
        known.note_wait(row)
        known.note_rest(row, rest_kind(row, was_at_work=True))
        if row.failing is not None and row.failing.times >= self.policy.failing_times:
            known.failing_told = row.failing.words
        self._watch_time(known)
        self._count(row, now_us, silently=True)

    def _watch_time(self, known: Known) -> None:
        assert known.row is not None
        is_timed = known.row.status == "working" or known.owed_since_us
        (self._timed.add if is_timed else self._timed.discard)(known.key)

    def _take_back(self, known: Known, row: SessionRow, focused: bool) -> Orders:
        """What stands and is no longer so."""
        orders: Orders = ()
        for alert in self._bell.of(known.key):
            how = "seen" if focused else known.why_over(alert, row)
            if how:
                if not focused and not self._bell.stands(alert) and alert.tag == known.tag():
                    known.rest_kind = None  # only held, so that nobody was told
                orders += self._bell.withdraw([alert.tag], how)
        return orders

    def _wait(self, known: Known, row: SessionRow, silently: bool, now_us: int) -> Orders:
        if row.status != "waiting":
            known.wait_over()
            return ()
        is_news = known.is_new_wait(row)
        known.note_wait(row)
        alert = known.waiting_alert(row)
        standing = self._bell.standing(alert.tag)
        if is_news:
            return () if silently else self._bell.call(alert, now_us)
        return self._say_better(standing, alert, now_us)

    def _rest(
        self, known: Known, row: SessionRow, was_at_work: bool, silently: bool, missed: bool, now_us: int
    ) -> Orders:
        if is_at_work(row):
            return ()
        kind = rest_kind(row, was_at_work)
        told = known.rest_kind if known.is_known_rest(row) else None
        known.note_rest(row, kind or told)
        if kind is None:
            return ()
        alert = known.rest_alert(row, kind, self._reset_clock(row))
        if told is not None:
            return self._say_better(self._bell.standing(alert.tag), alert, now_us)
        if silently:
            return ()
        return self._bell.call(alert, now_us, "missed" if missed else "")

    def _say_better(self, standing: Alert | None, alert: Alert, now_us: int) -> Orders:
        """The outcome is told already; its alert, if it still stands, may say more now."""
        if standing is None or standing.kind not in _MAY_HAVE_BEEN.get(alert.kind, {alert.kind}):
            return ()
        said = standing.title, standing.body, standing.actions, standing.request_id
        if said == (alert.title, alert.body, alert.actions, alert.request_id):
            return ()
        return self._bell.say_again(alert, now_us)

    def _failing(self, known: Known, row: SessionRow, silently: bool, now_us: int) -> Orders:
        failing, most = row.failing, self.policy.failing_times
        if failing is None:
            known.failing_told = ""
        if failing is None or not most or failing.times < most or failing.words == known.failing_told:
            return ()
        known.failing_told = failing.words
        if silently or not is_at_work(row):
            return ()
        said = words.failing_words(row, failing)
        ident = f"failing/{now_us}"
        alert = known.alert("failed", ident, said, row.last_at_us, "failing", ("show", "stop"))
        return self._bell.call(alert, now_us)

    def _spent(self, known: Known, row: SessionRow, focused: bool, now_us: int) -> Orders:
        limits = self.policy.limits
        passed = self._count(row, now_us, silently=False)
        orders: Orders = ()
        for limit in passed if not focused else ():
            said = words.title_of("budget", row), limit.words
            alert = known.alert("budget", limit.ident, said, row.last_at_us, "budget", ("show", "stop"))
            orders += self._bell.call(alert, now_us)
        if limits.stop and is_at_work(row) and known.turn_stopped != row.turns and self._spending.is_over(row, limits):
            known.turn_stopped = row.turns
            orders += (ArmStop(key=known.key, why=passed[0].words if passed else words.title_of("budget", row)),)
        return orders

    def _count(self, row: SessionRow, now_us: int, silently: bool) -> list[Passed]:
        return self._spending.take(row, self.policy.limits, now_us, silently)

    def _reset_clock(self, row: SessionRow) -> str:
        at_us = words.reset_at_us(row)
        return f"{self._local(at_us):%H:%M}" if at_us else ""

    # ── what time means ────────────────────────────────────────────────────────────────────────

    def _silent(self, known: Known, now_us: int) -> Orders:
        row, after_us = known.row, self.policy.silent_after_us(known.row) if known.row is not None else 0
        if row is None or row.status != "working" or not after_us or known.silent_told_us == known.heard_us:
            return ()
        silence_us = now_us - known.heard_us
        if silence_us < after_us:
            return ()
        known.silent_told_us = known.heard_us
        said = words.title_of("silent", row), words.silent_words(row, silence_us // 60_000_000)
        alert = known.alert("silent", f"silent/{known.heard_us}", said, now_us, "", ("show", "stop"))
        return self._bell.call(alert, now_us)

    def _owed(self, known: Known, now_us: int) -> Orders:
        """The turn is over for long, and its background still goes on: told with it."""
        row = known.row
        if row is None or not known.owed_since_us or now_us - known.owed_since_us < BACKGROUND_US:
            return ()
        known.owed_since_us, known.owed_told = 0, True
        self._timed.discard(known.key)
        if known.is_known_rest(row) and known.rest_kind is not None:
            return ()  # it was told before a better source knew of the background
        known.note_rest(row, "finished")
        return self._bell.call(known.rest_alert(row, "finished", ""), now_us)

    def _why_muted(self, alert: Alert, now_us: int) -> str:
        row = self._known[alert.key].row
        return "" if row is None else self._presence.why_muted(alert, row, self.policy, now_us)

    def _unmute(self, now_us: int) -> Orders:
        """What stands silently and may ring now: one as itself, several in one piece."""
        alerts = [self._bell.loud(alert) for alert in self._bell.unmuted(now_us)]
        if len(alerts) <= 1:
            return tuple(alerts)
        since_us = min(alert.at_us for alert in alerts)
        return digest("quiet_over", alerts, self._bell.stands, since_us, now_us)


_MAY_HAVE_BEEN: dict[AlertKind, set[AlertKind]] = {
    "finished": {"finished", "stopped"},
    "failed": {"failed", "finished", "stopped"},
    "stopped": {"stopped", "finished"},
}
"""What a rest may have been told as before better sources told of it."""
