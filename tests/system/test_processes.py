"""Processes as they really are on this machine, and on one that is made up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.system.processes import Processes, ProcessId, sighted, system_processes
from app.system.processes_dummy import OWN_PID, DummyProcesses
from app.system.processes_psutil import PsutilProcesses
from tests.helpers.process_trees import DAEMON, DEAF_TO_TERM, OWN_SESSION, PLAIN_CHILD, Tree, until

Sleeper = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture(params=["of the system", "by psutil"])
def processes(request: pytest.FixtureRequest) -> Processes:
    return system_processes() if request.param == "of the system" else PsutilProcesses()


@pytest.fixture
def sleeper() -> Iterator[Sleeper]:
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str, **options: object) -> subprocess.Popen[bytes]:
        popen = subprocess.Popen(command or ("sleep", "3000"), **options)  # type: ignore[call-overload]
        started.append(popen)
        return popen

    yield start
    for popen in started:
        popen.kill()
        popen.wait(10)


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Callable[..., Tree]]:
    grown: list[Tree] = []

    def grow(mark: str, *children: str, deaf: bool = False) -> Tree:
        grown.append(Tree(tmp_path, system_processes(), mark, *children, deaf=deaf))
        return grown[-1]

    yield grow
    for one in grown:
        one.fell()


def test_a_process_is_known_by_number_and_start(processes: Processes, sleeper: Sleeper) -> None:
    before_us = time.time_ns() // 1000
    popen = sleeper()
    found = processes.identify(popen.pid)
    assert found is not None
    assert found.start > 0
    assert processes.alive(found)
    assert abs(processes.started_us(found) - before_us) < 2_000_000
    info = processes.find(found)
    assert info is not None
    assert (str(info), info.parent) == (f"sleep (pid {popen.pid})", os.getpid())


def test_a_zombie_is_not_alive(processes: Processes, sleeper: Sleeper) -> None:
    popen = sleeper()
    found = processes.identify(popen.pid)
    assert found is not None
    os.kill(popen.pid, signal.SIGKILL)
    os.waitid(os.P_PID, popen.pid, os.WEXITED | os.WNOWAIT)
    assert Path(f"/proc/{popen.pid}/stat").exists()
    assert not processes.alive(found)
    assert processes.identify(popen.pid) is None
    assert not processes.signal(found, signal.SIGTERM)


def test_a_process_that_was_waited_for_is_gone(processes: Processes, sleeper: Sleeper) -> None:
    popen = sleeper()
    found = processes.identify(popen.pid)
    assert found is not None
    popen.kill()
    popen.wait(10)
    assert processes.find(found) is None
    assert processes.identify(popen.pid) is None
    assert processes.refusal(found).startswith("gone")


def test_a_signal_reaches_the_process_it_is_meant_for(processes: Processes, sleeper: Sleeper) -> None:
    popen = sleeper()
    found = processes.identify(popen.pid)
    assert found is not None
    assert processes.signal(found, signal.SIGTERM)
    assert popen.wait(10) == -signal.SIGTERM


def test_a_number_that_is_used_again_is_never_signalled(processes: Processes, sleeper: Sleeper) -> None:
    popen = sleeper()
    found = processes.identify(popen.pid)
    assert found is not None
    for start in (found.start - 1, found.start + 1, 1):
        former = ProcessId(found.pid, start)
        assert not processes.alive(former)
        assert not processes.signal(former, signal.SIGKILL)
        assert "another process" in processes.refusal(former)
    assert processes.alive(found)


def test_a_process_without_a_known_start_is_never_signalled(processes: Processes, sleeper: Sleeper) -> None:
    popen = sleeper()
    assert processes.alive(ProcessId(popen.pid, 0))
    assert not processes.signal(ProcessId(popen.pid, 0), signal.SIGKILL)
    assert popen.poll() is None


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="only root can start another user's process")
def test_another_users_process_is_never_signalled(processes: Processes, sleeper: Sleeper) -> None:
    popen = sleeper("sleep", "3000", user="nobody")
    found = processes.identify(popen.pid)
    assert found is not None
    assert processes.refusal(found) == "belongs to another user"
    assert not processes.signal(found, signal.SIGKILL)
    assert popen.poll() is None


@pytest.mark.parametrize("pid", [-1, 0, 1])
def test_groups_and_the_first_process_are_never_signalled(processes: Processes, pid: int) -> None:
    found = processes.identify(pid) or ProcessId(pid, 1)
    assert not processes.signal(found, signal.SIGCONT)


def test_neither_we_nor_who_started_us_is_ever_signalled(processes: Processes) -> None:
    for pid in (os.getpid(), os.getppid()):
        found = processes.identify(pid)
        assert found is not None
        assert processes.refusal(found)
        assert not processes.signal(found, signal.SIGCONT)


def test_who_is_protected_is_not_signalled(processes: Processes, sleeper: Sleeper) -> None:
    popen = sleeper()
    found = processes.identify(popen.pid)
    assert found is not None
    processes.protect([found])
    assert processes.refusal(found) == "shared with others"
    assert not processes.signal(found, signal.SIGKILL)
    assert popen.poll() is None


def test_nonsense_numbers_are_nobody(processes: Processes) -> None:
    for pid in (-5, 0, 2**22 + 5, 2**31 - 1):
        assert processes.identify(pid) is None
        assert processes.descendants(ProcessId(pid, 7)) == []


def test_descendants_are_found_in_other_sessions_too(processes: Processes, tree: Callable[..., Tree]) -> None:
    grown = tree("all", PLAIN_CHILD, OWN_SESSION, DEAF_TO_TERM)
    agent = processes.identify(grown.popen.pid)
    assert agent is not None
    assert sorted(info.name for info in processes.descendants(agent)) == ["sleep", "sleep", "sleep"]


def test_parents_come_before_their_children(sleeper: Sleeper) -> None:
    processes = system_processes()
    popen = sleeper("sh", "-c", "sh -c 'sleep 3000; true'; true", start_new_session=True)
    root = processes.identify(popen.pid)
    assert root is not None
    until(lambda: len(processes.descendants(root)) == 2, "both have started")
    line = processes.descendants(root)
    assert [info.parent for info in line] == [popen.pid, line[0].id.pid]
    for info in reversed(line):
        processes.signal(info.id, signal.SIGKILL)


def test_a_detached_daemon_is_found_by_its_mark(processes: Processes, tree: Callable[..., Tree]) -> None:
    grown = tree("marked", PLAIN_CHILD, DAEMON)
    other = tree("neighbour", DAEMON)
    agent = processes.identify(grown.popen.pid)
    assert agent is not None
    below = {info.id.pid for info in processes.descendants(agent)}
    detached = {info.id.pid for info in grown.everyone()} - below - {agent.pid}
    assert len(below) == len(detached) == 1
    marked = {info.id.pid for info in processes.descendants_marked(grown.mark)}
    assert marked == detached  # those below this test's own process are never looked for by mark
    assert not marked & {info.id.pid for info in other.everyone()}


@pytest.mark.parametrize("marker", ["", "=", "TREE_SESSION", "TREE_SESSION=", "=unclear"])
def test_half_a_mark_finds_nobody(processes: Processes, tree: Callable[..., Tree], marker: str) -> None:
    tree("unclear", PLAIN_CHILD)
    assert processes.descendants_marked(marker) == []


@pytest.mark.skipif(sys.platform != "linux", reason="names with brackets are a puzzle of /proc")
def test_a_name_may_hold_brackets_and_blanks(sleeper: Sleeper, tmp_path: Path) -> None:
    odd = tmp_path / "a) R 1 (b"
    odd.symlink_to("/bin/sleep")
    popen = sleeper(str(odd), "3000")
    processes = system_processes()
    info = processes.look(popen.pid)
    assert info is not None
    assert (info.name, info.parent) == ("a) R 1 (b", os.getpid())
    assert not info.zombie


def test_the_two_ways_to_ask_agree_about_who_descends_from_whom(tree: Callable[..., Tree]) -> None:
    grown = tree("both", PLAIN_CHILD, OWN_SESSION)
    answers = []
    for ask in (system_processes(), PsutilProcesses()):
        agent = ask.identify(grown.popen.pid)
        assert agent is not None
        answers.append({info.id.pid for info in ask.descendants(agent)})
    assert answers[0] == answers[1]


# ── what a fact says about a process ───────────────────────────────────────────────────────────


def test_a_fact_without_a_start_is_believed_only_if_the_process_was_there_before_it() -> None:
    machine = DummyProcesses()
    agent = machine.add(50, 1, "claude", started_us=10_000_000)
    assert sighted(machine, 50, 0, seen_us=12_000_000) == agent
    assert sighted(machine, 50, 0, seen_us=5_000_000) is None


def test_a_fact_with_a_start_speaks_of_no_other_process() -> None:
    machine = DummyProcesses()
    agent = machine.add(50, 1, "claude")
    assert sighted(machine, 50, agent.start, 0) == agent
    machine.end(agent)
    machine.add(50, 1, "vim")
    assert sighted(machine, 50, agent.start, 0) is None


# ── rules that need a made-up machine ──────────────────────────────────────────────────────────


def test_a_terminal_server_is_spared_and_so_is_all_below_it() -> None:
    machine = DummyProcesses()
    machine.add(50, 1, "claude")
    server = machine.add(60, 1, "tmux: server", environment=("S=1",))
    machine.add(61, 60, "bash", environment=("S=1",))
    machine.add(70, 1, "sleep", environment=("S=1",))
    assert [info.id.pid for info in machine.descendants_marked("S=1")] == [70]
    assert not machine.signal(server, signal.SIGTERM)
    assert machine.diary == []


def test_being_handed_to_the_systems_own_manager_does_not_hide_a_daemon() -> None:
    machine = DummyProcesses()
    machine.add(2, 1, "systemd")
    machine.add(70, 2, "sleep", environment=("S=1",))
    assert [info.id.pid for info in machine.descendants_marked("S=1")] == [70]


def test_a_hub_that_was_started_by_an_agent_does_not_end_that_agent_or_itself() -> None:
    machine = DummyProcesses()
    agent = machine.add(50, 1, "claude")
    machine.add(OWN_PID, 50, "signalcabin")
    machine.add(901, OWN_PID, "helper")
    assert machine.descendants(agent) == []
    assert machine.refusal(agent) == "Signalcabin runs below it"
    assert not machine.signal(agent, signal.SIGTERM)


def test_another_users_daemon_with_our_mark_is_not_ours() -> None:
    machine = DummyProcesses()
    machine.add(70, 1, "sleep", uid=0, environment=("S=1",))
    assert machine.descendants_marked("S=1") == []


LAST_PID = Path("/proc/sys/kernel/ns_last_pid")


def successor_of(pid: int) -> subprocess.Popen[bytes] | None:
    """Another process with the number of one that has ended; None where the system does not let us choose numbers."""
    for _ in range(50):
        try:
            LAST_PID.write_text(str(pid - 1))
        except OSError:
            return None
        popen = subprocess.Popen(["sleep", "3000"])
        if popen.pid == pid:
            return popen
        popen.kill()
        popen.wait(10)
    return None


@pytest.mark.skipif(not LAST_PID.exists(), reason="this system does not let a test choose a process's number")
@pytest.mark.parametrize("moment", ["before the handle is opened", "after the handle is opened"])
def test_a_number_really_used_again_is_not_hit_however_late(
    sleeper: Sleeper, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The former process ends, and its number is given to another, right before the signal would go out."""
    processes, popen = system_processes(), sleeper()
    former = processes.identify(popen.pid)
    assert former is not None
    # Start times are counted in ticks: no number comes round within one.
    ticks = os.sysconf("SC_CLK_TCK")
    until(lambda: time.clock_gettime(time.CLOCK_BOOTTIME) * ticks > former.start + 2, "the clock to tick")
    heirs: list[subprocess.Popen[bytes]] = []

    def take_over() -> None:
        popen.kill()
        popen.wait(10)
        heir = successor_of(popen.pid)
        if heir is None:
            pytest.skip("the number could not be had again")
        heirs.append(heir)

    real_open = os.pidfd_open

    def open_after(pid: int, flags: int = 0) -> int:
        take_over()
        return real_open(pid, flags)

    def send_after(handle: int, signum: int) -> None:
        take_over()
        real_send(handle, signum)

    real_send = signal.pidfd_send_signal
    if moment == "before the handle is opened":
        monkeypatch.setattr(os, "pidfd_open", open_after)
    else:
        monkeypatch.setattr(signal, "pidfd_send_signal", send_after)
    try:
        assert not processes.signal(former, signal.SIGKILL)
        (heir,) = heirs
        assert heir.pid == former.pid and heir.poll() is None
        assert processes.identify(heir.pid) != former
    finally:
        for heir in heirs:
            heir.kill()
            heir.wait(10)
