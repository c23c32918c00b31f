"""A hub's control room without a hub: real adapter, roster and levers; the store, the clock and the machine made up.

Tests talk to it as an agent does (``hook``, ``registry``, ``line``) and as a person does (``stop``, ``answer``).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from app.agents.claude_code import ADAPTER
from app.core.commands import Answer, Stop, StopResult
from app.core.events import AnyEvent, Source
from app.core.projections.roster import Roster
from app.core.projections.rows import SessionRow
from app.core.records import Decoded, Delivery, Record, SessionKey
from app.hub.answers import Held
from app.hub.control import Control
from app.hub.watch import Watch
from app.system.processes import ProcessId
from app.system.processes_dummy import DummyProcesses
from app.system.terminals_dummy import DummyTerminals

AGENT = "claude_code"
SESSION = "5a1d0000-0000-4000-8000-000000000001"
START_US = 1_800_000_000_000_000


class MadeUpClock:
    """Stands still unless told otherwise; sleeping lets its time pass at once."""

    def __init__(self) -> None:
        self.us = START_US

    def now_us(self) -> int:
        return self.us

    async def sleep(self, seconds: float) -> None:
        self.us += int(seconds * 1_000_000)
        await asyncio.sleep(0)


class MadeUpIntake:
    """Commits at once. Listeners hear after the roster, as in the hub."""

    def __init__(self, clock: MadeUpClock) -> None:
        self.clock = clock
        self.roster = Roster()
        self.records: list[Record] = []
        self.listeners: list[Any] = []
        self.deliveries: list[Delivery] = []
        self.trouble = False
        self._seen: set[str] = set()

    def submit(self, deliveries: Sequence[Delivery]) -> Awaitable[list[Record]]:
        done: asyncio.Future[list[Record]] = asyncio.get_running_loop().create_future()
        if self.trouble:
            done.set_exception(OSError("no room"))
        else:
            done.set_result([record for delivery in deliveries for record in self.take(delivery)])
        return done

    def take(self, delivery: Delivery) -> list[Record]:
        if delivery.delivery_id in self._seen:
            return []
        self._seen.add(delivery.delivery_id)
        self.deliveries.append(delivery)
        return self._commit(delivery, list(ADAPTER.decode(delivery)))

    def emit(
        self, agent: str, session_id: str, event: AnyEvent, source: Source = "hub", pid: int = 0, proc_start: int = 0
    ) -> Awaitable[list[Record]]:
        delivery = Delivery(
            delivery_id=f"h:{len(self.records)}", agent=agent, source=source, name=type(event).__name__,
            at_us=self.clock.us, pid=pid, proc_start=proc_start,
        )  # fmt: skip
        fact = Decoded(session_id=session_id, at_us=self.clock.us, event=event)
        done: asyncio.Future[list[Record]] = asyncio.get_running_loop().create_future()
        done.set_result(self._commit(delivery, [fact]))
        return done

    def _commit(self, delivery: Delivery, facts: Sequence[Decoded]) -> list[Record]:
        records = [
            Record(
                seq=len(self.records) + place + 1, at_us=fact.at_us, agent=delivery.agent, session_id=fact.session_id,
                source=delivery.source, event=fact.event, pid=delivery.pid, proc_start=delivery.proc_start,
            )
            for place, fact in enumerate(facts)
        ]  # fmt: skip
        self.records += records
        for record in records:
            self.roster.apply(record)
        for listener in self.listeners:
            listener(records)
        return records


class ControlRoom:
    """One session by default, its process number 4000."""

    def __init__(self) -> None:
        self.clock = MadeUpClock()
        self.machine = DummyProcesses()
        self.intake = MadeUpIntake(self.clock)
        self.roster = self.intake.roster
        self.terminals = DummyTerminals()
        self.control = Control(
            self.intake, self.roster, self.machine, {AGENT: ADAPTER}, self.clock, terminals=self.terminals
        )
        self.answers = self.control.answers
        self.watch = Watch(self.intake, self.machine, self.clock)
        self.intake.listeners += [self.control.on_records, self.watch.on_records]
        self.agent = self.machine.add(4000, 1, "claude", started_us=START_US - 60_000_000)
        self.turn_id = ""
        self._numbers = itertools.count(1)

    # ── what the agent says ────────────────────────────────────────────────────────────────────

    def hook(
        self, name: str, *, session: str = SESSION, process: ProcessId | None = None, at_us: int = 0, **payload: Any
    ) -> bytes | Held | None:
        """The agent runs a hook; the verdict if it waits for one."""
        self.pass_ms(1)
        number, process = next(self._numbers), process or self.agent
        mode = "sync" if ADAPTER.is_sync(name) else "async"
        body = {"session_id": session, "cwd": "/shop", "hook_event_name": name, "prompt_id": self.turn_id, **payload}
        delivery = Delivery(
            delivery_id=f"hook-{number}", agent=AGENT, source="hook", name=name, at_us=at_us or self.clock.us,
            payload=body, pid=process.pid, proc_start=process.start, mode=mode,
        )  # fmt: skip
        records = self.intake.take(delivery)
        return self.control.verdict_for(delivery, records) if mode == "sync" else None

    def prompt(self, text: str, **more: Any) -> None:
        self.turn_id = f"prompt-{next(self._numbers)}"
        self.hook("UserPromptSubmit", prompt=text, **more)

    def tool(self, call_id: str, command: str = "make", **more: Any) -> bytes | Held | None:
        return self.hook("PreToolUse", tool_use_id=call_id, **_bash(command), **more)

    def tool_done(self, call_id: str, command: str = "make", **more: Any) -> None:
        self.hook("PostToolUse", tool_use_id=call_id, tool_response={"stdout": ""}, **_bash(command), **more)

    def batch(self, *call_ids: str, command: str = "make", **more: Any) -> bytes | Held | None:
        calls = [{"tool_use_id": call_id, "tool_response": "ok", **_bash(command)} for call_id in call_ids]
        return self.hook("PostToolBatch", tool_calls=calls, **more)

    def asks(self, command: str = "make", **more: Any) -> bytes | Held | None:
        return self.hook("PermissionRequest", **_bash(command), **more)

    def rests(self, **more: Any) -> None:
        self.hook("Stop", stop_hook_active=False, last_assistant_message="Done.", background_tasks=[], **more)

    def registry(self, status: str, *, session: str = SESSION, **more: Any) -> None:
        """The agent's live registry changes."""
        self.pass_ms(1)
        stamp_ms = self.clock.us // 1000 + 1
        self.clock.us = stamp_ms * 1000
        process = self.agent
        payload = {"pid": process.pid, "procStart": str(process.start), "sessionId": session, "status": status}
        self.intake.take(
            Delivery(
                delivery_id=f"registry-{next(self._numbers)}",
                agent=AGENT,
                source="registry",
                name="entry",
                at_us=self.clock.us,
                payload={**payload, "statusUpdatedAt": stamp_ms, **more},
                pid=process.pid,
                proc_start=process.start,
            )
        )

    def line_with_tool(self, call_id: str, command: str = "make") -> None:
        """The transcript gains a line: the model asks for a tool."""
        self.pass_ms(1)
        asked = {"type": "tool_use", "id": call_id, "name": "Bash", "input": {"command": command}}
        stamp = datetime.fromtimestamp(self.clock.us / 1_000_000, UTC).isoformat()
        message = {"id": f"msg-{call_id}", "role": "assistant", "model": "m", "content": [asked]}
        line = {"type": "assistant", "uuid": f"line-{call_id}", "sessionId": SESSION, "timestamp": stamp}
        self.intake.take(
            Delivery(
                delivery_id=f"t:{SESSION}:{call_id}", agent=AGENT, source="transcript", name="line",
                at_us=self.clock.us, payload={**line, "message": message}, session_hint=SESSION,
            )
        )  # fmt: skip

    # ── what a person does ─────────────────────────────────────────────────────────────────────

    def stop(
        self, level: str = "interrupt", session: str = SESSION, wait_ms: int = 60_000, lever: str = ""
    ) -> asyncio.Task[StopResult]:
        order = Stop(agent=AGENT, session_id=session, level=level, wait_ms=wait_ms, lever=lever)  # type: ignore[arg-type]
        return asyncio.get_running_loop().create_task(self.control.stop(order, by="test"))

    async def answer(self, request_id: str, behavior: str = "allow", **more: Any) -> dict[str, Any]:
        return await self.answers.answer(Answer(request_id=request_id, behavior=behavior, **more), by="test")  # type: ignore[arg-type]

    # ── what there is to see ───────────────────────────────────────────────────────────────────

    def row(self, session: str = SESSION) -> SessionRow:
        return self.roster.row(SessionKey(AGENT, session))

    def told(self, kind: type[AnyEvent]) -> list[Any]:
        """All facts of one kind, in order."""
        return [record.event for record in self.intake.records if isinstance(record.event, kind)]

    def pass_ms(self, milliseconds: int) -> None:
        self.clock.us += milliseconds * 1000

    async def seconds(self, seconds: int) -> None:
        """Time passes, the hub's clockwork ticking."""
        for _ in range(seconds):
            self.pass_ms(1000)
            self.control.tick()
            await settle()


async def settle() -> None:
    """Let everything that can run now run."""
    for _ in range(20):
        await asyncio.sleep(0)


async def until(check: Callable[[], object], within_s: float = 5.0) -> None:
    """Let everything run until ``check`` holds; what reads processes does so in a thread."""
    deadline = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < deadline, "it did not come about"
        await asyncio.sleep(0.002)


def said(reply: bytes | Held | None) -> dict[str, Any]:
    """What the agent reads on the relay's stdout."""
    assert isinstance(reply, bytes), reply
    return dict(json.loads(reply))


def held(reply: bytes | Held | None) -> Held:
    assert isinstance(reply, Held), reply
    return reply


def _bash(command: str) -> dict[str, Any]:
    return {"tool_name": "Bash", "tool_input": {"command": command}}
