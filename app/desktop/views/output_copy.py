"""Copying from the output, in small steps: ten megabytes on the clipboard never hold up the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from app.core.tr import tr
from app.desktop.announce import announce
from app.desktop.views.output_markdown import markdown_text
from app.desktop.views.output_page import Page
from app.desktop.views.output_select import EVERYTHING, Place
from app.desktop.views.output_words import plain_text

if TYPE_CHECKING:
    from app.desktop.views.output import OutputView

_FIRST_STEP_MS = 30
_STEP_MS = 6

Ends = tuple[Place, Place]
Writer = Callable[[Page, Ends], Iterator[str]]


class Copier(QObject):
    """Gathers text and puts it on the clipboard when it has all of it."""

    def __init__(self, view: OutputView) -> None:
        super().__init__(view)
        self._view = view
        self._tasks: dict[QClipboard.Mode, tuple[Iterator[str], list[str]]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(lambda: self._step(_STEP_MS))

    def copy(self) -> None:
        """The selection as plain text; without one the block at the caret or under the mouse."""
        self._begin(plain_text, self.wanted())

    def copy_markdown(self, block_id: str = "") -> None:
        """The same as Markdown; ``block_id``: what is meant when nothing is selected."""
        ends = self._view.selection.ends(self._view.page)
        self._begin(markdown_text, ends or (self._block(block_id) if block_id else self.wanted()))

    def copy_block(self, block_id: str) -> None:
        """All that is seen of one block as plain text."""
        self._begin(plain_text, self._block(block_id))

    def offer_selection(self) -> None:
        """What is selected is what a click of the middle button pastes, where the platform has that."""
        self._begin(plain_text, self._view.selection.ends(self._view.page), QClipboard.Mode.Selection)

    @property
    def is_busy(self) -> bool:
        """Whether something large is still being gathered."""
        return bool(self._tasks)

    def forget(self) -> None:
        """Another session is shown."""
        self._tasks.clear()
        self._timer.stop()

    def wanted(self) -> Ends | None:
        """What a copy would take."""
        view = self._view
        if (ends := view.selection.ends(view.page)) is not None:
            return ends
        block_id = view.keys.focused_block() or (view.selection.caret.block_id if view.selection.caret else "")
        return self._block(block_id or view.mouse.block_under())

    def _block(self, block_id: str) -> Ends | None:
        index = self._view.page.index_of.get(block_id)
        return None if index is None else ((index, 0, 0), (index, EVERYTHING, EVERYTHING))

    def _begin(self, writer: Writer, ends: Ends | None, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        if ends is None:
            return
        self._tasks[mode] = (writer(self._view.page, ends), [])
        self._step(_FIRST_STEP_MS)
        if self._tasks:
            self._timer.start()

    def _step(self, budget_ms: int) -> None:
        clock = QElapsedTimer()
        clock.start()
        for mode, (parts, gathered) in list(self._tasks.items()):
            for part in parts:
                gathered.append(part)
                if clock.elapsed() >= budget_ms:
                    return
            del self._tasks[mode]
            self._put("".join(gathered), mode)
        self._timer.stop()

    def _put(self, text: str, mode: QClipboard.Mode) -> None:
        if not text:
            return
        QGuiApplication.clipboard().setText(text, mode)
        if mode == QClipboard.Mode.Clipboard:
            announce(self._view, tr("Copied"))
