"""Prose inside a card: what came back from the web, a plan, what a subagent was told; on the card's own ground."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import QColor, QPainter

from app.desktop.text.splitter import Part
from app.desktop.views.output_look import Look
from app.desktop.views.output_pieces.base import PaintState, Place, Target, paint_card
from app.desktop.views.output_pieces.copying import copy_target, corner_of, paint_copy
from app.desktop.views.output_pieces.markdown import MarkdownPiece


class CardMarkdownPiece(MarkdownPiece):
    """One part of the prose; ``begins`` and ``ends`` say whether it is the first or last of its text."""

    def __init__(self, part: Part, begins: bool, ends: bool) -> None:
        super().__init__(part)
        self.place: Place = "middle"
        self.begins = begins
        self.ends = ends

    def insets_for(self, look: Look) -> QMargins:
        margins = super().insets_for(look)
        margins.setLeft(look.px(26))
        margins.setRight(look.px(12))
        margins.setTop(look.px(8) if self.begins else margins.top())
        margins.setBottom(look.px(10) if self.ends else margins.bottom())
        return margins

    def text_color(self, look: Look) -> QColor:
        return look.color("text")

    def targets(self, look: Look) -> list[Target]:
        return [copy_target(self, corner_of(self, look))] if self.copy_name else []

    def paint_ground(self, painter: QPainter, look: Look, state: PaintState) -> None:
        rect = QRect(0, 0, self.width, self.height or 0)
        paint_card(painter, look, rect, self.place, "code_background", self.border)
        super().paint_ground(painter, look, state)

    def paint(self, painter: QPainter, look: Look, state: PaintState) -> None:
        super().paint(painter, look, state)
        if self.copy_name:
            paint_copy(painter, look, corner_of(self, look), state)
