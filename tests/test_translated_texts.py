"""Every text that is filled in gets exactly the values it has places for."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "app").rglob("*.py"))
_MARKERS = {"tr": 1, "mark": 1, "plural": 2}
"""How many texts each takes."""


def filled_in(tree: ast.AST) -> Iterator[tuple[int, set[str], set[str]]]:
    """(line, places in the text, names given) of each ``tr("…").format(…)``."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"):
            continue
        marked = node.func.value
        if not (isinstance(marked, ast.Call) and isinstance(marked.func, ast.Name) and marked.func.id in _MARKERS):
            continue
        texts = [each.value for each in marked.args[: _MARKERS[marked.func.id]] if isinstance(each, ast.Constant)]
        places = {name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name}
        names = {keyword.arg for keyword in node.keywords if keyword.arg}
        if texts and len(names) == len(node.keywords):
            yield node.lineno, places, names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_text_is_given_the_values_it_has_places_for(path: Path) -> None:
    wrong = [line for line, places, names in filled_in(ast.parse(path.read_text())) if places != names]
    assert not wrong, f"{path.relative_to(ROOT)}: lines {wrong}"


def test_a_text_with_another_name_than_it_is_given_is_found() -> None:
    [(line, places, names)] = filled_in(ast.parse('tr("{agent} is here.").format(title=1)'))
    assert (line, places, names) == (1, {"agent"}, {"title"})
