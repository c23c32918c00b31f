"""Blocks of a transcript in display order, and what a view has to look at again since it last asked."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from typing import Protocol

import msgspec

from app.core.projections.blocks import AnyBlock

PROMPT, THOUGHT, TEXT, TOOL, PERMISSION, NOTICE = range(1, 7)
"""Which of two blocks with the same stamp comes first."""

Order = tuple[int, int, str]
Build = Callable[[], AnyBlock]


class Shown(Protocol):
    """Where the parts of a fold show what changed: the blocks of a transcript, or whoever else wants to know."""

    def __contains__(self, block_id: str) -> bool: ...

    def put(self, block_id: str, lane: str, rank: int, at_us: int, build: Build) -> None:
        """The thing is new or changed."""

    def grew(self, block_id: str, text: str) -> None:
        """Its text got longer at the end."""

    def refresh(self, block_id: str) -> None:
        """It may have changed."""

    def remove(self, block_id: str) -> None:
        """It is no more."""


class Changes(msgspec.Struct, frozen=True):
    """What a view has to look at again.

    ``changed_ids``: blocks that are new or were replaced; not those whose text only grew at its end
    (``take_appended``). ``removed_ids``: blocks that are no more. ``reordered``: a block vanished, changed its place,
    or came elsewhere than at its lane's end, so positions must be read again.
    """

    changed_ids: frozenset[str] = frozenset()
    removed_ids: frozenset[str] = frozenset()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.changed_ids or self.removed_ids or self.reordered)


_LONG_TEXT_CHARS = 1_000_000
"""Two of one such text are worth a look of the view at a block that did not change."""


class Item(msgspec.Struct, eq=False):
    """One block in the making: where it stands, how to build it, and the block once somebody asked for it."""

    block_id: str
    lane: str
    build: Build
    order: Order
    block: AnyBlock | None = None


class BlockList:
    """Ordered lanes of lazily built blocks."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._lanes: dict[str, list[Order]] = {}
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._reordered = False
        self._appended: dict[str, list[str]] = {}

    def __contains__(self, block_id: str) -> bool:
        return block_id in self._items

    def __len__(self) -> int:
        return len(self._items)

    # ── reading ────────────────────────────────────────────────────────────────────────────────

    def blocks(self, lane: str) -> list[AnyBlock]:
        return [self._built(self._items[block_id]) for _, _, block_id in self._lanes.get(lane, ())]

    def block(self, block_id: str) -> AnyBlock | None:
        item = self._items.get(block_id)
        return None if item is None else self._built(item)

    def ids(self, lane: str) -> list[str]:
        return [block_id for _, _, block_id in self._lanes.get(lane, ())]

    def lanes(self) -> list[str]:
        """Lanes that hold blocks: the main one, then by their first block."""
        held = [(lane != "", line[0], lane) for lane, line in self._lanes.items() if line]
        return [lane for _, _, lane in sorted(held)]

    def position(self, block_id: str) -> int:
        item = self._items.get(block_id)
        return -1 if item is None else bisect_left(self._lanes[item.lane], item.order)

    def take_changes(self) -> Changes:
        changed, removed = self._changed & self._items.keys(), self._removed - self._items.keys()
        changes = Changes(frozenset(changed), frozenset(removed), self._reordered)
        self._changed, self._removed, self._reordered = set(), set(), False
        return changes

    def take_appended(self) -> dict[str, str]:
        appended, self._appended = self._appended, {}
        return {block_id: "".join(pieces) for block_id, pieces in appended.items()}

    def open_tails(self) -> dict[str, list[str]]:
        return {block_id: list(pieces) for block_id, pieces in self._appended.items()}

    def _built(self, item: Item) -> AnyBlock:
        if item.block is None:
            item.block = item.build()
        return item.block

    # ── changing ───────────────────────────────────────────────────────────────────────────────

    def put(self, block_id: str, lane: str, rank: int, at_us: int, build: Build) -> None:
        """Show a block, new or changed, where it belongs."""
        order = (at_us, rank, block_id)
        item = self._items.get(block_id)
        if item is None:
            self._items[block_id] = Item(block_id, lane, build, order)
            self._insert(lane, order)
        else:
            item.build = build
            if order != item.order or lane != item.lane:
                self._move(item, lane, order)
            fresh = None if item.block is None else build()
            if fresh is not None and fresh == item.block:
                if len(getattr(fresh, "text", "")) >= _LONG_TEXT_CHARS:
                    # Told once more, and nothing new in it; but of a long text only the telling that lasts is kept.
                    item.block = fresh
                    self._changed.add(block_id)
                return
            self._changed_at_all(item)
            item.block = fresh
        self._changed.add(block_id)

    def grew(self, block_id: str, text: str) -> None:
        """A block's text got longer at its end; costs the new text only."""
        item = self._items[block_id]
        item.block = None
        if block_id not in self._changed:  # else the view reads it whole anyway
            self._appended.setdefault(block_id, []).append(text)

    def refresh(self, block_id: str) -> None:
        """Build a block again and mark it changed if it came out different."""
        item = self._items.get(block_id)
        if item is None:
            return
        fresh = item.build()
        if fresh != item.block:
            self._changed_at_all(item)
            item.block = fresh
            self._changed.add(block_id)

    def remove(self, block_id: str) -> None:
        item = self._items.pop(block_id, None)
        if item is None:
            return
        line = self._lanes[item.lane]
        del line[bisect_left(line, item.order)]
        self._appended.pop(block_id, None)
        self._removed.add(block_id)
        self._reordered = True

    def _changed_at_all(self, item: Item) -> None:
        item.block = None
        self._appended.pop(item.block_id, None)

    def _insert(self, lane: str, order: Order) -> None:
        line = self._lanes.setdefault(lane, [])
        if line and order < line[-1]:
            self._reordered = True
        insort(line, order)

    def _move(self, item: Item, lane: str, order: Order) -> None:
        before, after = self._lanes[item.lane], self._lanes.setdefault(lane, [])
        place = bisect_left(before, item.order)
        del before[place]
        new_place = bisect_left(after, order)
        if before is not after or new_place != place:
            self._reordered = True
        after.insert(new_place, order)
        item.lane, item.order = lane, order
