"""Looking at a session before a lever is pulled: what the records, the system and its terminal say about it now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from app.agents.base import Adapter
from app.core.projections.rows import SessionRow
from app.core.projections.words import ask_words, call_words
from app.core.tr import mark
from app.hub.answers import Answers
from app.hub.ending import Target, family_of
from app.hub.interrupting import rests
from app.hub.levers import Sight
from app.hub.ports import Clock, NoStreams, RosterView, Streams, key_of
from app.hub.turns import Turns
from app.system.processes import Processes, ProcessInfo
from app.system.terminals import Place, Terminals


class Lookout:
    """Gathers ``Sight``s. ``target_of``: whose processes a session's are; None when they are another's now."""

    def __init__(
        self,
        processes: Processes,
        terminals: Terminals,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        answers: Answers,
        turns: Turns,
        roster: RosterView,
        target_of: Callable[[SessionRow], Target | None],
    ) -> None:
        self._roster = roster
        self._processes = processes
        self._terminals = terminals
        self._adapters = adapters
        self._clock = clock
        self._answers = answers
        self._turns = turns
        self._target_of = target_of
        self.streams: Streams = NoStreams()

    async def sight(self, row: SessionRow) -> Sight:
        """One look; some 20 ms in a thread, for it reads all processes and asks tmux."""
        key, target = key_of(row), self._target_of(row)
        agent, below, place = await asyncio.to_thread(self._look, target)
        subagents = self._turns.subagents(key)
        adapter, resting = self._adapters.get(row.agent), rests(row, self._roster)
        return Sight(
            row=row,
            now_us=self._clock.now_us(),
            at_work=not self._is_gone(row, agent) and (not resting or bool(subagents)),
            conversation_rests=resting,
            hooked=self._turns.is_hooked(key),
            streams=self.streams.runs(key),
            print_mode=self._roster.in_print_mode(key),
            output_began=self._turns.has_said_something(key),
            asks=tuple(
                call_words(held.tool_name, held.input) if held.kind == "permission" else
                ask_words(held.kind, held.tool_name, held.input)
                for held in self._answers.pending()
                if (held.agent, held.session_id) == key
            ),
            subagents=tuple(words or lane for lane, words in subagents.items()),
            place=place,
            agent=agent,
            below=below,
            held_up=self._held_up(target),
            resume=adapter.resume_command(row.session_id, row.cwd) if adapter is not None else "",
        )  # fmt: skip

    def _look(self, target: Target | None) -> tuple[ProcessInfo | None, tuple[ProcessInfo, ...], Place]:
        if target is None:
            return None, (), Place(why_not=mark("its process runs another session now"))
        if target.agent is None:
            return None, tuple(family_of(self._processes, target)), Place(why_not=mark("its process is not known"))
        agent = self._processes.find(target.agent)
        return agent, tuple(family_of(self._processes, target)), self._terminals.place_of(target.agent)

    def _held_up(self, target: Target | None) -> str:
        if target is None:
            return mark("its process runs another session now")
        refusal = self._processes.refusal(target.agent) if target.agent is not None else ""
        return "" if refusal == "gone" else refusal

    def _is_gone(self, row: SessionRow, agent: ProcessInfo | None) -> bool:
        return row.pid > 0 and agent is None
