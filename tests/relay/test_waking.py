"""What a wake relay does, whichever it is: it waits beside a session at rest, wakes it or leaves without a word."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from app.wire.relay_frames import encode_ack, encode_hold, encode_reply
from tests.helpers.relay_hub import Script, ScriptedHub, hold, keep_silent, refuse
from tests.helpers.relays import PATIENCE_S, SILENT_SUCCESS, Ran, Relay

WAKE = ("claude_code", "Stop", "wake")
AT_A_TERMINAL = {"CLAUDE_CODE_ENTRYPOINT": "cli"}


def hub(relay: Relay, script: Script) -> ScriptedHub:
    return ScriptedHub(relay.paths.relay_socket, script)


def run(relay: Relay) -> Ran:
    return relay.run(*WAKE, environment=AT_A_TERMINAL)


def begin(relay: Relay) -> subprocess.Popen[bytes]:
    return relay.begin(*WAKE, environment=AT_A_TERMINAL)


def leaves_nothing(relay: Relay) -> bool:
    return relay.spooled() == [] and not relay.overflow.exists()


def test_a_message_goes_to_stderr_with_the_status_that_wakes(relay: Relay) -> None:
    message = "Go on, please. →\n".encode()
    with hub(relay, hold(60_000, encode_reply(message))) as listening:
        assert run(relay) == Ran(2, b"", message)
        listening.wait(frames=1)
    assert (listening.frames[0].header.event, listening.frames[0].header.mode) == ("Stop", "wake")
    assert leaves_nothing(relay)


def test_a_hold_that_is_let_go_ends_without_a_word(relay: Relay) -> None:
    with hub(relay, hold(60_000, encode_ack())):
        assert run(relay) == SILENT_SUCCESS
    assert leaves_nothing(relay)


def test_an_empty_message_wakes_nobody(relay: Relay) -> None:
    with hub(relay, hold(60_000, encode_reply(b""))):
        assert run(relay) == SILENT_SUCCESS


def test_a_hold_that_runs_out_ends_without_a_word(relay: Relay) -> None:
    with hub(relay, hold(50)):
        assert run(relay) == SILENT_SUCCESS
    assert leaves_nothing(relay)
    assert not relay.breaker.exists()


def test_a_hub_that_goes_while_it_holds_leaves_no_trace(relay: Relay) -> None:
    with hub(relay, lambda line: line.say(encode_hold(60_000))):
        assert run(relay) == SILENT_SUCCESS
    assert leaves_nothing(relay)


def test_without_a_hub_nothing_is_kept_for_later(relay: Relay) -> None:
    assert run(relay) == SILENT_SUCCESS
    assert leaves_nothing(relay)


@pytest.mark.slow
def test_a_hub_that_does_not_answer_is_left_after_a_while(relay: Relay) -> None:
    with hub(relay, keep_silent):
        assert run(relay) == SILENT_SUCCESS
    assert leaves_nothing(relay)
    assert relay.breaker.exists()


def test_a_refusal_is_taken_in_silence(relay: Relay) -> None:
    with hub(relay, refuse):
        assert run(relay) == SILENT_SUCCESS
    assert leaves_nothing(relay)


@pytest.mark.parametrize("entrypoint", ["sdk-cli", "sdk-ts", "", None])
def test_unless_it_is_certain_that_the_session_is_at_a_terminal_it_leaves_before_it_asks(
    relay: Relay, entrypoint: str | None
) -> None:
    environment = {"CLAUDE_CODE_ENTRYPOINT": entrypoint} if entrypoint is not None else {}
    with hub(relay, hold(60_000)) as listening:
        assert relay.run(*WAKE, environment=environment) == SILENT_SUCCESS
        assert listening.frames == []


def test_it_ends_when_the_agent_closes_its_output(relay: Relay) -> None:
    with hub(relay, hold(60_000)) as listening:
        held = begin(relay)
        assert held.stdout is not None
        listening.wait(frames=1)
        held.stdout.close()
        assert held.wait(PATIENCE_S) == 0
        listening.wait(finished=1)
    assert leaves_nothing(relay)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a parent's end")
def test_it_ends_with_the_agent_though_its_output_stays_open(relay: Relay) -> None:
    agent = textwrap.dedent("""
        import subprocess, sys
        null = subprocess.DEVNULL
        subprocess.Popen(sys.argv[1:], stdin=null, stdout=null, stderr=null)
        sys.stdin.read()
    """)
    with hub(relay, hold(60_000)) as listening:
        order = [sys.executable, "-c", agent, str(relay.paths.relay), *WAKE]
        with subprocess.Popen(order, stdin=subprocess.PIPE, env={"PATH": os.defpath, **AT_A_TERMINAL}) as parent:
            listening.wait(frames=1)
            assert listening.finished == 0
            assert parent.stdin is not None
            parent.stdin.close()
            parent.wait(PATIENCE_S)
        listening.wait(finished=1)
    assert leaves_nothing(relay)


def test_sigterm_ends_it_at_once(relay: Relay) -> None:
    with hub(relay, hold(60_000)) as listening:
        held = begin(relay)
        listening.wait(frames=1)
        held.terminate()
        assert held.wait(PATIENCE_S) == -signal.SIGTERM
    assert leaves_nothing(relay)


@pytest.mark.slow
def test_a_message_that_nobody_reads_to_its_end_does_not_wake(relay: Relay) -> None:
    with hub(relay, hold(60_000, encode_reply(b"x" * 1024 * 1024))):
        unread = begin(relay)
        assert unread.wait(PATIENCE_S) == 0
