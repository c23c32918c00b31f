"""Lines of a JSON tree: keys quiet, values plain, an arrow before everything that can be unfolded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPolygon, QTextCharFormat, QTextLayout

from app.desktop.text.json_tree import JsonTree, TreeRow
from app.desktop.text.safe import visible
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Place, Target, paint_focus
from app.desktop.views.output_pieces.document import SafeDocument
from app.desktop.views.output_pieces.lines import LinesPiece

ROWS_PER_PIECE = 100


class TreePiece(LinesPiece):
    """Some lines of a tree; pressing one changes the tree, and its section makes all pieces of it anew."""

    def __init__(
        self, tree: JsonTree, rows: Sequence[TreeRow], place: Place = "middle", pad_top: bool = True,
        pad_bottom: bool = True,
    ) -> None:  # fmt: skip
        self.tree = tree
        self.rows = rows
        # A key may hold a newline: one row stays one line, or arrows would stand before the wrong ones.
        self._lines = [visible(row.line().replace("\n", "␊")) for row in rows]
        super().__init__("\n".join(self._lines), place, pad_top, pad_bottom)

    def text(self) -> str:
        return self.source

    def colour(self, document: SafeDocument, look: Look) -> None:
        block = document.begin()
        for row, line in zip(self.rows, self._lines, strict=True):
            indent = 2 * row.depth
            key_end = indent + len(visible(row.key.replace("\n", "␊"))) + bool(row.key and row.text)
            spans = [_range(indent, key_end - indent, look, "text_dim")] if row.key else []
            if row.is_more:
                spans.append(_range(indent, len(line) - indent, look, "accent"))
            elif not row.is_plain:
                spans.append(_range(key_end, len(line) - key_end, look, "text_dim" if row.press else "code_number"))
            block.layout().setFormats([span for span in spans if span.length > 0])
            block = block.next()

    def _row_rect(self, look: Look, row: TreeRow, rect: QRect) -> QRect:
        left = self.insets.left() + int(2 * row.depth * look.mono_char_px) - look.px(16)
        return QRect(max(0, left), rect.top(), max(40, self.width - max(0, left) - look.px(8)), rect.height())

    def targets(self, look: Look) -> list[Target]:
        found = [
            Target("node", self._row_rect(look, row, rect), visible(row.press), row.path, row.path)
            for row, rect in zip(self.rows, self.block_rects(), strict=False)
            if row.press
        ]
        return [*found, *super().targets(look)]

    def press(self, target: Target) -> bool:
        self.tree.press(target.argument)
        return True

    def copies_at(self, key: str, y: int) -> list[tuple[str, Callable[[], str]]]:
        """What the menu offers to copy from the row with the keyboard, or at a height."""
        path = key.removeprefix("node:") if key.startswith("node:") else None
        for row, rect in zip(self.rows, self.block_rects(), strict=False):
            if row.path and (row.path == path if path is not None else rect.top() <= y <= rect.bottom()):
                return [("value", partial(self._value, row.path))]
        return []

    def _value(self, path: str) -> str:
        return visible(self.tree.text_at(path))

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        super().paint(painter, look, state)
        for row, rect in zip(self.rows, self.block_rects(), strict=False):
            if not row.press or rect.bottom() < state.clip.top() or rect.top() > state.clip.bottom():
                continue
            area = self._row_rect(look, row, rect)
            key = f"node:{row.path}"
            if not row.is_more:
                _paint_arrow(painter, look, area, row.is_open, state.hovered == key)
            if state.focused == key:
                paint_focus(painter, look, area.adjusted(-2, -1, 2, 1))


def _paint_arrow(painter: QPainter, look: Look, area: QRect, is_open: bool, hovered: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("text" if hovered else "text_dim"))
    size = look.px(4)
    centre = QPoint(area.left() + look.px(7), area.top() + int(look.mono_line_px / 2))
    if is_open:
        points = [QPoint(-size, -size // 2), QPoint(size, -size // 2), QPoint(0, size - 1)]
    else:
        points = [QPoint(-size // 2, -size), QPoint(-size // 2, size), QPoint(size - 1, 0)]
    painter.drawPolygon(QPolygon([centre + point for point in points]))
    painter.restore()


def _range(start: int, length: int, look: Look, colour: str) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    form = QTextCharFormat()
    form.setForeground(look.color(colour))
    span.start, span.length, span.format = start, length, form
    return span
