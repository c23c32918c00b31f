"""What the policy remembers of one session, and the alerts it would make of it."""

from __future__ import annotations

from app.core.projections import alert_words as words
from app.core.projections.alerts import Action, Alert, AlertKind, Handled
from app.core.projections.outcomes import SAME_WAIT_US, background_of, is_at_work, is_same_rest, rest_kind
from app.core.projections.rows import SessionRow
from app.core.projections.words import LEFT_OUT
from app.core.records import SessionKey

_MOST_REQUESTS = 64


class Known:
    """One session: its newest row, which rest and which questions were told, and what else was."""

    def __init__(self, key: SessionKey) -> None:
        self.key = key
        self.row: SessionRow | None = None
        self.heard_us = 0
        """When anything of it was heard last, by the window's clock."""
        self.owed_since_us = 0
        """Its turn ended with work going on in the background."""
        self.owed_told = False
        """… and that was told, with the work still going on."""
        self.rest: tuple[int, int] | None = None
        """Stamp and turn of the newest rest that was told, or need not be."""
        self.rest_kind: AlertKind | None = None
        self.failing_told = ""
        self.turn_stopped = -1
        """The turn for which a stop was ordered because of a limit."""
        self.silent_told_us = -1
        """The silence since then was told."""
        self.matched_us: dict[str, int] = {}
        self._wait_began_us = 0
        """Stamp of the present wait; 0 while it does not wait."""
        self._last_wait_us = 0
        self._wait_name = ""
        """What made the present wait news: a request, or its stamp."""
        self._requests: dict[str, None] = {}
        """Requests that were told, in this wait or before."""
        self._named = False
        """Whether the present wait has named a request yet."""

    def see(self, row: SessionRow, now_us: int) -> None:
        """It is so now."""
        if self.row is None or row.last_at_us != self.row.last_at_us or row.status != self.row.status:
            self.heard_us = now_us
        if is_at_work(row) and self.rest is not None and row.status_at_us > self.rest[0]:
            self.rest = None  # it has worked since: whatever rest comes is another one
        owes = row.status == "done" and background_of(row) > 0
        self.owed_told = self.owed_told and owes
        self.owed_since_us = (self.owed_since_us or now_us) if owes and not self.owed_told else 0
        self.row = row

    # ── questions ──────────────────────────────────────────────────────────────────────────────

    def is_new_wait(self, row: SessionRow) -> bool:
        """Whether a waiting row asks something that was not told yet."""
        asked_anew = [request_id for request_id in row.pending if request_id not in self._requests]
        if self._wait_began_us or row.pending:
            is_new = bool(asked_anew) and (self._named or not self._wait_began_us)
        else:
            is_new = not self._last_wait_us or row.status_at_us > self._last_wait_us + SAME_WAIT_US
        if is_new:
            self._wait_name = asked_anew[0] if asked_anew else f"@{row.status_at_us}"
        return is_new

    def note_wait(self, row: SessionRow) -> bool:
        """A waiting row's questions are told from now on; True where the wait had been over."""
        if row.status != "waiting":
            return False
        came_back = not self._wait_began_us
        self._wait_began_us = self._wait_began_us or row.status_at_us
        self._last_wait_us = max(self._last_wait_us, row.status_at_us)
        self._named = self._named or bool(row.pending)
        for request_id in row.pending:
            self._requests.pop(request_id, None)
            self._requests[request_id] = None
        while len(self._requests) > max(_MOST_REQUESTS, len(row.pending)):
            del self._requests[next(iter(self._requests))]
        return came_back

    def wait_over(self) -> None:
        """It does not wait any more."""
        self._wait_began_us, self._named = 0, False

    # ── rests ──────────────────────────────────────────────────────────────────────────────────

    def is_known_rest(self, row: SessionRow) -> bool:
        return self.rest is not None and is_same_rest(row, *self.rest)

    def note_rest(self, row: SessionRow, kind: AlertKind | None) -> None:
        """A row at rest is told from now on."""
        if not is_at_work(row):
            same = self.is_known_rest(row)
            self.rest = (self.rest[0] if same and self.rest is not None else row.status_at_us, row.turns)
            self.rest_kind = kind

    # ── alerts ─────────────────────────────────────────────────────────────────────────────────

    def tag(self, slot: str = "") -> str:
        """Where an alert stands: one place for what the session is at, one for each other sort."""
        return "/".join(self.key) + (f"/{slot}" if slot else "")

    def alert(
        self,
        kind: AlertKind,
        ident: str,
        said: tuple[str, str],
        at_us: int,
        slot: str = "",
        actions: tuple[Action, ...] = ("show",),
        request_id: str = "",
    ) -> Alert:
        """``ident``: names the outcome within the session. ``said``: title and body."""
        assert self.row is not None
        return Alert(
            alert_id=f"{self.tag()}/{ident}",
            key=self.key,
            kind=kind,
            name=words.name_of(self.row),
            title=said[0],
            body=said[1],
            at_us=at_us,
            tag=self.tag(slot),
            actions=actions,
            request_id=request_id,
        )

    def waiting_alert(self, row: SessionRow) -> Alert:
        """May be allowed from the alert only what is shown there whole, and only if it can be answered here."""
        asked = row.asked if row.waiting_on == "permission" else ""
        whole = LEFT_OUT not in row.doing
        answers: tuple[Action, ...] = (("allow", "deny") if whole else ("deny",)) if asked else ()
        said = words.title_of("needs_you", row), words.asking_words(row)
        return self.alert("needs_you", f"wait/{self._wait_name}", said, row.status_at_us, "", (*answers, "show"), asked)

    def rest_alert(self, row: SessionRow, kind: AlertKind, clock: str) -> Alert:
        body = {
            "failed": lambda: words.failure_words(row, clock),
            "stopped": lambda: words.stopped_words(row),
        }.get(kind, lambda: words.finished_words(row))()
        assert self.rest is not None
        return self.alert(
            kind, f"rest/{self.rest[0]}/{self.rest[1]}", (words.title_of(kind, row), body), row.status_at_us
        )

    def why_over(self, alert: Alert, row: SessionRow) -> Handled:
        """How an alert that stands came to its end with this row; "" while it holds."""
        slot = alert.tag.removeprefix(self.tag()).removeprefix("/")
        if slot in ("budget", "matched"):
            return ""
        if slot == "failing":
            return "" if row.failing is not None and row.failing.words == self.failing_told else "moved_on"
        if alert.kind == "needs_you":
            return "" if row.status == "waiting" else "answered" if row.status in ("working", "done") else "moved_on"
        if alert.kind == "silent":
            return "" if self.heard_us == self.silent_told_us and row.status == "working" else "moved_on"
        if self.owed_since_us and alert.kind == "finished":
            return "moved_on"  # a better source knows of work in the background
        return _why_rest_is_over(alert.kind, row)


def _why_rest_is_over(kind: AlertKind, row: SessionRow) -> Handled:
    if is_at_work(row):
        return "moved_on"
    if row.status == "idle":
        return "seen"
    if row.status in ("ended", "lost"):
        return "" if (kind, row.status) in (("stopped", "ended"), ("failed", "lost")) else "ended"
    if row.status == "interrupted":
        return "" if kind == "stopped" or rest_kind(row, was_at_work=False) else "moved_on"
    return ""
