"""Which agents are here and whether they are connected, and connecting one: for a worker thread, never the GUI one."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from app.agents import adapters
from app.agents.base import Adapter, ConfigRefused
from app.core.tr import tr
from app.system.agents_installed import Installed, find_agent
from app.system.config_files import (
    ConfigChanged,
    ConfigUnusable,
    ConnectPlan,
    apply_plan,
    has_wake_hooks,
    plan_connect,
    plan_disconnect,
)
from app.system.paths import DataPaths
from app.system.relay_install import RelayUnusable, ensure_relay


class SetupFailed(Exception):
    """It could not be planned or done; the text says why and what to do."""


class AgentState(msgspec.Struct, frozen=True):
    """One agent on this machine."""

    agent: str
    title: str
    installed: Installed | None
    connected: bool = False
    wake: bool = False
    """Hooks of ours wait beside its sessions at rest."""
    problem: str = ""


def look(paths: DataPaths) -> list[AgentState]:
    """Every agent we know, installed or not. Takes a second: programs are asked for their versions."""
    return [_look_at(adapter, paths) for adapter in adapters().values()]


def plan(agent: str, paths: DataPaths, *, connect: bool = True, wake: bool | None = None) -> ConnectPlan:
    """The exact change that (dis)connecting would make; raises SetupFailed.

    ``wake``: whether hooks are to wait beside sessions at rest; None: as it is now.
    """
    adapter = adapters()[agent]
    try:
        if not connect:
            return plan_disconnect(adapter, paths, _home(adapter))
        home, version = _home(adapter), _version(adapter)
        if wake is None:
            wake = has_wake_hooks(adapter, paths, home, version)
        return plan_connect(adapter, paths, home, version, wake=wake)
    except (ConfigRefused, ConfigUnusable) as error:
        raise SetupFailed(str(error)) from error


def carry_out(wanted: ConnectPlan, paths: DataPaths) -> str:
    """Make the change that was shown; gives the backup's folder ("" when nothing had to change). Raises SetupFailed."""
    try:
        if wanted.action == "connect":
            ensure_relay(paths)
        backup = apply_plan(wanted, paths)
    except RelayUnusable as error:
        raise SetupFailed(str(error)) from error
    except ConfigChanged as error:
        raise SetupFailed(tr("{error} Look at the change again.").format(error=error)) from error
    except ConfigUnusable as error:
        raise SetupFailed(str(error)) from error
    return str(backup or "")


def _look_at(adapter: Adapter, paths: DataPaths) -> AgentState:
    installed = find_agent(adapter.name)
    if installed is None or not installed.version:
        return AgentState(adapter.name, adapter.title, installed, problem=installed.problem if installed else "")
    try:
        wake = has_wake_hooks(adapter, paths, _home(adapter), installed.version)
        wanted = plan_connect(adapter, paths, _home(adapter), installed.version, wake=wake)
    except (ConfigRefused, ConfigUnusable) as error:
        return AgentState(adapter.name, adapter.title, installed, problem=str(error))
    return AgentState(adapter.name, adapter.title, installed, connected=not wanted.changes, wake=wake)


def _version(adapter: Adapter) -> str:
    installed = find_agent(adapter.name)
    if installed is None:
        raise SetupFailed(
            tr("{agent} is not installed here (no program found). Install it, then try again.").format(
                agent=adapter.title
            )
        )
    if not installed.version:
        raise SetupFailed(
            tr("{agent}'s version is unknown ({problem}). Only events it knows may be registered.").format(
                agent=adapter.title, problem=installed.problem
            )
        )
    return installed.version


def _home(adapter: Adapter) -> str:
    return adapter.config_home(dict(os.environ), str(Path.home()))
