"""Lines in the body of a card: terminal output in its colours, a command, an error, a remark, what was found."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)

from app.desktop.text import ansi
from app.desktop.text.safe import visible
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Piece, Place, Target, paint_card, paint_focus
from app.desktop.views.output_pieces.copying import copy_target, corner_of, paint_copy
from app.desktop.views.output_pieces.document import DocumentPiece, SafeDocument, estimated_lines

LINE_HEIGHT = 118.0
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class LinesPiece(DocumentPiece):
    """Monospaced lines inside a card. Subclasses say the text and its colours."""

    ground = "code_background"

    def __init__(self, source: str, place: Place = "middle", pad_top: bool = True, pad_bottom: bool = True) -> None:
        super().__init__()
        self.source = source
        self.place = place
        self.pad_top = pad_top
        self.pad_bottom = pad_bottom

    def estimate(self, look: Look, width: int) -> int:
        return int(estimated_lines(self.source, width / look.mono_char_px) * look.mono_line_px) + look.px(16)

    def insets_for(self, look: Look) -> QMargins:
        return QMargins(
            look.px(26), look.px(8 if self.pad_top else 0), look.px(12), look.px(8 if self.pad_bottom else 0)
        )

    def make(self, look: Look, width: int) -> SafeDocument:
        document = SafeDocument(look.mono, width)
        document.setPlainText(self.text())
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextBlockFormat()
        form.setLineHeight(LINE_HEIGHT, _PROPORTIONAL)
        cursor.mergeBlockFormat(form)
        self.colour(document, look)
        return document

    def colour(self, document: SafeDocument, look: Look) -> None:
        """Give words their colours."""

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        paint_card(painter, look, QRect(0, 0, self.width, self.height or 0), self.place, self.ground, self.border)

    def targets(self, look: Look) -> list[Target]:
        return [copy_target(self, corner_of(self, look))] if self.copy_name else []

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        super().paint(painter, look, state)
        if self.copy_name:
            paint_copy(painter, look, corner_of(self, look), state)

    def text(self) -> str:
        return visible(self.source)


class AnsiPiece(LinesPiece):
    """What a terminal would show. ``style`` is the one in force where this piece begins."""

    def __init__(self, source: str, style: ansi.Style, place: Place, pad_top: bool, pad_bottom: bool) -> None:
        super().__init__(source, place, pad_top, pad_bottom)
        self._style = style

    @cached_property
    def _parsed(self) -> tuple[str, list[ansi.Run], ansi.Style]:
        # Only when somebody looks: all of a long output is cut into hundreds of pieces at once.
        return ansi.parse(self.source, self._style)

    def text(self) -> str:
        return self._parsed[0]

    def colour(self, document: SafeDocument, look: Look) -> None:
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        text, runs, _ = self._parsed
        for run, start, end in _in_utf16(text, runs):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(_char_format(run.style, look))
        cursor.endEditBlock()


def _in_utf16(text: str, runs: Sequence[ansi.Run]) -> list[tuple[ansi.Run, int, int]]:
    """Runs with their places as Qt counts them."""
    if text.isascii() or all(ord(char) < 0x10000 for char in text):
        return [(run, run.start, run.start + run.length) for run in runs]
    placed, at, units = [], 0, 0
    for run in runs:
        units += len(text[at : run.start].encode("utf-16-le")) // 2
        size = len(text[run.start : run.start + run.length].encode("utf-16-le")) // 2
        placed.append((run, units, units + size))
        at, units = run.start + run.length, units + size
    return placed


def _char_format(style: ansi.Style, look: Look) -> QTextCharFormat:
    form = QTextCharFormat()
    front, back = _qcolor(style.foreground, look), _qcolor(style.background, look)
    if style.inverse:
        front, back = back or look.color("code_background"), front or look.color("text")
    if style.dim and front is None:
        front = look.color("text_dim")
    if back is not None:
        form.setBackground(back)
        front = front or look.color("window")
    if front is not None:
        # Programs choose their colours for the terminals of others: black on black is no secret.
        form.setForeground(look.readable(front, back or look.color("code_background")))
    if style.bold:
        form.setFontWeight(QFont.Weight.Bold)
    form.setFontItalic(style.italic)
    form.setFontUnderline(style.underline)
    form.setFontStrikeOut(style.strike)
    return form


def _qcolor(colour: ansi.Colour, look: Look) -> QColor | None:
    if colour is None:
        return None
    return look.ansi(colour) if isinstance(colour, int) else QColor(*colour)


class ErrorPiece(LinesPiece):
    """Why it failed."""

    ground = "failed_background"

    def text_color(self, look: Look) -> QColor:
        return look.color("failed")


class CommandPiece(LinesPiece):
    """A command too long for the header line."""

    def text_color(self, look: Look) -> QColor:
        return look.color("code_name")

    def colour(self, document: SafeDocument, look: Look) -> None:
        """Characters that cannot be seen in a command are spelled out; here they are also hard to overlook."""
        warning = QTextCharFormat()
        warning.setBackground(look.color("needs_you_background"))
        warning.setForeground(look.color("needs_you"))
        warning.setFontWeight(QFont.Weight.Bold)
        block = document.begin()
        while block.isValid():
            spans = []
            for found in itertools.islice(_SPELLED.finditer(block.text()), _MOST_WARNINGS):
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = found.start(), found.end() - found.start(), warning
                spans.append(span)
            block.layout().setFormats(spans)
            block = block.next()


_SPELLED = re.compile("(?:⟦(?:U\\+[0-9A-F]{4,6}|[A-Z0-9]{2,3})⟧)+")
_MOST_WARNINGS = 200


class NotePiece(LinesPiece):
    """A quiet remark inside a card."""

    def insets_for(self, look: Look) -> QMargins:
        margins = super().insets_for(look)
        if self.source == "stderr":
            margins.setBottom(0)
        return margins

    def make(self, look: Look, width: int) -> SafeDocument:
        document = super().make(look, width)
        document.setDefaultFont(look.small)
        return document

    def text_color(self, look: Look) -> QColor:
        return look.color("text_dim")


class MatchesPiece(LinesPiece):
    """What was found, under the names of the files: names strong, numbers quiet."""

    def colour(self, document: SafeDocument, look: Look) -> None:
        name = QTextCharFormat()
        name.setFontWeight(QFont.Weight.DemiBold)
        number = QTextCharFormat()
        number.setForeground(look.color("text_dim"))
        block = document.begin()
        while block.isValid():
            line = block.text()
            found = _NUMBERED.match(line)
            span = QTextLayout.FormatRange()
            if line and not line.startswith(" "):
                span.start, span.length, span.format = 0, block.length(), name
                block.layout().setFormats([span])
            elif found:
                span.start, span.length, span.format = 0, found.end(), number
                block.layout().setFormats([span])
            block = block.next()


_NUMBERED = re.compile(r" {2} *\d+(?=  )")


class MorePiece(Piece):
    """“Show all (340 lines)” at the end, or in the middle, of something long; read and copied as what is left out."""

    def __init__(self, label: str, place: Place, left_out: str = "") -> None:
        super().__init__()
        self.label = label
        self.place = place
        self.left_out = left_out or label

    def estimate(self, look: Look, width: int) -> int:
        return look.px(32)

    def lay_out(self, look: Look, width: int) -> int:
        self.width, self.height = width, look.px(32)
        return self.height

    def text(self) -> str:
        return f"… {self.left_out} …"

    def targets(self, look: Look) -> list[Target]:
        return [Target("show_all", QRect(0, 0, self.width, self.height or 0), self.label)]

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        ground = "hover" if state.hovered == "show_all" else "code_background"
        paint_card(painter, look, rect, self.place, ground, self.border)
        painter.setFont(look.small_strong)
        painter.setPen(look.color("accent"))
        painter.drawText(
            rect.adjusted(look.px(26), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.label
        )
        if state.focused == "show_all":
            paint_focus(painter, look, rect)
