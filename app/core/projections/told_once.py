"""One line for what several sources tell: of each group of tellings only the one that says most is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from app.core.projections.blocklist import NOTICE, Shown
from app.core.projections.blocks import NoticeBlock


class Told(NamedTuple):
    """``rank``: how much it says; of equals the first is shown."""

    at_us: int
    rank: int
    words: str


Grouping = Callable[[Sequence[Told]], Iterable[Sequence[Told]]]
"""All tellings in order of time → those that tell of the same."""


class ToldOnce:
    """The lines of one kind of notice."""

    def __init__(self, blocks: Shown, notice: str, level: str, grouping: Grouping) -> None:
        self._blocks = blocks
        self._notice, self._level = notice, level
        self._grouping = grouping
        self._seqs: dict[Told, int] = {}
        self._shown: set[str] = set()

    def tell(self, told: Told, seq: int) -> None:
        """One source tells it."""
        self._seqs[told] = min(seq, self._seqs.get(told, seq))
        self.show()

    def show(self) -> None:
        """What belongs together may be other than it was."""
        shown = set()
        for group in self._grouping(sorted(self._seqs)):
            best = max(group, key=lambda told: (told.rank, -told.at_us, told.words))
            shown.add(self._put(best, min(self._seqs[told] for told in group)))
        for block_id in self._shown - shown:
            self._blocks.remove(block_id)
        self._shown = shown

    def _put(self, told: Told, first_seq: int) -> str:
        digest = blake2b(f"{told.words}\0".encode("utf-8", "backslashreplace"), digest_size=6).hexdigest()
        block_id = f"notice:{self._notice}:{told.at_us}:{digest}"
        block = NoticeBlock(
            block_id=block_id,
            at_us=told.at_us,
            first_seq=first_seq,
            notice=self._notice,
            text=told.words,
            level=self._level,
        )
        self._blocks.put(block_id, "", NOTICE, told.at_us, lambda: block)
        return block_id


def near(apart_us: int) -> Grouping:
    """Those belong together of which none is farther than so much from the one before."""

    def grouped(all_told: Sequence[Told]) -> Iterable[Sequence[Told]]:
        group: list[Told] = []
        for told in all_told:
            if group and told.at_us - group[-1].at_us > apart_us:
                yield group
                group = []
            group.append(told)
        if group:
            yield group

    return grouped


def in_a_turn(turn_at: Callable[[int], str]) -> Grouping:
    """Those of one turn belong together; of no known turn, each stands for itself."""

    def grouped(all_told: Sequence[Told]) -> Iterable[Sequence[Told]]:
        turns: dict[str, list[Told]] = {}
        for number, told in enumerate(all_told):
            turns.setdefault(turn_at(told.at_us) or f"\0{number}", []).append(told)
        return turns.values()

    return grouped
