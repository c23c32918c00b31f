"""Prose: one part of Markdown, laid out by Qt and dressed in our fonts; never HTML, never a picture."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from app.core.tr import tr
from app.desktop.text.mend import mend
from app.desktop.text.plain import plain
from app.desktop.text.reading import TASK_DONE, TASK_OPEN
from app.desktop.text.safe import is_safe_link, visible
from app.desktop.text.splitter import Part
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState
from app.desktop.views.output_pieces.document import DocumentPiece, SafeDocument, estimated_rows

_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_HEADING_SIZES = {1: 1.4, 2: 1.22, 3: 1.1}
_QUOTE = QTextFormat.Property.BlockQuoteLevel
_FENCED = QTextFormat.Property.BlockCodeFence
_LANGUAGE = QTextFormat.Property.BlockCodeLanguage
_LINE_HEIGHT = 140.0
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class MarkdownPiece(DocumentPiece):
    """``is_open``: still being written, so half-arrived markup is mended for display."""

    tight = False
    is_open = False
    dim = False
    guess = 0
    """The height this piece had a moment ago, before more text came."""

    def __init__(self, part: Part, is_open: bool = False, dim: bool = False) -> None:
        super().__init__()
        self.part = part
        if is_open:
            self.is_open = True
        if dim:
            self.dim = True

    def estimate(self, look: Look, width: int) -> int:
        if self.guess:
            return self.guess
        return estimated_prose_px(len(self.part.source), self.part.source.count("\n"), look, width)

    def insets_for(self, look: Look) -> QMargins:
        above = {"heading": 20, "table": 8, "rule": 16}.get(self.part.kind, 0) if self.part.before else 0
        below = {"heading": 6, "table": 12, "rule": 16}.get(self.part.kind, 10)
        if self.part.goes_on:
            above = 0
        return QMargins(look.px(14) if self.dim else 0, look.px(above), 0, look.px(below))

    def document_width(self, look: Look, width: int) -> int:
        return width if self.part.kind == "table" else min(width, look.prose_width)

    def text_color(self, look: Look) -> QColor:
        return look.color("text_dim" if self.dim else "text")

    def make(self, look: Look, width: int) -> SafeDocument:
        document = SafeDocument(look.prose, width)
        if self.part.kind != "rule":
            source = mend(self.part.source) if self.is_open else self.part.source
            document.setIndentWidth(look.px(28))
            document.setMarkdown(visible(source), _FEATURES)
            dress(document, look)
        return document

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        if self.dim:
            painter.fillRect(0, 0, max(2, look.px(2)), self.height or 0, look.color("line_strong"))
        if self.part.kind == "rule":
            y = (self.height or 0) // 2
            painter.fillRect(0, y, min(self.width, look.prose_width), 1, look.color("line_strong"))
        elif self.part.kind == "quote" or ">" in self.part.source[:4_000]:
            for rect in self._quoted():
                painter.fillRect(
                    QRect(rect.left(), rect.top(), max(2, look.px(3)), rect.height()), look.color("line_strong")
                )

    def _quoted(self) -> list[QRect]:
        if self.document is None:
            return []
        layout = self.document.documentLayout()
        rects = []
        block = self.document.begin()
        while block.isValid():
            if block.blockFormat().intProperty(_QUOTE):
                rect = layout.blockBoundingRect(block).toAlignedRect()
                rects.append(QRect(self.insets.left(), rect.top() + self.insets.top(), rect.width(), rect.height() + 2))
            block = block.next()
        return rects

    def text(self) -> str:
        if self.document is not None and not self.is_open:
            return self.document.toPlainText()
        return plain(visible(self.part.source))


def estimated_prose_px(chars: int, newlines: int, look: Look, width: int) -> int:
    """A guess of the height of so much prose in a piece of ``width``."""
    return int(estimated_rows(chars, newlines, min(width, look.prose_width) / look.char_px) * look.line_px)


def dress(document: QTextDocument, look: Look) -> None:
    """Our fonts, colours and distances over what Qt's Markdown reader made; pictures become their description."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        _dress_block(block, cursor, look)
        block = block.next()
    cursor.endEditBlock()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(document, frame, look)


def _dress_block(block: QTextBlock, cursor: QTextCursor, look: Look) -> None:
    form = block.blockFormat()
    code = form.hasProperty(_FENCED) or form.hasProperty(_LANGUAGE)
    new = QTextBlockFormat()
    new.setLineHeight(100.0 if code else _LINE_HEIGHT, _PROPORTIONAL)
    in_list = block.textList() is not None
    new.setTopMargin(0)
    is_last = not block.next().isValid()
    new.setBottomMargin(0 if is_last or code else look.px(4 if in_list else 10))
    if form.intProperty(_QUOTE):
        new.setLeftMargin(look.px(16) * form.intProperty(_QUOTE))
        new.setRightMargin(0)
    cursor.setPosition(block.position())
    cursor.mergeBlockFormat(new)
    _dress_task(block, cursor, look)
    level = form.headingLevel()
    for position, length, char in _fragments(block):
        change = _char_change(char, level, code, look)
        if char.isImageFormat():
            _describe_image(cursor, position, length, char, look)
        elif change is not None:
            whole = QTextCharFormat(char)
            # Qt's reader sizes headings by steps, and a step wins over any size that is set.
            whole.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            whole.merge(change)
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(whole)


def _dress_task(block: QTextBlock, cursor: QTextCursor, look: Look) -> None:
    """A task's box as a character: the one the style would draw is hard to read."""
    marker = block.blockFormat().marker()
    if marker == QTextBlockFormat.MarkerType.NoMarker:
        return
    form = block.blockFormat()
    form.setMarker(QTextBlockFormat.MarkerType.NoMarker)
    cursor.setPosition(block.position())
    cursor.setBlockFormat(form)
    items = block.textList()
    if items is not None:
        items.remove(block)  # the mark would stand beside the box; its neighbours keep theirs
    done = marker == QTextBlockFormat.MarkerType.Checked
    box = QTextCharFormat()
    box.setForeground(look.color("working" if done else "text_dim"))
    cursor.setPosition(block.position())
    cursor.insertText(f"{TASK_DONE if done else TASK_OPEN}  ", box)


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    found = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.isValid():
            found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        iterator += 1
    # From the end: replacing a picture by words moves what comes after it.
    return found[::-1]


def _char_change(char: QTextCharFormat, level: int, code: bool, look: Look) -> QTextCharFormat | None:
    mono = char.fontFixedPitch() or code
    bold = char.fontWeight() > QFont.Weight.DemiBold
    if not (level or mono or bold or char.isAnchor()):
        return None
    change = QTextCharFormat()
    if bold and not mono:
        # The second of two weights; a third would be smeared from it where the font has none.
        change.setFontWeight(QFont.Weight.DemiBold)
    if level:
        change.setFontPointSize(look.prose.pointSizeF() * _HEADING_SIZES.get(level, 1.0))
        change.setFontWeight(QFont.Weight.DemiBold)
    if mono:
        change.setFontFamilies([look.mono.family()])
        change.setFontPointSize(look.mono.pointSizeF() * (_HEADING_SIZES.get(level, 1.0) if level else 1.0))
        change.setBackground(look.color("code_background" if code else "hover"))
    if char.isAnchor():
        safe = is_safe_link(char.anchorHref())
        change.setForeground(look.color("accent" if safe else "text"))
        change.setFontUnderline(safe)
        if not safe:
            change.setAnchor(False)
            change.setAnchorHref("")
    return change


def _describe_image(cursor: QTextCursor, position: int, length: int, char: QTextCharFormat, look: Look) -> None:
    image = char.toImageFormat()
    description = image.property(QTextFormat.Property.ImageAltText) or ""
    words = QTextCharFormat()
    words.setForeground(look.color("text_dim"))
    cursor.setPosition(position)
    cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(
        visible(tr("[picture not loaded: {what}]").format(what=f"{description} {image.name()}".strip())),
        words,
    )


def _dress_table(document: QTextDocument, table: QTextTable, look: Look) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(look.color("line_strong"))
    form.setBorderCollapse(True)
    form.setCellPadding(look.px(6))
    form.setCellSpacing(0)
    form.setMargin(0)
    form.setWidth(QTextLength())
    table.setFormat(form)
    for column in range(min(table.columns(), 64)):
        cell = table.cellAt(0, column)
        char = cell.format()
        char.setBackground(look.color("panel"))
        cell.setFormat(char)
    # Not table.document(): PySide 6.11 keeps the document alive for ever after that call.
    inside = QTextCursor(document)
    inside.setPosition(table.firstPosition())
    inside.setPosition(table.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    lines = QTextBlockFormat()
    lines.setLineHeight(115.0, _PROPORTIONAL)
    lines.setBottomMargin(0)
    inside.mergeBlockFormat(lines)
