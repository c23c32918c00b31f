"""The list at the left: sessions in groups, changed row by row, and never reordered while the pointer is over it."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from app.core.projections.rows import SessionRow
from app.core.tr import tr
from app.desktop import words
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.models.roster_groups import Group, group_of, group_title

MOST_EARLIER = 100
"""So many of the earlier sessions are listed, newest first; Find session reaches all."""


MOST_NUMBERED = 9
"""So many of the listed sessions have a number, for the keyboard."""


MOST_RUNS = 4
"""Of more runs of lines that changed than this, the whole stretch from the first to the last is named."""


class Role(IntEnum):
    """What the delegate and the tests ask for."""

    REF = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    GROUP = Qt.ItemDataRole.UserRole + 3
    COUNT = Qt.ItemDataRole.UserRole + 4
    NUMBER = Qt.ItemDataRole.UserRole + 5
    """1 to ``MOST_NUMBERED``, 0 for a session further down."""


Entry = Group | SessionRef
"""One line of the flat list: a header or a session."""


class _Place(msgspec.Struct):
    group: Group
    order: int
    """Within the group, smaller is higher: who came last stands first and keeps its place."""


class RosterModel(QAbstractListModel):
    """A flat list of headers and sessions. ``update`` takes new rows, ``hold`` keeps the order still."""

    settled = Signal()
    """The order was brought up to date."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[SessionRef, SessionRow] = {}
        self._places: dict[SessionRef, _Place] = {}
        self._entries: list[Entry] = []
        self._shown: dict[SessionRef, SessionRow] = {}
        self._counts: dict[Group, int] = {}
        self._members: dict[Group, list[SessionRef]] = {}
        """Who is in which group; empty while it has to be found out anew."""
        self._filter = ""
        self._next_order = 0
        self._held = False
        self._stale = False
        self.settling = False
        """True while rows move: what the view then says about its current row is not a person's choice."""

    # what Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._entries[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if isinstance(entry, Group):
            return self._header_data(entry, role)
        row = self._rows.get(entry) or self._shown[entry]
        match role:
            case Role.REF:
                return entry
            case Role.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return words.title_of(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(entry, row)
            case Role.NUMBER:
                return self._number(entry)
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(row)
        return None

    def _number(self, ref: SessionRef) -> int:
        # The first nine stand within the first lines, however long the list is.
        first = [each for each in self._entries[: MOST_NUMBERED + len(Group)] if isinstance(each, SessionRef)]
        return first.index(ref) + 1 if ref in first[:MOST_NUMBERED] else 0

    def _spoken(self, ref: SessionRef, row: SessionRow) -> str:
        number = self._number(ref)
        spoken = words.spoken_row(row, now_us())
        return words.listed((spoken, tr("number {number}").format(number=number))) if number else spoken

    def _header_data(self, group: Group, role: int) -> Any:
        match role:
            case Role.GROUP:
                return group
            case Role.COUNT:
                count, left_out = self._counts.get(group, 0), self._left_out if group == Group.EARLIER else 0
                return tr("{shown} of {all}").format(shown=count - left_out, all=count) if left_out else str(count)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return words.listed((group_title(group), str(self._counts.get(group, 0))))
        return None

    # what the window tells

    def update(self, changed: dict[SessionRef, SessionRow | None]) -> None:
        """Take rows that came or changed (None: gone)."""
        gone = [ref for ref, row in changed.items() if row is None and self._places.pop(ref, None)]
        for ref in gone:
            del self._rows[ref]
        self._rows.update({ref: row for ref, row in changed.items() if row is not None})
        moved = self._place([ref for ref, row in changed.items() if row is not None], now_us())
        counts = self._counts
        if gone or moved:
            self._members = {}
        if gone or moved or self._filter:
            self._counts = self._count()
            self._stale = True
            # Where nothing is shown yet nothing can jump.
            if not self._held or not self._entries:
                self._settle()
        self._tell(changed, {group for group in Group if counts.get(group) != self._counts.get(group)})

    def hold(self, held: bool) -> None:
        """While held, rows change in place but none moves, comes or goes."""
        self._held = held
        if not held and self._stale:
            self._settle()

    def set_filter(self, text: str) -> None:
        """Show only sessions in whose title, folder, agent or doing all words of ``text`` occur."""
        self._filter = text.strip().casefold()
        self._counts = self._count()
        self._settle()

    def grow_older(self) -> None:
        """Time passed: finished sessions may belong to Earlier now."""
        now = now_us()
        moved = [ref for ref, row in self._rows.items() if group_of(row, now) != self._places[ref].group]
        if moved:
            self.update({ref: self._rows[ref] for ref in moved})

    # what the window asks

    def index_of(self, ref: SessionRef | None) -> QModelIndex:
        """Where a session stands, an invalid index where it is not shown."""
        if ref is None or ref not in self._shown:
            return QModelIndex()
        return self.index(self._entries.index(ref), 0)

    def refs(self) -> list[SessionRef]:
        """The sessions in the order they are shown."""
        return [entry for entry in self._entries if isinstance(entry, SessionRef)]

    def entries(self) -> list[Entry]:
        """Headers and sessions in the order they are shown."""
        return list(self._entries)

    def is_heading(self, row: int) -> bool:
        """Whether a line is a group's name."""
        return isinstance(self._entries[row], Group)

    def in_group(self, group: Group) -> list[SessionRef]:
        """All sessions that belong to a group now, shown or not, in order."""
        if not self._members:
            ordered = sorted(self._places, key=lambda ref: self._places[ref].order)
            self._members = {each: [ref for ref in ordered if self._places[ref].group == each] for each in Group}
        return list(self._members[group])

    @property
    def is_empty(self) -> bool:
        """True while no session is known at all."""
        return not self._rows

    @property
    def empty_sentence(self) -> str:
        """What an empty list says."""
        return tr("No session has all these words.") if self._filter and self._rows else tr("No session yet.")

    def row_of(self, ref: SessionRef) -> SessionRow | None:
        return self._rows.get(ref)

    # how it is done

    def _place(self, refs: list[SessionRef], now: int) -> bool:
        """Give a place at the top of its group to each session that is new in it; the newest ends up first."""
        newcomers = []
        for ref in refs:
            group = group_of(self._rows[ref], now)
            place = self._places.get(ref)
            if place is None or place.group != group:
                newcomers.append((self._since(ref), ref, group))
        for _, ref, group in sorted(newcomers):
            self._next_order -= 1
            self._places[ref] = _Place(group, self._next_order)
        return bool(newcomers)

    def _since(self, ref: SessionRef) -> int:
        row = self._rows[ref]
        return row.status_at_us or row.last_at_us or row.started_at_us

    def _count(self) -> dict[Group, int]:
        # A list, not a dictionary: hashing a group costs more than all the rest, and there are thousands of sessions.
        counts = [0] * len(Group)
        for ref, place in self._places.items():
            if not self._filter or self._matches(ref):
                counts[place.group] += 1
        return {group: counts[group] for group in Group if counts[group]}

    def _matches(self, ref: SessionRef) -> bool:
        if not self._filter:
            return True
        row = self._rows[ref]
        text = " ".join((row.title, row.cwd, words.agent_title(row.agent), row.doing, ref.session_id)).casefold()
        return all(word in text for word in self._filter.split())

    @property
    def _left_out(self) -> int:
        """How many of the earlier sessions are not listed; looking for one by words reaches further back."""
        most = MOST_EARLIER * 10 if self._filter else MOST_EARLIER
        return max(0, self._counts.get(Group.EARLIER, 0) - most)

    def _target(self) -> list[Entry]:
        # Nothing to match by is asked once, and nothing is hashed: this runs for thousands of sessions at a time.
        groups: list[list[tuple[int, SessionRef]]] = [[] for _ in Group]
        for ref, place in self._places.items():
            if not self._filter or self._matches(ref):
                groups[place.group].append((place.order, ref))
        target: list[Entry] = []
        for group, members in zip(Group, groups, strict=True):
            members.sort()
            listed = members[: len(members) - self._left_out] if group is Group.EARLIER else members
            if listed:
                target.append(group)
                target += [ref for _, ref in listed]
        return target

    def _settle(self) -> None:
        """Bring the shown order to the wanted one by single removals, moves and runs of insertions."""
        self._stale = False
        self.settling = True
        target = self._target()
        if target != self._entries:
            self._remove_absent(set(target))
            self._place_each(target)
        self._shown = {entry: self._rows[entry] for entry in self._entries if isinstance(entry, SessionRef)}
        self.settling = False
        self.settled.emit()

    def _remove_absent(self, wanted: set[Entry]) -> None:
        for position in range(len(self._entries) - 1, -1, -1):
            if self._entries[position] not in wanted:
                self.beginRemoveRows(QModelIndex(), position, position)
                del self._entries[position]
                self.endRemoveRows()

    def _place_each(self, target: list[Entry]) -> None:
        present = set(self._entries)
        position = 0
        while position < len(target):
            entry = target[position]
            if position < len(self._entries) and self._entries[position] == entry:
                position += 1
            elif entry in present:
                self._move(self._entries.index(entry, position), position)
                position += 1
            else:
                end = position
                while end < len(target) and target[end] not in present:
                    end += 1
                self.beginInsertRows(QModelIndex(), position, end - 1)
                self._entries[position:position] = target[position:end]
                self.endInsertRows()
                position = end

    def _move(self, source: int, destination: int) -> None:
        self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), destination)
        self._entries.insert(destination, self._entries.pop(source))
        self.endMoveRows()

    def _tell(self, changed: dict[SessionRef, SessionRow | None], counted: set[Group]) -> None:
        """Name the lines that changed, neighbours at once; of many the whole stretch, which costs the view less."""
        places = [
            place
            for place, entry in enumerate(self._entries)
            if (entry in counted if isinstance(entry, Group) else entry in changed)
        ]
        runs: list[tuple[int, int]] = []
        for place in places:
            if runs and runs[-1][1] == place - 1:
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((place, place))
        if len(runs) > MOST_RUNS:
            runs = [(runs[0][0], runs[-1][1])]
        for first, last in runs:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))


def _tool_tip(row: SessionRow) -> str:
    lines = [
        words.title_of(row),
        f"{words.agent_title(row.agent)} · {words.one_line(row.cwd)}",
        words.status_sentence(row, now_us()),
    ]
    if row.status_at_us:
        lines.append(tr("since {when}").format(when=words.moment(row.status_at_us)))
    return words.plain_tip("\n".join(lines))
