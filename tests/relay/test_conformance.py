"""What a relay does, whichever it is: the C program, the same under sanitizers, and the Python twin."""

from __future__ import annotations

import fcntl
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.wire.relay_frames import (
    MAX_PAYLOAD_BYTES,
    Frame,
    encode_ack,
    encode_frame,
    encode_hold,
    encode_refusal,
    encode_reply,
    frame_size,
)
from tests.helpers.relay_hub import (
    Line,
    Script,
    ScriptedHub,
    acknowledge,
    hang_up,
    hold,
    keep_silent,
    refuse,
    reply,
)
from tests.helpers.relays import GUARD, PATIENCE_S, SILENT_SUCCESS, Ran, Relay

MAX_SPOOL_BYTES = 64 * 1024 * 1024


def hub(relay: Relay, script: Script = acknowledge, *, accepts: bool = True, read_bytes: int = 0) -> ScriptedHub:
    return ScriptedHub(relay.paths.relay_socket, script, accepts=accepts, read_bytes=read_bytes)


def process_start(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.005)


# ---- a hub that answers ----------------------------------------------------------------------------------------------


def test_an_acknowledged_delivery_leaves_no_trace_with_the_agent_and_none_in_the_spool(relay: Relay) -> None:
    with hub(relay) as listening:
        assert relay.run(payload=b'{"hook_event_name": "Stop"}') == SILENT_SUCCESS
        listening.wait(frames=1)
    assert [frame.payload for frame in listening.frames] == [b'{"hook_event_name": "Stop"}']
    assert relay.spooled() == []


def test_a_reply_is_printed_to_the_byte(relay: Relay) -> None:
    verdict = b'{"decision": "deny"}\n\x00\xff'
    with hub(relay, reply(verdict)):
        assert relay.run() == Ran(0, verdict, b"")


def test_an_empty_reply_prints_nothing(relay: Relay) -> None:
    with hub(relay, reply(b"")):
        assert relay.run() == SILENT_SUCCESS
    assert relay.spooled() == []


def test_a_reply_after_a_hold_is_printed(relay: Relay) -> None:
    with hub(relay, hold(60_000, encode_reply(b"allow"))):
        assert relay.run("claude_code", "PermissionRequest", "sync") == Ran(0, b"allow", b"")


def test_a_hold_outlives_the_deadline_for_answers(relay: Relay) -> None:
    def late(line: Line) -> None:
        line.say(encode_hold(60_000))
        time.sleep(0.6)  # longer than an answer may take
        line.say(encode_reply(b"late, but in time"))

    with hub(relay, late):
        assert relay.run() == Ran(0, b"late, but in time", b"")
    assert not relay.breaker.exists()


@pytest.mark.slow
def test_a_permission_request_has_more_patience_with_a_busy_hub_than_a_tool(relay: Relay) -> None:
    def busy(line: Line) -> None:
        time.sleep(0.6)  # longer than a tool may be kept; the dialog of a permission is open meanwhile
        line.say(encode_hold(60_000))
        line.say(encode_reply(b"allow"))

    with hub(relay, busy):
        assert relay.run("claude_code", "PermissionRequest", "sync") == Ran(0, b"allow", b"")
    with hub(relay, busy):
        assert relay.run("claude_code", "PreToolUse", "sync") == SILENT_SUCCESS
    assert [frame.header.event for frame in relay.spooled()] == ["PreToolUse"]


def test_a_hold_may_end_without_a_verdict(relay: Relay) -> None:
    with hub(relay, hold(60_000, encode_ack())):
        assert relay.run() == SILENT_SUCCESS
    assert relay.spooled() == []


def test_a_hold_that_runs_out_ends_silently_and_is_no_reason_to_spool(relay: Relay) -> None:
    with hub(relay, hold(50)):
        assert relay.run() == SILENT_SUCCESS
    assert relay.spooled() == []
    assert not relay.breaker.exists()


def test_a_hub_that_dies_during_a_hold_has_stored_the_delivery_already(relay: Relay) -> None:
    with hub(relay, lambda line: line.say(encode_hold(60_000))):
        assert relay.run() == SILENT_SUCCESS
    assert relay.spooled() == []


def test_an_async_relay_does_not_wait_even_when_told_to_hold(relay: Relay) -> None:
    with hub(relay, hold(60_000)) as listening:
        assert relay.run("claude_code", "PostToolUse", "async") == SILENT_SUCCESS
        listening.wait(finished=1)
    assert relay.spooled() == []


def test_a_refused_delivery_is_neither_printed_nor_spooled(relay: Relay) -> None:
    with hub(relay, refuse):
        assert relay.run("no_such_agent", "Stop", "sync") == SILENT_SUCCESS
    assert relay.spooled() == []


def test_a_refusal_before_the_frame_was_heard_out_counts_as_one(relay: Relay) -> None:
    def script(line: Line) -> None:
        raise AssertionError("the frame must not come through")

    class Curt(ScriptedHub):
        def _hear(self, link: object) -> None:  # type: ignore[override]
            link.recv(12)  # type: ignore[attr-defined]
            link.sendall(encode_refusal("too_large"))  # type: ignore[attr-defined]

    with Curt(relay.paths.relay_socket, script):
        assert relay.run(payload=b"x" * 4_000_000) == SILENT_SUCCESS
    assert relay.spooled() == []


def test_the_write_side_stays_open_so_that_its_end_means_that_the_relay_is_gone(relay: Relay) -> None:
    with hub(relay, hold(60_000)) as listening:
        held = relay.begin()
        listening.wait(frames=1)
        time.sleep(0.4)  # a shutdown would have come by now
        assert listening.finished == 0
        held.terminate()
        listening.wait(finished=1)
        assert held.wait(PATIENCE_S) == -signal.SIGTERM


def test_sigterm_ends_a_held_relay_at_once_though_the_agent_ignored_and_blocked_it(relay: Relay) -> None:
    def deaf() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])

    with hub(relay, hold(60_000)) as listening:
        held = relay.begin(preexec_fn=deaf)
        listening.wait(frames=1)
        held.terminate()
        assert held.wait(PATIENCE_S) == -signal.SIGTERM
        listening.wait(finished=1)
    assert relay.spooled() == []


def test_a_held_relay_ends_when_the_agent_dies_without_a_word(relay: Relay) -> None:
    with hub(relay, hold(60_000)) as listening:
        held = relay.begin()
        assert held.stdout is not None
        listening.wait(frames=1)
        held.stdout.close()
        assert held.wait(PATIENCE_S) == 0
        listening.wait(finished=1)


@pytest.mark.slow
def test_an_agent_that_does_not_read_the_reply_cannot_keep_the_relay(relay: Relay) -> None:
    with hub(relay, reply(b"x" * 1024 * 1024)):
        unread = relay.begin()
        assert unread.wait(PATIENCE_S) == 0


# ---- the header ------------------------------------------------------------------------------------------------------


def test_the_header_says_who_what_when_and_for_which_session(relay: Relay) -> None:
    before_us = time.time_ns() // 1000
    with hub(relay) as listening:
        relay.run("claude_code", "PreToolUse", "sync", environment={"CLAUDE_CODE_SESSION_ID": "0d3f-17"})
        listening.wait(frames=1)
    header = listening.frames[0].header
    assert (header.v, header.agent, header.event, header.mode) == (1, "claude_code", "PreToolUse", "sync")
    assert (header.session, header.cut) == ("0d3f-17", 0)
    assert before_us <= header.at_us <= time.time_ns() // 1000
    assert header.id.startswith(f"{header.at_us}-")


def test_the_pid_is_the_agents_and_not_that_of_the_shell_that_guards_the_relay(relay: Relay) -> None:
    with hub(relay) as listening:
        relay.run()
        listening.wait(frames=1)
    header = listening.frames[0].header
    assert (header.pid, header.start) == (os.getpid(), process_start(os.getpid()))


def test_an_agents_name_full_of_spaces_and_parentheses_does_not_hide_its_start_time(relay: Relay) -> None:
    agent = textwrap.dedent("""
        import subprocess, sys
        open("/proc/self/comm", "w").write("a) S 1 (b) 2")
        stat = open("/proc/self/stat").read()
        assert "(a) S 1 (b) 2)" in stat
        print(stat.rpartition(")")[2].split()[19])
        subprocess.run(sys.argv[1:], input=b"{}", check=True)
    """)
    order = [sys.executable, "-c", agent, *GUARD, str(relay.paths.relay), "claude_code", "Stop", "sync"]
    done = subprocess.run(order, capture_output=True, check=True, timeout=PATIENCE_S)
    assert [frame.header.start for frame in relay.spooled()] == [int(done.stdout)]


def test_an_orphan_names_no_process_rather_than_the_one_that_adopted_it(relay: Relay) -> None:
    orphan = textwrap.dedent("""
        import os, sys, time
        parent = os.getpid()
        if os.fork():
            os._exit(0)
        while os.getppid() == parent:
            time.sleep(0.001)
        print(os.getppid(), open(f"/proc/{os.getppid()}/comm").read().strip(), flush=True)
        os.execv(sys.argv[1], sys.argv[1:])
    """)
    order = [sys.executable, "-c", orphan, str(relay.paths.relay), "claude_code", "SessionEnd", "async"]
    done = subprocess.run(order, capture_output=True, check=True, timeout=PATIENCE_S, stdin=subprocess.DEVNULL)
    adopter, name = done.stdout.decode().split(maxsplit=1)
    until(relay.spooled, "the orphan spooled")
    header = relay.spooled()[0].header
    assert adopter == "1" or name.strip() == "systemd", "this machine has another kind of foster parent"
    assert (header.pid, header.start) == (0, 0)


@pytest.mark.parametrize(
    "name",
    [
        b'"',
        b"\\",
        b'","v":2,"x":"',
        b"two\nlines\r\t",
        b"\x01\x1f\x7f",
        "Größe→🚂".encode(),
        b"\xff\xfe\xc3(",
        b"",
        b"E" * 5000,
    ],
)
def test_any_bytes_in_a_name_give_a_valid_header(relay: Relay, name: bytes) -> None:
    with hub(relay) as listening:
        assert (
            relay.run(name, name, "sync", environment={"CLAUDE_CODE_SESSION_ID": os.fsdecode(name)}) == SILENT_SUCCESS
        )
        listening.wait(frames=1)
    header = listening.frames[0].header
    bounded = name[:128].decode("latin-1")
    assert (header.agent, header.event, header.session, header.mode) == (bounded, bounded, bounded, "sync")


def test_without_an_agent_and_an_event_there_is_nothing_to_deliver(relay: Relay) -> None:
    process = subprocess.run([relay.paths.relay, "claude_code"], input=b"{}", capture_output=True, check=False)
    assert Ran(process.returncode, process.stdout, process.stderr) == SILENT_SUCCESS
    assert relay.spooled() == []


def test_every_delivery_has_an_id_of_its_own(relay: Relay) -> None:
    for _ in range(5):
        relay.run()
    assert len({frame.header.id for frame in relay.spooled()}) == 5


# ---- stdin -----------------------------------------------------------------------------------------------------------


def test_an_empty_stdin_is_delivered_with_its_stamp(relay: Relay) -> None:
    with hub(relay) as listening:
        assert relay.run("claude_code", "SessionEnd", "sync", payload=b"") == SILENT_SUCCESS
        listening.wait(frames=1)
    assert listening.frames[0].payload == b""
    assert listening.frames[0].header.at_us > 0


def test_binary_stdin_comes_through_as_it_is(relay: Relay) -> None:
    payload = bytes(range(256)) * 300 + b"\nENDSCR1"
    with hub(relay) as listening:
        assert relay.run(payload=payload) == SILENT_SUCCESS
        listening.wait(frames=1)
    assert listening.frames[0].payload == payload


def test_a_stdin_over_the_limit_is_cut_and_the_cut_is_counted(relay: Relay) -> None:
    payload = b"0123456789abcdef" * (MAX_PAYLOAD_BYTES // 16) + b"x" * 100_001
    with hub(relay) as listening:
        assert relay.run(payload=payload) == SILENT_SUCCESS
        listening.wait(frames=1)
    frame = listening.frames[0]
    assert frame.payload == payload[:MAX_PAYLOAD_BYTES]
    assert frame.header.cut == 100_001


@pytest.mark.slow
def test_a_stdin_that_is_never_closed_is_given_up_and_what_came_is_delivered(relay: Relay) -> None:
    with hub(relay) as listening:
        waiting = relay.start()
        assert waiting.stdin is not None
        waiting.stdin.write(b'{"whole": true}')
        waiting.stdin.flush()
        assert waiting.wait(PATIENCE_S) == 0
        listening.wait(frames=1)
    assert listening.frames[0].payload == b'{"whole": true}'


@pytest.mark.slow
def test_a_stdin_that_never_ends_is_given_up_as_well(relay: Relay) -> None:
    endless = subprocess.Popen(["yes"], stdout=subprocess.PIPE)
    try:
        with hub(relay) as listening:
            assert endless.stdout is not None
            assert relay.start(stdin=endless.stdout.fileno()).wait(PATIENCE_S) == 0
            listening.wait(frames=1)
    finally:
        endless.kill()
        endless.communicate()
    assert len(listening.frames[0].payload) == MAX_PAYLOAD_BYTES
    assert listening.frames[0].header.cut > 0


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
def test_closed_descriptors_are_survived_and_no_reply_goes_astray(relay: Relay, closed: str) -> None:
    strays: list[bytes] = []

    def script(line: Line) -> None:
        line.say(encode_reply(b"only for stdout"))
        strays.append(line.hear_the_end())

    guard = ("/bin/sh", "-c", f'exec "$0" "$@" {closed}')
    with hub(relay, script) as listening:
        done = relay.run(guard=guard)
        listening.wait(finished=1)
    assert done == Ran(0, b"" if ">&-" in closed.split() else b"only for stdout", b"")
    assert strays == [b""]
    assert relay.spooled() == []


def test_closed_descriptors_do_not_bring_a_reply_into_the_spool(relay: Relay) -> None:
    guard = ("/bin/sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-')
    assert relay.run(guard=guard) == SILENT_SUCCESS
    assert [frame.payload for frame in relay.spooled()] == [b""]


# ---- no hub, a strange hub, a hung hub -------------------------------------------------------------------------------


def test_without_a_hub_the_delivery_lies_in_a_private_spool(relay: Relay) -> None:
    before = os.umask(0)
    try:
        assert relay.run(payload=b'{"alone": 1}') == SILENT_SUCCESS
    finally:
        os.umask(before)
    assert [frame.payload for frame in relay.spooled()] == [b'{"alone": 1}']
    assert relay.paths.spool.stat().st_mode & 0o777 == 0o600


def test_a_socket_nobody_listens_on_any_more_is_no_hub(relay: Relay) -> None:
    with hub(relay):
        os.link(relay.paths.relay_socket, relay.paths.run_dir / "kept")
    (relay.paths.run_dir / "kept").rename(relay.paths.relay_socket)
    assert relay.run() == SILENT_SUCCESS
    assert len(relay.spooled()) == 1
    assert not relay.breaker.exists()


def test_a_hub_that_closes_before_it_acknowledged_may_not_have_stored_it(relay: Relay) -> None:
    with hub(relay, hang_up) as listening:
        assert relay.run() == SILENT_SUCCESS
        listening.wait(frames=1)
    assert [frame.header.id for frame in relay.spooled()] == [listening.frames[0].header.id]


def test_a_hub_that_closes_in_the_middle_of_the_frame_is_as_good_as_none(relay: Relay) -> None:
    payload = b"x" * 1_000_000
    with hub(relay, read_bytes=1000):
        assert relay.run(payload=payload) == SILENT_SUCCESS
    assert [frame.payload for frame in relay.spooled()] == [payload]


def test_a_reply_that_breaks_off_is_not_printed_by_halves(relay: Relay) -> None:
    with hub(relay, lambda line: line.say(encode_reply(b"a whole verdict")[:-3])):
        assert relay.run() == SILENT_SUCCESS


@pytest.mark.parametrize(
    "words", [b"HTTP/1.1 200 OK\r\n\r\n", b"A\x00\x00\x00\x01", b"R\xff\xff\xff\xff", b"H\x00\x00\x00\x05"]
)
def test_whoever_does_not_speak_our_language_has_stored_nothing(relay: Relay, words: bytes) -> None:
    with hub(relay, lambda line: line.say(words)):
        assert relay.run() == SILENT_SUCCESS
    assert len(relay.spooled()) == 1


def test_a_hung_hub_is_given_up_and_the_next_relays_do_not_even_ask_it(relay: Relay) -> None:
    with hub(relay, keep_silent) as hung:
        for _ in range(4):
            assert relay.run() == SILENT_SUCCESS
        assert hung.connections == 1
    assert relay.breaker.exists()
    assert len(relay.spooled()) == 4


def test_a_hub_that_no_longer_accepts_is_hung_too(relay: Relay) -> None:
    with hub(relay, accepts=False):
        assert relay.run(payload=b"x" * 1_000_000) == SILENT_SUCCESS
    assert relay.breaker.exists()
    assert len(relay.spooled()) == 1


@pytest.mark.parametrize("age_s", [6, -3600])
def test_after_a_while_or_when_the_clock_was_set_back_a_relay_asks_again_and_a_hub_that_answers_heals_all(
    relay: Relay, age_s: int
) -> None:
    relay.breaker.touch()
    os.utime(relay.breaker, (time.time() - age_s,) * 2)
    with hub(relay) as healed:
        assert relay.run() == SILENT_SUCCESS
        assert healed.connections == 1
    assert not relay.breaker.exists()
    assert relay.spooled() == []


def test_while_one_relay_asks_a_hung_hub_again_the_others_keep_away(relay: Relay) -> None:
    relay.breaker.touch()
    os.utime(relay.breaker, (1, 1))
    with hub(relay, keep_silent) as hung:
        asking = relay.begin()
        hung.wait(frames=1)
        assert relay.run() == SILENT_SUCCESS
        assert asking.wait(PATIENCE_S) == 0
        assert hung.connections == 1
    assert time.time() - relay.breaker.stat().st_mtime < 5
    assert len(relay.spooled()) == 2


def test_a_hub_that_is_gone_hangs_no_more(relay: Relay) -> None:
    relay.breaker.touch()
    os.utime(relay.breaker, (1, 1))
    assert relay.run() == SILENT_SUCCESS
    assert not relay.breaker.exists()


def test_a_pipe_in_the_breakers_place_does_not_block(relay: Relay) -> None:
    os.mkfifo(relay.breaker)
    os.utime(relay.breaker, (1, 1))
    with hub(relay, keep_silent):
        assert relay.run() == SILENT_SUCCESS
    assert len(relay.spooled()) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can let a process of another user listen in our folder")
def test_a_hub_of_another_user_hears_nothing(relay: Relay) -> None:
    imposter = textwrap.dedent("""
        import os, socket, sys
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(sys.argv[1])
        os.setuid(65534)
        listener.listen()
        print("listening", flush=True)
        link, _ = listener.accept()
        print(len(link.recv(4096)), flush=True)
    """)
    other = subprocess.Popen([sys.executable, "-c", imposter, str(relay.paths.relay_socket)], stdout=subprocess.PIPE)
    relay.started.append(other)
    assert other.stdout is not None
    assert other.stdout.readline() == b"listening\n"
    assert relay.run(payload=b'{"secret": 1}') == SILENT_SUCCESS
    assert other.stdout.readline() == b"0\n"
    assert len(relay.spooled()) == 1


def test_a_run_folder_others_can_write_to_is_not_trusted(relay: Relay) -> None:
    with hub(relay) as listening:
        relay.paths.run_dir.chmod(0o777)
        assert relay.run() == SILENT_SUCCESS
        assert listening.connections == 0
    assert len(relay.spooled()) == 1


def test_a_run_folder_behind_a_link_is_found(relay: Relay, tmp_path: Path) -> None:
    elsewhere = tmp_path / "short"
    relay.paths.run_dir.rename(elsewhere)
    relay.paths.run_dir.symlink_to(elsewhere)
    with hub(relay) as listening:
        assert relay.run() == SILENT_SUCCESS
        listening.wait(frames=1)
    assert relay.spooled() == []


@pytest.mark.slow
def test_whatever_a_hub_says_the_relay_does_what_the_protocol_says_and_nothing_else(relay: Relay) -> None:
    dice = random.Random(20)
    rounds = 40 if relay.kind == "python" else 150
    said = [random_talk(dice) for _ in range(rounds)]
    script = iter(said)
    with hub(relay, lambda line: line.say(next(script))):
        for number, words in enumerate(said):
            spooled_before = len(relay.spooled())
            printed, settled = understood(words)
            began = time.monotonic()
            ran = relay.run()
            gave_up = time.monotonic() - began > 0.3 and ran == SILENT_SUCCESS
            if gave_up and len(relay.spooled()) == spooled_before + 1:
                relay.breaker.unlink(missing_ok=True)
                continue  # this machine was busy past the deadline: not to wait any longer is what the protocol says
            assert ran == Ran(0, printed, b""), f"round {number}: {words!r}"
            assert len(relay.spooled()) - spooled_before == (0 if settled else 1), f"round {number}: {words!r}"


def random_talk(dice: random.Random) -> bytes:
    pieces = [
        encode_ack(),
        encode_reply(dice.randbytes(dice.randrange(40))),
        encode_hold(dice.choice([60_000, 0xFFFFFFFF])),
        encode_refusal("x" * dice.randrange(9)),
        dice.randbytes(dice.randrange(12)),
        b"",
    ]
    talk = bytearray(b"".join(dice.choice(pieces) for _ in range(dice.randrange(1, 4))))
    if talk and dice.random() < 0.5:
        talk[dice.randrange(len(talk))] = dice.randrange(256)
    return bytes(talk[: dice.randrange(len(talk) + 1)]) if dice.random() < 0.4 else bytes(talk)


def understood(words: bytes) -> tuple[bytes, bool]:
    """What a sync relay prints, and whether it takes its delivery for settled, if the hub says ``words`` and leaves."""
    held = False
    while len(words) >= 5:
        tag, length, body = words[:1], int.from_bytes(words[1:5], "big"), words[5:]
        if tag == b"E" or (tag == b"A" and length == 0):
            return b"", True
        if tag == b"R" and length <= 1024 * 1024:
            return (body[:length] if len(body) >= length else b""), True
        if tag != b"H" or length != 4:
            return b"", held
        if len(body) < 4:
            return b"", True
        held, words = True, body[4:]
    return b"", held


# ---- the spool -------------------------------------------------------------------------------------------------------


def test_fifty_relays_at_once_leave_fifty_whole_frames(relay: Relay) -> None:
    crowd = [relay.begin("claude_code", f"Event{number}", payload=b"%d" % number * 5000) for number in range(50)]
    assert [process.wait(PATIENCE_S) for process in crowd] == [0] * 50
    assert sorted(f.header.event for f in relay.spooled()) == sorted(f"Event{number}" for number in range(50))
    assert all(frame.payload == frame.header.event[5:].encode() * 5000 for frame in relay.spooled())


def test_what_lies_in_the_spool_is_byte_for_byte_what_goes_over_the_socket(relay: Relay) -> None:
    relay.run(payload=b"{}")
    written = relay.paths.spool.read_bytes()
    assert frame_size(written[:12]) == len(written)
    frame = relay.spooled()[0]
    header_bytes = int.from_bytes(written[4:8], "big")
    assert json.loads(written[12 : 12 + header_bytes])["id"] == frame.header.id
    assert relay.spooled() == [Frame(frame.header, b"{}")]
    assert len(encode_frame(frame.header, b"{}")) <= len(written)


def test_a_missing_spool_folder_is_made_again_and_private(relay: Relay) -> None:
    relay.paths.spool_dir.rmdir()
    assert relay.run() == SILENT_SUCCESS
    assert len(relay.spooled()) == 1
    assert relay.paths.spool_dir.stat().st_mode & 0o777 == 0o700


def test_a_full_spool_takes_nothing_more_and_counts_what_is_lost(relay: Relay) -> None:
    relay.paths.spool.touch(0o600)
    os.truncate(relay.paths.spool, MAX_SPOOL_BYTES - 10)
    before_us = time.time_ns() // 1000
    assert [relay.run(), relay.run()] == [SILENT_SUCCESS] * 2
    assert relay.paths.spool.stat().st_size == MAX_SPOOL_BYTES - 10
    lost = relay.overflow.read_bytes()
    stamps = [int.from_bytes(lost[at : at + 8], "big") for at in range(0, len(lost), 8)]
    assert len(stamps) == 2
    assert before_us <= stamps[0] <= stamps[1] <= time.time_ns() // 1000


def test_the_count_of_what_is_lost_is_bounded_too(relay: Relay) -> None:
    relay.paths.spool.mkdir()
    relay.overflow.touch(0o600)
    os.truncate(relay.overflow, 1024 * 1024)
    assert relay.run() == SILENT_SUCCESS
    assert relay.overflow.stat().st_size == 1024 * 1024


def test_a_disk_that_fills_up_in_the_middle_of_a_frame_leaves_the_frames_before_it_whole(relay: Relay) -> None:
    relay.run(payload=b"first")
    size = relay.paths.spool.stat().st_size
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, size + 100))  # noqa: E731
    assert relay.run(payload=b"second" * 1000, preexec_fn=limit) == SILENT_SUCCESS
    assert [frame.payload for frame in relay.spooled()] == [b"first"]
    assert relay.overflow.stat().st_size == 8


def test_a_link_in_the_spools_place_is_not_followed(relay: Relay, tmp_path: Path) -> None:
    treasure = tmp_path / "authorized_keys"
    treasure.write_bytes(b"treasure")
    relay.paths.spool.symlink_to(treasure)
    assert relay.run() == SILENT_SUCCESS
    assert treasure.read_bytes() == b"treasure"
    assert relay.overflow.stat().st_size == 8


def test_a_second_name_for_somebodys_file_in_the_spools_place_is_not_written_to(relay: Relay, tmp_path: Path) -> None:
    treasure = tmp_path / "authorized_keys"
    treasure.write_bytes(b"treasure")
    os.link(treasure, relay.paths.spool)
    assert relay.run() == SILENT_SUCCESS
    assert treasure.read_bytes() == b"treasure"


def test_a_link_in_the_spool_folders_place_is_not_followed(relay: Relay, tmp_path: Path) -> None:
    relay.paths.spool_dir.rmdir()
    (tmp_path / "elsewhere").mkdir()
    relay.paths.spool_dir.symlink_to(tmp_path / "elsewhere")
    assert relay.run() == SILENT_SUCCESS
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_pipe_in_the_spools_place_does_not_block(relay: Relay) -> None:
    os.mkfifo(relay.paths.spool)
    assert relay.run() == SILENT_SUCCESS


def test_a_spool_taken_by_the_hub_while_a_relay_waits_for_it_is_left_alone_and_a_new_one_begun(relay: Relay) -> None:
    relay.run(payload=b"before")
    taken = relay.paths.spool_dir / "taken"
    with relay.paths.spool.open("rb") as spool:
        fcntl.flock(spool, fcntl.LOCK_EX)
        waiting = relay.begin(payload=b"after")
        until(lambda: f"-> FLOCK  ADVISORY  WRITE {waiting.pid} " in Path("/proc/locks").read_text(), "the relay waits")
        relay.paths.spool.rename(taken)
    assert waiting.wait(PATIENCE_S) == 0
    assert [frame.payload for frame in relay.spooled()] == [b"after"]
    assert taken.read_bytes().count(b"SCR1") == 1


@pytest.mark.slow
def test_a_spool_somebody_keeps_locked_is_given_up_and_the_loss_counted(relay: Relay) -> None:
    relay.run()
    with relay.paths.spool.open("rb") as spool:
        fcntl.flock(spool, fcntl.LOCK_EX)
        assert relay.run() == SILENT_SUCCESS
    assert len(relay.spooled()) == 1
    assert relay.overflow.stat().st_size == 8


# ---- nothing there ---------------------------------------------------------------------------------------------------


def test_a_missing_relay_is_a_silent_success_behind_the_guard(relay: Relay) -> None:
    relay.paths.relay.unlink()
    assert relay.run() == SILENT_SUCCESS


def test_a_data_folder_removed_meanwhile_is_not_made_again(relay: Relay) -> None:
    running = relay.start()
    assert running.stdin is not None
    running.stdin.write(b"x" * 200_000)  # more than a pipe holds: when it is through, the relay runs
    running.stdin.flush()
    shutil.rmtree(relay.paths.root)
    stdout, stderr = running.communicate(timeout=PATIENCE_S)
    assert Ran(running.returncode, stdout, stderr) == SILENT_SUCCESS
    assert not relay.paths.root.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_data_folder_of_another_user_is_left_alone(relay: Relay) -> None:
    os.chown(relay.paths.root, 65534, 65534)
    try:
        with hub(relay) as listening:
            assert relay.run() == SILENT_SUCCESS
            assert listening.connections == 0
    finally:
        os.chown(relay.paths.root, 0, 0)
    assert relay.spooled() == []
