"""One section for every block of a transcript: it knows which pieces show its block, and keeps what the reader unfolded."""

from __future__ import annotations

import zlib
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
from app.desktop.text.fold import chunks
from app.desktop.text.highlight import LineHighlighter
from app.desktop.text.plain import plain
from app.desktop.text.safe import visible, visible_line
from app.desktop.text.splitter import Part, Splitter, split
from app.desktop.text.tool_face import ToolFace, face_of, face_of_request, title_of
from app.desktop.views.output_heights import Heights
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.body import body_pieces
from app.desktop.views.output_pieces.code import CodePiece
from app.desktop.views.output_pieces.header import HeaderPiece, HeaderWords, duration_words
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_pieces.notice import NoticePiece
from app.desktop.views.output_pieces.permission import AskPiece, ButtonsPiece
from app.desktop.views.output_pieces.prompt import PromptPiece
from app.desktop.words import clock


class Section:
    """A block on the page. Its pieces are made when it first comes near the window (``materialise``)."""

    def __init__(self, block: AnyBlock, depth: int = 0) -> None:
        self.block = block
        self.depth = depth
        self.gap = 0
        self.pieces: list[Piece] = []
        self.heights: Heights | None = None
        self.unfolded: bool | None = None
        self.show_all = False

    # ── what subclasses say ──

    def build(self) -> list[Piece]:
        """The pieces that show the block as it is now."""
        raise NotImplementedError

    def searchable(self) -> str:
        """All its words, folded ones too, one text."""
        raise NotImplementedError

    def rough_size(self) -> tuple[int, int]:
        """Characters and lines, for a guess of the height before anything is made."""
        return 80, 1

    @property
    def is_open(self) -> bool:
        """Whether its body is shown."""
        return bool(self.unfolded)

    def is_compact(self) -> bool:
        """One line only: such sections stand close together."""
        return False

    # ── geometry ──

    def width(self, look: Look) -> int:
        return look.column - self.depth * look.indent

    def materialise(self, look: Look) -> None:
        """Make the pieces, if there are none yet."""
        if self.heights is None:
            self.pieces = self.build()
            self.measure(look)

    def measure(self, look: Look) -> None:
        """Sum up the heights of the pieces, guessed where nobody has looked yet."""
        width = self.width(look)
        self.heights = Heights(
            piece.height if piece.height is not None else piece.estimate(look, width) for piece in self.pieces
        )

    def height(self, look: Look) -> int:
        if self.heights is not None:
            return look.px(self.gap) + self.heights.total
        chars, lines = self.rough_size()
        per_line = look.prose_width / look.char_px
        return look.px(self.gap) + int((lines + chars / per_line * 0.8) * look.line_px)

    def forget(self) -> None:
        """The look changed: keep the pieces, forget all measures."""
        for piece in self.pieces:
            piece.forget_height()

    # ── change ──

    def replace(self, block: AnyBlock, look: Look) -> int:
        """The block has become another; the index of the first piece that changed."""
        self.block = block
        self.rebuild(look)
        return 0

    def rebuild(self, look: Look) -> None:
        """Make the pieces anew, if there are any."""
        if self.heights is not None:
            self.pieces = self.build()
            self.measure(look)

    def toggle(self, look: Look) -> None:
        self.unfolded = not self.is_open
        self.rebuild(look)


class PromptSection(Section):
    block: PromptBlock

    def build(self) -> list[Piece]:
        human = self.block.origin == "human" and not self.block.lane
        who = "You" if human else "Task" if self.block.lane else "Not a person"
        stretches = list(chunks(self.block.text))
        pieces: list[Piece] = [PromptPiece(text, who, clock(self.block.at_us)) for text in stretches]
        if len(pieces) > 1:
            for index, piece in enumerate(pieces):
                piece.place = "first" if index == 0 else "last" if index == len(pieces) - 1 else "middle"
        return pieces

    def searchable(self) -> str:
        return visible(self.block.text)

    def rough_size(self) -> tuple[int, int]:
        return len(self.block.text), self.block.text.count("\n") + 3


class TextSection(Section):
    """What the model says, while it says it: finished parts stay, only the open tail is made again."""

    block: TextBlock

    def __init__(self, block: TextBlock, depth: int = 0) -> None:
        super().__init__(block, depth)
        self._splitter = Splitter()
        self._taken_chars = 0
        self._sum = 0
        self._has_tail = False
        self._finished = False
        self._first_changed = 0

    def build(self) -> list[Piece]:
        self._splitter, self._taken_chars, self._sum = Splitter(), 0, 0
        self._has_tail = self._finished = False
        self.pieces = []
        self._take(self.block.text)
        if not self.block.open:
            self._finish()
        return self.pieces

    def append(self, text: str, look: Look) -> int:
        """More of the same message; the index of the first piece that changed."""
        if self.heights is None:
            return 0
        first = self._take(text)
        self._grow_heights(first, look)
        return first

    def replace(self, block: TextBlock, look: Look) -> int:  # type: ignore[override]
        self.block = block
        if self.heights is None:
            return 0
        if self._finished or not self._begins_as_before(block.text):
            if self._is_same(block.text) and self._finished and not block.open:
                return len(self.pieces)
            self.rebuild(look)
            return 0
        first = self._take(block.text[self._taken_chars :])
        if not block.open:
            first = min(first, self._finish())
        self._grow_heights(first, look)
        return first

    def _is_same(self, text: str) -> bool:
        return len(text) == self._taken_chars and self._begins_as_before(text)

    def _begins_as_before(self, text: str) -> bool:
        if len(text) < self._taken_chars:
            return False
        return zlib.crc32(text[: self._taken_chars].encode("utf-8", "surrogatepass")) == self._sum

    def _take(self, text: str) -> int:
        """Feed the splitter; the index of the first piece that changed."""
        self._first_changed = len(self.pieces) - self._has_tail
        if text:
            self._sum = zlib.crc32(text.encode("utf-8", "surrogatepass"), self._sum)
            self._taken_chars += len(text)
            self._settle(self._splitter.feed(text))
        return self._first_changed

    def _finish(self) -> int:
        first = len(self.pieces) - self._has_tail
        self._settle(self._splitter.finish(), over=True)
        self._finished = True
        if self.block.cut:
            self.pieces.append(NoticePiece("gap", "The rest of this message was never received.", "warning"))
        return first

    def _settle(self, closed: list[Part], over: bool = False) -> None:
        """Put finished parts and the open one in the place of the tail that was; a growing fence keeps its document."""
        old = self.pieces.pop() if self._has_tail else None
        for part in closed:
            self._add(part, old, is_open=False)
            old = None
        tail = None if over else self._splitter.tail()
        self._has_tail = tail is not None
        if tail is not None:
            self._add(tail, old, is_open=True)

    def _add(self, part: Part, old: Piece | None, is_open: bool) -> None:
        if part.kind == "code":
            if isinstance(old, CodePiece) and part.source.startswith(old.source):
                old.pending = (part.source, not is_open)
                self.pieces.append(old)
                return
            self._add_code(part, is_open)
            return
        if isinstance(old, MarkdownPiece) and old.part == part and old.is_open == is_open:
            self.pieces.append(old)
            return
        piece = MarkdownPiece(part, is_open)
        if isinstance(old, MarkdownPiece) and old.height is not None:
            piece.guess = old.height
        self.pieces.append(piece)

    def _add_code(self, part: Part, is_open: bool) -> None:
        before = self.pieces[-1] if self.pieces and part.goes_on else None
        goes_on = isinstance(before, CodePiece)
        highlighter = before.highlighter if isinstance(before, CodePiece) else LineHighlighter(part.language)
        piece = CodePiece(part.source, highlighter, "last" if goes_on else "only", gap_below=10)
        if is_open:
            piece.opened()
        if isinstance(before, CodePiece):
            before.set_place("middle" if before.place in ("middle", "last") else "first")
            self._first_changed = min(self._first_changed, len(self.pieces) - 1)
        self.pieces.append(piece)

    def _grow_heights(self, first: int, look: Look) -> None:
        heights, width = self.heights, self.width(look)
        if heights is None:
            return
        while len(heights) > len(self.pieces):
            heights.pop()
        for index in range(max(0, first - 1), len(self.pieces)):
            piece = self.pieces[index]
            height = piece.height if piece.height is not None else piece.estimate(look, width)
            if index < len(heights):
                heights.set(index, height)
            else:
                heights.append(height)

    def searchable(self) -> str:
        return plain(visible(self.block.text))

    def rough_size(self) -> tuple[int, int]:
        return len(self.block.text), self.block.text.count("\n") + 1


class CardSection(Section):
    """A line with something under it that can be folded away."""

    def words(self) -> HeaderWords:
        raise NotImplementedError

    def body(self) -> list[Piece]:
        raise NotImplementedError

    def has_body(self) -> bool:
        raise NotImplementedError

    def build(self) -> list[Piece]:
        can_open = self.has_body()
        shows = can_open and self.is_open
        body = self.body() if shows else []
        framed = bool(body) and body[0].place != "none"
        header = HeaderPiece(self.words(), can_open, shows, "first" if framed else "none")
        return [header, *body]

    def is_compact(self) -> bool:
        return not (self.has_body() and self.is_open)


class ThoughtSection(CardSection):
    block: ThoughtBlock

    def words(self) -> HeaderWords:
        argument = "" if self.is_open else visible_line(plain(self.block.text[:400]))
        return HeaderWords("Thought", argument, argument_is_code=False, strong=False)

    def body(self) -> list[Piece]:
        return [MarkdownPiece(part, dim=True) for part in split(self.block.text)]

    def has_body(self) -> bool:
        return bool(self.block.text.strip())

    def searchable(self) -> str:
        return f"Thought\n{plain(visible(self.block.text))}"


class ToolSection(CardSection):
    block: ToolBlock
    _face: ToolFace | None = None

    def replace(self, block: ToolBlock, look: Look) -> int:  # type: ignore[override]
        self._face = None
        return super().replace(block, look)

    @property
    def face(self) -> ToolFace:
        if self._face is None:
            self._face = face_of(self.block)
        return self._face

    @property
    def is_open(self) -> bool:
        return self.face.opens if self.unfolded is None else self.unfolded

    def words(self) -> HeaderWords:
        block, face = self.block, self.face
        mark, state = _TOOL_STATES[block.status]
        is_running = block.status == "running"
        return HeaderWords(
            face.title,
            face.argument,
            duration=duration_words(block.duration_ms),
            mark=mark,
            state=face.state or state,
            added=face.added,
            removed=face.removed,
            started_us=(block.started_at_us or block.at_us) if is_running else 0,
        )

    def body(self) -> list[Piece]:
        return body_pieces(self.face.parts, self.show_all)

    def has_body(self) -> bool:
        return bool(self.face.parts)

    def searchable(self) -> str:
        bodies = (_part_text(part) for part in self.face.parts)
        return "\n".join([self.face.title, self.face.argument, *bodies])


_TOOL_STATES = {
    "running": ("working", ""),
    "ok": ("", ""),
    "failed": ("failed", ""),
    "denied": ("failed", "denied"),
    "interrupted": ("interrupted", "interrupted"),
    "unknown": ("lost", "outcome unknown"),
}


def _part_text(part: object) -> str:
    lines = getattr(part, "lines", ())
    return "\n".join(line.text for line in lines) if lines else visible(getattr(part, "text", ""))


class PermissionSection(Section):
    block: PermissionBlock
    is_answerable = True

    def build(self) -> list[Piece]:
        block = self.block
        if block.state != "open":
            mark, state = _SETTLED.get(block.state, ("", block.state))
            words = HeaderWords(
                state, self._about(), mark=mark, state=visible_line(block.reason or "", 60), strong=False
            )
            return [HeaderPiece(words, False, False)]
        about = telling_argument(block.input) if block.ask != "question" else ""
        pieces: list[Piece] = [AskPiece(self._question(), "\n".join(about.split("\n")[:20])[:4_000])]
        face = face_of_request(block.tool_name, block.input)
        if any(part.kind == "diff" for part in face.parts):
            pieces += body_pieces([part for part in face.parts if part.kind == "diff"], self.show_all)
            pieces[-1].place = "middle"
        pieces.append(ButtonsPiece(block.request_id, self.is_answerable and block.ask != "question"))
        return pieces

    def _question(self) -> str:
        if self.block.ask in ("question", "plan"):
            words = ask_words(self.block.ask, self.block.tool_name, self.block.input, 300)
            return words[:1].upper() + words[1:]
        return f"Allow {title_of(self.block.tool_name)}?"

    def _about(self) -> str:
        about = visible_line(telling_argument(self.block.input))
        return f"{title_of(self.block.tool_name)}  {about}".strip()

    def searchable(self) -> str:
        return f"{self._question()}\n{visible(telling_argument(self.block.input))}"

    def is_compact(self) -> bool:
        return self.block.state != "open"

    def rough_size(self) -> tuple[int, int]:
        return 80, 5 if self.block.state == "open" else 1


_SETTLED = {
    "allowed": ("finished", "Allowed"),
    "denied": ("failed", "Denied"),
    "elsewhere": ("finished", "Answered in its terminal"),
    "expired": ("ended", "No longer asked"),
    "released": ("ended", "Left to its terminal"),
}


class SubagentSection(CardSection):
    """Its own lane of blocks follows it on the page while it is unfolded."""

    block: SubagentBlock

    def __init__(self, block: SubagentBlock, depth: int = 0) -> None:
        super().__init__(block, depth)
        self.has_lane: Callable[[], bool] = lambda: False

    def words(self) -> HeaderWords:
        block = self.block
        return HeaderWords(
            visible_line(f"Agent · {block.agent_kind}" if block.agent_kind else "Agent", 80),
            visible_line(block.description or block.last_message),
            argument_is_code=False,
            duration=duration_words(block.duration_ms),
            mark={"running": "working", "unknown": "lost"}.get(block.status, ""),
            started_us=block.at_us if block.status == "running" else 0,
        )

    def body(self) -> list[Piece]:
        if self.has_lane() or not self.block.last_message:
            return []
        return [MarkdownPiece(part, dim=True) for part in split(self.block.last_message)]

    def has_body(self) -> bool:
        return self.has_lane() or bool(self.block.last_message)

    def searchable(self) -> str:
        return f"{self.block.agent_kind}\n{visible(self.block.description)}\n{plain(visible(self.block.last_message))}"


class NoticeSection(Section):
    block: NoticeBlock

    def build(self) -> list[Piece]:
        return [NoticePiece(self.block.notice, self.block.text, self.block.level)]

    def searchable(self) -> str:
        return visible(self.block.text)


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
    return _SECTIONS[type(block)](block, depth)


def gap_between(before: Section | None, after: Section) -> int:
    """Distance in unzoomed pixels: generous between turns, tight between lines of work."""
    if before is None:
        return 20
    if isinstance(after, PromptSection):
        return 8 if after.depth else 32
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
