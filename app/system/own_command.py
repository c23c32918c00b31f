"""How this program starts another copy of itself: from source, installed, or frozen into an application."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent


def own_command(*words: str) -> list[str]:
    """The argv of ``signalcabin <words>``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "app", *words]


def lasting_command(*words: str) -> list[str]:
    """The argv of ``signalcabin <words>`` that runs from anywhere: no terminal, no PATH of a terminal's."""
    script = Path(sys.executable).with_name("signalcabin")
    if not getattr(sys, "frozen", False) and os.access(script, os.X_OK):
        return [str(script), *words]
    return own_command(*words)


def bindable_command(*words: str) -> str:
    """The same as one line for a shell."""
    return shlex.join(lasting_command(*words))


def own_module(module: str, *words: str) -> list[str]:
    """The argv of ``python -m <module> <words>``; a frozen program, which is no Python, has a command for it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "module", module, *words]
    return [sys.executable, "-m", module, *words]


def own_environment(environment: dict[str, str]) -> dict[str, str]:
    """``environment`` such that ``own_command`` finds this very program from any working directory."""
    if getattr(sys, "frozen", False):
        return dict(environment)
    path = environment.get("PYTHONPATH", "")
    return {**environment, "PYTHONPATH": f"{_ROOT}:{path}" if path else str(_ROOT), "PYTHONSAFEPATH": "1"}
