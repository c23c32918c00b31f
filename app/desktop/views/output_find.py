"""Finding in a session: every block, folded ones too, in small steps so that the window never waits."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.desktop.views.output_page import Page
from app.desktop.views.output_select import Caret

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

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


class Finding:
    """Goes from match to match in a view, and opens what is folded over one."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self.found: tuple[str, int, tuple[int, int]] | None = None
        """Where the match in sight is: block, piece, span of text."""
        self.finder = Finder(view)
        self.finder.changed.connect(self._finder_moved)

    def forget(self) -> None:
        """Another session is shown."""
        self.found = None
        self.finder.start(self._view.page, "")

    def span_in(self, block_id: str, piece_index: int) -> tuple[int, int] | None:
        """What to mark in a piece."""
        return self.found[2] if self.found and self.found[:2] == (block_id, piece_index) else None

    def find(self, text: str, backwards: bool = False) -> bool:
        """The next place, or the one before; whether there may be one."""
        if text != self.finder.needle:
            self.found = None
            self.finder.start(self._view.page, text)
            if self.finder.current < 0:
                self._find_next(1)
        elif text:
            self._find_next(-1 if backwards else 1)
        return bool(self.finder.matches) or not self.finder.is_done

    def again(self, backwards: bool = False) -> None:
        """F3: the next place that says the same."""
        self.find(self.finder.needle, backwards)

    def close(self) -> None:
        """Look no more; what was found last stays selected."""
        if self.found is not None:
            block_id, piece, (start, end) = self.found
            self._view.selection.begin(Caret(block_id, piece, start), Caret(block_id, piece, end))
        self.found = None
        self.finder.start(self._view.page, "")
        self._view.viewport().update()

    def _finder_moved(self) -> None:
        if self.finder.current < 0 and self.finder.matches:
            self._find_next(1)
        self._view.found_changed.emit(self.finder.sentence())

    def _find_next(self, steps: int) -> None:
        match = self.finder.move(steps)
        if match is not None:
            self._show_match(match)
        self._view.found_changed.emit(self.finder.sentence())
        self._view.viewport().update()

    def _show_match(self, match: Match) -> None:
        index = self._view.page.index_of.get(match.block_id)
        if index is None:
            return
        section = self._view.page.sections[index]
        section.materialise(self._view.page.look)
        place = self._locate(match)
        if place is None:
            # It lies in something folded: open all of it.
            section.unfolded, section.show_all = True, True
            section.rebuild(self._view.page.look)
            self._view.page.changed(section)
            place = self._locate(match)
        if place is None:
            self.found = None
            self._view.jump_to_block(match.block_id)
            return
        piece_index, span = place
        self.found = (match.block_id, piece_index, span)
        self._view.reveal(
            match.block_id, piece_index, section.pieces[piece_index].y_of(span[0]), self._view.viewport().height() // 3
        )

    def _locate(self, match: Match) -> tuple[int, tuple[int, int]] | None:
        """The piece that shows a match, and where in it."""
        section = self._view.page.sections[self._view.page.index_of[match.block_id]]
        needle = self.finder.needle
        left = match.nth
        for number, piece in enumerate(section.pieces):
            here = piece.text().casefold().count(needle.casefold())
            if left < here:
                self._view.page.lay_out(section, number)
                span = piece.find_in(needle, left)
                return (number, span) if span is not None else None
            left -= here
        return None
