"""Twenty questions of five sessions, answered from two desktops at once: each answer reaches its question, one wins."""

from __future__ import annotations

import asyncio
import json
import random
from pathlib import Path
from typing import Any

from app.core.commands import Answer, ListPending
from app.core.events import PermissionSettled
from app.hub.hub import Hub
from app.wire.relay_frames import encode_frame
from tests.helpers.hub_at_work import PATIENCE_S, Listener, deliver, header, hub_at_work, listening, prompt_frame

SESSIONS = [f"5a1d0000-0000-4000-8000-00000000000{number}" for number in range(5)]
EACH = 4


async def ask(hub: Hub, session: str, command: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """An agent asks whether it may run ``command``; its relay is told to hold."""
    payload = {
        "session_id": session, "hook_event_name": "PermissionRequest", "cwd": "/home/dev", "prompt_id": "p",
        "tool_name": "Bash", "tool_input": {"command": command},
    }  # fmt: skip
    reader, writer = await asyncio.open_unix_connection(str(hub.paths.relay_socket))
    frame = header("PermissionRequest", mode="sync", session=session)
    writer.write(encode_frame(frame, json.dumps(payload).encode()))
    assert (await asyncio.wait_for(reader.readexactly(9), PATIENCE_S))[:1] == b"H"
    return reader, writer


async def answer_all(desktop: Listener, name: str, rows: list[dict[str, Any]], seed: int) -> dict[str, dict[str, Any]]:
    """Refuse every request in an order of one's own, each with a reason that names desktop and command."""
    results = {}
    for row in random.Random(seed).sample(rows, len(rows)):
        command = row["input"]["command"]
        order = Answer(request_id=row["request_id"], behavior="deny", reason=f"{name} {command}", digest=row["digest"])
        results[command] = await desktop.order(order)
    return results


async def test_each_answer_reaches_its_question_and_of_two_one_wins(tmp_path: Path) -> None:
    async with hub_at_work(tmp_path) as hub, listening(hub.paths) as left, listening(hub.paths) as right:
        relays = {}
        for session in SESSIONS:
            await deliver(hub.paths, prompt_frame("Work", session=session))
        for number in range(EACH):
            for place, session in enumerate(SESSIONS):
                command = f"step-{place}-{number}"
                relays[command] = await ask(hub, session, command)
        rows = (await left.order(ListPending()))["pending"]
        assert {row["input"]["command"] for row in rows} == set(relays)
        lefts, rights = await asyncio.gather(answer_all(left, "left", rows, 1), answer_all(right, "right", rows, 2))
        for command, (reader, writer) in relays.items():
            heard = await asyncio.wait_for(reader.read(), PATIENCE_S)
            writer.close()
            won = {name for name, said in (("left", lefts), ("right", rights)) if said[command]["answered"]}
            (winner,) = won
            reply = json.loads(heard[heard.index(b"{") :])
            decision = reply["hookSpecificOutput"]["decision"]
            assert decision["message"].endswith(f"{winner} {command}")
            loser = rights[command] if winner == "left" else lefts[command]
            assert loser == {"answered": False, "why": "already denied"}
        assert {said["answered"] for said in lefts.values()} == {True, False}, "both desktops were at it"
        for desktop in (left, right):
            await desktop.hear_until(lambda one: len(_settled(one)) == len(relays))
        assert (await right.order(ListPending()))["pending"] == []


def _settled(desktop: Listener) -> set[str]:
    return {record.event.request_id for record in desktop.records if isinstance(record.event, PermissionSettled)}
