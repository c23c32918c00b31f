"""The levers again and again on the real Claude Code: ``python -m tests.e2e.rig_levers --reps N [--only WORD …]``.

In a terminal and in print mode, working in text, in a long shell command with background children and a setsid
grandchild, in parallel tools, and waiting on a permission; interrupted and ended. Each time the outcome is compared
with what the system says of it, the neighbour with what it was before, and the time from click to verdict is noted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from app.agents.claude_code import ADAPTER
from app.core.commands import ListPending, ListSessions, PendingRow, Stop, StopResult
from app.core.projections.rows import SessionRow
from app.hub.client import HubClient, connect
from app.system.paths import DataPaths
from app.system.processes import Processes, ProcessId, system_processes
from tests.helpers.real_claude import CLAUDE, Cabin, Terminal, bash, processes_with, script

STATES = ("text", "shell", "parallel", "permission")
PLACES = ("tmux", "print")
LEVELS = ("interrupt", "end")
_PRINT_WAIT_MS = 4000
"""What print mode is given to come to rest: its text is longer, so the honest outcome is ``still_running``."""
_ASKING = ("--permission-mode", "default")
_ALLOWED = (*_ASKING, "--allowedTools", "Bash")


class Wrong(AssertionError):
    """The outcome that was stated is not what the system says."""


class Case:
    """One kind of session in one kind of work, stopped in one way."""

    def __init__(self, place: str, state: str, level: str) -> None:
        self.place, self.state, self.level = place, state, level
        self.outcomes: Counter[str] = Counter()
        self.took_ms: list[int] = []
        self.wrong: list[str] = []

    @property
    def name(self) -> str:
        return f"{self.place} {self.state} {self.level}"

    @property
    def asks(self) -> bool:
        """Whether the session asks before it uses a tool."""
        return self.state == "permission"

    @property
    def options(self) -> tuple[str, ...]:
        return _ASKING if self.asks else _ALLOWED

    def honest(self) -> set[str]:
        """The outcomes that can be true."""
        if self.level == "interrupt" and self.place == "print" and self.state in ("text", "shell"):
            return {"still_running"}
        return {"stopped"}

    def line(self) -> str:
        took = sorted(self.took_ms)
        p50 = statistics.median(took) if took else 0
        p99 = took[min(len(took) - 1, int(len(took) * 0.99))] if took else 0
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return f"{self.name:28} {told:22} wrong {len(self.wrong)}   p50 {p50:6.0f} ms   p99 {p99:6.0f} ms"


class Rig:
    """One home, one hub, a neighbour at work, and sessions to be stopped beside it."""

    def __init__(self, cabin: Cabin, client: HubClient) -> None:
        self.cabin = cabin
        self.client = client
        self.processes: Processes = system_processes()
        self._number = 0
        self._terminals: dict[bool, Terminal] = {}
        """One in which it asks before a tool, one in which it need not; kept from interrupt to interrupt."""
        self._neighbour: frozenset[ProcessId] = frozenset()
        self._neighbour_mark = self._mark()

    # ── the neighbour ──────────────────────────────────────────────────────────────────────────

    async def settle_neighbour(self) -> None:
        # In threads: a loop that is held up for long answers no pings, and the hub hangs up.
        terminal = await asyncio.to_thread(self.cabin.terminal, "neighbour", *_ALLOWED)
        wait = script({"text": "Waiting.", "tools": [bash(_children(self._neighbour_mark))]})
        await asyncio.to_thread(terminal.type, "Wait." + wait)
        await until(lambda: len(self._marked(self._neighbour_mark)) == 3, "the neighbour to be at work")
        self._neighbour = self._marked(self._neighbour_mark)
        self._neighbour_id = (await self.rows())[0].session_id

    async def check_neighbour(self) -> None:
        row = await self.row(self._neighbour_id)
        # After two minutes the agent itself puts the long command into the background and rests.
        if self._marked(self._neighbour_mark) != self._neighbour or row.status not in ("working", "done"):
            raise Wrong(f"the neighbour was touched: {row.status}, {self._marked(self._neighbour_mark)}")

    # ── one repetition ─────────────────────────────────────────────────────────────────────────

    async def repeat(self, case: Case) -> None:
        """Bring a session into the case's state, stop it, and hold the outcome against the system."""
        mark = self._mark()
        process: subprocess.Popen[str] | None = None
        if case.place == "tmux":
            row = await self._work_in_terminal(case, mark)
        else:
            process = self._work_in_print_mode(case, mark)
            row = await self._row_of(process.pid)
        await self._ready(case, row, mark)
        family = self._family(row)
        began = time.monotonic()
        wait_ms = _PRINT_WAIT_MS if case.place == "print" else 20_000
        order = Stop(agent=row.agent, session_id=row.session_id, level=case.level, wait_ms=wait_ms)  # type: ignore[arg-type]
        result = msgspec.convert(await self.client.order(order), StopResult)
        took_ms = int((time.monotonic() - began) * 1000)
        case.outcomes[result.outcome] += 1
        case.took_ms.append(result.took_ms)
        try:
            await self._check(case, result, row, family, mark)
            await self.check_neighbour()
        except Wrong as error:
            case.wrong.append(f"{error} ({result.evidence}; answered after {took_ms} ms)")
        await self._tidy(case, row, process)

    async def _work_in_terminal(self, case: Case, mark: str) -> SessionRow:
        if case.asks not in self._terminals:
            self._terminals[case.asks] = await asyncio.to_thread(self.cabin.terminal, f"t{mark}", *case.options)
        terminal = self._terminals[case.asks]
        await asyncio.to_thread(terminal.type, _prompt(case.state, mark))
        return await self._row_of(terminal.pid())

    def _work_in_print_mode(self, case: Case, mark: str) -> subprocess.Popen[str]:
        if case.state != "permission":
            return self.cabin.print_mode(_prompt(case.state, mark), *case.options)
        # Plain print mode refuses by itself; it asks where somebody listens for its questions.
        flags = ("--input-format", "stream-json", "--output-format", "stream-json", "--verbose")
        process = subprocess.Popen(
            [str(CLAUDE), "-p", *flags, "--permission-prompt-tool", "stdio", *case.options],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
            cwd=self.cabin.project, env=self.cabin.claude_env(),
        )  # fmt: skip
        assert process.stdin is not None
        content = [{"type": "text", "text": _prompt(case.state, mark)}]
        said = {"type": "user", "message": {"role": "user", "content": content}, "parent_tool_use_id": None}
        process.stdin.write(json.dumps(said | {"session_id": ""}) + "\n")
        process.stdin.flush()
        return process

    async def _ready(self, case: Case, row: SessionRow, mark: str) -> None:
        if case.state in ("shell", "parallel"):
            await until(lambda: len(self._marked(mark)) == 3, f"{case.name}: three children")
        elif case.state == "permission":
            await self._eventually(lambda pending: any(p.session_id == row.session_id for p in pending), ListPending())
        elif case.place == "tmux":
            terminal = self._terminals[case.asks]
            await until(lambda: f"● Alpha{mark}" in terminal.screen(), "its text")
        await asyncio.sleep(0.3)  # some way into it

    async def _check(
        self, case: Case, result: StopResult, row: SessionRow, family: frozenset[ProcessId], mark: str
    ) -> None:
        """The outcome against the system's own words, now and one second later."""
        if result.outcome not in case.honest():
            raise Wrong(f"{result.outcome} is not what can be true")
        agent = ProcessId(row.pid, row.proc_start)
        if result.outcome == "still_running":
            if not self.processes.alive(agent):
                raise Wrong("called still running, and its process is gone")
            return
        for moment in ("at once", "a second later"):
            if case.level == "end":
                self._check_nothing_left(row, agent, family, mark, moment)
            elif self._marked(mark) and case.state != "text":
                raise Wrong(f"called stopped, and {self._marked(mark)} run {moment}")
            elif (busy := _registry(self.cabin, row.pid)) == "busy":
                raise Wrong(f"called stopped, and its registry says {busy} {moment}")
            await asyncio.sleep(1.0)
        if (self.cabin.project / f"went-on-{mark}").exists():
            raise Wrong("called stopped, and it went on to its next tool")

    def _check_nothing_left(
        self, row: SessionRow, agent: ProcessId, family: frozenset[ProcessId], mark: str, moment: str
    ) -> None:
        left = [str(self.processes.find(one)) for one in {agent, *family} if self.processes.alive(one)]
        marked = self.processes.descendants_marked(f"{ADAPTER.session_variable}={row.session_id}")
        if left or marked or self._marked(mark):
            raise Wrong(f"ended, and {moment} there are {left} {[str(info) for info in marked]} {self._marked(mark)}")

    def begin_anew(self) -> None:
        """Leave the terminals as they are and open others."""
        self._terminals.clear()

    async def _tidy(self, case: Case, row: SessionRow, process: subprocess.Popen[str] | None) -> None:
        if case.place == "tmux" and (case.level == "end" or case.wrong):
            self._terminals.pop(case.asks, None)
        if process is not None and process.poll() is None:
            await self.client.order(Stop(agent=row.agent, session_id=row.session_id, level="kill"))
            await asyncio.to_thread(process.wait, 10)

    # ── what is seen ───────────────────────────────────────────────────────────────────────────

    async def rows(self) -> list[SessionRow]:
        return msgspec.convert((await self.client.order(ListSessions()))["sessions"], list[SessionRow])

    async def row(self, session_id: str) -> SessionRow:
        return next(row for row in await self.rows() if row.session_id == session_id)

    async def _row_of(self, pid: int) -> SessionRow:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for row in await self.rows():
                if row.pid == pid and row.proc_start and row.status in ("working", "waiting"):
                    return row
            await asyncio.sleep(0.05)
        raise Wrong(f"no session at work with process {pid}: {await self.rows()}")

    async def _eventually(self, holds: Callable[[list[PendingRow]], bool], order: ListPending) -> None:
        deadline = time.monotonic() + 20
        while not holds(msgspec.convert((await self.client.order(order))["pending"], list[PendingRow])):
            if time.monotonic() > deadline:
                raise Wrong("no permission was asked")
            await asyncio.sleep(0.05)

    def _family(self, row: SessionRow) -> frozenset[ProcessId]:
        below = self.processes.descendants(ProcessId(row.pid, row.proc_start))
        return frozenset(info.id for info in below)

    def _marked(self, mark: str) -> frozenset[ProcessId]:
        pids = [pid for words in (f"tail\0-s\0{mark}", f"sleep\0003.{mark}") for pid in processes_with(words)]
        found = (self.processes.identify(pid) for pid in pids)
        return frozenset(process for process in found if process is not None)

    def _mark(self) -> str:
        self._number += 1
        return f"{os.getpid() % 10_000}{self._number:04d}"


def _children(mark: str) -> str:
    child = f"tail -s {mark} -f /dev/null"
    return f"{child} & setsid {child} & {child}"


def _prompt(state: str, mark: str) -> str:
    went_on = {"text": "Next.", "tools": [bash(f"timeout 9 tail -f /dev/null; touch went-on-{mark}")]}
    if state == "text":
        return "Say it." + script({"text": f"Alpha{mark}\n", "words": 600, "delay_ms": 50}, went_on)
    if state == "shell":
        return "Wait." + script({"text": "Waiting.", "tools": [bash(_children(mark))]}, went_on)
    if state == "parallel":
        tools = [bash(f"sleep 3.{mark}; echo {number}") for number in range(3)]
        return "Do three." + script({"text": "Three at once.", "tools": tools}, went_on)
    asked = bash(f"touch went-on-{mark}")
    return "Make it." + script({"text": "Making.", "tools": [asked]}, went_on)


def _registry(cabin: Cabin, pid: int) -> str:
    """What the agent itself says it does; "" where it says nothing (print mode) or is gone."""
    try:
        return str(json.loads((cabin.home / f".claude/sessions/{pid}.json").read_text()).get("status") or "")
    except (OSError, ValueError):
        return ""


async def until(check: Callable[[], object], why: str, within_s: float = 20.0) -> None:
    deadline = time.monotonic() + within_s
    while not check():
        if time.monotonic() > deadline:
            raise Wrong(f"not within {within_s:.0f} s: {why}")
        await asyncio.sleep(0.05)


@asynccontextmanager
async def rig_in(folder: Path) -> AsyncIterator[Rig]:
    """A rig with its neighbour at work; everything is ended afterwards."""
    cabin = Cabin(folder)
    try:
        cabin.start_hub()
        cabin.connect()
        async with connect(DataPaths(cabin.data), name="the rig") as client:
            rig = Rig(cabin, client)
            await rig.settle_neighbour()
            yield rig
    finally:
        if cabin.hub.poll() is not None:
            print(f"    the hub has ended: {cabin.hub.poll()}", flush=True)
        cabin.close()


async def run(reps: int, only: list[str]) -> list[Case]:
    """All cases whose name has every word of ``only``; each prints its line as it is done."""
    cases = [Case(place, state, level) for place in PLACES for state in STATES for level in LEVELS]
    cases = [case for case in cases if all(word in case.name.split() for word in only)]
    with tempfile.TemporaryDirectory(prefix="rig-") as folder:
        async with rig_in(Path(folder)) as rig:
            for case in cases:
                for _ in range(reps):
                    try:
                        await rig.repeat(case)
                    except AssertionError as error:
                        case.wrong.append(f"it could not be tried: {error}")
                        rig.begin_anew()
                print(case.line(), flush=True)
                for wrong in case.wrong:
                    print(f"    {wrong}", flush=True)
    return cases


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD", help="tmux, print, text, shell, end, …")
    arguments = parser.parse_args(words)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that what was started is ended too
    cases = asyncio.run(run(arguments.reps, arguments.only))
    return 1 if any(case.wrong for case in cases) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
