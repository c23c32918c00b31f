"""Prompts for sessions somebody else started: kept until the agent asks, at the end of its turn, whether to go on.

The queue is the roster's (records of what was queued, taken back and handed over), so it outlives the hub.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from app.agents.base import Adapter
from app.core.commands import PromptResult, SendPrompt, WithdrawPrompt
from app.core.events import PromptQueued, PromptSent, PromptWithdrawn, TurnFinished
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.hub.ports import Chores, Intake, RosterView, find_row

MAX_QUEUED = 20
MAX_PROMPT_CHARS = 100_000


class Prompts:
    """``is_hooked``: whether a session's hooks are heard (then it will ask)."""

    def __init__(self, intake: Intake, roster: RosterView, adapters: Mapping[str, Adapter], chores: Chores) -> None:
        self._intake = intake
        self._roster = roster
        self._adapters = adapters
        self._chores = chores
        self._handed: set[str] = set()
        """Ids on their way to an agent: their record is not committed yet."""

    async def queue(self, order: SendPrompt, is_hooked: bool, by: str) -> PromptResult:
        """Keep a prompt for the end of the turn, or say why that would be in vain."""
        key = SessionKey(order.agent, order.session_id)
        row = find_row(self._roster, key)
        why = self._why_not(row, order.text, is_hooked)
        if why:
            return PromptResult(sent=False, why=why)
        prompt_id = str(uuid.uuid4())
        await self._intake.emit(*key, PromptQueued(prompt_id=prompt_id, text=order.text, by=by))
        why = "it is handed over when the turn it is in ends"
        return PromptResult(sent=False, how="queued", why=why, prompt_id=prompt_id)

    def _why_not(self, row: SessionRow | None, text: str, is_hooked: bool) -> str:
        if row is None:
            return "there is no such session"
        if not text.strip() or len(text) > MAX_PROMPT_CHARS:
            return f"a prompt has 1 to {MAX_PROMPT_CHARS:,} characters"
        if row.status not in ("working", "waiting") or row.waiting_on == "input":
            return "it rests, and only who runs it can wake it: type the prompt where it runs"
        if not is_hooked:
            return "no hook of it is heard: connect the agent first"
        if len(self._waiting(SessionKey(row.agent, row.session_id))) >= MAX_QUEUED:
            return f"{MAX_QUEUED} prompts are queued already"
        return ""

    async def withdraw(self, order: WithdrawPrompt, by: str) -> list[str]:
        """Take one back, or all; the ids of those that were still there."""
        key = SessionKey(order.agent, order.session_id)
        ids = [prompt_id for prompt_id, _ in self._waiting(key) if order.prompt_id in ("", prompt_id)]
        for prompt_id in ids:
            await self._intake.emit(*key, PromptWithdrawn(prompt_id=prompt_id, by=by))
        return ids

    def reply_at_rest(self, delivery: Delivery, records: Sequence[Record]) -> bytes | None:
        """The reply to a hook that says the turn is over: everything queued, or None."""
        for record in records:
            if isinstance(record.event, TurnFinished) and (waiting := self._waiting(record.key)):
                self._handed |= {prompt_id for prompt_id, _ in waiting}
                self._chores.soon(self._tell(record.key, waiting))
                text = "\n\n".join(text for _, text in waiting)
                return self._adapters[delivery.agent].reply_go_on(text)
        return None

    def _waiting(self, key: SessionKey) -> list[tuple[str, str]]:
        return [prompt for prompt in self._roster.queued_prompts(key) if prompt[0] not in self._handed]

    async def _tell(self, key: SessionKey, handed: Sequence[tuple[str, str]]) -> None:
        for prompt_id, text in handed:
            await self._intake.emit(*key, PromptSent(prompt_id=prompt_id, text=text, how="stop"))
            self._handed.discard(prompt_id)
