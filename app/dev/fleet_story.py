"""What each session of a fleet says, delta by delta: the same every time, so that anybody can check what arrived."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from itertools import count as count_up
from itertools import islice
from typing import Any

import msgspec

from app.core import events as e
from app.core.events import AnyEvent
from app.dev.scenario_texts import GUIDE, HANDLER, MIGRATION_PLAN, RELEASE_NOTES, SURVEY
from app.wire.relay_frames import RelayHeader, encode_frame

AGENT = "claude_code"
DELTA_CHARS = 24
_TEXTS = tuple(text + "\n\n" for text in (SURVEY, GUIDE, RELEASE_NOTES, f"```python\n{HANDLER}```", MIGRATION_PLAN))
_PIECES = tuple(tuple(text[at : at + DELTA_CHARS] for at in range(0, len(text), DELTA_CHARS)) for text in _TEXTS)
_MESSAGES_A_TURN = 6

_encode = msgspec.json.Encoder().encode


class Teller:
    """One session from its first hook to its last: ``deltas`` pieces of text, with turns and tool calls between."""

    def __init__(self, number: int, deltas: int, run_id: str = "") -> None:
        self.number = number
        self.session_id = session_id(number)
        self._deltas = deltas
        self._run_id = run_id or f"{time.time_ns():x}-{os.getpid()}"
        self._hooks = 0
        self._prompt_id = ""

    def frames(self) -> Iterator[tuple[bytes, int]]:
        """All hooks in order, each with how many deltas it carries (1 or 0)."""
        yield self._hook("SessionStart", source="startup"), 0
        told = message = 0
        while told < self._deltas:
            if message % _MESSAGES_A_TURN == 0:
                if message:
                    yield self._hook("Stop", last_assistant_message="Done.", background_tasks=[]), 0
                self._prompt_id = f"p-{self.number}-{message}"
                yield self._hook("UserPromptSubmit", prompt=f"Part {message} of the work, please."), 0
            pieces = self._pieces(message)[: self._deltas - told]
            message_id = f"msg-{self.number}-{message}"
            for index, piece in enumerate(pieces):
                final = index == len(pieces) - 1
                yield self._hook("MessageDisplay", message_id=message_id, index=index, final=final, delta=piece), 1
            told += len(pieces)
            yield from ((frame, 0) for frame in self._call(message))
            message += 1
        yield self._hook("Stop", last_assistant_message="Done.", background_tasks=[]), 0

    def goodbye(self) -> bytes:
        """The hook of a session that ends."""
        return self._hook("SessionEnd", reason="prompt_input_exit")

    def said(self) -> str:
        """All of its text, without what lies between messages."""
        whole: list[str] = []
        told = message = 0
        while told < self._deltas:
            pieces = self._pieces(message)[: self._deltas - told]
            whole.extend(pieces)
            told += len(pieces)
            message += 1
        return "".join(whole)

    def _pieces(self, message: int) -> tuple[str, ...]:
        return _PIECES[(self.number + message) % len(_PIECES)]

    def _call(self, message: int) -> Iterator[bytes]:
        call: dict[str, Any] = {
            "tool_name": "Bash",
            "tool_input": {"command": f"make part-{message}", "description": "Build one part"},
            "tool_use_id": f"toolu-{self._run_id}-{self.number}-{message}",
        }
        yield self._hook("PreToolUse", **call)
        yield self._hook("PostToolUse", **call, tool_response={"stdout": "ok\n", "stderr": "", "interrupted": False})

    def _hook(self, event: str, **more: Any) -> bytes:
        payload = {
            "session_id": self.session_id,
            "transcript_path": "",
            "cwd": f"/home/dev/part-{self.number}",
            "prompt_id": self._prompt_id,
            "hook_event_name": event,
            **more,
        }
        self._hooks += 1
        now_us = time.time_ns() // 1000
        header = RelayHeader(
            v=1,
            id=f"{now_us}-{self._run_id}-{self.number}-{self._hooks}",
            agent=AGENT,
            event=event,
            at_us=now_us,
            session=self.session_id,
        )
        return encode_frame(header, _encode(payload))


def facts(number: int, count: int) -> Iterator[AnyEvent]:
    """The first ``count`` facts of a session told in the same words, as a hub keeps them."""
    return islice(_facts(number), count)


def said_in(events: Iterable[AnyEvent]) -> str:
    """The text in facts, without what lies between messages."""
    return "".join(event.text for event in events if isinstance(event, e.MessageDelta))


def _facts(number: int) -> Iterator[AnyEvent]:
    yield e.SessionStarted(how="startup", cwd=f"/home/dev/part-{number}")
    for message in count_up():
        if message % _MESSAGES_A_TURN == 0:
            yield e.TurnStarted(turn_id=f"p-{number}-{message}", prompt=f"Part {message} of the work, please.")
        pieces = _PIECES[(number + message) % len(_PIECES)]
        message_id = f"msg-{number}-{message}"
        for index, piece in enumerate(pieces):
            final = index == len(pieces) - 1
            yield e.MessageDelta(message_id=message_id, first_index=index, last_index=index, text=piece, final=final)
        call = f"toolu-{number}-{message}"
        yield e.ToolCallStarted(tool_call_id=call, name="Bash", input={"command": f"make part-{message}"})
        yield e.ToolCallFinished(tool_call_id=call, name="Bash", output={"stdout": "ok\n"})


def session_id(number: int) -> str:
    """The id of a fleet's session, from 0."""
    return f"f1ee7000-0000-4000-8000-{number:012d}"


def digest(text: str) -> str:
    """Names a text so that two processes can compare theirs."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
