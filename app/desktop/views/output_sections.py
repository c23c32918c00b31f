"""Which section shows which block, how far apart they stand, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.projections.blocks import (
    AnyBlock,
    NoticeBlock,
    PermissionBlock,
    PromptBlock,
    SubagentBlock,
    TextBlock,
    ThoughtBlock,
    ToolBlock,
)
from app.core.projections.words import ask_words, telling_argument
from app.core.sentences import in_your_words
from app.core.tr import mark, tr
from app.desktop.text.fold import chunks
from app.desktop.text.safe import visible_line
from app.desktop.text.tool_face import request_of, title_of
from app.desktop.views.output_cards import SubagentSection, ThoughtSection, ToolSection
from app.desktop.views.output_notification import NotificationSection
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.body import body_pieces
from app.desktop.views.output_pieces.header import HeaderPiece, HeaderWords
from app.desktop.views.output_pieces.notice import NoticePiece
from app.desktop.views.output_pieces.permission import AbovePiece, AskPiece, ButtonsPiece
from app.desktop.views.output_pieces.prompt import PromptPiece
from app.desktop.views.output_section import Section
from app.desktop.views.output_text import TextSection
from app.desktop.words import clock


class PromptSection(Section):
    block: PromptBlock

    def build(self) -> list[Piece]:
        human = self.block.origin == "human" and not self.block.lane
        who = tr("You") if human else tr("Task")
        stretches = list(chunks(self.block.text))
        pieces: list[Piece] = [PromptPiece(text, who, clock(self.block.at_us)) for text in stretches]
        if len(pieces) > 1:
            for index, piece in enumerate(pieces):
                piece.place = "first" if index == 0 else "last" if index == len(pieces) - 1 else "middle"
        return pieces

    def rough_size(self) -> tuple[int, int]:
        return len(self.block.text), self.block.text.count("\n") + 3


class PermissionSection(Section):
    block: PermissionBlock
    is_answerable = True
    is_in_panel = False
    """Its questions or plan stand above the conversation, where they are answered."""

    def build(self) -> list[Piece]:
        block = self.block
        if block.state != "open":
            shape, state = _SETTLED.get(block.state, ("", block.state))
            if block.instead is not None:
                state = mark("Allowed with changes")
            why = visible_line(in_your_words(block.reason or ""), 60)
            words = HeaderWords(tr(state), self._about(), mark=shape, state=why, strong=False)
            return [HeaderPiece(words, False, False)]
        if self.is_in_panel and block.ask in ("question", "plan"):
            return [AbovePiece(block.request_id)]
        about, parts = request_of(block.tool_name, block.input)
        pieces: list[Piece] = [AskPiece(self._question(), about)]
        if parts:
            for piece in body_pieces(parts, self.show_all):
                piece.place, piece.border = "middle", "needs_you"
                pieces.append(piece)
        pieces.append(ButtonsPiece(block.request_id, self.is_answerable, block.ask))
        return pieces

    def _question(self) -> str:
        if self.block.ask in ("question", "plan"):
            words = ask_words(self.block.ask, self.block.tool_name, self.block.input, 300)
            return words[:1].upper() + words[1:]
        return tr("Allow {tool}?").format(tool=title_of(self.block.tool_name))

    def _about(self) -> str:
        ran = self.block.input if self.block.instead is None else self.block.instead
        about = visible_line(telling_argument(ran))
        return f"{title_of(self.block.tool_name)}  {about}".strip()

    def is_compact(self) -> bool:
        return self.block.state != "open"

    def rough_size(self) -> tuple[int, int]:
        return 80, 5 if self.block.state == "open" else 1


_SETTLED = {
    "allowed": ("finished", mark("Allowed")),
    "denied": ("failed", mark("Denied")),
    "elsewhere": ("finished", mark("Answered in its terminal")),
    "expired": ("ended", mark("No longer asked")),
    "released": ("ended", mark("Left to its terminal")),
}


class NoticeSection(Section):
    block: NoticeBlock

    def build(self) -> list[Piece]:
        return [NoticePiece(self.block.notice, self.block.text, self.block.level)]


_SECTIONS: dict[type, type[Section]] = {
    PromptBlock: PromptSection,
    TextBlock: TextSection,
    ThoughtBlock: ThoughtSection,
    ToolBlock: ToolSection,
    PermissionBlock: PermissionSection,
    SubagentBlock: SubagentSection,
    NoticeBlock: NoticeSection,
}


def section_for(block: AnyBlock, depth: int) -> Section:
    """The section that shows a block."""
    return section_type(block)(block, depth)


def section_type(block: AnyBlock) -> type[Section]:
    """The kind of section that shows a block: what nobody asked for is told apart from what somebody did."""
    if isinstance(block, PromptBlock) and block.origin != "human" and not block.lane:
        return NotificationSection
    return _SECTIONS[type(block)]


def gap_between(before: Section | None, after: Section) -> int:
    """Distance in unzoomed pixels: generous between turns, tight between lines of work."""
    if before is None:
        return 20
    if isinstance(after, PromptSection):
        # A notice brings room of its own.
        return 8 if after.depth or isinstance(before, NoticeSection) else 32
    if isinstance(after, NotificationSection):
        return 32
    if isinstance(before, PromptSection):
        return 16
    if isinstance(after, TextSection):
        return 4 if isinstance(before, TextSection) else 16
    if before.is_compact() and after.is_compact():
        return 0
    return 4 if isinstance(before, TextSection) else 8


def in_order(lane_of: Callable[[str], list[AnyBlock]], unfolded: set[str]) -> Iterator[tuple[AnyBlock, int]]:
    """Blocks and their depth as they stand on the page: an unfolded subagent's lane follows its card."""
    seen: set[str] = set()

    def walk(lane: str, depth: int) -> Iterator[tuple[AnyBlock, int]]:
        if lane in seen or depth > 8:
            return
        seen.add(lane)
        for block in lane_of(lane):
            yield block, depth
            if isinstance(block, SubagentBlock) and block.block_id in unfolded:
                yield from walk(block.subagent_lane, depth + 1)

    yield from walk("", 0)
