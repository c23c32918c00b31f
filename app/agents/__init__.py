"""Finds the adapters by their presence: every module or package here with a module-level ``ADAPTER`` is one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from app.agents.base import Adapter

_NOT_AGENTS = frozenset({"base"})


@cache
def _modules() -> dict[str, ModuleType]:
    """The modules of agents by their own names. A package may say its ``TITLE`` before it loads its adapter."""
    # PyInstaller's importer answers iter_modules for packages it froze (the build collects app.agents whole).
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    named = [name for name in names if name not in _NOT_AGENTS and not name.startswith("_")]
    return {name: importlib.import_module(f"{__name__}.{name}") for name in named}


@cache
def _found() -> dict[str, Adapter]:
    loaded: list[Adapter | None] = [getattr(module, "ADAPTER", None) for module in _modules().values()]
    return {adapter.name: adapter for adapter in loaded if adapter is not None}


def adapters() -> dict[str, Adapter]:
    """Every adapter by its name, in alphabetical order of the modules."""
    return dict(_found())


def adapter_for(name: str) -> Adapter | None:
    """The adapter of an agent, None for an agent we do not know."""
    return _found().get(name)


def title_of(name: str) -> str:
    """The agent as people call it ("Claude Code"), "" for an agent we do not know."""
    title = getattr(_modules().get(name), "TITLE", "")
    if title:
        return str(title)
    adapter = adapter_for(name)
    return adapter.title if adapter is not None else ""
