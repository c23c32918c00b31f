"""A launched Claude Code's standard output (stream-json) → deliveries' payloads, and those → facts.

``StreamReader`` is where the lines come in; it holds the one thing a line does not say by itself: to which message the
next piece of text belongs. What it hands on can be decoded, stored and replayed alone, like any other delivery.

Of all that the stream tells, only that is taken which comes nowhere else, or there later: text and thoughts as they are
written, retries, the end of a turn and the cost so far, and questions nobody else was asked. Tools, usage and the whole
texts come by hooks and from the transcript, as they do for a session that somebody else started. Subagents send no
pieces of text here.

Claude Code 2.1.197, checked 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from app.agents.base import Heard
from app.agents.claude_code.hook_tools import permission_kind
from app.agents.claude_code.values import (
    amount_of,
    bounded,
    count_of,
    cut,
    mapping_of,
    path_of,
    short,
    text_of,
    word_of,
)
from app.core import events as facts
from app.core.records import Delivery
from app.core.tr import mark

MAX_PIECE_CHARS = 16 * 1024
"""A joined piece stops growing here."""

_KINDS = {"text_delta": ("text", False), "thinking_delta": ("thinking", True)}
_RETRIED = mark("The model could not be reached; asking again ({attempt} of {most}): {why}")


class StreamReader:
    """Lines in, what was heard out; pieces of one block that come together are handed on together."""

    def __init__(self) -> None:
        self._message_id = ""
        self._next: dict[int, int] = {}
        """Per open block of the present message: the index its next piece gets."""
        self._thoughts: dict[int, bool] = {}
        self.unreadable = 0
        """Lines that were no JSON object."""

    def take(self, lines: Iterable[bytes]) -> list[Heard]:
        """What these lines say, in order."""
        heard: list[Heard] = []
        for line in lines:
            message = self._parsed(line)
            if message is not None:
                self._take(message, heard)
        return heard

    def _parsed(self, line: bytes) -> dict[str, Any] | None:
        if not line.strip():
            return None
        try:
            message = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            message = None
        if not isinstance(message, dict):
            self.unreadable += 1
            return None
        return message

    def _take(self, message: dict[str, Any], heard: list[Heard]) -> None:
        kind = message.get("type")
        if kind == "stream_event":
            if not message.get("parent_tool_use_id"):
                self._event(mapping_of(message, "event"), heard)
        elif kind == "control_request" and mapping_of(message, "request").get("subtype") == "can_use_tool":
            heard.append(Heard(name="ask", payload=message, request_id=word_of(message, "request_id")))
        elif kind == "control_cancel_request":
            heard.append(Heard(name="unask", payload=message, request_id=word_of(message, "request_id")))
        elif kind == "result" or (kind == "system" and word_of(message, "subtype") in _SYSTEM):
            heard.append(Heard(name="line", payload=message))

    def _event(self, event: Mapping[str, Any], heard: list[Heard]) -> None:
        kind, index = event.get("type"), count_of(event, "index")
        if kind == "message_start":
            self._message_id = word_of(mapping_of(event, "message"), "id")
            self._next.clear()
            self._thoughts.clear()
        elif kind == "content_block_delta":
            self._piece(index, mapping_of(event, "delta"), heard)
        elif kind == "content_block_stop" and index in self._next:
            self._hand_on(index, "", True, heard)
            del self._next[index]

    def _piece(self, index: int, delta: Mapping[str, Any], heard: list[Heard]) -> None:
        key, thought = _KINDS.get(word_of(delta, "type"), ("", False))
        text = delta.get(key) if key else None
        if isinstance(text, str) and text and self._message_id and len(self._next) < 1000:
            self._next.setdefault(index, 0)
            self._thoughts[index] = thought
            self._hand_on(index, cut(text), False, heard)

    def _hand_on(self, index: int, text: str, final: bool, heard: list[Heard]) -> None:
        message_id, number = f"{self._message_id}:{index}", self._next[index]
        last = heard[-1] if heard and heard[-1].name == "delta" else None
        if last is not None and last.payload["message_id"] == message_id and not last.payload["final"]:
            joined = last.payload["text"] + text
            if len(joined) <= MAX_PIECE_CHARS:
                heard[-1] = Heard(name="delta", payload={**last.payload, "text": joined, "final": final})
                return
        piece = {"message_id": message_id, "index": number, "text": text, "final": final}
        heard.append(Heard(name="delta", payload={**piece, "thought": self._thoughts.get(index, False)}))
        self._next[index] = number + 1


# ── facts ──────────────────────────────────────────────────────────────────────────────────────


def session_id_of(delivery: Delivery) -> str:
    """The hub launched it and knows whose stream it is."""
    return short(delivery.session_hint)


def facts_in(delivery: Delivery) -> list[facts.AnyEvent]:
    """The facts in one payload of a stream; ``Unrecognized`` for a name or a shape we have no meaning for."""
    payload = delivery.payload
    decode = _DECODERS.get(delivery.name)
    if decode is not None and isinstance(payload, dict):
        found = decode(delivery, payload)
        if found is not None:
            return found
    return [facts.Unrecognized(name=f"stream {short(delivery.name)}", payload=bounded(payload))]


def _delta(_delivery: Delivery, payload: Mapping[str, Any]) -> list[facts.AnyEvent] | None:
    message_id, index = word_of(payload, "message_id"), count_of(payload, "index")
    if not message_id or not isinstance(payload.get("text"), str):
        return None
    return [
        facts.MessageDelta(
            message_id=message_id,
            first_index=index,
            last_index=index,
            text=text_of(payload, "text"),
            final=payload.get("final") is True,
            thought=payload.get("thought") is True,
        )
    ]


def _ask(delivery: Delivery, payload: Mapping[str, Any]) -> list[facts.AnyEvent] | None:
    request = mapping_of(payload, "request")
    name = word_of(request, "tool_name")
    if not name:
        return None
    return [
        facts.PermissionRequested(
            request_id=delivery.delivery_id,
            tool_name=name,
            input=bounded(request.get("input")),
            kind=permission_kind(name),
            suggestions=bounded(request.get("permission_suggestions")),
        )
    ]


def _line(_delivery: Delivery, payload: Mapping[str, Any]) -> list[facts.AnyEvent] | None:
    if payload.get("type") == "result":
        return _result(payload)
    decode = _SYSTEM.get(word_of(payload, "subtype"))
    return decode(payload) if decode is not None else None


def _result(payload: Mapping[str, Any]) -> list[facts.AnyEvent]:
    cost_usd = amount_of(payload, "total_cost_usd")
    told: list[facts.AnyEvent] = [facts.CostReported(total_usd=cost_usd)] if cost_usd is not None else []
    return [*told, *_turn_end(payload)]


def _turn_end(payload: Mapping[str, Any]) -> list[facts.AnyEvent]:
    """The end of a turn. A failed request to the model has the subtype "success" and ``is_error``."""
    text, subtype = text_of(payload, "result"), word_of(payload, "subtype")
    if subtype == "error_during_execution":
        return [facts.TurnInterrupted(how="user")]
    if payload.get("terminal_reason") == "hook_stopped":
        return [facts.TurnInterrupted(how="hook")]
    if payload.get("is_error") is True or subtype != "success":
        return [facts.TurnFailed(error=_error_of(payload, subtype), message=text)]
    return [facts.TurnFinished(last_message=text)]


_ERRORS = {401: "authentication_failed", 403: "authentication_failed", 429: "rate_limit", 529: "overloaded"}


def _error_of(payload: Mapping[str, Any], subtype: str) -> str:
    status = count_of(payload, "api_error_status")
    if status:
        return _ERRORS.get(status, "server_error" if status >= 500 else "invalid_request")
    return subtype if subtype not in ("", "success") else "unknown"


def _init(payload: Mapping[str, Any]) -> list[facts.AnyEvent]:
    return [
        facts.SessionDescribed(
            cwd=path_of(payload, "cwd"),
            model=word_of(payload, "model"),
            version=word_of(payload, "claude_code_version"),
            permission_mode=word_of(payload, "permissionMode"),
        )
    ]


def _retry(payload: Mapping[str, Any]) -> list[facts.AnyEvent]:
    attempt, most = count_of(payload, "attempt"), count_of(payload, "max_retries")
    reason = word_of(payload, "error") or str(count_of(payload, "error_status") or "no answer")
    return [facts.NoticeGiven(kind="api_retry", message=_RETRIED.format(attempt=attempt, most=most, why=reason))]


_SYSTEM: Mapping[str, Callable[[Mapping[str, Any]], list[facts.AnyEvent]]] = {"init": _init, "api_retry": _retry}
_DECODERS: Mapping[str, Callable[[Delivery, Mapping[str, Any]], list[facts.AnyEvent] | None]] = {
    "delta": _delta,
    "ask": _ask,
    "line": _line,
}
_decode = msgspec.json.Decoder().decode
