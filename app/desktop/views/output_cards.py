"""Sections with a line on top and a body to fold away: thoughts, tool calls, subagents."""

from __future__ import annotations

from collections.abc import Callable

from app.core.projections.blocks import SubagentBlock, ThoughtBlock, ToolBlock
from app.core.tr import mark, plural, tr
from app.desktop.text.faces.parts import BodyPart, ToolFace
from app.desktop.text.plain import plain
from app.desktop.text.safe import visible, visible_line
from app.desktop.text.splitter import split
from app.desktop.text.tool_face import face_of
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import Piece
from app.desktop.views.output_pieces.body import Trees, body_pieces
from app.desktop.views.output_pieces.header import HeaderPiece, HeaderWords, duration_words
from app.desktop.views.output_pieces.markdown import MarkdownPiece
from app.desktop.views.output_section import Section


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
        self.dress(header)
        return [header, *body]

    def dress(self, header: HeaderPiece) -> None:
        """Give the header its copy button, if there is something to copy."""

    def is_compact(self) -> bool:
        return not (self.has_body() and self.is_open)


class ThoughtSection(CardSection):
    block: ThoughtBlock

    def words(self) -> HeaderWords:
        argument = "" if self.is_open else visible_line(plain(self.block.text[:400]))
        return HeaderWords(tr("Thought"), argument, argument_is_code=False, strong=False)

    def body(self) -> list[Piece]:
        return [MarkdownPiece(part, dim=True) for part in split(self.block.text)]

    def has_body(self) -> bool:
        return bool(self.block.text.strip())


class ToolSection(CardSection):
    block: ToolBlock
    _face: ToolFace | None = None
    is_told_above = False
    """What it asks stands above the conversation, where it is answered: here a line is enough until then."""

    def __init__(self, block: ToolBlock, depth: int = 0) -> None:
        super().__init__(block, depth)
        self._trees: Trees = {}

    def replace(self, block: ToolBlock, look: Look) -> int:  # type: ignore[override]
        self._face = None
        return super().replace(block, look)

    def forget_trees(self) -> None:
        """Show structured values as they are at first."""
        self._trees = {}

    @property
    def face(self) -> ToolFace:
        if self._face is None:
            self._face = face_of(self.block)
        return self._face

    @property
    def is_open(self) -> bool:
        if self.unfolded is None:
            return self.face.opens and not (self.is_told_above and self.block.status == "running")
        return self.unfolded

    def words(self) -> HeaderWords:
        block, face = self.block, self.face
        shape, state = _TOOL_STATES[block.status]
        is_running = block.status == "running"
        return HeaderWords(
            face.title,
            face.summary.strip() if self.is_open and face.summary else face.argument,
            argument_is_code=not (face.is_prose or (self.is_open and face.summary)),
            count=face.count,
            duration=duration_words(block.duration_ms),
            mark=shape,
            state=face.state or tr(state),
            added=face.added,
            removed=face.removed,
            started_us=(block.started_at_us or block.at_us) if is_running else 0,
        )

    def dress(self, header: HeaderPiece) -> None:
        face = self.face
        if face.copy_name and face.copy_text:
            header.copy_name, header.copy_source = face.copy_name, lambda: visible(face.copy_text)

    def body(self) -> list[Piece]:
        return body_pieces(self.face.parts, self.show_all, self._trees)

    def copies(self, piece_index: int) -> list[tuple[str, Callable[[], str]]]:
        found = super().copies(piece_index)
        given = self.block.input if isinstance(self.block.input, dict) else {}
        path = next((given[key] for key in _PATHS if isinstance(given.get(key), str) and given[key]), "")
        if path and all(name != "path" for name, _ in found):
            found.append((mark("path"), lambda: visible(path)))
        return found

    def has_body(self) -> bool:
        return bool(self.face.parts)


_PATHS = ("file_path", "notebook_path", "path")
"""Arguments that name a file: the menu copies it where the button copies something else."""

_TOOL_STATES = {
    "running": ("working", ""),
    "ok": ("", ""),
    "failed": ("failed", mark("failed")),
    "denied": ("failed", mark("denied")),
    "interrupted": ("interrupted", mark("interrupted")),
    "unknown": ("lost", mark("outcome unknown")),
}


_SUBAGENT_STATES = {
    "running": ("working", ""),
    "finished": ("", ""),
    "failed": ("failed", mark("failed")),
    "interrupted": ("interrupted", mark("interrupted")),
    "unknown": ("lost", mark("outcome unknown")),
}


class SubagentSection(CardSection):
    """Its own lane of blocks follows it on the page while it is unfolded."""

    block: SubagentBlock

    def __init__(self, block: SubagentBlock, depth: int = 0) -> None:
        super().__init__(block, depth)
        self.has_lane: Callable[[], bool] = lambda: False

    def words(self) -> HeaderWords:
        block = self.block
        shape, state = _SUBAGENT_STATES[block.status]
        is_running = block.status == "running"
        return HeaderWords(
            visible_line(tr("Agent · {kind}").format(kind=block.agent_kind) if block.agent_kind else tr("Agent"), 80),
            visible_line(block.description or block.prompt or block.last_message),
            argument_is_code=False,
            duration=duration_words(block.duration_ms),
            mark=shape,
            state=tr(state) or (tr("in background") if is_running and block.background else ""),
            count=plural("%n tool calls", "%n tool call", block.tool_calls) if block.tool_calls else "",
            started_us=block.at_us if is_running else 0,
        )

    def body(self) -> list[Piece]:
        if self.has_lane():
            return []
        parts = [
            BodyPart("markdown", text, name=name)
            for name, text in ((mark("prompt"), self.block.prompt), (mark("result"), self.block.last_message))
            if text
        ]
        return body_pieces(parts, self.show_all)

    def has_body(self) -> bool:
        return self.has_lane() or bool(self.block.last_message or self.block.prompt)
