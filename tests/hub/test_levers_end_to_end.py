"""A relay at the door, a person at the feed, and the levers between them, in one real hub."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from app.core.commands import Answer, ListPending, Stop
from app.core.events import PermissionSettled
from app.hub.hub import Hub
from app.wire import feed as wire
from app.wire.relay_frames import encode_frame
from tests.helpers.hub_at_work import (
    ACK,
    PATIENCE_S,
    SESSION,
    Listener,
    deliver,
    eventually,
    header,
    hub_at_work,
    listening,
    prompt_frame,
)


def hook(event: str, **values: object) -> bytes:
    payload = {"session_id": SESSION, "hook_event_name": event, "cwd": "/home/dev/project", "prompt_id": "p-9"} | values
    return encode_frame(header(event, mode="sync"), json.dumps(payload).encode())


ASK = {"tool_name": "Bash", "tool_input": {"command": "git push"}}


async def ask(hub: Hub) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """An agent asks for permission; its relay is told to hold."""
    reader, writer = await asyncio.open_unix_connection(str(hub.paths.relay_socket))
    writer.write(hook("PermissionRequest", **ASK))
    assert (await asyncio.wait_for(reader.readexactly(9), PATIENCE_S))[:1] == b"H"
    return reader, writer


async def pending(listener: Listener) -> list[dict[str, object]]:
    return list((await listener.order(ListPending()))["pending"])


async def test_a_permission_asked_through_the_relay_is_given_through_the_feed(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, prompt_frame("Push it"))
        reader, writer = await ask(hub)
        (row,) = await pending(listener)
        assert (row["tool_name"], row["input"]) == ("Bash", {"command": "git push"})
        order = Answer(request_id=str(row["request_id"]), behavior="allow", digest=str(row["digest"]))
        assert (await listener.order(order))["answered"] is True
        said = await asyncio.wait_for(reader.read(), PATIENCE_S)
        assert said[:1] == b"R" and b'"allow"' in said
        assert await pending(listener) == []
        writer.close()


async def test_a_permission_whose_relay_dies_is_pending_no_more(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, prompt_frame("Push it"))
        _, writer = await ask(hub)
        writer.transport.abort()
        await listener.hear_until(
            lambda one: any(isinstance(record.event, PermissionSettled) for record in one.records)
        )
        assert await pending(listener) == []


async def test_a_hub_that_ends_lets_held_relays_go_without_a_decision(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub:
        await deliver(hub.paths, prompt_frame("Push it"))
        reader, writer = await ask(hub)
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == ACK
    writer.close()


async def test_an_interrupt_refuses_the_next_tool_and_ends_the_turn(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as listener:
        await deliver(hub.paths, hook("UserPromptSubmit", prompt="Build it"))
        stop = Stop(agent="claude_code", session_id=SESSION)
        await listener.say(wire.Order(order_id="stop", command=stop))
        await eventually(lambda: _said(listener, "StopArmed"))
        (denied,) = await deliver(hub.paths, hook("PreToolUse", tool_use_id="t-1", **ASK))
        assert denied[:1] == b"R" and b"deny" in denied
        (ended,) = await deliver(hub.paths, hook("PostToolBatch", tool_calls=[{"tool_use_id": "t-1", **ASK}]))
        assert ended[:1] == b"R" and b'"continue":false' in ended.replace(b" ", b"")


async def _said(listener: Listener, name: str) -> bool:
    await listener.hear()
    return name in {type(record.event).__name__ for record in listener.records}
