"""Checks of ``app.hub.launch``: sessions under the hub, told as what person, hub and agent say to each other."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import stat
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_asyncio

from app.agents.base import Heard
from app.agents.claude_code import ADAPTER
from app.core import events as e
from app.core.commands import Answer, Launch, Launched, SendPrompt
from app.core.projections.blocks import TextBlock
from app.core.projections.rows import SessionRow
from app.core.projections.transcript import Transcript
from app.core.records import Delivery, SessionKey
from app.hub import launch
from app.hub.answers import Answers
from app.hub.launch import Launcher, LaunchRefused
from app.hub.ports import SystemClock
from app.system.processes import ProcessId, system_processes
from tests.helpers.control_room import AGENT, MadeUpClock, MadeUpIntake

STAND_IN = Path(__file__).parent.parent / "helpers" / "stand_in_claude.py"
T = TypeVar("T")


async def until(check: Callable[[], T], within_s: float = 10.0) -> T:
    deadline = time.monotonic() + within_s
    while not (found := check()):
        assert time.monotonic() < deadline, f"not within {within_s} s (last: {found!r})"
        await asyncio.sleep(0.01)
    return found


class RunningClock(MadeUpClock):
    """What the agent says is stamped by the real time; so must be what the hub says."""

    @property
    def us(self) -> int:  # type: ignore[override]
        return time.time_ns() // 1000

    @us.setter
    def us(self, value: int) -> None:
        """Time passes by itself."""


class Cabin:
    """A hub's launcher with a stand-in for the agent; the store made up, the processes real."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.shop = folder / "shop"
        for each in (self.home, self.shop, folder / "bin"):
            each.mkdir()
        program = folder / "bin" / "claude"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_IN}" "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.environment = {
            "HOME": str(self.home), "PATH": f"{program.parent}:/usr/bin:/bin", "CLAUDECODE": "1", "KEPT": "yes",
        }  # fmt: skip
        self.intake = MadeUpIntake(RunningClock())
        self.machine = system_processes()
        agents = {AGENT: ADAPTER}
        self.answers = Answers(self.intake, self.intake.roster, self.machine, agents, SystemClock())
        self.launcher = Launcher(
            self.intake, self.intake.roster, self.answers, self.machine, agents, SystemClock(),
            folder / "signalcabin-relay", self.environment,
        )  # fmt: skip
        self.intake.listeners += [self.answers.on_records, self.launcher.on_records]

    async def launch(self, prompt: str, **more: str) -> Session:
        order = Launch(agent=AGENT, cwd=str(self.shop), prompt=prompt, **more)
        return Session(self, await self.launcher.launch(order, by="test"))


class Session:
    def __init__(self, cabin: Cabin, launched: Launched) -> None:
        self.cabin = cabin
        self.launched = launched
        self.key = SessionKey(AGENT, launched.session_id)
        who = cabin.machine.identify(launched.pid)
        assert who is not None
        self.who: ProcessId = who

    def told(self, kind: type[e.AnyEvent]) -> list[e.AnyEvent]:
        return [
            record.event
            for record in self.cabin.intake.records
            if record.key == self.key and isinstance(record.event, kind)
        ]

    def row(self) -> SessionRow:
        return self.cabin.intake.roster.row(self.key)

    def text(self) -> str:
        transcript = Transcript(self.key)
        for record in self.cabin.intake.records:
            transcript.apply(record)
        return "|".join(block.text for block in transcript.blocks() if isinstance(block, TextBlock))

    async def has_rested(self, times: int = 1) -> None:
        rests = (e.TurnFinished, e.TurnInterrupted, e.TurnFailed)
        await until(lambda: sum(len(self.told(kind)) for kind in rests) >= times)

    async def say(self, text: str) -> bool:
        order = SendPrompt(agent=AGENT, session_id=self.key.session_id, text=text)
        return (await self.cabin.launcher.prompt(order, by="test")).sent

    def is_alive(self) -> bool:
        return self.cabin.machine.alive(self.who)

    def end(self) -> None:
        if self.is_alive():
            self.cabin.machine.signal(self.who, signal.SIGKILL)


@pytest_asyncio.fixture
async def cabin(tmp_path: Path) -> AsyncIterator[Cabin]:
    cabin = Cabin(tmp_path)
    try:
        yield cabin
    finally:
        started = [record for record in cabin.intake.records if isinstance(record.event, e.SessionLaunched)]
        await cabin.launcher.close()
        for record in started:
            who = ProcessId(record.pid, record.proc_start)
            with contextlib.suppress(AssertionError):
                await until(lambda who=who: not cabin.machine.alive(who), 3)  # type: ignore[misc]
            if cabin.machine.alive(who):
                cabin.machine.signal(who, signal.SIGKILL)


QUICK_S = 0.05


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a hook."""
    monkeypatch.setattr(launch, "_HOOK_PATIENCE_S", QUICK_S)


# ── beginning ──


async def test_a_launched_session_says_what_it_was_asked_token_by_token(cabin: Cabin) -> None:
    session = await cabin.launch("say one two three")
    await session.has_rested()
    assert session.text() == "one two three "
    (launched,), (sent,) = session.told(e.SessionLaunched), session.told(e.PromptSent)
    assert isinstance(launched, e.SessionLaunched) and (launched.cwd, launched.by) == (str(cabin.shop), "test")
    assert isinstance(sent, e.PromptSent) and sent.text == "say one two three"
    row = session.row()
    assert (row.pid, row.status, row.launched) == (session.launched.pid, "done", True)


async def test_it_is_not_taken_for_a_child_of_another_session(cabin: Cabin) -> None:
    session = await cabin.launch("env CLAUDECODE")
    await session.has_rested()
    await session.say("env KEPT")
    await session.has_rested(2)
    assert session.text() == "CLAUDECODE=unset |KEPT=yes "


async def test_hooks_are_given_along_unless_the_users_own_settings_have_them(cabin: Cabin) -> None:
    assert (await cabin.launch("say hi")).launched.hooks == "launch"
    (cabin.home / ".claude").mkdir()
    settings = ADAPTER.connect(None, (str(cabin.launcher._relay),), "2.1.197").after
    assert settings is not None
    (cabin.home / ".claude" / "settings.json").write_bytes(settings)
    assert (await cabin.launch("say hi")).launched.hooks == "settings"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"cwd": "/nowhere/at/all"}, "not a folder"),
        ({"cwd": "relative"}, "not a folder"),
        ({"prompt": "  \n"}, "prompt"),
        ({"agent": "hal"}, "No agent"),
        ({"permission_mode": "--dangerously-skip-permissions"}, "dash"),
        ({"model": "-x"}, "dash"),
    ],
)
async def test_what_cannot_be_launched_is_refused_with_a_reason(cabin: Cabin, wrong: dict[str, str], why: str) -> None:
    order = {"agent": AGENT, "cwd": str(cabin.shop), "prompt": "say hi", **wrong}
    with pytest.raises(LaunchRefused, match=why):
        await cabin.launcher.launch(Launch(**order))
    assert cabin.intake.records == []


async def test_where_the_agent_is_not_installed_it_says_so(cabin: Cabin) -> None:
    cabin.launcher._environment["PATH"] = "/nowhere"
    with pytest.raises(LaunchRefused, match="not installed"):
        await cabin.launch("say hi")


async def test_an_agent_that_fails_at_once_leaves_its_last_words(cabin: Cabin) -> None:
    session = await cabin.launch("die 3")
    await until(lambda: session.told(e.SessionEnded))
    (failed,), (ended,) = session.told(e.TurnFailed), session.told(e.SessionEnded)
    assert isinstance(failed, e.TurnFailed) and failed.message == "something is wrong with me"
    assert isinstance(ended, e.SessionEnded) and ended.reason == "exit 3"
    assert (session.row().launched, cabin.launcher.runs(session.key)) == (False, False)


# ── going on ──


async def test_further_prompts_go_to_the_same_process(cabin: Cabin) -> None:
    session = await cabin.launch("say one")
    await session.has_rested()
    assert await session.say("say two")
    await session.has_rested(2)
    assert session.text() == "one |two "


async def test_an_interrupt_ends_the_turn_and_the_session_goes_on(cabin: Cabin) -> None:
    session = await cabin.launch("wait")
    assert cabin.launcher.interrupt(session.key)
    await until(lambda: session.told(e.TurnInterrupted))
    assert session.row().status == "interrupted"
    assert await session.say("say still here")
    await session.has_rested(2)
    assert session.text() == "still here "


async def test_what_is_no_json_in_the_output_is_passed_over(cabin: Cabin) -> None:
    session = await cabin.launch("noise")
    await session.has_rested()
    assert session.text() == "heard "


async def test_a_session_somebody_else_started_is_not_prompted(cabin: Cabin) -> None:
    order = SendPrompt(agent=AGENT, session_id="foreign", text="hello")
    result = await cabin.launcher.prompt(order)
    assert (result.sent, "not started from here" in result.why) == (False, True)
    assert not cabin.launcher.interrupt(SessionKey(AGENT, "foreign"))


async def test_a_session_that_ended_is_not_prompted(cabin: Cabin) -> None:
    session = await cabin.launch("die 0")
    await until(lambda: session.told(e.SessionEnded))
    assert not await session.say("say more")


# ── questions ──


@pytest.mark.parametrize(("behavior", "said"), [("allow", "rm x was allow "), ("deny", "rm x was deny ")])
async def test_a_question_without_hooks_is_held_and_answered_over_the_stream(
    cabin: Cabin, behavior: str, said: str
) -> None:
    session = await cabin.launch("ask rm x")
    (row,) = await until(cabin.answers.pending)
    assert (row.tool_name, row.input) == ("Bash", {"command": "rm x"})
    assert session.row().status == "waiting"
    answer = Answer(request_id=row.request_id, behavior=behavior, digest=row.digest)  # type: ignore[arg-type]
    assert (await cabin.answers.answer(answer))["answered"]
    await session.has_rested()
    assert session.text() == said


async def test_two_questions_at_once_get_each_their_own_answer(cabin: Cabin) -> None:
    session = await cabin.launch("ask one")
    await session.say("ask two")
    rows = await until(lambda: cabin.answers.pending() if len(cabin.answers.pending()) == 2 else [])
    for row in rows:
        behavior = "allow" if row.input == {"command": "two"} else "deny"
        await cabin.answers.answer(Answer(request_id=row.request_id, behavior=behavior))  # type: ignore[arg-type]
    await session.has_rested(2)
    assert sorted(session.text().split("|")) == ["one was deny ", "two was allow "]


async def test_two_questions_read_in_one_piece_are_both_held(cabin: Cabin) -> None:
    session = await cabin.launch("say hi")
    requests = [
        {"request": {"subtype": "can_use_tool", "tool_name": "Bash", "input": {"command": name}}} for name in "ab"
    ]
    heard = [Heard(name="ask", payload=request, request_id=f"q{place}") for place, request in enumerate(requests)]
    await cabin.launcher._hand_on(cabin.launcher._sessions[session.key], heard)
    assert [row.input for row in cabin.answers.pending()] == [{"command": "a"}, {"command": "b"}]


async def test_a_question_that_a_hook_brings_too_is_asked_once(cabin: Cabin) -> None:
    session = await cabin.launch("say hi")
    await session.has_rested()
    hook(cabin, session, "UserPromptSubmit", prompt="ask rm x")
    await session.say("ask rm x")
    await until(lambda: cabin.launcher._sessions[session.key].left_to_hook)
    assert cabin.answers.pending() == []


async def test_a_question_no_hook_brings_is_asked_here_after_all(cabin: Cabin, quick: None) -> None:
    """Its hooks may be there in part only, or the one that held it was let go."""
    session = await cabin.launch("say hi")
    await session.has_rested()
    hook(cabin, session, "UserPromptSubmit", prompt="ask rm x")
    await session.say("ask rm x")
    (row,) = await until(cabin.answers.pending)
    assert row.request_id.startswith("s:")
    await cabin.answers.answer(Answer(request_id=row.request_id, behavior="allow"))
    await session.has_rested(2)
    assert session.text().endswith("rm x was allow ")


async def test_a_question_a_hook_holds_is_left_to_it_however_long(cabin: Cabin, quick: None) -> None:
    session = await cabin.launch("say hi")
    await session.has_rested()
    hook(cabin, session, "UserPromptSubmit", prompt="ask rm x")
    asked = hook(cabin, session, "PermissionRequest", tool_name="Bash", tool_input={"command": "rm x"})
    held = cabin.answers.hold(asked, [record for record in cabin.intake.records if record.source == "hook"])
    assert held is not None
    await session.say("ask rm x")
    await until(lambda: cabin.launcher._sessions[session.key].left_to_hook)
    await asyncio.sleep(10 * QUICK_S)
    assert [row.request_id for row in cabin.answers.pending()] == [asked.delivery_id]


# ── a hub that cannot store ──


async def test_an_agent_writes_on_while_nothing_can_be_stored(cabin: Cabin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its output is read all the same: a full pipe would make it stand still."""
    monkeypatch.setattr(launch, "_MOST_BACKLOG", 10)
    stuck = asyncio.get_running_loop().create_future()
    session = await cabin.launch("say hi")
    await session.has_rested()
    working, cabin.intake.submit = cabin.intake.submit, lambda _deliveries: stuck  # type: ignore[method-assign]
    await session.say("write 400000 words")
    await until(lambda: (cabin.shop / "written").exists())
    assert len(cabin.launcher._sessions[session.key].backlog) <= 20
    cabin.intake.submit = working  # type: ignore[method-assign]
    stuck.set_result([])
    await until(lambda: session.told(e.GapNoted))
    await session.has_rested(2)


# ── what is told twice ──


async def test_the_display_hook_of_a_launched_session_tells_nothing_new(cabin: Cabin) -> None:
    session = await cabin.launch("say hi")
    assert cabin.launcher.is_doubled(delivery(session, "MessageDisplay"))
    assert not cabin.launcher.is_doubled(delivery(session, "Stop"))


async def test_the_display_hook_of_another_session_is_heard(cabin: Cabin) -> None:
    await cabin.launch("say hi")
    foreign = Delivery(
        delivery_id="h", agent=AGENT, source="hook", name="MessageDisplay", at_us=1, payload={"session_id": "other"}
    )
    assert not cabin.launcher.is_doubled(foreign)


# ── the hub's end ──


async def test_when_the_hub_ends_the_agent_reads_the_end_and_goes_by_itself(cabin: Cabin) -> None:
    session = await cabin.launch("say hi")
    await session.has_rested()
    await cabin.launcher.close()
    await until(lambda: not session.is_alive() or _is_zombie(session.who.pid))


async def test_a_question_open_when_the_hub_ends_gets_no_decision(cabin: Cabin) -> None:
    session = await cabin.launch("ask rm x")
    await until(cabin.answers.pending)
    await cabin.launcher.close()
    await until(lambda: session.told(e.PermissionSettled))
    (settled,) = session.told(e.PermissionSettled)
    assert isinstance(settled, e.PermissionSettled) and settled.how in ("released", "expired")


def delivery(session: Session, name: str) -> Delivery:
    return Delivery(
        delivery_id=f"h-{name}", agent=AGENT, source="hook", name=name, at_us=1, pid=session.who.pid,
        proc_start=session.who.start, payload={"session_id": session.key.session_id, "prompt_id": "p"},
    )  # fmt: skip


def hook(cabin: Cabin, session: Session, name: str, **payload: Any) -> Delivery:
    """A hook of the launched agent is heard."""
    body = {"session_id": session.key.session_id, "prompt_id": "p", **payload}
    mode = "sync" if ADAPTER.is_sync(name) else "async"
    heard = Delivery(
        delivery_id=f"h-{name}", agent=AGENT, source="hook", name=name, at_us=cabin.intake.clock.us, payload=body,
        pid=session.who.pid, proc_start=session.who.start, mode=mode,
    )  # fmt: skip
    cabin.intake.take(heard)
    return heard


def _is_zombie(pid: int) -> bool:
    """Ended, and not yet asked for its exit code (or asked)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
