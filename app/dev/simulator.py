"""One simulated agent: a process that behaves at its hooks, files and signals as Claude Code 2.1.197 does.

It runs the hooks that stand in its settings file (the real relay), obeys their replies, keeps the live registry and a
transcript, has real child processes while a Bash tool runs, and dies as the original does: on SIGTERM it says
SessionEnd and leaves its running children behind. It ends by itself when whoever started it is gone.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from app.dev.sim_files import SessionFiles
from app.dev.sim_hooks import HookRunner, hook_environment
from app.dev.sim_tools import Conversation, ToolRunner, TurnStopped
from app.dev.steps import Failure, Message, Scenario, Turn
from app.system.processes import system_processes

_EXIT_CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 0}
_WATCH_PARENT_S = 1.0
_LINES_AT_ONCE = 2


class Agent:
    """Plays one scenario in one session, turn after turn."""

    def __init__(self, scenario: Scenario, home: Path, cwd: Path, speed: float, seed: int) -> None:
        self._scenario = scenario
        self._random = random.Random(seed)
        self._session_id = str(uuid.UUID(int=self._random.getrandbits(128) ^ uuid.uuid4().int, version=4))
        me = system_processes().look(os.getpid())
        files = SessionFiles(home, cwd, self._session_id, scenario.branch, me.id.start if me else 0)
        hooks = HookRunner(home / "settings.json", cwd, hook_environment(self._session_id, cwd))
        self._talk = Conversation(files, hooks, cwd, speed)
        self._tools = ToolRunner(self._talk, self._play_message)
        self._tokens = 0

    async def live(self, turns: int = 0) -> None:
        """Go through the turns for ever (or ``turns`` of them, then leave as /exit does)."""
        talk = self._talk
        talk.files.report("idle")
        await talk.fire("SessionStart", source="startup", model=f"{self._scenario.model}[1m]")
        await talk.pause(self._random.uniform(0.2, 1.2))
        played = 0
        while not turns or played < turns:
            turn = self._scenario.turns[played % len(self._scenario.turns)]
            await self._play(turn)
            played += 1
            if not turns or played < turns:
                await talk.pause(turn.rest_s)
        await self.say_goodbye("prompt_input_exit")

    async def say_goodbye(self, reason: str) -> None:
        """SessionEnd, and the registry entry goes; nothing else is said from now on."""
        self._talk.leaving = True
        await self._talk.fire("SessionEnd", reason=reason)
        await self._talk.hooks.settle(1.0)
        self._talk.files.leave()

    async def _play(self, turn: Turn) -> None:
        talk, began = self._talk, time.monotonic()
        talk.begin_turn(str(uuid.uuid4()))
        talk.files.report("busy")
        await talk.fire("UserPromptSubmit", permission_mode="default", prompt=turn.prompt)
        talk.files.prompt(talk.prompt_id, turn.prompt)
        try:
            last = await self._play_steps(turn)
        except TurnStopped as stopped:
            self._leave_turn(stopped)
            return
        if last is not None:
            end: dict[str, Any] = {
                "stop_hook_active": False,
                "last_assistant_message": last,
                "background_tasks": [],
                "session_crons": [],
            }
            await talk.fire("Stop", permission_mode="default", **end)
            talk.files.turn_took(int((time.monotonic() - began) * 1000))
        talk.files.report("idle")

    async def _play_steps(self, turn: Turn) -> str | None:
        """The last message's text; None when the model could not be reached."""
        said = ""
        for step in turn.steps:
            if isinstance(step, Failure):
                await self._fail(step)
                return None
            await self._talk.pause(self._random.uniform(0.5, 1.4))
            said = await self._play_message(step, "", "") or said
        return said

    async def _play_message(self, message: Message, lane: str, kind: str) -> str:
        """Think, write, use tools; ``lane`` and ``kind``: the subagent that does it. Returns the text."""
        talk = self._talk
        done: list[tuple[dict[str, Any], float]] = []
        if message.thought:
            await talk.pause(1.5)
            done.append(({"type": "thinking", "thinking": message.thought, "signature": ""}, time.time()))
        if message.text:
            await (talk.pause(1.0) if lane else self._stream(message))
            done.append(({"type": "text", "text": message.text}, time.time()))
        calls = [(f"toolu_{uuid.uuid4().hex[:22]}", tool) for tool in message.tools]
        for call_id, tool in calls:
            done.append(({"type": "tool_use", "id": call_id, "name": tool.name, "input": tool.input}, time.time()))
        about = self._about(message, bool(calls))
        await talk.pause(0.1)
        for block, at_s in done:  # all together, after the message has ended
            talk.files.block(block, about, at_s, lane)
        if calls:
            await self._tools.run(calls, lane, kind)
        return message.text

    def _about(self, message: Message, uses_tools: bool) -> dict[str, Any]:
        self._tokens += message.output_tokens
        usage = {
            "input_tokens": 40 + len(message.text) // 8,
            "cache_creation_input_tokens": message.output_tokens,
            "cache_read_input_tokens": 14_000 + self._tokens,
            "output_tokens": message.output_tokens,
        }
        reason = "tool_use" if uses_tools else "end_turn"
        return {
            "id": f"msg_{uuid.uuid4().hex[:20]}",
            "model": self._scenario.model,
            "stop_reason": reason,
            "usage": usage,
        }

    async def _stream(self, message: Message) -> None:
        """Show the text as it is written: complete lines, a few at a time, each through MessageDisplay."""
        lines = message.text.splitlines(keepends=True)
        about = {"turn_id": str(uuid.uuid4()), "message_id": str(uuid.uuid4())}
        at, index = 0, 0
        while at < len(lines):
            count = self._random.randint(1, _LINES_AT_ONCE)
            await self._talk.pause(count / message.lines_per_s)
            delta, at = "".join(lines[at : at + count]), at + count
            await self._talk.fire("MessageDisplay", **about, index=index, final=at >= len(lines), delta=delta)
            index += 1

    async def _fail(self, failure: Failure) -> None:
        talk = self._talk
        await talk.pause(2.5)
        talk.files.failure(failure.error, failure.message)
        shown = {"turn_id": str(uuid.uuid4()), "message_id": str(uuid.uuid4())}
        await talk.fire("MessageDisplay", **shown, index=0, final=True, delta=failure.message)
        await talk.fire("StopFailure", error=failure.error, last_assistant_message=failure.message)

    def _leave_turn(self, stopped: TurnStopped) -> None:
        """A stopped turn: no Stop hook fires, the transcript and the registry tell."""
        if stopped.by_hook:
            self._talk.files.hook_stopped(stopped.tool_use_id, stopped.reason)
        else:
            self._talk.files.interrupted(self._talk.prompt_id, for_tool=True)
        self._talk.files.report("idle")


async def play(scenario: Scenario, home: Path, cwd: Path, *, speed: float, seed: int, turns: int = 0) -> int:
    """Live until the scenario is over, a signal comes, or whoever started us is gone; returns the exit code."""
    agent = Agent(scenario, home, cwd, speed, seed)
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def tell(code: int) -> None:
        if not told.done():
            told.set_result(code)

    for number, code in _EXIT_CODES.items():
        asyncio.get_running_loop().add_signal_handler(number, tell, code)
    life = asyncio.create_task(agent.live(turns))
    watch = asyncio.create_task(_until_orphaned(os.getppid()))
    events: set[asyncio.Future[Any]] = {life, told, watch}
    await asyncio.wait(events, return_when=asyncio.FIRST_COMPLETED)
    watch.cancel()
    if life.done():
        life.result()
        return 0
    code = told.result() if told.done() else _EXIT_CODES[signal.SIGTERM]
    # As the original: the running tools' children are left behind, only the goodbye is said.
    await agent.say_goodbye("other")
    sys.stdout.flush()
    os._exit(code)


async def _until_orphaned(parent: int) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110 - the system has no event for it
        await asyncio.sleep(_WATCH_PARENT_S)
