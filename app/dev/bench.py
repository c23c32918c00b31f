"""The registry of benchmarks: a module ``bench_<name>`` in this folder with ``run() -> dict`` is one."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import app.dev

_PREFIX = "bench_"


def benches() -> list[str]:
    """The names of all benchmarks there are."""
    return sorted(
        module.name.removeprefix(_PREFIX)
        for module in pkgutil.iter_modules(app.dev.__path__)
        if module.name.startswith(_PREFIX)
    )


def run_bench(name: str) -> dict[str, Any]:
    """The figures of one benchmark, its peer's or limit's among them."""
    module = importlib.import_module(f"app.dev.{_PREFIX}{name}")
    figures: dict[str, Any] = module.run()
    return figures
