"""Prompts for sessions somebody else started: queued, handed over at a turn's end, or waking a session at rest."""

from __future__ import annotations

import asyncio

import pytest

from app.core.commands import PromptResult, SendPrompt, WithdrawPrompt
from app.core.events import PromptQueued, PromptSent
from app.core.projections.roster import Roster
from app.core.projections.transcript import Transcript
from app.core.records import Delivery, SessionKey
from app.hub.wakes import WaitingRelay
from tests.helpers.control_room import AGENT, SESSION, ControlRoom, said, settle

KEY = SessionKey(AGENT, SESSION)


@pytest.fixture
def room() -> ControlRoom:
    return ControlRoom()


async def queue(room: ControlRoom, text: str) -> PromptResult:
    key = SessionKey(AGENT, SESSION)
    order = SendPrompt(agent=AGENT, session_id=SESSION, text=text)
    return await room.control.prompts.queue(order, room.control.turns.is_hooked(key), "test")


def ends_turn(room: ControlRoom) -> object:
    return room.hook("Stop", stop_hook_active=False, last_assistant_message="Done.", background_tasks=[])


async def test_a_prompt_for_a_session_at_work_is_handed_over_when_its_turn_ends(room: ControlRoom) -> None:
    room.prompt("Build it")
    first, second = await queue(room, "Add a test."), await queue(room, "And a note.")
    assert (first.sent, first.how, second.how) == (False, "queued", "queued")
    assert [prompt.text for prompt in room.row().queued] == ["Add a test.", "And a note."]
    reply = ends_turn(room)
    assert said(reply)["hookSpecificOutput"]["additionalContext"] == "Add a test.\n\nAnd a note."  # type: ignore[arg-type]
    await settle()
    assert (room.row().queued, room.row().status) == ((), "working")
    assert [(sent.text, sent.how) for sent in room.told(PromptSent)] == [
        ("Add a test.", "stop"),
        ("And a note.", "stop"),
    ]


async def test_it_is_handed_over_once(room: ControlRoom) -> None:
    room.prompt("Build it")
    await queue(room, "Add a test.")
    assert ends_turn(room) is not None
    assert ends_turn(room) is None


async def test_a_prompt_taken_back_is_not_handed_over(room: ControlRoom) -> None:
    room.prompt("Build it")
    result = await queue(room, "Add a test.")
    order = WithdrawPrompt(agent=AGENT, session_id=SESSION, prompt_id=result.prompt_id)
    assert await room.control.prompts.withdraw(order, "test") == [result.prompt_id]
    assert await room.control.prompts.withdraw(order, "test") == []
    assert room.row().queued == ()
    assert ends_turn(room) is None


async def test_a_session_at_rest_that_nothing_can_wake_keeps_it_for_its_next_turn(room: ControlRoom) -> None:
    room.prompt("Build it")
    ends_turn(room)
    result = await queue(room, "Add a test.")
    assert (result.sent, result.how) == (False, "queued") and "nothing waits to wake it" in result.why
    room.prompt("And now")
    assert said(ends_turn(room))["hookSpecificOutput"]["additionalContext"] == "Add a test."  # type: ignore[arg-type]


async def test_a_session_that_is_over_is_not_promised_anything(room: ControlRoom) -> None:
    room.prompt("Build it")
    ends_turn(room)
    room.hook("SessionEnd", reason="prompt_input_exit")
    result = await queue(room, "Add a test.")
    assert (result.sent, result.how, result.why) == (False, "", "it has ended")


async def test_a_session_without_hooks_is_not_promised_anything(room: ControlRoom) -> None:
    room.registry("busy")
    result = await queue(room, "Add a test.")
    assert (result.how, "connect" in result.why) == ("", True)


async def test_a_turn_that_is_being_stopped_is_not_made_to_go_on(room: ControlRoom) -> None:
    room.prompt("Build it")
    await queue(room, "Add a test.")
    stopping = room.stop()
    await settle()
    assert ends_turn(room) is None
    assert (await asyncio.wait_for(stopping, 5)).outcome == "stopped"
    assert [prompt.text for prompt in room.row().queued] == ["Add a test."]


async def test_what_was_queued_outlives_the_hub(room: ControlRoom) -> None:
    room.prompt("Build it")
    await queue(room, "Add a test.")
    again = Roster.load(room.roster.dump())
    assert [text for _, text in again.queued_prompts(SessionKey(AGENT, SESSION))] == ["Add a test."]


# ── waking ─────────────────────────────────────────────────────────────────────────────────────


def waits(room: ControlRoom, session: str = SESSION) -> WaitingRelay:
    """A hook of a session at rest begins to wait."""
    room.pass_ms(1)
    delivery = Delivery(
        delivery_id=f"wake-{room.clock.us}", agent=AGENT, source="hook", name="Stop", at_us=room.clock.us,
        payload={"session_id": session}, pid=room.agent.pid, proc_start=room.agent.start, mode="wake",
    )  # fmt: skip
    relay = room.control.wakes.hold(delivery, session)
    assert relay is not None
    return relay


def at_rest(room: ControlRoom) -> WaitingRelay:
    room.prompt("Build it")
    ends_turn(room)
    return waits(room)


def wakes_with(room: ControlRoom, message: bytes | None) -> None:
    """The agent takes what its hook said, as Claude Code 2.1.197 puts it."""
    assert message is not None
    room.prompt(
        "<task-notification>\n<summary>Message from Signalcabin</summary>\n</task-notification>\n<system-reminder>\n"
        f"Message sent to this session from Signalcabin: {message.decode()}\n</system-reminder>"
    )


def way(room: ControlRoom) -> tuple[str, str]:
    found = room.control.prompts.way(KEY, room.control.turns.is_hooked(KEY))
    return found.how, found.sentence or found.why_not


async def test_a_session_at_rest_is_woken_with_it_at_once(room: ControlRoom) -> None:
    relay = at_rest(room)
    assert way(room)[0] == "wake"
    sending = asyncio.create_task(queue(room, "Add a test."))
    message = await relay.result()
    assert message == b"Add a test."
    assert (room.row().status, sending.done()) == ("done", False)
    wakes_with(room, message)
    result = await sending
    assert (result.sent, result.how) == (True, "wake")
    assert [(sent.text, sent.how) for sent in room.told(PromptSent)] == [("Add a test.", "wake")]
    assert (room.row().status, room.row().status_source, room.row().queued) == ("working", "hook", ())
    assert ends_turn(room) is None
    assert room.row().status == "done"


async def test_what_woke_it_is_one_prompt_of_the_persons_in_its_transcript(room: ControlRoom) -> None:
    relay = at_rest(room)
    sending = asyncio.create_task(queue(room, "Add a test."))
    wakes_with(room, await relay.result())
    await sending
    transcript = Transcript(KEY)
    for record in room.intake.records:
        transcript.apply(record)
    prompts = [(block.text, block.origin, block.state) for block in transcript.blocks("")]  # type: ignore[union-attr]
    assert prompts == [("Build it", "human", ""), ("Add a test.", "human", "")]
    assert room.row().turns == 2


async def test_a_second_message_waits_for_the_end_of_the_turn_the_first_one_began(room: ControlRoom) -> None:
    relay = at_rest(room)
    first = asyncio.create_task(queue(room, "One."))
    message = await relay.result()
    second = await queue(room, "Two.")
    assert (second.how, second.why) == ("queued", "handed over when the turn it is in ends")
    wakes_with(room, message)
    assert (await first).how == "wake"
    assert said(ends_turn(room))["hookSpecificOutput"]["additionalContext"] == "Two."  # type: ignore[arg-type]


async def test_what_was_queued_before_goes_along(room: ControlRoom) -> None:
    room.prompt("Build it")
    ends_turn(room)
    await queue(room, "One.")
    relay = waits(room)
    sending = asyncio.create_task(queue(room, "Two."))
    assert await relay.result() == b"One.\n\nTwo."
    wakes_with(room, b"One.\n\nTwo.")
    await sending
    assert room.row().queued == ()


async def test_a_session_that_does_not_wake_keeps_its_message_and_gets_it_once(room: ControlRoom) -> None:
    relay = at_rest(room)
    sending = asyncio.create_task(queue(room, "Add a test."))
    await relay.result()
    await room.seconds(6)
    result = await sending
    assert (result.sent, result.how) == (False, "queued") and "has not woken" in result.why
    assert [prompt.text for prompt in room.row().queued] == ["Add a test."]
    assert way(room)[0] == "next_stop"
    wakes_with(room, b"Add a test.")  # much too late, but it did
    await settle()
    assert room.row().queued == ()
    assert ends_turn(room) is None


async def test_a_message_taken_back_before_the_session_can_be_woken_does_not_wake_it(room: ControlRoom) -> None:
    room.prompt("Build it")
    ends_turn(room)
    queued = await queue(room, "Add a test.")
    order = WithdrawPrompt(agent=AGENT, session_id=SESSION, prompt_id=queued.prompt_id)
    assert await room.control.prompts.withdraw(order, "test") == [queued.prompt_id]
    relay = waits(room)
    sending = asyncio.create_task(queue(room, "Another."))
    assert await relay.result() == b"Another."
    wakes_with(room, b"Another.")
    await sending


async def test_a_message_on_its_way_cannot_be_taken_back(room: ControlRoom) -> None:
    relay = at_rest(room)
    sending = asyncio.create_task(queue(room, "Add a test."))
    message = await relay.result()
    assert await room.control.prompts.withdraw(WithdrawPrompt(agent=AGENT, session_id=SESSION), "test") == []
    wakes_with(room, message)
    await sending


async def test_a_session_at_work_is_not_woken(room: ControlRoom) -> None:
    relay = at_rest(room)
    room.prompt("Go on")
    assert way(room)[0] == "stop"
    result = await queue(room, "Add a test.")
    assert (result.how, result.why) == ("queued", "handed over when the turn it is in ends")
    assert not relay._reply.done()


async def test_an_interrupted_session_is_woken_by_the_hook_of_an_earlier_stop(room: ControlRoom) -> None:
    relay = at_rest(room)
    room.prompt("Go on")
    room.registry("busy")
    room.registry("idle")
    assert (room.row().status, way(room)[0]) == ("interrupted", "wake")
    sending = asyncio.create_task(queue(room, "Rather this."))
    wakes_with(room, await relay.result())
    assert (await sending).how == "wake"


async def test_a_hub_that_ends_promises_nothing_more(room: ControlRoom) -> None:
    relay = at_rest(room)
    sending = asyncio.create_task(queue(room, "Add a test."))
    await relay.result()
    await room.control.close()
    assert (await sending).how == "queued"


async def test_a_session_nobody_heard_a_hook_of_is_told_as_it_is(room: ControlRoom) -> None:
    assert way(room) == ("", "there is no such session")
    room.registry("idle")
    assert way(room) == ("", "no hook of it is heard: connect the agent first")


async def test_a_message_is_kept_before_it_is_handed_over(room: ControlRoom) -> None:
    relay = at_rest(room)
    sending = asyncio.create_task(queue(room, "Add a test."))
    await relay.result()
    assert [queued.text for queued in room.told(PromptQueued)] == ["Add a test."]
    sending.cancel()
