"""Counting what is found in a session: every block, folded ones too, in small steps so that the window never waits."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import msgspec
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.core.figures import grouped
from app.core.projections.blocks import AnyBlock
from app.core.tr import tr
from app.desktop.text.needle import Needle
from app.desktop.views.output_find_texts import blocks_of, section_of, texts_of
from app.desktop.views.output_page import Page
from app.desktop.views.output_text import TextSection

_STEP_MS = 6
_RECOUNT_MS = 150
"""While text arrives it is counted anew at most so often."""


class Match(msgspec.Struct, frozen=True):
    """The ``nth`` (from 0) occurrence in a block that holds ``total``; in its ``piece`` it is the ``inner``-th."""

    block_id: str
    nth: int
    total: int
    piece: int
    inner: int


class Finder(QObject):
    """Counts matches over a session. ``changed`` comes while it finds more, and when it is done."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.needle = Needle("")
        self.is_done = True
        self.current: tuple[str, int] | None = None
        """The match that is shown: its block and which of that block's."""
        self._page: Page | None = None
        self._order: list[tuple[AnyBlock, int]] = []
        self._rank: dict[str, int] = {}
        self._counts: dict[str, array[int]] = {}
        """Block → matches in each of its pieces."""
        self._sums: dict[str, int] = {}
        self._stale: dict[str, bool] = {}
        """Blocks to be counted again; True: only their end, the rest is as it was."""
        self._search: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_RECOUNT_MS)
        self._again.timeout.connect(self._recount)

    def start(self, page: Page, words: str, from_block: str = "") -> None:
        """Look for ``words``, beginning at a block and going round; empty words find nothing."""
        self.needle, self.current, self._page = Needle(words), None, page
        self._counts, self._sums, self._stale = {}, {}, {}
        self._again.stop()
        self._timer.stop()
        self.is_done = not words
        if not words:
            self._search, self._order, self._rank = None, [], {}
            self.changed.emit()
            return
        self._set_order(page)
        first = self._rank.get(from_block, 0)
        self._begin([*self._order[first:], *self._order[:first]])

    def note(self, changed_ids: Iterable[str], grown_ids: Iterable[str] = ()) -> None:
        """Blocks came or changed, or have grown at their end."""
        if not self.needle.words:
            return
        for block_id in changed_ids:
            self._stale[block_id] = False
        for block_id in grown_ids:
            self._stale.setdefault(block_id, True)
        if not self._again.isActive():
            self._again.start()

    # ── counting ──

    def _set_order(self, page: Page) -> None:
        self._order = blocks_of(page.lane)
        self._rank = {block.block_id: rank for rank, (block, _) in enumerate(self._order)}

    def _recount(self) -> None:
        if self._page is None:
            return
        if self._search is not None:
            self._again.start()  # first what was begun
            return
        self._set_order(self._page)
        for block_id in [known for known in self._counts if known not in self._rank]:
            del self._counts[block_id], self._sums[block_id]
        known = self._counts.keys() - self._stale.keys()
        self._begin([each for each in self._order if each[0].block_id not in known])

    def _begin(self, blocks: list[tuple[AnyBlock, int]]) -> None:
        self._search = self._searching(blocks)
        self._step()
        if self._search is not None:
            self._timer.start()

    def _searching(self, blocks: list[tuple[AnyBlock, int]]) -> Iterator[None]:
        page = self._page
        if page is None:
            return
        for block, depth in blocks:
            grown = self._stale.pop(block.block_id, False)
            section = section_of(page, block, depth)
            known = self._counts.get(block.block_id)
            counts = array("I")
            if grown and known is not None and isinstance(section, TextSection) and section.heights is not None:
                # The last two pieces may have been one that was still open.
                counts = known[: max(0, len(known) - 2)]
            for text in texts_of(section, len(counts)):
                counts.append(self.needle.count(text))
                yield
            self._counts[block.block_id] = counts
            self._sums[block.block_id] = sum(counts)
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

    # ── going through ──

    @property
    def total(self) -> int:
        """How many were found so far."""
        return sum(self._sums.values())

    def move(self, steps: int, from_block: str = "") -> Match | None:
        """The next match (or the one before), going round; the first time from a block on. None when there is none."""
        if self.current is not None and self.current[0] in self._sums:
            block_id, nth = self.current
            if 0 <= nth + steps < self._sums[block_id]:
                return self._set(block_id, nth + steps)
            start = self._rank.get(block_id, 0) + (1 if steps > 0 else -1)
        else:
            start = self._rank.get(from_block, 0)
        count = len(self._order)
        for offset in range(count):
            block, _ = self._order[(start + (offset if steps > 0 else -offset)) % count]
            if found := self._sums.get(block.block_id, 0):
                return self._set(block.block_id, 0 if steps > 0 else found - 1)
        self.current = None
        return None

    def _set(self, block_id: str, nth: int) -> Match:
        self.current = (block_id, nth)
        left = nth
        for piece, count in enumerate(self._counts[block_id]):
            if left < count:
                return Match(block_id, nth, self._sums[block_id], piece, left)
            left -= count
        return Match(block_id, nth, self._sums[block_id], 0, 0)

    def sentence(self) -> str:
        """ "3 of 17"; with a "+" while more is being found."""
        if not self.needle.words:
            return ""
        total = self.total
        if not total:
            return tr("nothing found") if self.is_done else "…"
        found = tr("{place} of {all}") if self.is_done else tr("{place} of {all}+", "more is being found")
        return found.format(place=self._place(), all=grouped(total))

    def _place(self) -> str:
        if self.current is None:
            return "?"
        block_id, nth = self.current
        rank = self._rank.get(block_id, 0)
        before = sum(self._sums.get(block.block_id, 0) for block, _ in self._order[:rank])
        return grouped(before + nth + 1)
