"""A message wakes a real Claude Code session at rest, and nothing of the waiting is seen or left behind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.real_claude import CLAUDE, Cabin, eventually, processes_with, script

pytestmark = [pytest.mark.real_cli, pytest.mark.slow]
BEFORE = b'{\r\n\t"model": "opus",\r\n\t"hooks": {"Stop": []}, "x": 1.50\r\n}'


@pytest.fixture
def cabin(tmp_path: Path) -> Iterator[Cabin]:
    """Connected with waking switched on."""
    if not CLAUDE.exists():
        pytest.skip("the real Claude Code is not installed: npm could not be reached (`make claude`)")
    cabin = Cabin(tmp_path)
    try:
        (cabin.home / ".claude").mkdir()
        settings_of(cabin).write_bytes(BEFORE)
        cabin.start_hub()
        cabin.signalcabin("connect", "claude_code", "--wake", "--yes")
        yield cabin
    finally:
        cabin.close()


def settings_of(cabin: Cabin) -> Path:
    return cabin.home / ".claude/settings.json"


def waiting(cabin: Cabin) -> list[int]:
    """The relays that wait, as processes."""
    return sorted(processes_with(f"{cabin.data}/relay/signalcabin-relay\0claude_code\0")) if cabin.data.exists() else []


def one_waits(cabin: Cabin) -> None:
    eventually(lambda: len(waiting(cabin)) == 1, f"one waiting relay: {waiting(cabin)}")


def say(cabin: Cabin, session_id: str, text: str) -> dict[str, Any]:
    return dict(json.loads(cabin.run("say", session_id, text, "--json").stdout))


def way(cabin: Cabin, session_id: str) -> str:
    return str(json.loads(cabin.signalcabin("levers", session_id, "--json"))["reply"]["how"])


def first_turn(cabin: Cabin, name: str = "main") -> tuple[Any, dict[str, Any]]:
    terminal = cabin.terminal(name)
    terminal.type("Hello." + script({"text": "First answer."}))
    row = cabin.session("done")
    eventually(lambda: "First answer." in terminal.screen(), "the answer on its screen")
    terminal.settle()
    one_waits(cabin)
    return terminal, row


def prompts(cabin: Cabin, session_id: str) -> list[tuple[str, str]]:
    blocks = cabin.blocks(session_id, "PromptBlock")
    return [(block["text"].partition(" @@")[0], block.get("origin", "human")) for block in blocks]


def ms_to_wake(cabin: Cabin, session_id: str) -> list[int]:
    """From each message's order to the hook with which the session began to work on it, shortest first."""
    took_ms, queued_us = [], 0
    for record in cabin.records(session_id):
        if record["event"]["type"] == "PromptQueued":
            queued_us = record["at_us"]
        elif record["event"]["type"] == "TurnStarted" and record["source"] == "hook" and queued_us:
            took_ms.append((record["at_us"] - queued_us) // 1000)
            queued_us = 0
    return sorted(took_ms)


def test_a_session_at_rest_is_woken_and_its_answer_arrives(cabin: Cabin) -> None:
    terminal, row = first_turn(cabin)
    session_id = row["session_id"]
    assert way(cabin, session_id) == "wake"
    terminal.press("a", "b", "c")  # a draft in the input box
    eventually(lambda: "abc" in terminal.screen(), "the draft")
    said = say(cabin, session_id, "Wake up." + script({"text": "I am awake.", "words": 60, "delay_ms": 20}))
    assert (said["sent"], said["how"]) == (True, "wake")
    row = cabin.session()
    assert (row["status"], row["status_source"], row["queued"]) == ("working", "hook", [])
    row = cabin.session("done", "the woken turn to finish")
    assert row["turns"] == 2
    assert [text.split(" word0")[0] for text in cabin.said(session_id)] == ["First answer.", "I am awake."]
    assert prompts(cabin, session_id) == [("Hello.", "human"), ("Wake up.", "human")]
    screen = terminal.screen()
    assert "Message from Signalcabin" in screen and "abc" in screen
    sent = [r["event"] for r in cabin.records(session_id) if r["event"]["type"] == "PromptSent"]
    assert [event["how"] for event in sent] == ["wake"]
    one_waits(cabin)


def test_a_fresh_session_is_woken_before_its_first_prompt(cabin: Cabin) -> None:
    cabin.terminal()
    row = cabin.session("idle")
    one_waits(cabin)
    said = say(cabin, row["session_id"], "Begin." + script({"text": "Begun."}))
    assert (said["sent"], said["how"]) == (True, "wake")
    row = cabin.session("done")
    assert row["title"].startswith("Begin.")
    assert cabin.said(row["session_id"]) == ["Begun."]


def test_two_messages_one_wakes_and_the_other_is_handed_over_at_its_stop(cabin: Cabin) -> None:
    _, row = first_turn(cabin)
    steps = [{"text": "Working.", "words": 100, "delay_ms": 30}, {"text": "And the second."}]
    first = say(cabin, row["session_id"], "One." + script(*steps))
    second = say(cabin, row["session_id"], "Two.")
    assert (first["how"], second["how"]) == ("wake", "queued")
    assert "when the turn it is in ends" in second["why"]
    eventually(lambda: "And the second." in cabin.said(row["session_id"]), "the answer to both", 30)
    row = cabin.session("done")
    assert (row["queued"], row["turns"]) == ([], 2)
    assert prompts(cabin, row["session_id"]) == [("Hello.", "human"), ("One.", "human"), ("Two.", "human")]


def test_ten_stops_leave_one_waiting_relay_and_ten_messages_wake_ten_times(cabin: Cabin) -> None:
    _, row = first_turn(cabin)
    for number in range(10):
        said = say(cabin, row["session_id"], f"Number {number}." + script({"text": f"Answer {number}."}))
        assert (said["sent"], said["how"]) == (True, "wake"), (number, said)
        eventually(lambda n=number: f"Answer {n}." in cabin.said(row["session_id"]), "the answer")  # type: ignore[misc]
        cabin.session("done")
        one_waits(cabin)
    took_ms = ms_to_wake(cabin, row["session_id"])
    assert len(took_ms) == 10 and cabin.session()["turns"] == 11
    print(f"from the order to the woken session's own hook: p50 {took_ms[5]} ms, {took_ms[0]} to {took_ms[-1]}")


def test_one_taken_back_in_time_does_not_wake(cabin: Cabin) -> None:
    terminal, row = first_turn(cabin)
    os.kill(waiting(cabin)[0], 15)  # nothing can wake it now
    eventually(lambda: way(cabin, row["session_id"]) == "next_stop", "the relay to be missed")
    assert say(cabin, row["session_id"], "Do not.")["how"] == "queued"
    cabin.signalcabin("unsay", row["session_id"])
    terminal.type("Again." + script({"text": "Second answer."}))
    cabin.session("done")
    one_waits(cabin)
    assert say(cabin, row["session_id"], "Rather this." + script({"text": "This then."}))["how"] == "wake"
    eventually(lambda: "This then." in terminal.screen(), "the answer")
    assert not any("Do not." in path.read_text() for path in cabin.home.glob(".claude/projects/**/*.jsonl"))


def test_a_hub_that_stops_lets_the_relay_go_and_the_agent_shows_nothing(cabin: Cabin) -> None:
    terminal, _ = first_turn(cabin)
    lines = sum(path.read_text().count("\n") for path in cabin.home.glob(".claude/projects/**/*.jsonl"))
    before = terminal.screen()
    cabin.hub.terminate()
    cabin.hub.wait(20)
    eventually(lambda: not waiting(cabin), "no relay left")
    time.sleep(1.0)  # for what must not come
    assert terminal.screen() == before
    assert sum(path.read_text().count("\n") for path in cabin.home.glob(".claude/projects/**/*.jsonl")) == lines


def test_a_hub_that_is_killed_does_so_too(cabin: Cabin) -> None:
    terminal, _ = first_turn(cabin)
    before = terminal.screen()
    cabin.hub.kill()
    cabin.hub.wait(20)
    eventually(lambda: not waiting(cabin), "no relay left")
    time.sleep(1.0)
    assert terminal.screen() == before
    assert not (cabin.data / "spool/deliveries.spool").exists()


@pytest.mark.parametrize("end", ["/exit", "kill"])
def test_the_end_of_a_session_leaves_no_relay_behind(cabin: Cabin, end: str) -> None:
    terminal, row = first_turn(cabin)
    if end == "kill":
        os.kill(terminal.pid(), 9)
    else:
        terminal.type(end)
    eventually(lambda: not waiting(cabin), "no relay left", 5)
    over = eventually(lambda: [r for r in cabin.sessions() if r["status"] in ("ended", "lost")], "the session's end")
    assert over[0]["session_id"] == row["session_id"]
    assert way(cabin, row["session_id"]) == ""


def test_a_cleared_session_is_not_woken_but_the_one_in_its_place(cabin: Cabin) -> None:
    terminal, old = first_turn(cabin)
    terminal.type("/clear")
    fresh = eventually(lambda: [r for r in cabin.sessions() if r["session_id"] != old["session_id"]], "the new one")[0]
    eventually(lambda: way(cabin, fresh["session_id"]) == "wake", "a relay beside it")
    one_waits(cabin)
    assert way(cabin, old["session_id"]) == ""
    assert say(cabin, fresh["session_id"], "Begin." + script({"text": "Begun."}))["how"] == "wake"
    eventually(lambda: cabin.said(fresh["session_id"]) == ["Begun."], "its answer")


def test_an_interrupted_session_is_woken_too(cabin: Cabin) -> None:
    terminal, row = first_turn(cabin)
    terminal.type("Talk long." + script({"text": "Alpha line.\n", "words": 400, "delay_ms": 50}))
    cabin.session("working")
    eventually(lambda: "Alpha line." in terminal.screen(), "its text")
    terminal.press("Escape")
    cabin.session("interrupted")
    assert say(cabin, row["session_id"], "Rather this." + script({"text": "This then."}))["how"] == "wake"
    eventually(lambda: "This then." in cabin.said(row["session_id"]), "the answer")


def test_print_mode_does_not_wait_for_it(cabin: Cabin) -> None:
    began = time.monotonic()
    assert cabin.print_mode("Say hello." + script({"text": "Hello."})).wait(60) == 0
    assert time.monotonic() - began < 30  # waiting would take a day
    assert waiting(cabin) == []


def test_without_it_nothing_waits_and_a_message_stays_for_the_next_stop(cabin: Cabin) -> None:
    cabin.signalcabin("connect", "claude_code", "--yes")
    terminal = cabin.terminal()
    terminal.type("Hello." + script({"text": "First answer."}))
    row = cabin.session("done")
    assert way(cabin, row["session_id"]) == "next_stop"
    said = say(cabin, row["session_id"], "Later.")
    assert (said["sent"], said["how"]) == (False, "queued") and "nothing waits to wake it" in said["why"]
    assert waiting(cabin) == []
    terminal.type("Again." + script({"text": "Second."}, {"text": "And that."}))
    eventually(lambda: "And that." in cabin.said(row["session_id"]), "what it says to the message")


def test_disconnect_gives_the_settings_file_back_byte_for_byte(cabin: Cabin) -> None:
    assert b"asyncRewake" in settings_of(cabin).read_bytes()
    cabin.signalcabin("disconnect", "claude_code", "--yes")
    assert settings_of(cabin).read_bytes() == BEFORE
