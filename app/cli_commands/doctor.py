"""``signalcabin doctor``: how agents' hooks, relay, hub, spool and store are doing; each problem with its remedy."""

from __future__ import annotations

import argparse
import time
from typing import Any

from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, write_json
from app.cli_commands.examination import Examination, examine
from app.cli_commands.terminal import age, one_line
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    found = examine(paths)
    if arguments.json:
        write_json(found)
    else:
        print("\n".join(_lines(found)))
    return EXIT_DONE if found.healthy else EXIT_FAILED


def _lines(found: Examination) -> list[str]:
    lines = [_agent_line(agent) for agent in found.agents] or ["No agent is installed here."]
    hub, relay, spool, store = found.hub, found.relay, found.spool, found.store
    lines.append(f"hub       {_hub_words(hub)}")
    lines.append(f"relay     {relay['kind'] or 'not installed'}  {relay['path']}")
    if hub.get("listen"):
        lines.append(f"          also at {one_line(hub['listen'])}; its token lies {one_line(hub['token_lies'])}")
    if hub.get("relay_p95_ms"):
        lines.append(f"          p50 {hub['relay_p50_ms']:.1f} ms, p95 {hub['relay_p95_ms']:.1f} ms from hook to store")
    lines.append(f"spool     {_size(spool['bytes'])}, {spool['lost']} lost to overflow")
    lines.append(f"store     {_size(store['bytes'])}, {store['records']} records, {store['sessions']} sessions")
    bad = ", ".join(f"{one_line(reason)} {count}" for reason, count in hub.get("bad_input", {}).items())
    lines.append(f"bad input {bad or 'none'}")
    lines += [f"note      {one_line(note)}" for note in found.notes]
    for problem in found.problems:
        lines += ["", f"✕ {one_line(problem.what)}", f"  → {one_line(problem.remedy)}"]
    return lines if found.problems else [*lines, "", "✓ All is well."]


def _agent_line(agent: dict[str, Any]) -> str:
    version = agent["version"] or "version unknown"
    hooks = f"{len(agent['present'])} hooks in place, {len(agent['missing'])} missing, {agent['foreign']} of others"
    at_us = agent["last_event_at_us"]
    hooks += ", messages wake its sessions" if agent["wake"] else ""
    last = f"last event {age(time.time() - at_us / 1_000_000)} ago" if at_us else "no event yet"
    installed = f"{version} ({one_line(agent['program'])})" if agent["program"] else "not installed"
    return f"{agent['title']}  {installed}\n          {hooks}; {last}"


def _hub_words(hub: dict[str, Any]) -> str:
    if hub.get("silent"):
        return "does not answer"
    if not hub["running"]:
        return "not running (hooks leave their events in the spool until it does)"
    up = age(time.time() - hub["started_at_us"] / 1_000_000)
    return f"running for {up}, process {hub['pid']}, {hub['clients']} clients, {hub['deliveries']} deliveries"


def _size(count: int) -> str:
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"
