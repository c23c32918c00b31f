"""How this program starts another copy of itself: from source, installed, or frozen into an application."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent


def own_command(*words: str) -> list[str]:
    """The argv of ``signalcabin <words>``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "app", *words]


def own_environment(environment: dict[str, str]) -> dict[str, str]:
    """``environment`` such that ``own_command`` finds this very program from any working directory."""
    if getattr(sys, "frozen", False):
        return dict(environment)
    path = environment.get("PYTHONPATH", "")
    return {**environment, "PYTHONPATH": f"{_ROOT}:{path}" if path else str(_ROOT), "PYTHONSAFEPATH": "1"}
