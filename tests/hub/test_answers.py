"""Permission requests: held, answered here or elsewhere, and let go."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.core.events import PermissionSettled, StopConcluded
from app.core.permissions import permission_digest
from app.core.records import Delivery
from app.hub.answers import HOLD_MS, Held
from tests.helpers.control_room import AGENT, SESSION, ControlRoom, held, said, settle


@pytest.fixture
def room() -> ControlRoom:
    return ControlRoom()


def ask(room: ControlRoom, command: str = "make", **more: str) -> tuple[Held, str]:
    """The agent asks; the held relay and the request's id."""
    reply = held(room.asks(command, **more))
    return reply, room.answers.pending()[-1].request_id


def how_settled(room: ControlRoom) -> list[str]:
    return [event.how for event in room.told(PermissionSettled)]


async def decision(reply: Held) -> dict[str, object] | None:
    content = await asyncio.wait_for(reply.result(), 5)
    return None if content is None else dict(json.loads(content)["hookSpecificOutput"]["decision"])


async def test_a_request_is_held_and_can_be_seen(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.tool("t1")
    reply, request_id = ask(room)
    assert reply.wait_ms == HOLD_MS
    (row,) = room.answers.pending()
    assert (row.session_id, row.tool_name, row.input) == (SESSION, "Bash", {"command": "make"})
    assert row.digest == permission_digest("Bash", {"command": "make"})
    assert room.row().pending == (request_id,)
    assert room.row().status == "waiting"


async def test_allow_is_what_the_agent_reads(room: ControlRoom) -> None:
    reply, request_id = ask(room)
    assert await room.answer(request_id, "allow") == {"answered": True, "why": ""}
    assert await decision(reply) == {"behavior": "allow"}
    (settled,) = room.told(PermissionSettled)
    assert (settled.request_id, settled.how, settled.by) == (request_id, "allowed", "test")
    assert room.answers.pending() == []


async def test_deny_carries_the_reason(room: ControlRoom) -> None:
    reply, request_id = ask(room)
    await room.answer(request_id, "deny", reason="not on Fridays")
    said_no = await decision(reply)
    assert said_no is not None
    assert said_no["behavior"] == "deny"
    assert "not on Fridays" in str(said_no["message"])
    assert said_no["interrupt"] is False
    assert how_settled(room) == ["denied"]


async def test_the_first_of_two_answers_counts(room: ControlRoom) -> None:
    reply, request_id = ask(room)
    first, second = await asyncio.gather(room.answer(request_id, "allow"), room.answer(request_id, "deny"))
    assert first["answered"]
    assert second == {"answered": False, "why": "already allowed"}
    assert await decision(reply) == {"behavior": "allow"}
    assert how_settled(room) == ["allowed"]


async def test_an_answer_for_another_input_does_not_count(room: ControlRoom) -> None:
    reply, request_id = ask(room, "rm -r build")
    shown = permission_digest("Bash", {"command": "ls"})
    assert not (await room.answer(request_id, "allow", digest=shown))["answered"]
    assert room.answers.pending()
    right = permission_digest("Bash", {"command": "rm -r build"})
    assert (await room.answer(request_id, "allow", digest=right))["answered"]
    assert await decision(reply) == {"behavior": "allow"}


async def test_a_question_cannot_be_answered_with_a_mere_allow(room: ControlRoom) -> None:
    asked = {"questions": [{"question": "Which colour?", "options": [{"label": "Red"}, {"label": "Blue"}]}]}
    reply = held(room.hook("PermissionRequest", tool_name="AskUserQuestion", tool_input=asked))
    (row,) = room.answers.pending()
    refused = await room.answer(row.request_id, "allow")
    assert not refused["answered"] and "needs an answer" in refused["why"]
    assert [one.request_id for one in room.answers.pending()] == [row.request_id]
    assert (await room.answer(row.request_id, "deny"))["answered"]
    said_no = await decision(reply)
    assert said_no is not None and said_no["behavior"] == "deny"


async def test_a_question_is_answered_with_its_input_filled_in(room: ControlRoom) -> None:
    asked = {"questions": [{"question": "Which colour?", "options": [{"label": "Red"}, {"label": "Blue"}]}]}
    reply = held(room.hook("PermissionRequest", tool_name="AskUserQuestion", tool_input=asked))
    (row,) = room.answers.pending()
    filled_in = {**asked, "answers": {"Which colour?": "Blue"}}
    assert (await room.answer(row.request_id, "allow", digest=row.digest, updated_input=filled_in))["answered"]
    assert await decision(reply) == {"behavior": "allow", "updatedInput": filled_in}


async def test_an_edited_input_is_run_instead_of_what_was_asked(room: ControlRoom) -> None:
    reply, request_id = ask(room, "rm -r build")
    edited = {"command": "rm -r build/cache"}
    refused = await room.answer(request_id, "allow", updated_input=edited)
    assert not refused["answered"] and "digest" in refused["why"]
    digest = permission_digest("Bash", {"command": "rm -r build"})
    assert not (await room.answer(request_id, "allow", digest=digest, updated_input="rm"))["answered"]
    assert (await room.answer(request_id, "allow", digest=digest, updated_input=edited))["answered"]
    assert await decision(reply) == {"behavior": "allow", "updatedInput": edited}
    (settled,) = room.told(PermissionSettled)
    assert (settled.how, settled.instead) == ("allowed", edited)


async def test_always_takes_the_agents_own_suggestion(room: ControlRoom) -> None:
    offers = [{"type": "unheard of"}, {"type": "setMode", "mode": "acceptEdits", "destination": "session"}]
    reply = held(room.asks("make", permission_suggestions=offers))
    (row,) = room.answers.pending()
    assert [offer.words for offer in row.suggestions] == ["", "Accept all edits in this session"]
    for wrong in (0, 2, -1):
        assert not (await room.answer(row.request_id, "allow", suggestion=wrong))["answered"]
    assert not (await room.answer(row.request_id, "deny", suggestion=1))["answered"]
    assert (await room.answer(row.request_id, "allow", suggestion=1))["answered"]
    assert await decision(reply) == {"behavior": "allow", "updatedPermissions": [offers[1]]}


@pytest.mark.parametrize("odd", ["all", {"type": "setMode"}, 7, [None, [], "x"]])
async def test_suggestions_that_are_none_are_not_offered(room: ControlRoom, odd: object) -> None:
    held(room.asks("make", permission_suggestions=odd))
    (row,) = room.answers.pending()
    assert not any(offer.words for offer in row.suggestions)


async def test_an_edited_input_that_a_secret_was_taken_out_of_is_not_run(room: ControlRoom) -> None:
    reply, request_id = ask(room, "deploy --key «secret»")
    (row,) = room.answers.pending()
    edited = {"command": "deploy --dry-run --key «secret»"}
    refused = await room.answer(request_id, "allow", digest=row.digest, updated_input=edited)
    assert not refused["answered"] and "allow it unchanged" in refused["why"]
    assert (await room.answer(request_id, "allow", digest=row.digest))["answered"]
    assert await decision(reply) == {"behavior": "allow"}


async def test_a_suggestion_that_a_secret_was_taken_out_of_is_not_offered(room: ControlRoom) -> None:
    rule = {"toolName": "Bash", "ruleContent": "deploy --key «secret»"}
    offer = {"type": "addRules", "behavior": "allow", "destination": "session", "rules": [rule]}
    held(room.asks("make", permission_suggestions=[offer]))
    (row,) = room.answers.pending()
    assert [each.words for each in row.suggestions] == [""]


async def test_an_answer_to_nothing_says_so(room: ControlRoom) -> None:
    assert await room.answer("nobody", "allow") == {"answered": False, "why": "no such request is held here"}


def test_the_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    assert permission_digest("Write", {"a": 1, "b": [1]}) == permission_digest("Write", {"b": [1], "a": 1})
    assert permission_digest("Write", {"a": 1}) != permission_digest("Write", {"a": 2})
    assert permission_digest("Write", {}) != permission_digest("Edit", {})
    assert len(permission_digest("Write", None)) == 16


# ── answered elsewhere ─────────────────────────────────────────────────────────────────────────


async def test_when_the_terminal_says_no_the_relay_goes_away_and_the_agent_reports_rest(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.registry("busy")
    room.tool("t1")
    reply, request_id = ask(room)
    room.registry("waiting", waitingFor="permission prompt")
    reply.gone()
    await settle()
    assert how_settled(room) == ["released"]
    assert await room.answer(request_id, "allow") == {"answered": False, "why": "already released"}
    room.registry("idle")
    assert (room.row().status, room.row().pending) == ("interrupted", ())


async def test_a_relay_that_was_killed_alone_leaves_the_dialog_in_the_terminal_open(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.registry("busy")
    room.tool("t1")
    reply, _ = ask(room)
    room.registry("waiting", waitingFor="permission prompt")
    reply.gone()
    await room.seconds(5)
    assert (room.row().status, room.row().waiting_on) == ("waiting", "permission")
    assert room.answers.pending() == []
    room.registry("busy")
    assert room.row().status == "working"


async def test_the_relay_goes_away_because_the_agent_died(room: ControlRoom) -> None:
    reply, _ = ask(room)
    room.machine.end(room.agent)
    reply.gone()
    await settle()
    assert how_settled(room) == ["expired"]


async def test_yes_in_the_terminal_is_seen_in_the_registry(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.registry("busy")
    room.tool("t1")
    reply, _ = ask(room)
    room.registry("waiting", waitingFor="permission prompt")
    await settle()
    assert how_settled(room) == []
    room.registry("busy")
    assert await decision(reply) is None
    await settle()
    assert how_settled(room) == ["elsewhere"]
    assert room.row().status == "working"


async def test_busy_without_a_wait_before_it_says_nothing(room: ControlRoom) -> None:
    ask(room)
    room.registry("busy")
    await settle()
    assert len(room.answers.pending()) == 1


async def test_a_busy_from_before_the_question_says_nothing(room: ControlRoom) -> None:
    room.registry("waiting")
    early_ms = room.clock.us // 1000
    room.pass_ms(200)
    ask(room)
    room.registry("busy", statusUpdatedAt=early_ms + 1)
    await settle()
    assert len(room.answers.pending()) == 1


async def test_a_wait_from_long_before_the_question_is_not_its_dialog(room: ControlRoom) -> None:
    early_ms = room.clock.us // 1000
    room.pass_ms(10_000)
    ask(room)
    room.registry("waiting", statusUpdatedAt=early_ms)
    room.registry("busy")
    await settle()
    assert len(room.answers.pending()) == 1


async def test_a_prompt_from_before_the_question_told_late_says_nothing(room: ControlRoom) -> None:
    early_us = room.clock.us
    room.pass_ms(50)
    ask(room)
    room.prompt("Build it", at_us=early_us)
    await settle()
    assert len(room.answers.pending()) == 1


async def test_the_finished_tool_shows_that_it_was_allowed(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.tool("t1", "make")
    reply, _ = ask(room, "make")
    room.tool_done("t1", "make")
    assert await decision(reply) is None
    await settle()
    assert how_settled(room) == ["elsewhere"]


async def test_another_tool_that_finishes_says_nothing(room: ControlRoom) -> None:
    room.prompt("Build it")
    room.tool("t1", "make")
    room.tool("t2", "ls")
    ask(room, "make")
    room.tool_done("t2", "ls")
    await settle()
    assert len(room.answers.pending()) == 1


@pytest.mark.parametrize("sign", ["batch", "rest", "prompt"])
async def test_what_comes_later_in_the_turn_shows_that_the_question_is_over(room: ControlRoom, sign: str) -> None:
    room.prompt("Build it")
    room.tool("t1")
    reply, _ = ask(room)
    if sign == "batch":
        room.batch("t1")
    elif sign == "rest":
        room.rests()
    else:
        room.prompt("Something else")
    assert await decision(reply) is None
    await settle()
    assert how_settled(room) == ["elsewhere"]


async def test_a_batch_of_a_subagent_says_nothing_about_the_main_conversation(room: ControlRoom) -> None:
    room.prompt("Build it")
    ask(room)
    room.batch("t9", agent_id="sub1", agent_type="Explore")
    await settle()
    assert len(room.answers.pending()) == 1


async def test_of_two_questions_only_the_one_whose_tool_ran_is_over(room: ControlRoom) -> None:
    room.prompt("Build both")
    room.tool("t1", "make one")
    room.tool("t2", "make two")
    first, _ = ask(room, "make one")
    _, second_id = ask(room, "make two")
    room.registry("waiting")
    room.registry("busy")
    room.tool_done("t1", "make one")
    room.registry("waiting")
    assert await decision(first) is None
    await room.seconds(3)
    assert [row.request_id for row in room.answers.pending()] == [second_id]


async def test_two_questions_are_both_over_when_the_agent_stays_busy(room: ControlRoom) -> None:
    room.prompt("Build both")
    ask(room, "make one")
    ask(room, "make two")
    room.registry("waiting")
    room.registry("busy")
    assert len(room.answers.pending()) == 2
    await room.seconds(3)
    assert room.answers.pending() == []
    assert how_settled(room) == ["elsewhere", "elsewhere"]


async def test_our_own_answer_to_one_question_does_not_close_the_next(room: ControlRoom) -> None:
    room.prompt("Build both")
    _, first_id = ask(room, "make one")
    _, second_id = ask(room, "make two")
    room.registry("waiting")
    await room.answer(first_id, "allow")
    room.registry("busy")
    room.registry("waiting")
    await room.seconds(3)
    assert [row.request_id for row in room.answers.pending()] == [second_id]


async def test_another_session_changes_nothing(room: ControlRoom) -> None:
    ask(room)
    other = room.machine.add(4100, 1, "claude")
    room.rests(session="another", process=other)
    room.hook("SessionEnd", session="another", process=other, reason="other")
    await settle()
    assert len(room.answers.pending()) == 1


# ── no answer ──────────────────────────────────────────────────────────────────────────────────


async def test_a_question_ends_with_its_session(room: ControlRoom) -> None:
    reply, _ = ask(room)
    room.hook("SessionEnd", reason="other")
    assert await decision(reply) is None
    await settle()
    assert how_settled(room) == ["expired"]


async def test_a_question_ends_with_its_process(room: ControlRoom) -> None:
    reply, _ = ask(room)
    room.machine.end(room.agent)
    await room.watch.tick()
    assert await decision(reply) is None
    await settle()
    assert how_settled(room) == ["expired"]


async def test_after_590_seconds_the_relay_leaves_without_a_decision(room: ControlRoom) -> None:
    reply, request_id = ask(room)
    await room.seconds(589)
    assert room.answers.pending()
    await room.seconds(2)
    assert await decision(reply) is None
    assert how_settled(room) == ["released"]
    assert room.row().status == "waiting", "the terminal still asks"
    assert await room.answer(request_id, "deny") == {"answered": False, "why": "already released"}


async def test_a_hub_that_closes_lets_every_relay_go(room: ControlRoom) -> None:
    replies = [ask(room, command)[0] for command in ("one", "two")]
    await room.control.close()
    assert [await decision(reply) for reply in replies] == [None, None]
    assert how_settled(room) == ["released", "released"]


async def test_a_new_hub_says_that_it_cannot_answer_the_old_ones_questions(room: ControlRoom) -> None:
    ask(room)
    later = ControlRoom()
    await later.control.adopt([room.row()])
    assert how_settled(later) == ["released"]
    assert later.told(StopConcluded) == []


async def test_a_request_whose_relay_could_not_wait_is_not_offered_here(room: ControlRoom) -> None:
    late = Delivery(
        delivery_id="late", agent=AGENT, source="hook", name="PermissionRequest", at_us=room.clock.us, pid=4000,
        payload={"session_id": SESSION, "tool_name": "Bash", "tool_input": {}},
    )  # fmt: skip
    room.intake.take(late)
    assert len(room.row().pending) == 1
    await room.seconds(3)
    assert room.row().pending == ()
    assert how_settled(room) == ["released"]
    assert room.row().status == "waiting", "the terminal still asks"


# ── what is not held ───────────────────────────────────────────────────────────────────────────


async def test_only_requests_for_permission_are_held(room: ControlRoom) -> None:
    room.prompt("Build it")
    assert room.tool("t1") is None
    assert room.batch("t1") is None
    assert room.rests() is None


async def test_a_mistake_of_ours_decides_nothing(room: ControlRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(room.answers, "hold", mistaken)
    assert room.asks() is None


async def test_an_interrupt_refuses_the_question_and_ends_the_turn(room: ControlRoom) -> None:
    room.prompt("Build it")
    reply, _ = ask(room)
    stopping = room.stop()
    said_no = await decision(reply)
    assert said_no is not None
    assert (said_no["behavior"], said_no["interrupt"]) == ("deny", True)
    room.registry("idle")
    result = await asyncio.wait_for(stopping, 5)
    assert (result.outcome, result.lever) == ("stopped", "permission")
    assert how_settled(room) == ["denied"]


async def test_a_question_asked_while_a_stop_is_set_is_refused(room: ControlRoom) -> None:
    room.prompt("Build it")
    stopping = room.stop()
    await settle()
    assert said(room.tool("t1", "ls"))
    reply = held(room.asks("make"))
    said_no = await decision(reply)
    assert said_no is not None
    assert said_no["interrupt"] is True
    room.registry("idle")
    assert (await asyncio.wait_for(stopping, 5)).outcome == "stopped"
