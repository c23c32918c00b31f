"""Sessions that run under the hub: started here, prompted and interrupted over their standard input.

A launched session is seen like any other, by its hooks, transcript and registry entry; its output adds the text token
by token. It lives as long as its standard input is open. When the hub ends, however that happens, the pipe closes: the
agent finishes the turn it is in (its questions, which nobody can answer any more, it takes as refused) and ends.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.agents.base import Adapter, ConfigRefused, Heard, LaunchPlan
from app.core.commands import Launch, Launched, PromptResult, SendPrompt
from app.core.events import (
    GapNoted,
    PermissionRequested,
    PromptSent,
    SessionEnded,
    SessionLaunched,
    TurnFailed,
)
from app.core.permissions import permission_digest
from app.core.records import Delivery, Record, SessionKey
from app.core.redaction import redacted
from app.core.tr import mark
from app.hub.answers import Answers
from app.hub.child import Child
from app.hub.line_splitter import LineSplitter
from app.hub.ports import Chores, Clock, Intake, RosterView
from app.system.agents_installed import Installed, find_agent
from app.system.config_files import ConfigUnusable, config_path, read_config
from app.system.processes import Processes, ProcessId

MAX_PROMPT_CHARS = 1_000_000
MAX_LAUNCHED = 100
_LONGEST_STDERR_LINE_BYTES = 64 * 1024
_STDERR_LINES = 20
_LAST_WORDS_S = 5.0
"""How long the end of a session waits for what it said to be stored."""
_GATHER_S = 0.02
"""Tokens that come within this time become one record."""
_MOST_BACKLOG = 20_000
"""Things heard and not stored yet. Beyond, pieces of text are let go of: the transcript brings the whole text."""
_HOOK_PATIENCE_S = 2.0
"""A question left to a hook that nobody is seen to hold, twice so long apart, is asked here."""
_log = logging.getLogger(__name__)


class LaunchRefused(Exception):
    """The session cannot be started or prompted; the text says why, for people."""


class _Session:
    """One launched session."""

    def __init__(self, key: SessionKey, child: Child, who: ProcessId, adapter: Adapter, plan: LaunchPlan) -> None:
        self.key = key
        self.child = child
        self.who = who
        self.adapter = adapter
        self.plan = plan
        self.reader = adapter.output_reader()
        self.stderr: deque[str] = deque(maxlen=_STDERR_LINES)
        self.numbers = itertools.count(1)
        self.asked: dict[str, str] = {}
        """request id of the agent's → ours, while it waits for an answer from us."""
        self.left_to_hook: dict[str, Heard] = {}
        """Questions that a hook brings as well, by the agent's request id, until it takes them back."""
        self.backlog: list[Heard] = []
        self.came = asyncio.Event()
        self.over = False
        """Its output has ended."""
        self.lost = 0
        """Pieces of text (or whole lines, far too long) that were let go of."""


class Launcher:
    """All launched sessions of this hub."""

    def __init__(
        self,
        intake: Intake,
        roster: RosterView,
        answers: Answers,
        processes: Processes,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        relay: Path,
        environment: Mapping[str, str],
    ) -> None:
        self._intake = intake
        self._roster = roster
        self._answers = answers
        self._processes = processes
        self._adapters = adapters
        self._clock = clock
        self._relay = relay
        self._environment = dict(environment)
        self._sessions: dict[SessionKey, _Session] = {}
        self._hooked: set[SessionKey] = set()
        """Sessions of which a hook was heard: their questions come by hook."""
        self._chores = Chores()
        self._listening: set[asyncio.Task[None]] = set()

    # ── what others ask ────────────────────────────────────────────────────────────────────────

    def runs(self, key: SessionKey) -> bool:
        """Whether this session runs under this hub, its standard input open."""
        return key in self._sessions

    def is_doubled(self, delivery: Delivery) -> bool:
        """Whether a hook tells only what the output tells better.

        Of a session an earlier hub launched too: what that one heard of a message must not stand beside all of it.
        """
        adapter = self._adapters.get(delivery.agent)
        if delivery.source != "hook" or adapter is None or delivery.name not in adapter.doubled_hooks:
            return False
        key = SessionKey(delivery.agent, _session_of(delivery))
        return self._roster.was_launched(key, delivery.pid, delivery.proc_start)

    def on_records(self, records: Sequence[Record]) -> None:
        """Note whose hooks are heard."""
        self._hooked |= {record.key for record in records if record.source == "hook" and record.key in self._sessions}

    # ── orders ─────────────────────────────────────────────────────────────────────────────────

    async def launch(self, order: Launch, by: str = "") -> Launched:
        """Start a session and give it its prompt; raises LaunchRefused."""
        adapter, cwd = self._checked(order)
        installed = await asyncio.to_thread(find_agent, order.agent, self._environment)
        if installed is None:
            raise LaunchRefused(
                mark("{agent} is not installed here (no program of it was found).").format(agent=adapter.title)
            )
        hooks, where = await asyncio.to_thread(self._hooks_for, adapter, installed)
        key = SessionKey(order.agent, str(uuid.uuid4()))
        plan = adapter.launch_plan(key.session_id, order.permission_mode, order.model, hooks)
        if plan is None:
            raise LaunchRefused(mark("{agent} cannot be launched from here.").format(agent=adapter.title))
        session = await self._start(key, adapter, plan, installed, cwd)
        who = session.who
        launched = SessionLaunched(cwd=str(cwd), permission_mode=order.permission_mode, model=order.model, by=by)
        await self._intake.emit(*key, launched, pid=who.pid, proc_start=who.start)
        listening = asyncio.create_task(self._listen(session))
        self._listening.add(listening)
        listening.add_done_callback(self._listening.discard)
        session.child.write(plan.greeting)
        await self._prompt(session, order.prompt, by)
        return Launched(agent=key.agent, session_id=key.session_id, pid=who.pid, program=installed.program, hooks=where)

    async def prompt(self, order: SendPrompt, by: str = "") -> PromptResult:
        """Give a launched session a further prompt."""
        session = self._sessions.get(SessionKey(order.agent, order.session_id))
        if session is None:
            return PromptResult(
                sent=False, why=mark("the session was not started from here, so nothing can be sent to it")
            )
        if not order.text.strip() or len(order.text) > MAX_PROMPT_CHARS:
            return PromptResult(
                sent=False, why=mark("a prompt has 1 to {most} characters").format(most=f"{MAX_PROMPT_CHARS:,}")
            )
        return await self._prompt(session, order.text, by)

    def interrupt(self, key: SessionKey) -> bool:
        """Tell a launched session to end its turn, as Esc does; False: it is none of ours, or it is ending."""
        session = self._sessions.get(key)
        if session is None:
            return False
        return session.child.write(session.adapter.interrupt_line(f"stop-{next(session.numbers)}"))

    async def close(self) -> None:
        """The hub ends: let every session finish its turn and end by itself."""
        for session in list(self._sessions.values()):
            self._forget_questions(session)
            session.child.let_go()
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)

    # ── beginning ──────────────────────────────────────────────────────────────────────────────

    def _checked(self, order: Launch) -> tuple[Adapter, Path]:
        adapter = self._adapters.get(order.agent)
        if adapter is None:
            raise LaunchRefused(mark("No agent is called {agent}.").format(agent=repr(order.agent)))
        if not order.prompt.strip() or len(order.prompt) > MAX_PROMPT_CHARS:
            raise LaunchRefused(mark("A prompt has 1 to {most} characters.").format(most=f"{MAX_PROMPT_CHARS:,}"))
        if order.permission_mode.startswith("-") or order.model.startswith("-"):
            raise LaunchRefused(mark("A permission mode or model does not begin with a dash."))
        cwd = Path(order.cwd)
        if not cwd.is_absolute() or not cwd.is_dir():
            raise LaunchRefused(mark("{folder} is not a folder on this machine.").format(folder=repr(order.cwd)))
        if len(self._sessions) >= MAX_LAUNCHED:
            raise LaunchRefused(mark("{count} launched sessions are running already.").format(count=MAX_LAUNCHED))
        return adapter, cwd

    def _hooks_for(self, adapter: Adapter, installed: Installed) -> tuple[bytes | None, str]:
        """The hooks to give along, unless the user's settings have ours: then they would be heard twice."""
        relay_command = [str(self._relay)]
        home = adapter.config_home(self._environment, self._environment.get("HOME") or str(Path.home()))
        try:
            _, current = read_config(config_path(adapter, home))
            if adapter.inspect_config(current, relay_command, installed.version).get("present"):
                return None, "settings"
            return adapter.connect(None, relay_command, installed.version).after, "launch"
        except (ConfigRefused, ConfigUnusable) as error:
            _log.warning("launching without hooks: %s", error)
            return None, "none"

    async def _start(
        self, key: SessionKey, adapter: Adapter, plan: LaunchPlan, installed: Installed, cwd: Path
    ) -> _Session:
        unwanted = set(plan.unwanted_variables)
        environment = {name: value for name, value in self._environment.items() if name not in unwanted}
        try:
            child = await Child.start([installed.program, *plan.arguments], cwd, environment)
        except OSError as error:
            raise LaunchRefused(
                mark("{program} cannot be started: {why}.").format(program=installed.program, why=error.strerror)
            ) from error
        who = self._processes.identify(child.pid) or ProcessId(child.pid)
        session = self._sessions[key] = _Session(key, child, who, adapter, plan)
        return session

    async def _prompt(self, session: _Session, text: str, by: str) -> PromptResult:
        prompt_id = str(uuid.uuid4())
        if not session.child.write(session.adapter.prompt_line(text, prompt_id)):
            return PromptResult(sent=False, why=mark("the session is ending"))
        await self._intake.emit(*session.key, PromptSent(prompt_id=prompt_id, text=text, by=by))
        return PromptResult(sent=True, how="stream", prompt_id=prompt_id)

    # ── listening ──────────────────────────────────────────────────────────────────────────────

    async def _listen(self, session: _Session) -> None:
        """Until the session's process has ended."""
        readings = [asyncio.create_task(self._hear_all(session)), asyncio.create_task(self._keep_stderr(session))]
        storing = asyncio.create_task(self._store_all(session))
        storing.add_done_callback(_tell_failure)
        try:
            code = await session.child.ended(*readings)
            await asyncio.wait([storing], timeout=_LAST_WORDS_S)
            self._forget_questions(session)
            await self._tell_end(session, code)
        finally:
            for task in (*readings, storing):
                task.cancel()
            self._sessions.pop(session.key, None)
            self._hooked.discard(session.key)

    async def _hear_all(self, session: _Session) -> None:
        """Read on whatever becomes of it: an agent whose output nobody reads would stand still."""
        splitter = LineSplitter()
        try:
            async for chunk in session.child.output():
                before = splitter.lost
                heard = [each for each in session.reader.take(splitter.feed(chunk)) if self._is_news(session, each)]
                session.lost += splitter.lost - before
                if len(session.backlog) + len(heard) > _MOST_BACKLOG:
                    kept = [each for each in heard if each.name != "delta"]
                    session.lost += len(heard) - len(kept)
                    heard = kept
                session.backlog += heard
                session.came.set()
        finally:
            session.over = True
            session.came.set()

    async def _store_all(self, session: _Session) -> None:
        """Hand on what was heard, together what came together."""
        while not session.over or session.backlog:
            await session.came.wait()
            session.came.clear()
            heard, session.backlog = session.backlog, []
            lost, session.lost = session.lost, 0
            if heard:
                await self._hand_on(session, heard)
            if lost:
                await self._intake.emit(*session.key, GapNoted(reason="output_not_stored", lost=lost))
            if not session.over:
                await self._clock.sleep(_GATHER_S)

    async def _hand_on(self, session: _Session, heard: Sequence[Heard]) -> None:
        deliveries = [(each, self._delivery(session, each)) for each in heard]
        records = await self._intake.submit([delivery for _, delivery in deliveries])
        for each, delivery in deliveries:
            if each.name == "ask":
                self._ask(session, each, delivery, records)

    def _is_news(self, session: _Session, heard: Heard) -> bool:
        """A question that a hook brings as well is the hook's; one taken back needs no answer any more."""
        if heard.name == "ask" and session.key in self._hooked:
            session.left_to_hook[heard.request_id] = heard
            self._chores.soon(self._see_to(session, heard))
            return False
        if heard.name == "unask":
            session.left_to_hook.pop(heard.request_id, None)
            request_id = session.asked.pop(heard.request_id, None)
            if request_id is not None:
                self._answers.relay_gone(request_id)
            return False
        return True

    async def _see_to(self, session: _Session, heard: Heard) -> None:
        """Ask here after all what no hook brings, or none any more: hooks may be there in part, or were let go."""
        missed = 0
        while heard.request_id in session.left_to_hook and session.key in self._sessions:
            await self._clock.sleep(_HOOK_PATIENCE_S)
            missed = 0 if self._is_held(session, heard) else missed + 1
            if missed > 1 and session.left_to_hook.pop(heard.request_id, None) is not None:
                await self._hand_on(session, [heard])

    def _is_held(self, session: _Session, heard: Heard) -> bool:
        """Whether a hook of the session waits for the answer to the same."""
        facts = [fact.event for fact in session.adapter.decode(self._delivery(session, heard))]
        asked = [fact for fact in facts if isinstance(fact, PermissionRequested)]
        digests = {
            permission_digest(each.tool_name, told) for each in asked for told in (each.input, redacted(each.input))
        }
        return any(
            (row.agent, row.session_id) == session.key and row.digest in digests for row in self._answers.pending()
        )

    def _delivery(self, session: _Session, heard: Heard) -> Delivery:
        who = session.who
        return Delivery(
            delivery_id=f"s:{session.key.session_id}:{who.pid}:{next(session.numbers)}",
            agent=session.key.agent,
            source="stream",
            name=heard.name,
            at_us=self._clock.now_us(),
            payload=heard.payload,
            pid=who.pid,
            proc_start=who.start,
            mode="sync" if heard.name == "ask" else "async",
            session_hint=session.key.session_id,
        )

    def _ask(self, session: _Session, heard: Heard, delivery: Delivery, records: Sequence[Record]) -> None:
        events = [(record, record.event) for record in records]
        own = [
            record
            for record, event in events
            if isinstance(event, PermissionRequested) and event.request_id == delivery.delivery_id
        ]
        held = self._answers.hold(delivery, own)
        if held is None:
            return
        session.asked[heard.request_id] = delivery.delivery_id

        async def answer() -> None:
            reply = await held.result()
            if session.asked.pop(heard.request_id, None) is not None and reply is not None:
                session.child.write(session.adapter.answer_line(heard.request_id, reply, heard.payload))

        self._chores.soon(answer())

    async def _keep_stderr(self, session: _Session) -> None:
        splitter = LineSplitter(longest_bytes=_LONGEST_STDERR_LINE_BYTES)
        async for chunk in session.child.errors():
            session.stderr.extend(line.decode("utf-8", "replace")[:2000] for line in splitter.feed(chunk))
        session.stderr.extend(line.decode("utf-8", "replace")[:2000] for line in splitter.rest())

    # ── ending ─────────────────────────────────────────────────────────────────────────────────

    def _forget_questions(self, session: _Session) -> None:
        asked, session.asked = session.asked, {}
        for request_id in asked.values():
            self._answers.relay_gone(request_id)

    async def _tell_end(self, session: _Session, code: int) -> None:
        if code > 0 and session.key not in self._hooked and session.stderr:
            failed = TurnFailed(error="launch_failed", message="\n".join(session.stderr))
            await self._intake.emit(*session.key, failed)
        how = f"exit {code}" if code >= 0 else f"signal {-code}"
        who = session.who
        await self._intake.emit(*session.key, SessionEnded(reason=how), pid=who.pid, proc_start=who.start)


def _tell_failure(task: asyncio.Task[None]) -> None:
    """The agent goes on, and what it says is still read; but nothing of it is stored any more."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("what a launched session says is not stored any more", exc_info=error)


def _session_of(delivery: Delivery) -> str:
    named = delivery.payload.get("session_id") if isinstance(delivery.payload, dict) else None
    return named if isinstance(named, str) else delivery.session_hint
