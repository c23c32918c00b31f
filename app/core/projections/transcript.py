"""The transcript of one session: records in any order → blocks in the order things were said and done.

Hook, transcript and registry tell the same things under partly different ids; each thing becomes one block and keeps
its ``block_id`` from first sight to last: ``prompt:<turn>``, ``text:<message>``, ``thought:<block>``,
``tool:<call>``, ``permission:<request>``, ``subagent:<lane>`` (only while its call is unknown), ``notice:…``. A
subagent has a lane of its own; its call in the lane of who started it is a ``SubagentBlock``. A view asks
``take_changes()`` and ``take_appended()`` once a frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.core import events as e
from app.core.projections.blocklist import PROMPT, BlockList, Changes
from app.core.projections.blocks import AnyBlock, PromptBlock
from app.core.projections.calls import Best, source_rank
from app.core.projections.doings import Doings
from app.core.projections.handed_over import HandedOver
from app.core.projections.margin import Margin
from app.core.projections.rests import Rests, rest_of
from app.core.projections.said import Texts
from app.core.projections.thoughts import Thoughts
from app.core.records import Record, SessionKey

__all__ = ["Changes", "Transcript"]


class _Prompt(msgspec.Struct):
    at_us: int = 0
    first_seq: int = 0
    told: Best = msgspec.field(default_factory=Best)


class Transcript:
    """Folds the records of one session into blocks."""

    def __init__(self, key: SessionKey) -> None:
        self.key = key
        self._blocks = BlockList()
        self._prompts: dict[str, _Prompt] = {}
        self._rests = Rests()
        self._doings = Doings(self._blocks, self._rests, self._call_began)
        self._texts = Texts(self._blocks, self._rests, self._doings.call_beside)
        self._handed_over = HandedOver(self._blocks)
        self._thoughts = Thoughts(self._blocks, self._texts.ended)
        self._margin = Margin(self._blocks, self._rests, self._texts.has_text, self._doings.task_named)

    # ── what views and the command line ask ────────────────────────────────────────────────────

    def blocks(self, lane: str = "") -> list[AnyBlock]:
        """The blocks of a lane ("" is the main conversation) in display order."""
        return self._blocks.blocks(lane)

    def block(self, block_id: str) -> AnyBlock | None:
        """One block as it is now; None when there is none of that id (any more)."""
        return self._blocks.block(block_id)

    def ids(self, lane: str = "") -> list[str]:
        """The ids of a lane in display order, without building any block."""
        return self._blocks.ids(lane)

    def lanes(self) -> list[str]:
        """The lanes that hold blocks: the main one, then subagents by their first block."""
        return self._blocks.lanes()

    def position(self, block_id: str) -> int:
        """Where a block stands in its lane; -1 when there is none of that id."""
        return self._blocks.position(block_id)

    def take_changes(self) -> Changes:
        """What changed since the last call, text that only grew aside."""
        return self._blocks.take_changes()

    def take_appended(self) -> dict[str, str]:
        """block_id → text added at its end since the last call, for blocks that did not change otherwise."""
        return self._blocks.take_appended()

    def open_tails(self) -> dict[str, list[str]]:
        """The pieces ``take_appended`` would give, left where they are."""
        return self._blocks.open_tails()

    def __len__(self) -> int:
        return len(self._blocks)

    # ── folding ────────────────────────────────────────────────────────────────────────────────

    def apply(self, record: Record) -> None:
        """Fold one record in; those of other sessions are ignored."""
        if record.session_id != self.key.session_id or record.agent != self.key.agent:
            return
        event = record.event
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, record, event)
        self._margin.take(record)
        rest = rest_of(event)
        if rest:
            lane = event.lane if isinstance(event, e.SubagentFinished) else ""
            if self._rests.add(record.at_us, rest, lane):
                self._rested()

    def _rested(self) -> None:
        self._texts.rested()
        self._thoughts.rested()
        self._doings.rested()

    def _call_began(self, lane: str, at_us: int) -> None:
        self._texts.call_began(lane, at_us)

    def _see_lane(self, lane: str, record: Record) -> None:
        if lane:
            self._doings.subagents.see_lane(lane, record)

    def _on_turn(self, record: Record, event: e.TurnStarted) -> None:
        turn_id = event.turn_id or f"@{record.at_us}"
        prompt = self._prompts.setdefault(turn_id, _Prompt())
        before = prompt.at_us
        if not before or record.at_us < before:
            prompt.at_us = record.at_us
        prompt.first_seq = min(prompt.first_seq or record.seq, record.seq)
        prompt.told.offer(source_rank(record), record.at_us, (event.prompt, event.origin))
        block_id = f"prompt:{turn_id}"

        def build() -> AnyBlock:
            text, origin = prompt.told.value
            return PromptBlock(
                block_id=block_id, at_us=prompt.at_us, first_seq=prompt.first_seq, text=text, origin=origin
            )

        self._blocks.put(block_id, "", PROMPT, prompt.at_us, build)
        if before != prompt.at_us:
            self._rests.move_prompt(turn_id, before, prompt.at_us)
            self._texts.prompt_came()
            self._rested()
            self._margin.prompt_came()

    def _on_delta(self, record: Record, event: e.MessageDelta) -> None:
        if event.thought:
            self._thoughts.take_delta(record, event)
        else:
            self._texts.take_delta(record, event)
        if event.lane:
            self._see_lane(event.lane, record)
        if event.final and not event.thought:
            self._margin.text_came(record.at_us)

    def _on_written(self, record: Record, event: e.MessageWritten) -> None:
        self._texts.take_written(record, event)
        self._see_lane(event.lane, record)
        self._margin.text_came(record.at_us)

    def _on_thought(self, record: Record, event: e.ThoughtWritten) -> None:
        self._thoughts.take_whole(record, event)
        self._see_lane(event.lane, record)

    def _on_call(self, record: Record, event: e.ToolCallStarted) -> None:
        self._doings.take_start(record, event)
        self._see_lane(event.lane, record)

    def _on_call_end(self, record: Record, event: e.ToolCallFinished) -> None:
        self._doings.take_finish(record, event)
        self._see_lane(event.lane, record)

    def _on_report(self, record: Record, event: e.AgentReported) -> None:
        self._doings.requests.take_report(record.at_us, event.state)


_HANDLERS: dict[type[e.Event], Callable[[Transcript, Record, Any], None]] = {
    e.TurnStarted: Transcript._on_turn,
    e.MessageDelta: Transcript._on_delta,
    e.MessageWritten: Transcript._on_written,
    e.ThoughtWritten: Transcript._on_thought,
    e.ToolCallStarted: Transcript._on_call,
    e.ToolCallFinished: Transcript._on_call_end,
    e.ToolBatchFinished: lambda self, record, event: self._doings.take_batch(record, event),
    e.PermissionDenied: lambda self, record, event: self._doings.take_denial(record, event),
    e.PermissionRequested: lambda self, record, event: self._doings.requests.take_request(record, event),
    e.PermissionSettled: lambda self, record, event: self._doings.requests.take_settled(record, event),
    e.PromptQueued: lambda self, record, event: self._handed_over.take_queued(record, event),
    e.PromptSent: lambda self, record, event: self._handed_over.take_sent(record, event),
    e.PromptWithdrawn: lambda self, record, event: self._handed_over.take_withdrawn(record, event),
    e.SubagentStarted: lambda self, record, event: self._doings.subagents.take_start(record, event),
    e.SubagentFinished: lambda self, record, event: self._doings.subagents.take_end(record, event),
    e.AgentReported: Transcript._on_report,
}
