"""What pressing something in the output does: folding, showing all, answering, copying, asking about a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication

from app.core.tr import tr
from app.desktop.text.safe import is_safe_link, visible
from app.desktop.views.output_cards import SubagentSection
from app.desktop.views.output_geometry import Placed
from app.desktop.views.output_kept import kept_in_place
from app.desktop.views.output_mouse import Spot, key_in, spot_of
from app.desktop.views.output_pieces.base import Target

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

_COPIED_MS = 1_500


class Deeds:
    """Does them, whoever presses: the mouse, the keyboard or the menu."""

    def __init__(self, view: OutputView) -> None:
        self._view = view
        self._copied: Spot | None = None
        self._fading = QTimer(view)
        self._fading.setSingleShot(True)
        self._fading.setInterval(_COPIED_MS)
        self._fading.timeout.connect(self._fade)

    def act(self, placed: Placed, target: Target) -> None:
        """What a click on a target does."""
        view = self._view
        if target.action in ("allow", "deny", "more"):
            view.permission_answered.emit(target.argument, target.action)
        elif target.action == "link":
            self.ask_to_open(target.argument)
        elif target.action == "copy":
            self._copy_from(placed, target)
        else:
            self._unfold(placed, target)

    def _unfold(self, placed: Placed, target: Target) -> None:
        """Show more or less, and keep what was pressed where it is."""
        view, section = self._view, placed.section
        value = view.verticalScrollBar().value()
        anchor = view.page.anchor_at(placed.rect.top()) if placed.rect.top() >= value else view.page.anchor_at(value)
        offset = placed.rect.top() - value if placed.rect.top() >= value else 0
        if target.action == "show_all":
            with kept_in_place(view.selection, view.page, section):
                section.show_all = True
                section.rebuild(view.page.look)
            view.page.changed(section)
        elif target.action == "node":
            if placed.piece.press(target):
                section.rebuild(view.page.look)
                view.page.changed(section)
        else:
            view.page.toggle(section)
        if isinstance(section, SubagentSection):
            view.block_activated.emit(section.block.block_id)
        view.keep_in_place(anchor, offset)

    # ── copying ──

    def _copy_from(self, placed: Placed, target: Target) -> None:
        text = target.argument or placed.section.text_to_copy(placed.piece_index)
        self.copy_text(text, target.label)
        self._copied = spot_of(placed, target)
        self._fading.start()
        self._view.viewport().update()

    def copy_text(self, text: str, label: str = "") -> None:
        """Put a text on the clipboard; a screen reader hears that it is there."""
        QGuiApplication.clipboard().setText(text)
        if QAccessible.isActive():
            #: Said aloud; {what} is what the button was called ("Copy path").
            said = tr("{what}: copied").format(what=label) if label else tr("copied")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, said))

    def copied_in(self, placed: Placed) -> str:
        """The key of the target in a piece that has just copied something."""
        return key_in(self._copied, placed)

    def _fade(self) -> None:
        self._copied = None
        self._view.viewport().update()

    # ── links ──

    def ask_to_open(self, link: str) -> None:
        """A link is opened only after a person has seen where it goes, and only http or https."""
        if not is_safe_link(link):
            return
        from PySide6.QtGui import QDesktopServices
        from PySide6.QtWidgets import QMessageBox

        host = visible(QUrl(link).host())
        question = QMessageBox(self._view)
        question.setWindowTitle(tr("Open link"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(tr("Open this link on {host} in your browser?").format(host=host))
        question.setInformativeText(visible(link[:500]))
        question.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        if question.exec() == QMessageBox.StandardButton.Open:
            QDesktopServices.openUrl(QUrl(link))
        question.deleteLater()
