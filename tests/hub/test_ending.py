"""Ending real processes: trees with every kind of child, and neighbours that must not notice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.projections.rows import SessionRow
from app.hub.ending import Ended, Ladder, Target, heir_of, neighbours_of
from app.hub.ports import SystemClock
from app.system.processes import ProcessId, system_processes
from tests.helpers.process_trees import (
    DAEMON,
    DEAF_TO_TERM,
    OWN_SESSION,
    PLAIN_CHILD,
    SHELL_WITH_NEXT_STEP,
    Tree,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the trees are built with setsid and /proc")
EVERY_KIND = (PLAIN_CHILD, OWN_SESSION, SHELL_WITH_NEXT_STEP, DEAF_TO_TERM, DAEMON)
Grow = Callable[..., Tree]


@pytest.fixture
def grow(tmp_path: Path) -> Iterator[Grow]:
    grown: list[Tree] = []

    def plant(mark: str, *children: str, deaf: bool = False) -> Tree:
        grown.append(Tree(tmp_path, system_processes(), mark, *children, deaf=deaf))
        return grown[-1]

    yield plant
    for tree in grown:
        tree.fell()


async def end(tree: Tree, *, kill: bool = False) -> Ended:
    ladder = Ladder(system_processes(), SystemClock(), Target(agent=tree.agent, marker=tree.mark))
    return await (ladder.kill() if kill else ladder.end())


async def test_an_obedient_tree_is_gone_with_term_alone(grow: Grow) -> None:
    tree = grow("obedient", PLAIN_CHILD, OWN_SESSION, DAEMON)
    ended = await end(tree)
    assert (ended.outcome, ended.lever, ended.survivors) == ("stopped", "TERM", ())
    assert tree.everyone() == []
    assert tree.popen.wait(5) == -signal.SIGTERM


async def test_a_shell_that_is_ended_does_not_go_on_to_its_next_step(grow: Grow, tmp_path: Path) -> None:
    ended = await end(grow("steps", SHELL_WITH_NEXT_STEP))
    assert ended.outcome == "stopped"
    assert not (tmp_path / "went-on").exists()


@pytest.mark.slow
async def test_a_tree_that_does_not_listen_is_killed(grow: Grow) -> None:
    tree = grow("deaf", *EVERY_KIND, deaf=True)
    ended = await end(tree)
    assert (ended.outcome, ended.lever, ended.survivors) == ("stopped", "KILL", ())
    assert tree.everyone() == []


async def test_kill_ends_all_at_once(grow: Grow) -> None:
    tree = grow("killed", *EVERY_KIND, deaf=True)
    ended = await end(tree, kill=True)
    assert (ended.outcome, ended.lever) == ("stopped", "KILL")
    assert tree.everyone() == []


@pytest.mark.slow
async def test_twenty_trees_fall_at_once_and_their_neighbours_stand(grow: Grow) -> None:
    neighbours = [grow(f"neighbour-{number}", *EVERY_KIND) for number in range(2)]
    standing = [{info.id for info in tree.everyone()} for tree in neighbours]
    trees = [grow(f"tree-{number}", *EVERY_KIND) for number in range(20)]
    results = await asyncio.gather(*(end(tree) for tree in trees))
    assert {(result.outcome, result.survivors) for result in results} == {("stopped", ())}
    assert [tree.everyone() for tree in trees] == [[]] * 20
    assert [{info.id for info in tree.everyone()} for tree in neighbours] == standing


async def test_a_tree_whose_agent_is_gone_already_is_found_by_its_mark(grow: Grow) -> None:
    tree = grow("orphaned", PLAIN_CHILD, OWN_SESSION)
    os.kill(tree.popen.pid, signal.SIGKILL)
    tree.popen.wait(5)
    ended = await end(tree)
    assert ended.outcome == "stopped"
    assert "gone already" in ended.evidence
    assert tree.everyone() == []


async def test_a_number_that_belongs_to_somebody_else_now_is_let_alone(grow: Grow) -> None:
    tree = grow("reused", PLAIN_CHILD)
    former = ProcessId(tree.agent.pid, tree.agent.start - 5)
    ended = await Ladder(system_processes(), SystemClock(), Target(agent=former)).kill()
    assert ended.outcome == "stopped"
    assert len(tree.everyone()) == 2


@pytest.fixture
def foreign() -> Iterator[subprocess.Popen[bytes]]:
    popen = subprocess.Popen(["sh", "-c", "sleep 3000; true"], user="nobody", cwd="/")
    yield popen
    for info in system_processes().descendants(ProcessId(popen.pid)):
        os.kill(info.id.pid, signal.SIGKILL)
    popen.kill()
    popen.wait(5)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can start another user's process")
async def test_another_users_agent_is_let_alone_with_all_below_it(foreign: subprocess.Popen[bytes]) -> None:
    agent = system_processes().identify(foreign.pid)
    assert agent is not None
    ended = await Ladder(system_processes(), SystemClock(), Target(agent=agent)).end()
    assert ended.outcome == "still_running"
    assert "belongs to another user" in ended.evidence
    assert foreign.poll() is None


# ── whose process it is ────────────────────────────────────────────────────────────────────────


def row(session_id: str, pid: int, start: int, last_at_us: int, status: str = "working") -> SessionRow:
    return SessionRow(
        agent="claude_code", session_id=session_id, pid=pid, proc_start=start, last_at_us=last_at_us,
        status=status,  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_session_heard_of_last_has_the_process() -> None:
    former, heir = row("a", 7, 70, 1), row("b", 7, 70, 2)
    assert heir_of(former, ProcessId(7, 70), [heir]) == heir
    assert heir_of(heir, ProcessId(7, 70), [former]) is None
    assert heir_of(former, ProcessId(7, 70), [row("b", 7, 71, 2)]) is None
    assert heir_of(former, ProcessId(7, 70), [row("b", 7, 70, 2, status="ended")]) is None
    assert heir_of(former, None, [heir]) is None


def test_neighbours_are_all_other_processes() -> None:
    mine, same, other, unknown = row("a", 7, 70, 1), row("b", 7, 70, 1), row("c", 8, 80, 1), row("d", 0, 0, 1)
    assert neighbours_of(mine, [same, other, unknown]) == {ProcessId(8, 80)}
