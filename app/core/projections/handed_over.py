"""Prompts written from here for a session somebody else started: queued, handed over at a turn's end, or taken back.

The agent's own records do not show them as prompts, so each is a block of its own, ``prompt:<our id>``. One that went
to a launched session, or woke a session at rest, is shown by the agent itself.
"""

from __future__ import annotations

import msgspec

from app.core import events as e
from app.core.projections.blocklist import PROMPT, Shown
from app.core.projections.blocks import AnyBlock, PromptBlock
from app.core.records import Record


class _Prompt(msgspec.Struct):
    queued_us: int = 0
    sent_us: int = 0
    how: str = ""
    withdrawn: bool = False
    text: str = ""
    first_seq: int = 0


class HandedOver:
    """All of them; tells the block list what changed."""

    def __init__(self, blocks: Shown) -> None:
        self._blocks = blocks
        self._prompts: dict[str, _Prompt] = {}

    def take_queued(self, record: Record, event: e.PromptQueued) -> None:
        """It waits."""
        prompt = self._prompt(record, event.prompt_id)
        prompt.queued_us, prompt.text = record.at_us, event.text
        self._show(event.prompt_id, prompt)

    def take_sent(self, record: Record, event: e.PromptSent) -> None:
        """The agent has it."""
        prompt = self._prompt(record, event.prompt_id)
        prompt.sent_us, prompt.text, prompt.how = record.at_us, event.text, event.how
        self._show(event.prompt_id, prompt)

    def take_withdrawn(self, record: Record, event: e.PromptWithdrawn) -> None:
        """It was taken back."""
        prompt = self._prompt(record, event.prompt_id)
        prompt.withdrawn = True
        self._show(event.prompt_id, prompt)

    def _prompt(self, record: Record, prompt_id: str) -> _Prompt:
        prompt = self._prompts.setdefault(prompt_id, _Prompt())
        prompt.first_seq = min(prompt.first_seq or record.seq, record.seq)
        return prompt

    def _show(self, prompt_id: str, prompt: _Prompt) -> None:
        at_us = prompt.sent_us or prompt.queued_us
        if prompt.how in ("stream", "wake"):
            self._blocks.remove(f"prompt:{prompt_id}")
            return
        if not at_us:
            return
        state = "" if prompt.sent_us else "withdrawn" if prompt.withdrawn else "queued"
        block = PromptBlock(
            block_id=f"prompt:{prompt_id}", at_us=at_us, first_seq=prompt.first_seq, text=prompt.text, state=state
        )

        def build() -> AnyBlock:
            return block

        self._blocks.put(block.block_id, "", PROMPT, at_us, build)
