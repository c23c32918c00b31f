"""A line of text that never takes more room than it is given: cut in the middle or at its end, whole on hover."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.desktop import words
from app.desktop.accessible import shown_as
from app.desktop.theme import BODY, current_theme, mono_font, ui_font


@shown_as(QAccessible.Role.StaticText)
class ElidedLabel(QWidget):
    """One line in one colour of the theme. The full text is the tool tip when it was cut, and the accessible name."""

    def __init__(
        self,
        *,
        size: float = BODY,
        strong: bool = False,
        colour: str = "text",
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size, self._strong, self._colour = size, strong, colour
        self._elide, self._align, self._mono = elide, align, mono
        self._text = ""
        self._tip = ""
        self._wanted_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, tip: str = "", colour: str = "") -> None:
        """Show one line; ``tip``: what hovering says beyond the text itself."""
        colour = colour or self._colour
        if (text, tip, colour) == (self._text, self._tip, self._colour):
            return
        width = self._width_for(text)
        self._text, self._tip, self._colour = text, tip, colour
        self.setAccessibleName(text)
        if width != self._wanted_width:
            self._wanted_width = width
            self.updateGeometry()
        self._update_tip()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._wanted_width, self._metrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(24, self._wanted_width), self._metrics().height())

    def resizeEvent(self, event: QEvent) -> None:
        self._update_tip()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._wanted_width = self._width_for(self._text)
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(current_theme().color(self._colour))
        shown = self._metrics().elidedText(self._text, self._elide, self.width())
        # The interface may run from the right while the words of this line run from the left.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        align = QStyle.visualAlignment(self.layoutDirection(), self._align | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), align | Qt.AlignmentFlag.AlignAbsolute, shown)

    @property
    def is_cut(self) -> bool:
        """Whether some of the text is not seen."""
        return self._metrics().horizontalAdvance(self._text) > self.width()

    def _font(self) -> QFont:
        return mono_font(self._size, self._strong) if self._mono else ui_font(self._size, self._strong)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())

    def _width_for(self, text: str) -> int:
        """The room to ask for: in steps, so that a counting second does not shift its neighbours."""
        # Advances are rounded and eliding is not: one pixel more.
        return -(-(self._metrics().horizontalAdvance(text) + 1) // 8) * 8 if text else 0

    def _update_tip(self) -> None:
        lines = [line for line in (self._text if self.is_cut else "", self._tip) if line]
        self.setToolTip(words.plain_tip("\n".join(lines)))
        # Else a screen reader would be given the tool tip with its markup, and all of the text again.
        self.setAccessibleDescription(self._tip.replace("\n", ", "))
