"""Checks of ``app.agents.claude_code.stream``: a launched session's output, told line by line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.agents.base import Heard
from app.agents.claude_code import ADAPTER
from app.agents.claude_code.stream import MAX_PIECE_CHARS, StreamReader
from app.core import events as e
from app.core.records import Delivery


def event(kind: str, **more: Any) -> bytes:
    return line("stream_event", event={"type": kind, **more}, parent_tool_use_id=None)


def line(kind: str, **more: Any) -> bytes:
    return json.dumps({"type": kind, **more}).encode()


def begins(message_id: str = "msg_1") -> bytes:
    return event("message_start", message={"id": message_id})


def writes(text: str, index: int = 0) -> bytes:
    return event("content_block_delta", index=index, delta={"type": "text_delta", "text": text})


def thinks(text: str, index: int = 0) -> bytes:
    return event("content_block_delta", index=index, delta={"type": "thinking_delta", "thinking": text})


def ends(index: int = 0) -> bytes:
    return event("content_block_stop", index=index)


def facts_of(heard: list[Heard]) -> list[e.AnyEvent]:
    """What the adapter makes of it, as the hub would ask it."""
    found: list[e.AnyEvent] = []
    for number, each in enumerate(heard):
        delivery = Delivery(
            delivery_id=f"s:{number}", agent="claude_code", source="stream", name=each.name, at_us=1,
            payload=each.payload, session_hint="s1",
        )  # fmt: skip
        decoded = ADAPTER.decode(delivery)
        assert {fact.session_id for fact in decoded} <= {"s1"}
        found += [fact.event for fact in decoded]
    return found


def said(lines: list[bytes]) -> list[e.AnyEvent]:
    return facts_of(StreamReader().take(lines))


# ── text and thoughts ──


def test_a_piece_of_text_names_its_message_and_its_block() -> None:
    assert said([begins(), writes("Hello", 2)]) == [
        e.MessageDelta(message_id="msg_1:2", first_index=0, last_index=0, text="Hello")
    ]


def test_pieces_that_come_together_are_handed_on_together() -> None:
    (piece,) = said([begins(), writes("Hel"), writes("lo "), writes("you"), ends()])
    assert piece == e.MessageDelta(message_id="msg_1:0", first_index=0, last_index=0, text="Hello you", final=True)


def test_pieces_that_come_later_go_on_counting() -> None:
    reader = StreamReader()
    first = facts_of(reader.take([begins(), writes("a")]))
    second = facts_of(reader.take([writes("b")]))
    last = facts_of(reader.take([ends()]))
    indexes = [(fact.first_index, fact.final) for fact in [*first, *second, *last] if isinstance(fact, e.MessageDelta)]
    assert indexes == [(0, False), (1, False), (2, True)]


def test_a_thought_is_told_as_one() -> None:
    thought, text = said([begins(), thinks("hm"), ends(), writes("So.", 1)])
    assert isinstance(thought, e.MessageDelta) and thought.thought and thought.message_id == "msg_1:0" and thought.final
    assert isinstance(text, e.MessageDelta) and not text.thought


def test_joined_text_does_not_grow_without_limit() -> None:
    pieces = said([begins(), *[writes("x" * 1000) for _ in range(40)]])
    texts = [piece.text for piece in pieces if isinstance(piece, e.MessageDelta)]
    assert len(texts) > 1 and "".join(texts) == "x" * 40_000
    assert max(map(len, texts)) <= MAX_PIECE_CHARS


def test_text_of_a_message_that_did_not_begin_is_nobodys() -> None:
    assert said([writes("lost")]) == []


def test_a_block_of_tool_input_is_no_text() -> None:
    delta = {"type": "input_json_delta", "partial_json": '{"a'}
    assert said([begins(), event("content_block_delta", index=0, delta=delta), ends()]) == []


def test_pieces_of_a_subagent_are_left_to_its_transcript() -> None:
    of_subagent = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "x"}}
    assert said([begins(), line("stream_event", event=of_subagent, parent_tool_use_id="toolu_1")]) == []


# ── turns ──


def test_a_result_ends_the_turn() -> None:
    assert said([line("result", subtype="success", is_error=False, result="done")]) == [
        e.TurnFinished(last_message="done")
    ]


def test_a_result_tells_what_the_session_has_cost_so_far() -> None:
    told = said([line("result", subtype="success", is_error=False, result="done", total_cost_usd=0.25)])
    assert told == [e.CostReported(total_usd=0.25), e.TurnFinished(last_message="done")]
    failed = said([line("result", subtype="success", is_error=True, api_error_status=429, total_cost_usd=0)])
    assert failed[0] == e.CostReported(total_usd=0.0)


@pytest.mark.parametrize("cost", [None, True, "0.25", -0.25, 1e12, [1], 10**400])
def test_a_cost_that_is_none_is_not_told(cost: object) -> None:
    told = said([line("result", subtype="success", is_error=False, result="done", total_cost_usd=cost)])
    assert told == [e.TurnFinished(last_message="done")]


def test_an_interrupted_turn_has_a_result_too() -> None:
    assert said([line("result", subtype="error_during_execution", is_error=True)]) == [e.TurnInterrupted(how="user")]


def test_a_turn_stopped_by_a_hook_is_interrupted() -> None:
    assert said([line("result", subtype="success", is_error=False, terminal_reason="hook_stopped")]) == [
        e.TurnInterrupted(how="hook")
    ]


def test_a_failure_calls_itself_a_success_with_an_error_in_it() -> None:
    failed = line("result", subtype="success", is_error=True, api_error_status=429, result="API Error: 429")
    assert said([failed]) == [e.TurnFailed(error="rate_limit", message="API Error: 429")]


def test_a_retry_is_told() -> None:
    retry = line("system", subtype="api_retry", attempt=2, max_retries=10, error_status=529, error="overloaded")
    (notice,) = said([retry])
    assert isinstance(notice, e.NoticeGiven) and "(2 of 10)" in notice.message and "overloaded" in notice.message


# ── questions ──


def test_a_question_is_a_request_named_by_its_delivery() -> None:
    request = {"subtype": "can_use_tool", "tool_name": "Bash", "input": {"command": "ls"}}
    (heard,) = StreamReader().take([line("control_request", request_id="r7", request=request)])
    assert (heard.name, heard.request_id) == ("ask", "r7")
    (asked,) = facts_of([heard])
    assert isinstance(asked, e.PermissionRequested)
    assert (asked.request_id, asked.tool_name, asked.kind) == ("s:0", "Bash", "permission")
    assert asked.input == {"command": "ls"}


def test_a_question_taken_back_is_told() -> None:
    (heard,) = StreamReader().take([line("control_cancel_request", request_id="r7")])
    assert (heard.name, heard.request_id) == ("unask", "r7")


# ── bad input ──


def test_what_is_no_json_object_is_counted_and_left_out() -> None:
    reader = StreamReader()
    assert reader.take([b"Warning: something", b"[1]", b"\xff\xfe", b"", b"{" * 5000]) == []
    assert reader.unreadable == 4


def test_nothing_in_a_line_can_raise() -> None:
    odd: list[Any] = [None, True, -1, 1e300, "x" * 300, [], {}, {"type": {}}, [{"a": []}]]
    reader = StreamReader()
    for kind in ("stream_event", "control_request", "control_cancel_request", "result", "system"):
        for value in odd:
            facts_of(reader.take([line(kind, **dict.fromkeys(("event", "request", "subtype", "request_id"), value))]))
            for part in ("message", "delta", "index"):
                both = [event(kind, **{part: value}) for kind in ("content_block_delta", "message_start")]
                facts_of(reader.take(both))
