"""A folder dragged onto the window: whoever drops it wants a session there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FolderDrop(QObject):
    """Listens on ``window``; anything but one folder is left to others."""

    dropped = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and dropped_folder(event):
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent) and (folder := dropped_folder(event)):
            event.acceptProposedAction()
            self.dropped.emit(folder)
            return True
        return False


def dropped_folder(event: QDropEvent) -> str:
    """The folder that is dragged, "" for anything else (and for more than one)."""
    data = event.mimeData()
    urls = data.urls() if data is not None and data.hasUrls() else []
    folder = urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
    return folder if folder and Path(folder).is_dir() else ""
