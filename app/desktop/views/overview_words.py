"""What the overview says of a session, or of one of the stretches it went through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.core.tr import tr
from app.desktop import words
from app.desktop.models.hubs import SessionRef
from app.desktop.views.timeline_scale import period_words
from app.desktop.views.timeline_words import took_words

if TYPE_CHECKING:
    from app.desktop.views.overview_canvas import OverviewCanvas


class Spot(NamedTuple):
    """A session, and which of its stretches; -1: none, or the title."""

    ref: SessionRef
    stretch: int = -1


class OverviewWords:
    """Speaks for one canvas."""

    def __init__(self, canvas: OverviewCanvas) -> None:
        self._canvas = canvas

    def sentence(self, spot: Spot | None) -> str:
        """A session, or one of its stretches, in one line."""
        if spot is None:
            return ""
        if spot.stretch >= 0:
            return " · ".join(self.of(spot))
        row = self._canvas.row_of(spot.ref)
        return f"{words.title_of(row)} · {words.status_sentence(row, self._canvas.now_us)}" if row is not None else ""

    def of(self, spot: Spot) -> list[str]:
        """Whose stretch, which status and why, how long, from when to when."""
        history, row = self._canvas.history_of(spot.ref), self._canvas.row_of(spot.ref)
        if spot.stretch >= len(history.stretches):
            return []
        each, end_us = history.stretches[spot.stretch], history.end_of(spot.stretch)
        until_us = end_us if end_us is not None else max(self._canvas.now_us, each.since_us)
        status = words.status_word(each.status)
        reason = words.reason_word(each.reason)
        took = took_words(each.since_us, until_us, end_us is None)
        said = tr("{status}: {reason}").format(status=status, reason=reason) if reason else status
        told = [words.title_of(row) if row is not None else "", said, took]
        return [part for part in (*told, period_words(each.since_us, until_us)) if part]
