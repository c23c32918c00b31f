"""``bench alerts``: a storm of 50 sessions in real time, from the hub's door to the bell.

The deliveries of ``alert_story`` (500 subagents, 5,000 tool calls, 60 outcomes) come by the door when they would
arrive; hub, feed, window, policy and notifications are the real ones, with a notifier that notes when it is called.
Measured from the hook that tells of an outcome to the roster row in the window (the limit: no alert can be earlier), to
the alert, and from there to the notifier (of questions not: nobody holds the storm's requests, so that their notes wait
in vain for something to answer). A rest is held 300 ms on purpose: other sources may still say otherwise.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import Any

import msgspec

from app.core.projections.bursts import SETTLE_US
from app.core.records import Delivery
from app.dev.alert_story import EXPECTED, storm
from app.dev.note_daemon import note_daemon
from app.dev.stage import stage
from app.wire.relay_frames import MAX_BATCH_DELIVERIES, RelayHeader, encode_batch, encode_frame

_TICK_S = 0.01
_SETTLED_S = 5.0
_COST_GOAL_MS = 5.0
_TELLS = {"PermissionRequest": "needs_you", "StopFailure": "failed", "Stop": "finished"}

Arrivals = list[tuple[int, Delivery]]


def run(sessions: int = 50) -> dict[str, Any]:
    """Milliseconds; raises RuntimeError when a process breaks down."""
    with contextlib.ExitStack() as stack:
        daemon, made = stack.enter_context(note_daemon()), stack.enter_context(stage())
        if daemon is not None:
            made.environment["DBUS_SESSION_BUS_ADDRESS"] = daemon.address
        words = (str(made.paths.root), *(("bus",) if daemon is not None else ()))
        window = stack.enter_context(made.actor("app.desktop.alert_race", *words))
        arrivals = [each for each in storm(_now_us() + 500_000, sessions) if not _comes_late(each[1])]
        sent = asyncio.run(_hand_over(str(made.paths.relay_socket), arrivals))
        time.sleep(_SETTLED_S)
        window.tell("end")
        told = window.told()
    figures: dict[str, Any] = {"deliveries": len(arrivals), "outcomes": told["outcomes"], "rings": told["rings"]}
    figures["said_again_quietly"] = told["said_again"]
    figures["open_after_all_were_seen"] = told["open_after_all_were_seen"]
    shown = {f"{tag.split('/')[-1]}": at_us for tag, at_us in told["shown"].items()}
    for kind in EXPECTED:
        names = [name for name in sent if name.endswith(f"/{kind}") and name in told["alerted"]]
        figures[f"{kind}_to_row"] = _summed([(told["rows"][n] - sent[n]) / 1000 for n in names if n in told["rows"]])
        figures[f"{kind}_to_alert"] = _summed([(told["alerted"][name] - sent[name]) / 1000 for name in names])
    asked = {name.split("/")[0] for name in told["alerted"] if name.endswith("/needs_you")}
    rested = {session: at_us for name, at_us in told["alerted"].items() if (session := name.split("/")[0]) not in asked}
    figures["alert_to_notifier"] = _summed(
        [(shown[each] - at_us) / 1000 for each, at_us in rested.items() if each in shown]
    )
    if daemon is not None:
        on_the_way, came = _on_the_way_us(told["handed_on"], daemon.came)
        figures["notifier_to_daemon"] = _summed([took_us / 1000 for took_us in on_the_way])
        whole = [(came[tag] - sent[name]) / 1000 for tag, name in _names(sent, came) if name in told["alerted"]]
        figures["outcome_to_daemon"] = _summed(whole)
    figures["cost_of_the_first_alert"] = round(told["alert_ms"][0], 2) if told["alert_ms"] else None
    figures["cost_of_an_alert"] = _summed(told["alert_ms"][1:])
    figures["cost_of_a_row"] = _summed(told["row_ms"])
    figures["window_late_ms"] = told["late_ms"]
    figures["goals"] = _goals(figures, sessions)
    return figures


def _on_the_way_us(
    handed_on: list[tuple[str, str, int]], came: dict[str, list[int]]
) -> tuple[list[int], dict[str, int]]:
    """How long each note took to the daemon, and when the first of each tag was there.

    Notes of one title arrive in the order they were sent; titles of which some never were sent are left out.
    """
    by_title: dict[str, list[tuple[str, int]]] = {}
    for tag, title, at_us in handed_on:
        by_title.setdefault(title, []).append((tag, at_us))
    took_us: list[int] = []
    first: dict[str, int] = {}
    for title, each in by_title.items():
        arrivals = came.get(title, [])
        if len(arrivals) == len(each):
            for (tag, at_us), came_us in zip(each, arrivals, strict=True):
                took_us.append(came_us - at_us)
                first.setdefault(tag, came_us)
    return took_us, first


def _names(sent: dict[str, int], tags: dict[str, int]) -> list[tuple[str, str]]:
    """(tag, outcome) of the rests that had a note of their own: those of sessions that told of one outcome only."""
    of_session: dict[str, list[str]] = {}
    for name in sent:
        of_session.setdefault(name.partition("/")[0], []).append(name)
    own = {tag.split("/")[-1]: tag for tag in tags}
    alone = [(own[session], names[0]) for session, names in of_session.items() if session in own and len(names) == 1]
    return [(tag, name) for tag, name in alone if not name.endswith("/needs_you")]


def _comes_late(delivery: Delivery) -> bool:
    """The notice a minute after a rest says nothing new, and is not waited for."""
    return bool(delivery.payload.get("notification_type") == "idle_prompt")


async def _hand_over(path: str, arrivals: Arrivals) -> dict[str, int]:
    """Each delivery when it is due; when those that tell of an outcome were sent, by session and kind."""
    reader, writer = await asyncio.open_unix_connection(path)
    sent: dict[str, int] = {}
    at = 0
    while at < len(arrivals):
        frames: list[bytes] = []
        now_us = _now_us()
        while at < len(arrivals) and arrivals[at][0] <= now_us and len(frames) < MAX_BATCH_DELIVERIES:
            delivery = arrivals[at][1]
            frames.append(_frame(delivery))
            kind = _TELLS.get(delivery.name, "")
            if kind and not delivery.payload.get("background_tasks"):
                sent.setdefault(f"{delivery.payload['session_id']}/{kind}", now_us)
            at += 1
        if frames:
            writer.write(encode_batch(frames))
            answer = await reader.readexactly(5)
            if answer[:1] != b"A":
                raise RuntimeError("the hub refused a batch")
        await asyncio.sleep(_TICK_S)
    writer.close()
    return sent


def _frame(delivery: Delivery) -> bytes:
    header = RelayHeader(
        v=1,
        id=delivery.delivery_id,
        agent=delivery.agent,
        event=delivery.name,
        at_us=delivery.at_us,
        source=delivery.source,  # type: ignore[arg-type]
        path=delivery.path,
    )
    return encode_frame(header, msgspec.json.encode(delivery.payload))


def _summed(took_ms: list[float]) -> dict[str, float]:
    if not took_ms:
        return {"count": 0}
    ordered = sorted(took_ms)
    found = {"p50": ordered[len(ordered) // 2], "p99": ordered[int(len(ordered) * 0.99)], "max": ordered[-1]}
    return {"count": len(ordered), **{name: round(value, 2) for name, value in found.items()}}


def _goals(figures: dict[str, Any], sessions: int) -> dict[str, str]:
    cost = figures["cost_of_an_alert"]
    goals = {
        "cost": f"p99 {cost.get('p99')} ms on the GUI thread; goal below {_COST_GOAL_MS:g}",
        "held": f"a rest is held {SETTLE_US // 1000} ms on purpose, a question not at all",
    }
    if sessions == 50:
        goals["outcomes"] = f"{figures['outcomes']}; goal {EXPECTED}"
    return goals


def _now_us() -> int:
    return time.time_ns() // 1000


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
