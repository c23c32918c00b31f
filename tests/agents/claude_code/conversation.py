"""Little helpers with which the tests of this adapter read as a conversation: it said this, so we know that."""

from __future__ import annotations

from typing import Any

from app.agents import adapters
from app.core.events import AnyEvent
from app.core.records import Decoded, Delivery

CLAUDE = adapters()["claude_code"]
SESSION = "bcbdcff7-99ba-4ab9-b630-92d6c07ecba3"
PROMPT = "b0e756c3-ff5e-4124-9625-26af88c9bea3"
FOLDER = "/home/dev/.claude/projects/-home-dev-shop"


def hook(name: str, payload: Any = None, *, hint: str = "", **fields: Any) -> list[AnyEvent]:
    """The facts in a hook call; ``fields`` are the payload's own beside the usual ones."""
    usual = {"session_id": SESSION, "prompt_id": PROMPT, "cwd": "/home/dev/shop", "hook_event_name": name}
    usual["transcript_path"] = f"{FOLDER}/{SESSION}.jsonl"
    given = usual | fields if payload is None and not hint else payload
    return [one.event for one in decoded("hook", name, given, hint=hint)]


def line(payload: Any = None, *, path: str = f"{FOLDER}/{SESSION}.jsonl", **fields: Any) -> list[AnyEvent]:
    """The facts in a transcript line."""
    usual = {"uuid": "u-1", "timestamp": "2026-11-22T07:43:57.867Z", "sessionId": SESSION, "version": "2.1.197"}
    return [
        one.event for one in decoded("transcript", "line", usual | fields if payload is None else payload, path=path)
    ]


def entry(**fields: Any) -> list[Decoded]:
    """The facts in a registry entry."""
    usual = {"pid": 7, "procStart": "9", "sessionId": SESSION, "cwd": "/home/dev/shop", "startedAt": 1_000}
    usual |= {"version": "2.1.197", "kind": "interactive", "entrypoint": "cli", "name": "shop-b5"}
    usual |= {"nameSource": "derived"}
    return decoded("registry", "entry", usual | fields)


def decoded(source: Any, name: str, payload: Any, *, path: str = "", hint: str = "", at_us: int = 5) -> list[Decoded]:
    delivery = Delivery(
        delivery_id="d-1", agent="claude_code", source=source, name=name, at_us=at_us,
        payload=payload, path=path, session_hint=hint,
    )  # fmt: skip
    return list(CLAUDE.decode(delivery))
