"""Prompts for sessions somebody else started: kept until the agent can be given them.

One at work asks, at the end of its turn, whether to go on. One at rest is woken by a hook that waits beside it, where
the person has switched that on; else its prompts wait for the end of its next turn. The queue is the roster's (records
of what was queued, taken back and handed over), so it outlives the hub.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Container, Mapping, Sequence

from app.agents.base import Adapter
from app.core.commands import PromptResult, SendPrompt, WithdrawPrompt
from app.core.events import PromptQueued, PromptSent, PromptWithdrawn, TurnFinished, TurnStarted
from app.core.projections.rows import SessionRow
from app.core.records import Delivery, Record, SessionKey
from app.core.replying import ReplyHow, ReplyWay
from app.core.tr import mark
from app.hub.interrupting import rests
from app.hub.ports import Chores, Clock, Intake, RosterView, find_row
from app.hub.wakes import Wakes

MAX_QUEUED = 20
MAX_PROMPT_CHARS = 100_000
WAKING_US = 5_000_000
"""A session that was woken says so well before that, or it was not."""
_TOLD_BY_CHARS = 200
_WAYS: dict[ReplyHow, str] = {
    "wake": mark("wakes it now; it reads the message as a note, not as an approval"),
    "stop": mark("handed over when the turn it is in ends"),
    "next_stop": mark("it rests and nothing waits to wake it: handed over when its next turn ends"),
}
_NOT_TAKEN = mark("its hook took the message, but it has not woken: handed over when its next turn ends, if not before")


class _Waking:
    """Prompts on their way to a session at rest, until it tells that it has them."""

    def __init__(self, prompts: Sequence[tuple[str, str]], text: str, now_us: int) -> None:
        self.prompts = prompts
        self.text = text
        self.began_us = now_us
        self.deadline_us = now_us + WAKING_US
        self.woken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def is_told_by(self, record: Record, event: TurnStarted) -> bool:
        """It rested: what begins a turn of it now is this, and later whatever says the same."""
        if not self.woken.done() and record.source == "hook" and record.at_us >= self.began_us:
            return True
        return self.text.strip()[:_TOLD_BY_CHARS] in event.prompt

    def settle(self, woken: bool) -> None:
        if not self.woken.done():
            self.woken.set_result(woken)


class Prompts:
    """``is_hooked``: whether a session's hooks are heard (then it will ask). ``stopping``: sessions with a stop set."""

    def __init__(
        self,
        intake: Intake,
        roster: RosterView,
        adapters: Mapping[str, Adapter],
        chores: Chores,
        clock: Clock,
        wakes: Wakes,
        stopping: Container[SessionKey],
    ) -> None:
        self._intake = intake
        self._roster = roster
        self._adapters = adapters
        self._chores = chores
        self._clock = clock
        self._wakes = wakes
        self._stopping = stopping
        self._handed: set[str] = set()
        """Ids on their way to an agent: their record is not committed yet."""
        self._wakings: dict[SessionKey, _Waking] = {}

    # ── what can be done ───────────────────────────────────────────────────────────────────────

    def way(self, key: SessionKey, is_hooked: bool) -> ReplyWay:
        """How a prompt would reach the session now."""
        row = find_row(self._roster, key)
        why_not = self._why_not(row, is_hooked)
        if row is None or why_not:
            return ReplyWay(why_not=why_not)
        how: ReplyHow = "stop"
        if rests(row, self._roster) and not self._is_waking(key):
            how = "wake" if self._wakes.can_wake(key) and key not in self._stopping else "next_stop"
        return ReplyWay(how=how, sentence=_WAYS[how])

    def _why_not(self, row: SessionRow | None, is_hooked: bool) -> str:
        if row is None:
            return mark("there is no such session")
        if row.ended_at_us or row.status in ("ended", "lost"):
            return mark("it has ended")
        if not is_hooked:
            return mark("no hook of it is heard: connect the agent first")
        if len(self._waiting(SessionKey(row.agent, row.session_id))) >= MAX_QUEUED:
            return mark("{count} prompts are queued already").format(count=MAX_QUEUED)
        return ""

    # ── orders ─────────────────────────────────────────────────────────────────────────────────

    async def queue(self, order: SendPrompt, is_hooked: bool, by: str) -> PromptResult:
        """Keep a prompt until it can be handed over, which may be now; or say why that would be in vain."""
        key = SessionKey(order.agent, order.session_id)
        way = self.way(key, is_hooked)
        if way.why_not:
            return PromptResult(sent=False, why=way.why_not)
        if not order.text.strip() or len(order.text) > MAX_PROMPT_CHARS:
            return PromptResult(
                sent=False, why=mark("a prompt has 1 to {most} characters").format(most=f"{MAX_PROMPT_CHARS:,}")
            )
        prompt_id = str(uuid.uuid4())
        await self._intake.emit(*key, PromptQueued(prompt_id=prompt_id, text=order.text, by=by))
        why = way.sentence
        if self.way(key, is_hooked=True).how == "wake":  # now that it is certain to be kept
            if await self._wake(key):
                return PromptResult(sent=True, how="wake", prompt_id=prompt_id)
            why = _NOT_TAKEN
        elif way.how == "wake":
            why = _WAYS["next_stop"]
        return PromptResult(sent=False, how="queued", why=why, prompt_id=prompt_id)

    async def withdraw(self, order: WithdrawPrompt, by: str) -> list[str]:
        """Take one back, or all; the ids of those that were still there."""
        key = SessionKey(order.agent, order.session_id)
        ids = [prompt_id for prompt_id, _ in self._waiting(key) if order.prompt_id in ("", prompt_id)]
        for prompt_id in ids:
            await self._intake.emit(*key, PromptWithdrawn(prompt_id=prompt_id, by=by))
        return ids

    # ── at the end of a turn ───────────────────────────────────────────────────────────────────

    def reply_at_rest(self, delivery: Delivery, records: Sequence[Record]) -> bytes | None:
        """The reply to a hook that says the turn is over: everything queued, or None."""
        for record in records:
            if isinstance(record.event, TurnFinished) and (waiting := self._waiting(record.key)):
                self._handed |= {prompt_id for prompt_id, _ in waiting}
                self._chores.soon(self._tell(record.key, waiting, "stop"))
                return self._adapters[delivery.agent].reply_go_on(_joined(waiting))
        return None

    # ── at rest ────────────────────────────────────────────────────────────────────────────────

    async def _wake(self, key: SessionKey) -> bool:
        """Hand everything queued to the relay that waits; whether the session then said that it works on it."""
        waiting = self._waiting(key)
        self._handed |= {prompt_id for prompt_id, _ in waiting}
        text = _joined(waiting)
        waking = self._wakings[key] = _Waking(waiting, text, self._clock.now_us())
        self._wakes.wake(key, self._adapters[key.agent].reply_wake(text))
        return await waking.woken

    def _is_waking(self, key: SessionKey) -> bool:
        waking = self._wakings.get(key)
        return waking is not None and not waking.woken.done()

    def on_records(self, records: Sequence[Record]) -> None:
        """Look through freshly committed records for sessions that woke with what they were given."""
        for record in records if self._wakings else ():
            waking, event = self._wakings.get(record.key), record.event
            if waking is not None and isinstance(event, TurnStarted) and waking.is_told_by(record, event):
                del self._wakings[record.key]
                left = {prompt_id for prompt_id, _ in self._roster.queued_prompts(record.key)}
                told = [prompt for prompt in waking.prompts if prompt[0] in left]
                self._handed |= {prompt_id for prompt_id, _ in told}
                self._chores.soon(self._tell(record.key, told, "wake", waking))

    def tick(self) -> None:
        """A session that was given a message and says nothing keeps it in its queue: the hook may have been ended."""
        for waking in self._wakings.values():
            if not waking.woken.done() and self._clock.now_us() >= waking.deadline_us:
                self._handed -= {prompt_id for prompt_id, _ in waking.prompts}
                waking.settle(False)

    def close(self) -> None:
        """The hub ends: nobody waits for an answer any more."""
        for waking in self._wakings.values():
            waking.settle(False)

    # ── the queue ──────────────────────────────────────────────────────────────────────────────

    def _waiting(self, key: SessionKey) -> list[tuple[str, str]]:
        return [prompt for prompt in self._roster.queued_prompts(key) if prompt[0] not in self._handed]

    async def _tell(
        self, key: SessionKey, handed: Sequence[tuple[str, str]], how: str, waking: _Waking | None = None
    ) -> None:
        for prompt_id, text in handed:
            await self._intake.emit(*key, PromptSent(prompt_id=prompt_id, text=text, how=how))
            self._handed.discard(prompt_id)
        if waking is not None:
            waking.settle(True)


def _joined(prompts: Sequence[tuple[str, str]]) -> str:
    return "\n\n".join(text for _, text in prompts)
