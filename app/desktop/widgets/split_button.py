"""A button and beside it an arrow that opens a menu of other ways to do the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.desktop.signals import icon_size, signal_icon
from app.desktop.theme import current_theme


class SplitButton(QWidget):
    """``main`` and ``more`` are two buttons to the keyboard and to a screen reader, and one to the eye."""

    def __init__(self, text: str, more_name: str, parent: QWidget, *, primary: bool = False) -> None:
        super().__init__(parent)
        self._primary = primary
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the two halves are shaped to each other
        self.main = QPushButton(text, self)
        self.main.setAccessibleName(text)
        self.more = QPushButton(self)
        self.more.setAccessibleName(more_name)
        self.more.setToolTip(more_name)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)  # as high as the other half
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for button, half in ((self.main, "main"), (self.more, "more")):
            button.setProperty("half", half)
            if primary:
                button.setProperty("role", "primary")
            layout.addWidget(button)
        self._dress()

    def set_text(self, text: str) -> None:
        """What the main half says."""
        self.main.setText(text)
        self.main.setAccessibleName(text)

    def set_more(self, wanted: bool) -> None:
        """Whether there are other ways."""
        self.more.setVisible(wanted)
        self.main.setProperty("half", "main" if wanted else "")
        self.main.style().unpolish(self.main)
        self.main.style().polish(self.main)

    def set_ready(self, ready: bool) -> None:
        """Whether it can be pressed."""
        self.main.setEnabled(ready)
        self.more.setEnabled(ready)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        theme = current_theme()
        ink = theme.text_on_accent if self._primary else theme.text
        self.more.setIcon(signal_icon("chevron_down", ink if self.more.isEnabled() else theme.text_dim))
        self.more.setIconSize(icon_size())
        seam = f"1px solid {theme.text_on_accent}" if self._primary else "none"
        style = (
            'QPushButton[half="main"] { border-top-right-radius: 0; border-bottom-right-radius: 0; }'
            'QPushButton[half="more"] { border-top-left-radius: 0; border-bottom-left-radius: 0;'
            f" border-left: {seam}; padding: 5px 3px; }}"
            f'QPushButton[half="more"]:focus {{ border: 2px solid {theme.focus}; padding: 4px 2px; }}'
        )
        if self.styleSheet() != style:
            self.setStyleSheet(style)
