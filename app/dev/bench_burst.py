"""``bench burst``: the hub comes back with 200,000 records the window has not seen, and the window still answers.

Twice: the records spread over a hundred sessions, one of them shown; and all of them in the session that is shown. The
limit is a bare asyncio client that reads the same feed on the same hub right afterwards and does nothing with it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from websockets.asyncio.client import unix_connect

from app.core.events import AnyEvent
from app.core.records import SessionKey
from app.dev.fleet_story import AGENT, digest, facts, said_in, session_id
from app.dev.stage import Stage, stage
from app.store.bench import grow
from app.wire import feed as wire

_RECORDS = 200_000
_SESSIONS = 100
_KNOWN_EACH = 100
"""Records of each session that the window has seen before."""
_MAX_GOAL_MS = 50
_US_BETWEEN = 10_000
_BEGAN_US = time.time_ns() // 1000 - _RECORDS * _US_BETWEEN


def run(records: int = _RECORDS, sessions: int = _SESSIONS) -> dict[str, Any]:
    """Milliseconds late, seconds to be up to date; raises RuntimeError when the window breaks down."""
    figures: dict[str, Any] = {"records": records}
    for name, count in (("spread_over_all", sessions), ("all_in_the_shown_one", 1)):
        with stage() as made:
            figures[name] = _burst(made, records, sessions, count)
    figures["goals"] = {
        name: f"{figures[name]['window']['late_ms']['max']} ms at most late; goal at most {_MAX_GOAL_MS}"
        for name in ("spread_over_all", "all_in_the_shown_one")
    }
    return figures


def _burst(made: Stage, records: int, sessions: int, growing: int) -> dict[str, Any]:
    """``growing``: among how many of the sessions the records are spread."""
    made.end_hub()
    known = grow(made.paths.store, _facts(sessions, 0, _KNOWN_EACH))
    each = records // growing
    made.start_hub()
    with made.actor("app.desktop.burst_race", str(made.paths.root), AGENT, session_id(0)) as window:
        window.tell("go")
        made.end_hub()
        last_seq = grow(made.paths.store, _facts(growing, _KNOWN_EACH, _KNOWN_EACH + each))
        made.start_hub()
        told = window.told()
    if told["last_seq"] != last_seq or told.pop("text") != digest(said_in(facts(0, _KNOWN_EACH + each))):
        raise RuntimeError(f"not all of it arrived: {told}")
    bare_s, read = asyncio.run(_read(made, known))
    return {"window": told, "bare_client_s": round(bare_s, 2), "bare_records": read}


def _facts(sessions: int, first: int, end: int) -> Iterator[tuple[SessionKey, int, AnyEvent]]:
    """Facts ``first`` to ``end`` of each session, in turn."""
    tellers = [(SessionKey(AGENT, session_id(number)), facts(number, end)) for number in range(sessions)]
    for place in range(end):
        for key, told in tellers:
            event = next(told)
            if place >= first:
                yield key, _BEGAN_US + place * _US_BETWEEN, event


async def _read(made: Stage, since: int) -> tuple[float, int]:
    """Seconds until CaughtUp for who only reads, and the records that came."""
    key = SessionKey(AGENT, session_id(0))
    began = time.monotonic()
    read = 0
    async with unix_connect(
        str(made.paths.feed_socket), uri="ws://localhost/", compression=None, max_size=wire.MAX_MESSAGE_BYTES
    ) as socket:
        await socket.send(wire.encode(wire.Hello(client="bench", since=since, sessions=(key,))), text=True)
        while True:
            message = wire.decode_hub(await socket.recv(decode=False))
            if isinstance(message, wire.Batch):
                read += len(message.records)
            elif isinstance(message, wire.CaughtUp):
                return time.monotonic() - began, read


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if sys.argv[1:] else _RECORDS), indent=1))
