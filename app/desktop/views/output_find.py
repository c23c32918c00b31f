"""Finding in a session: every block, folded ones too, in small steps so that the window never waits."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.desktop.views.output_page import Page

_STEP_MS = 6
MOST_MATCHES = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """The ``nth`` (from 0) occurrence in a block."""

    block_id: str
    nth: int


class Finder(QObject):
    """Counts matches over a page. ``changed`` comes while it finds more, and when it is done."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.needle = ""
        self.matches: list[Match] = []
        self.current = -1
        self.is_done = True
        self._search: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    def start(self, page: Page, needle: str) -> None:
        """Look for ``needle``, case-insensitively; an empty one finds nothing."""
        self.needle, self.matches, self.current = needle, [], -1
        self._search = self._searching(page, needle.casefold()) if needle else None
        self.is_done = self._search is None
        self._timer.stop()
        if self._search is None:
            self.changed.emit()
            return
        self._step()
        if not self.is_done:
            self._timer.start()

    def _searching(self, page: Page, needle: str) -> Iterator[None]:
        for section in list(page.sections):
            found = section.searchable().casefold().count(needle)
            block_id = section.block.block_id
            self.matches.extend(Match(block_id, nth) for nth in range(min(found, MOST_MATCHES - len(self.matches))))
            if len(self.matches) >= MOST_MATCHES:
                return
            yield

    def _step(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._search is not None and clock.elapsed() < _STEP_MS:
            try:
                next(self._search)
            except StopIteration:
                self._search = None
                self.is_done = True
                self._timer.stop()
        self.changed.emit()

    def move(self, steps: int) -> Match | None:
        """The next match (or the one before), going round; None when there is none."""
        if not self.matches:
            return None
        self.current = (self.current + steps) % len(self.matches) if self.current >= 0 else (0 if steps > 0 else -1)
        self.current %= len(self.matches)
        return self.matches[self.current]

    def sentence(self) -> str:
        """ "3 of 17"."""
        if not self.needle:
            return ""
        if not self.matches:
            return "nothing found" if self.is_done else "…"
        more = "" if self.is_done and len(self.matches) < MOST_MATCHES else "+"
        return f"{self.current + 1} of {len(self.matches)}{more}"
