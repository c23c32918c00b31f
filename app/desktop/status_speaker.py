"""Tells those who cannot see the list what became of a session: each outcome once, and nothing a hub says again."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.projections.rows import SessionRow
from app.core.tr import explained, tr
from app.desktop import words
from app.desktop.announce import announce
from app.desktop.link import now_us
from app.desktop.models.hubs import Hubs, SessionRef

_NEWS_US = 3_000_000
"""A session nobody knew of is news if it came to be as it is so recently."""

Outcome = tuple[str, str, tuple[str, ...]]


class StatusSpeaker(QObject):
    """Speaks for ``window`` while it is in front; elsewhere notifications do. ``shown_ref`` gives the session shown."""

    def __init__(self, hubs: Hubs, window: QWidget) -> None:
        super().__init__(window)
        self._hubs = hubs
        self._window = window
        self._known: dict[SessionRef, Outcome] = {}
        hubs.rows_changed.connect(self._rows_changed)

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        for ref in refs:
            row = self._hubs.row(ref)
            if row is None:
                self._known.pop(ref, None)
                continue
            before, now = self._known.get(ref), _outcome(row)
            self._known[ref] = now
            # What a hub tells of when the window opens is read in the list: it did not happen just now.
            is_news = now_us() - row.status_at_us < _NEWS_US if before is None else before != now
            if is_news and self._window.isActiveWindow():
                self._say(ref, row)

    def _say(self, ref: SessionRef, row: SessionRow) -> None:
        if row.status == "waiting":
            announce(
                self._window,
                tr("{session} needs you: {doing}").format(session=words.title_of(row), doing=words.doing_of(row)),
                urgent=True,
            )
        elif ref == self._window.shown_ref:
            announce(self._window, explained(words.title_of(row), words.spoken_status(row)))


def _outcome(row: SessionRow) -> Outcome:
    """What makes a difference to a listener: not the second source of the same news, nor what it is doing meanwhile."""
    return row.status, row.reason, row.pending if row.status == "waiting" else ()
