"""Waking a session: which hooks are put in for it and taken out again, and how its message is told from others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from app.agents import adapters
from app.agents.claude_code.prompts import message_in
from app.agents.claude_code.recipe import mode_of
from app.core.events import TurnStarted
from app.core.records import Delivery
from tests.agents.claude_code.test_connection import RELAY, VERSION, examples, files, value_of

CLAUDE = adapters()["claude_code"]
WAKING = ("SessionStart", "Stop")


def connected(before: bytes | None, wake: bool = True, version: str = VERSION) -> bytes:
    after = CLAUDE.connect(before, RELAY, version, wake).after
    assert after is not None
    return after


def modes(content: bytes, event: str) -> list[str]:
    return [mode_of(hook) for group in value_of(content)["hooks"][event] for hook in group["hooks"]]


def test_it_adds_one_hook_at_the_start_and_one_at_each_stop() -> None:
    plain, waking = connected(b"{}", wake=False), connected(b"{}")
    assert (modes(plain, "SessionStart"), modes(plain, "Stop")) == (["async"], ["sync"])
    assert (modes(waking, "SessionStart"), modes(waking, "Stop")) == (["async", "wake"], ["sync", "wake"])
    (_, group) = value_of(waking)["hooks"]["Stop"]
    (hook,) = group["hooks"]
    assert hook["args"][2:] == [RELAY[0], "claude_code", "Stop", "wake"]
    assert (hook["async"], hook["asyncRewake"], hook["timeout"]) == (True, True, 86_400)
    assert len(CLAUDE.connect(b"{}", RELAY, VERSION, True).added) == 30


def test_it_is_off_unless_asked_for() -> None:
    assert CLAUDE.connect(b"{}", RELAY, VERSION).after == connected(b"{}", wake=False)
    assert b"asyncRewake" not in connected(b"{}", wake=False)


def test_switched_on_later_only_those_two_are_added_and_off_again_taken_out() -> None:
    plain = connected(b'{"theme": "dark"}', wake=False)
    on = CLAUDE.connect(plain, RELAY, VERSION, True)
    assert (on.added, on.removed) == (WAKING, ())
    off = CLAUDE.connect(on.after, RELAY, VERSION)
    assert (off.added, sorted(off.removed)) == ((), sorted(WAKING))
    assert off.after == plain
    again = CLAUDE.connect(on.after, RELAY, VERSION, True)
    assert (again.after, again.added, again.removed) == (on.after, (), ())


@pytest.mark.slow
@examples
@given(files())
def test_disconnect_gives_the_file_back_byte_for_byte(before: bytes) -> None:
    written = connected(before)
    assert CLAUDE.disconnect(written, written, before).after == before
    assert CLAUDE.disconnect(written, b"something else", before).after == before


def test_a_version_that_cannot_be_woken_is_told_of_and_gets_the_rest() -> None:
    edit = CLAUDE.connect(b"{}", RELAY, "2.1.138", True)
    assert edit.after == connected(b"{}", wake=False, version="2.1.138")
    assert "cannot be woken" in edit.notes[0]


def test_inspect_tells_whether_it_is_on_and_finds_nothing_wrong_with_either() -> None:
    for wake in (False, True):
        report = CLAUDE.inspect_config(connected(b"{}", wake), RELAY, VERSION)
        assert (report["wake"], report["missing"], report["changed"]) == (wake, [], [])
        assert len(report["present"]) == 28


def test_inspect_finds_one_of_the_two_taken_out_by_hand() -> None:
    value = value_of(connected(b"{}"))
    del value["hooks"]["Stop"][1]
    report = CLAUDE.inspect_config(json.dumps(value).encode(), RELAY, VERSION)
    assert (report["wake"], report["changed"]) == (True, ["Stop"])


# ── the message that comes back ────────────────────────────────────────────────────────────────

WOKEN = (
    "<task-notification>\n<summary>Message from Signalcabin</summary>\n</task-notification>\n<system-reminder>\n"
    "Message sent to this session from Signalcabin: Fix <b>it</b>.\nThen rest.\n</system-reminder>"
)


def turn(prompt: str, source: Any = "hook", **more: Any) -> TurnStarted:
    payload: dict[str, Any] = {"session_id": "s", "prompt_id": "p", "prompt": prompt}
    if source == "transcript":
        payload = {
            "type": "user",
            "sessionId": "s",
            "promptId": "p",
            "uuid": "u",
            "message": {"content": prompt},
            **more,
        }
    name = "UserPromptSubmit" if source == "hook" else "line"
    delivery = Delivery(delivery_id="d", agent="claude_code", source=source, name=name, at_us=1, payload=payload)
    (found,) = [fact.event for fact in CLAUDE.decode(delivery) if isinstance(fact.event, TurnStarted)]
    return found


def test_what_woke_it_is_the_persons_prompt_in_hook_and_transcript_alike() -> None:
    by_hook, by_line = turn(WOKEN), turn(WOKEN, "transcript", origin={"kind": "task-notification"})
    assert by_hook == by_line == TurnStarted(turn_id="p", prompt="Fix <b>it</b>.\nThen rest.", origin="human")


def test_other_notifications_stay_the_machines() -> None:
    for other in (WOKEN.replace("Message from Signalcabin", "Stop hook feedback"), WOKEN + "\nmore", WOKEN[:-3]):
        assert message_in(other) == ""
        assert turn(other).origin == "machine"


def test_the_reply_is_the_message_and_nothing_else() -> None:
    assert CLAUDE.reply_wake("Grüße") == "Grüße".encode()
    assert CLAUDE.reply_wake("\ud800") == b"?"
