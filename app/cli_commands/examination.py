"""What doctor looks at, and what it takes for a problem. Reads only; never an agent's credentials."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import msgspec

from app.agents import adapters
from app.agents.base import Adapter
from app.cli_commands.agent_config import config_home
from app.cli_commands.asking import HubHangs, order
from app.cli_commands.common import EXIT_NO_HUB, CommandError, iso
from app.cli_commands.reading import open_store, stored_rows
from app.core.commands import HubHealth, ReportHealth
from app.core.projections.rows import SessionRow
from app.settings import load
from app.system.agents_installed import find_agent
from app.system.config_backups import last_connect
from app.system.config_files import ConfigUnusable, config_path, read_config, relay_command
from app.system.paths import DataPaths
from app.system.relay_install import relay_runs

_SPOOL_ALARM_BYTES = 32 * 1024 * 1024
_OVERFLOW_ENTRY_BYTES = 8
_ROOM_ALARM_BYTES = 50_000_000

_MANAGED_SETTINGS: dict[str, tuple[str, ...]] = {
    "claude_code": (
        "/etc/claude-code/managed-settings.json",
        "/Library/Application Support/ClaudeCode/managed-settings.json",
    )
}
"""Where an administrator may forbid hooks, by agent."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that keeps Signalcabin from doing its work, and what to do about it."""

    what: str
    remedy: str


class Examination(msgspec.Struct, kw_only=True):
    """The JSON of ``doctor --json``. Fields are added, never renamed."""

    healthy: bool = True
    problems: list[Problem] = []
    notes: list[str] = []
    agents: list[dict[str, Any]] = []
    hub: dict[str, Any] = {}
    relay: dict[str, Any] = {}
    spool: dict[str, Any] = {}
    store: dict[str, Any] = {}
    data_dir: str = ""

    def problem(self, what: str, remedy: str) -> None:
        self.problems.append(Problem(what=what, remedy=remedy))
        self.healthy = False


def examine(paths: DataPaths) -> Examination:
    """Look at everything; what cannot be looked at is itself a problem, never an exception."""
    found = Examination(data_dir=str(paths.root))
    health = _hub(found, paths)
    rows = _store(found, paths)
    _relay(found, paths)
    _spool(found, paths, running=health is not None)
    _room(found, paths)
    for adapter in adapters().values():
        _agent(found, paths, adapter, _last_event_us(adapter.name, health, rows))
    _settings(found, paths)
    return found


def _hub(found: Examination, paths: DataPaths) -> HubHealth | None:
    info = _hub_info(paths)
    try:
        health = msgspec.convert(order(paths, ReportHealth()), HubHealth)
    except HubHangs as error:
        found.hub = {"running": True, "silent": True, "pid": info.get("pid", 0)}
        found.problem(
            error.sentence, f"End its process{_number(info)} and start Signalcabin again; its log tells more."
        )
        return None
    except CommandError as error:
        found.hub = {"running": False}
        if error.code != EXIT_NO_HUB:
            found.problem(error.sentence, "End the hub's process and start Signalcabin again; its log tells more.")
        return None
    found.hub = {"running": True, **msgspec.structs.asdict(health), "started_at": iso(health.started_at_us)}
    found.hub |= {"listen": info.get("listen", ""), "token_lies": info.get("token", "")}
    if health.trouble:
        found.problem(
            f"The hub cannot store anything: {health.trouble}.", f"Free some space in {paths.root}, or mend its disk."
        )
    if health.mistakes:
        found.notes.append(f"the hub survived {health.mistakes} mistakes of its own; {paths.logs_dir} tells more")
    return health


def _hub_info(paths: DataPaths) -> dict[str, Any]:
    """What the hub left about itself; empty where it left nothing."""
    try:
        info = msgspec.json.decode(paths.hub_info.read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}
    return info if isinstance(info, dict) else {}


def _number(info: dict[str, Any]) -> str:
    return f" {info['pid']}" if isinstance(info.get("pid"), int) else ""


def _store(found: Examination, paths: DataPaths) -> list[SessionRow]:
    found.store = {"path": str(paths.store), "bytes": 0, "records": 0, "sessions": 0}
    rows: list[SessionRow] = []
    try:
        with open_store(paths) as log:
            if log is not None:
                rows = stored_rows(log)
                found.store |= {"bytes": _store_bytes(paths), "records": log.newest_seq(), "sessions": len(rows)}
    except CommandError as error:
        found.problem(error.sentence, error.remedy or "Move the file away; a new one is begun.")
    damaged = sorted(paths.root.glob(f"{paths.store.name}.damaged*"))
    if damaged:
        found.notes.append(f"a damaged store was moved aside: {damaged[-1]}")
    return rows


def _store_bytes(paths: DataPaths) -> int:
    """The store with what SQLite has not yet merged into it."""
    return sum(_size_of(paths.store.with_name(paths.store.name + suffix)) for suffix in ("", "-wal"))


def _relay(found: Examination, paths: DataPaths) -> None:
    found.relay = {"path": str(paths.relay), "kind": relay_kind(paths.relay), "runs": relay_runs(paths.relay)}
    if found.relay["kind"] and not found.relay["runs"]:
        found.problem(
            f"The relay is there but does not run: {paths.relay}.",
            "Remove it and start Signalcabin: it puts a new one in place.",
        )
    if found.relay["kind"] == "python":
        found.notes.append(
            "the relay runs in Python: with a C compiler (Debian: apt install gcc libc6-dev) it is faster"
        )


def relay_kind(relay: Path) -> str:
    """native | python | "" (none is installed)."""
    try:
        with relay.open("rb") as file:
            return "python" if file.read(2) == b"#!" else "native"
    except OSError:
        return ""


def _spool(found: Examination, paths: DataPaths, *, running: bool) -> None:
    waiting = _size_of(paths.spool)
    lost = _size_of(paths.spool_dir / "overflow") // _OVERFLOW_ENTRY_BYTES
    found.spool = {"bytes": waiting, "lost": lost}
    if waiting > _SPOOL_ALARM_BYTES and not running:
        found.problem(
            f"{waiting // 1_000_000} MB of events wait in the spool.",
            "Start Signalcabin soon: beyond 64 MB they are lost.",
        )
    if lost:
        found.problem(
            f"{lost} events found the spool full and are lost.", "Start Signalcabin; the gap is shown where it is."
        )


def _room(found: Examination, paths: DataPaths) -> None:
    try:
        free = shutil.disk_usage(paths.root).free
    except OSError:
        return  # there is no folder yet
    if free < _ROOM_ALARM_BYTES:
        found.problem(f"The disk is nearly full: {free // 1_000_000} MB are free in {paths.root}.", "Free some space.")


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _agent(found: Examination, paths: DataPaths, adapter: Adapter, last_event_at_us: int) -> None:
    installed = find_agent(adapter.name)
    home = config_home(adapter)
    connected = last_connect(paths, adapter.name, Path(os.path.realpath(config_path(adapter, home))))
    version = installed.version if installed else ""
    # An agent that cannot be found now is judged as the one that was connected.
    report = _inspect(found, paths, adapter, home, version or (connected.version if connected else ""))
    found.agents.append(
        {
            "agent": adapter.name,
            "title": adapter.title,
            "program": installed.program if installed else "",
            "version": version,
            "config": str(config_path(adapter, home)),
            "connected": bool(report["present"]),
            **report,
            "last_event_at_us": last_event_at_us,
            "last_event_at": iso(last_event_at_us),
        }
    )
    if installed is not None or report["present"]:
        _judge(found, paths, adapter, report)
    if installed is None and report["present"]:
        found.notes.append(f"{adapter.title}'s hooks are in place, but its program is not found here (PATH?)")
    if installed is not None and installed.problem:
        found.problem(f"{installed.problem}.", f"Reinstall or update {adapter.title}.")


def _inspect(found: Examination, paths: DataPaths, adapter: Adapter, home: str, version: str) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "present": [],
        "missing": [],
        "changed": [],
        "foreign": 0,
        "blocked_by": [],
        "stale_relay": [],
        "wake": False,
    }
    try:
        current = read_config(config_path(adapter, home))[1]
    except ConfigUnusable as error:
        found.problem(str(error), "Look at the file.")
        return empty
    report = {**empty, **adapter.inspect_config(current, relay_command(paths), version)}
    report["blocked_by"] = [*report["blocked_by"], *_managed_blocks(paths, adapter, version)]
    return report


def _managed_blocks(paths: DataPaths, adapter: Adapter, version: str) -> list[str]:
    blocks: list[str] = []
    for path in _MANAGED_SETTINGS.get(adapter.name, ()):
        try:
            current = read_config(Path(path))[1]
        except ConfigUnusable:
            continue  # not for our eyes: then we cannot tell
        if current is not None:
            inspected = adapter.inspect_config(current, relay_command(paths), version)
            blocks += [f"{policy} (managed: {path})" for policy in inspected.get("blocked_by", [])]
    return blocks


def _judge(found: Examination, paths: DataPaths, adapter: Adapter, report: dict[str, Any]) -> None:
    connect = f"`signalcabin connect {adapter.name}{' --wake' if report['wake'] else ''}` puts it right."
    if report.get("problem"):
        found.problem(f"{adapter.title}: {report['problem']}", "Correct the file; until then no hooks run.")
    elif report["stale_relay"]:
        found.problem(f"{adapter.title}'s hooks name another relay: {', '.join(report['stale_relay'])}.", connect)
    elif not report["present"] and not report["changed"]:
        found.problem(f"{adapter.title} is not connected.", f"`signalcabin connect {adapter.name}` connects it.")
    elif report["changed"]:
        found.problem(f"{adapter.title}'s hooks were changed: {', '.join(report['changed'])}.", connect)
    elif report["missing"]:
        found.problem(f"{adapter.title}: hooks are missing: {', '.join(report['missing'])}.", connect)
    for policy in report["blocked_by"]:
        found.problem(
            f"{adapter.title} runs no hooks of ours: {policy} is set.", "Unset it, or ask who administers it."
        )
    if report["present"] and not relay_kind(paths.relay):
        found.problem("Hooks are in place but the relay is missing.", "Start Signalcabin: it installs the relay.")


def _last_event_us(agent: str, health: HubHealth | None, rows: list[SessionRow]) -> int:
    stored = max((row.last_at_us for row in rows if row.agent == agent), default=0)
    return max(stored, health.last_event_at_us.get(agent, 0) if health else 0)


def _settings(found: Examination, paths: DataPaths) -> None:
    loaded = load(paths.settings)
    for problem in loaded.problems:
        if loaded.readable:
            found.notes.append(problem)
        else:
            found.problem(problem, "Correct the file or remove it.")
