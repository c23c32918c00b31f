"""``signalcabin bench``: the benchmarks, each figure beside that of a peer or a limit measured in the same run."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli_commands.common import EXIT_USAGE, CommandError, write_json
from app.cli_commands.terminal import one_line
from app.dev.bench import benches, run_bench
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help=f"one of: {', '.join(benches())} (default: all)")
    parser.add_argument("--json", action="store_true", help="one object, a bench a name")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    known = benches()
    if arguments.name and arguments.name not in known:
        raise CommandError(f"No bench is called {arguments.name!r}.", f"Known: {', '.join(known)}.", code=EXIT_USAGE)
    figures: dict[str, Any] = {}
    for name in [arguments.name] if arguments.name else known:
        figures[name] = run_bench(name)
        if not arguments.json:
            print("\n".join(_table(name, figures[name])), flush=True)
    if arguments.json:
        write_json(figures)
    return 0


def _table(name: str, figures: dict[str, Any]) -> list[str]:
    rows = list(_flat(figures))
    width = max((len(label) for label, _ in rows), default=0)
    return [name, *(f"  {label:<{width}}  {value}" for label, value in rows), ""]


def _flat(value: Any, label: str = "") -> list[tuple[str, str]]:
    """Nested figures as lines: "up.native.p50_ms  2.1"."""
    if isinstance(value, dict):
        return [row for key, each in value.items() for row in _flat(each, f"{label}.{key}" if label else str(key))]
    if isinstance(value, float):
        return [(label, f"{value:,.3f}".rstrip("0").rstrip("."))]
    if isinstance(value, (list, tuple)) and all(isinstance(each, (int, float, str)) for each in value):
        return [(label, one_line(", ".join(map(str, value))))]
    if isinstance(value, (list, tuple)):
        return [row for index, each in enumerate(value) for row in _flat(each, f"{label}[{index}]")]
    return [(label, one_line(str(value)))]
