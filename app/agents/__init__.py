"""Finds the adapters by their presence: every module or package here with a module-level ``ADAPTER`` is one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from app.agents.base import Adapter

_NOT_AGENTS = frozenset({"base"})


@cache
def _found() -> dict[str, Adapter]:
    found: dict[str, Adapter] = {}
    # PyInstaller's importer answers iter_modules for packages it froze (the build collects app.agents whole).
    for module in pkgutil.iter_modules(__path__):
        if module.name in _NOT_AGENTS or module.name.startswith("_"):
            continue
        adapter: Adapter | None = getattr(importlib.import_module(f"{__name__}.{module.name}"), "ADAPTER", None)
        if adapter is not None:
            found[adapter.name] = adapter
    return found


def adapters() -> dict[str, Adapter]:
    """Every adapter by its name, in alphabetical order of the modules."""
    return dict(_found())


def adapter_for(name: str) -> Adapter | None:
    """The adapter of an agent, None for an agent we do not know."""
    return _found().get(name)
