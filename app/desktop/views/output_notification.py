"""What the agent told itself: a turn that no person asked for, as one line that unfolds to all of it."""

from __future__ import annotations

import re

from app.core.projections.blocks import PromptBlock
from app.core.tr import tr
from app.desktop.text.fold import chunks
from app.desktop.text.safe import visible_line
from app.desktop.views.output_cards import CardSection
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.header import HeaderWords
from app.desktop.views.output_pieces.lines import LinesPiece
from app.desktop.words import clock

_SUMMARY = re.compile(r"<summary>(.{1,400}?)</summary>", re.DOTALL)
_TAG = re.compile(r"</?[a-z][a-z_-]*>")
_LOOKED_AT_CHARS = 20_000


class NotificationSection(CardSection):
    block: PromptBlock

    def words(self) -> HeaderWords:
        brief = "" if self.is_open else brief_of(self.block.text)
        when = clock(self.block.at_us)
        return HeaderWords(tr("Notification"), brief, argument_is_code=False, strong=False, duration=when)

    def body(self) -> list[Piece]:
        stretches = list(chunks(self.block.text.strip("\n")))
        last = len(stretches) - 1
        return [
            LinesPiece(text, "last" if index == last else "middle", index == 0, index == last)
            for index, text in enumerate(stretches)
        ]

    def has_body(self) -> bool:
        return bool(self.block.text.strip())


def brief_of(text: str) -> str:
    """A notification in one line: its summary where it has one, else its first words, without tags."""
    start = text[:_LOOKED_AT_CHARS]
    found = _SUMMARY.search(start)
    words = found.group(1) if found else _TAG.sub(" ", start)
    return visible_line(" ".join(words.split()), 300)
