"""Imports what the window needs and is not Qt, before Qt: for a quick start.

PySide6 reads the source of every module that is imported after it, in search of its own name; and Python's collector
goes through everything again and again while modules load, and finds nothing.
"""

from __future__ import annotations

import gc
import importlib

_NOT_QT = (
    "asyncio",
    "ctypes",
    "difflib",
    "html",
    "logging.handlers",
    "platform",
    "shlex",
    "tempfile",
    "msgspec",
    "websockets.asyncio.client",
    "app.settings",
    "app.agents",
    "app.agents.base",
    "app.core.projections.attention",
    "app.core.projections.overview_lines",
    "app.core.projections.render",
    "app.core.projections.signal_history",
    "app.core.projections.strips",
    "app.core.projections.timeline",
    "app.core.projections.transcript",
    "app.system.agents_installed",
    "app.system.appearance",
    "app.system.config_files",
    "app.system.notify",
    "app.system.own_command",
    "app.system.relay_install",
    "app.system.secrets",
    "app.wire.feed",
)


def load() -> None:
    """Call before the first import of PySide6. Leaves the collector switched off: ``Garbage`` takes over from here."""
    gc.disable()
    for name in _NOT_QT:
        importlib.import_module(name)
