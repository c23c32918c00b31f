"""The lines of the inbox: what was alerted, newest first; what is handled while somebody looks stays where it is."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.desktop import inbox_words, words
from app.desktop.alerts import Alerts, Entry
from app.desktop.cabin import Cabin
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef

Name = tuple[SessionRef, str, int]
"""Names one entry: whose, which outcome, when it came."""


class InboxRole(IntEnum):
    """What the delegate and the dialog ask for."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    IS_OPEN = Qt.ItemDataRole.UserRole + 3


class InboxModel(QAbstractListModel):
    """Only what stands (``set_open_only``), or all."""

    def __init__(self, cabin: Cabin, alerts: Alerts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cabin, self._alerts = cabin, alerts
        self._entries: list[Entry] = []
        self._open_only = True
        self._shown: set[Name] = set()
        """What was listed since the list was made: it does not go from under the eyes."""
        alerts.changed.connect(self.refresh)
        cabin.hubs.rows_changed.connect(self._rows_changed)
        self.refresh()

    @property
    def open_only(self) -> bool:
        return self._open_only

    def set_open_only(self, wanted: bool) -> None:
        """Make the list anew: only what stands, or all."""
        self._open_only = wanted
        self.start_over()

    def start_over(self) -> None:
        """What was handled meanwhile goes."""
        self._shown.clear()
        self.beginResetModel()
        self._entries = self._wanted()
        self.endResetModel()

    def refresh(self) -> None:
        """Something came, or became something else: by single lines, so that the selection stays."""
        wanted = self._wanted()
        names = {name_of(entry) for entry in wanted}
        for row in range(len(self._entries) - 1, -1, -1):
            if name_of(self._entries[row]) not in names:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._entries[row]
                self.endRemoveRows()
        for row, entry in enumerate(wanted):
            if row >= len(self._entries) or name_of(self._entries[row]) != name_of(entry):
                self.beginInsertRows(QModelIndex(), row, row)
                self._entries.insert(row, entry)
                self.endInsertRows()
            elif self._entries[row] != entry:
                self._entries[row] = entry
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def entry_at(self, index: QModelIndex) -> Entry | None:
        """What a line is about."""
        return self._entries[index.row()] if index.isValid() and index.row() < len(self._entries) else None

    def given(self, entry: Entry) -> str:
        """How it was answered in this window: allow | deny, "" where it was not."""
        return self._cabin.given.get(entry.alert.request_id, "") if entry.alert.request_id else ""

    # what Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry_at(index)
        if entry is None:
            return None
        match role:
            case InboxRole.ENTRY:
                return entry
            case InboxRole.IS_OPEN:
                return self._is_open(entry)
            case InboxRole.STATE:
                return self._state(entry)
            case Qt.ItemDataRole.DisplayRole:
                return words.one_line(entry.alert.title, 300)
            case Qt.ItemDataRole.AccessibleTextRole:
                return inbox_words.spoken(entry, self._state(entry), now_us())
            case Qt.ItemDataRole.ToolTipRole:
                lines = [entry.alert.title, entry.alert.body, words.moment(entry.came_at_us)]
                return words.plain_tip("\n".join(line for line in lines if line))
        return None

    def _state(self, entry: Entry) -> str:
        return inbox_words.state_of(entry, self.given(entry), self._still_waits(entry))

    def _still_waits(self, entry: Entry) -> bool:
        """Whether its session wants what it wanted then."""
        row = self._cabin.hubs.row(entry.ref) if entry.alert.kind == "needs_you" else None
        asked = entry.alert.request_id
        return row is not None and row.status == "waiting" and (not asked or asked in row.pending)

    def _rows_changed(self, refs: set[SessionRef]) -> None:
        """Those that wait no more say so."""
        for row, entry in enumerate(self._entries):
            if entry.ref in refs and entry.how == "seen":
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def _is_open(self, entry: Entry) -> bool:
        """A question that was only seen is open until it is answered."""
        return entry.is_open or (entry.how == "seen" and self._still_waits(entry))

    def _wanted(self) -> list[Entry]:
        found = [
            entry
            for entry in self._alerts.entries()
            if not self._open_only or self._is_open(entry) or name_of(entry) in self._shown
        ]
        self._shown.update(name_of(entry) for entry in found)
        return found


def name_of(entry: Entry) -> Name:
    """What stays the same whatever becomes of it."""
    return entry.ref, entry.alert.alert_id, entry.came_at_us
