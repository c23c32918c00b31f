"""What a view needs of a transcript, and how its changes get onto the page in as little work as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from app.core.projections.blocks import AnyBlock
from app.desktop.views.output_geometry import NOWHERE
from app.desktop.views.output_page import Page


class TranscriptSource(Protocol):
    """What the view needs of a transcript."""

    def blocks(self, lane: str = "") -> list[AnyBlock]: ...
    def block(self, block_id: str) -> AnyBlock | None: ...
    def position(self, block_id: str) -> int: ...
    def take_changes(self) -> Any: ...
    def take_appended(self) -> Mapping[str, str]: ...


def take_in(page: Page, source: TranscriptSource, changes: Any, appended: Mapping[str, str]) -> tuple[int, int]:
    """Put changes onto the page: the depth from which on it changed, and how many sections came."""
    before = len(page.sections)
    dirty = NOWHERE
    for block_id, text in appended.items():
        dirty = min(dirty, page.append_text(block_id, text))
    if changes.reordered or not _take_one_by_one(changes.changed_ids, page, source):
        dirty = min(dirty, page.show(source.blocks))
    else:
        dirty = min(dirty, _taken(changes.changed_ids, page, source))
    return dirty, max(0, len(page.sections) - before)


def _take_one_by_one(changed_ids: frozenset[str], page: Page, source: TranscriptSource) -> bool:
    """Whether the order of what is there stays: a subagent's new block may stand anywhere on the page."""
    fresh = (source.block(block_id) for block_id in changed_ids if block_id not in page.index_of)
    return not any(block.lane for block in fresh if block is not None)


def _taken(changed_ids: frozenset[str], page: Page, source: TranscriptSource) -> int:
    dirty = NOWHERE
    fresh: list[AnyBlock] = []
    for block_id in changed_ids:
        block = source.block(block_id)
        if block is None:
            continue
        if block_id in page.index_of:
            dirty = min(dirty, page.update_block(block))
        else:
            fresh.append(block)
    for block in sorted(fresh, key=lambda block: source.position(block.block_id)):
        dirty = min(dirty, page.append_block(block))
    return dirty
