"""The house's rules, kept: who may import whom, and what every source file owes its reader."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for path in (ROOT / "app").rglob("*.py") if path.stat().st_size)


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_file_opens_with_a_sentence_that_says_what_it_is(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text()))
    assert text, "no docstring"
    assert text.split("\n\n")[0].rstrip().endswith((".", ":", "::", ")", "?")), text.splitlines()[0]


def test_the_kernel_rooms_work_without_qt() -> None:
    """core, wire, agents, store and hub import and run on a machine that has no Qt."""
    program = (
        "import sys, importlib, pkgutil\n"
        "class NoQt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, NoQt())\n"
        "for room in ('core', 'wire', 'agents', 'store', 'system', 'relay', 'hub'):\n"
        "    package = importlib.import_module(f'app.{room}')\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(module.name)\n"
        "print('ok')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "ok\n", done.stderr[-2000:]


def test_every_fact_is_in_the_union_that_is_decoded() -> None:
    import typing

    from app.core.events import EVENT_TYPES, AnyEvent

    assert set(typing.get_args(AnyEvent)) == set(EVENT_TYPES)


def test_no_path_of_one_machine_is_written_down() -> None:
    found = []
    for path in SOURCES + sorted((ROOT / "tests").rglob("*.py")):
        if path == Path(__file__):
            continue
        found += [
            f"{path.name}: {line.strip()[:100]}"
            for line in path.read_text().splitlines()
            if re.search(r"/work/|\.\./shared|/tmp/cc\b", line)
        ]
    assert not found, "\n".join(found)
