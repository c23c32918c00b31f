"""Any JSON value as lines that can be folded: strings plain, big things cut, endless things bounded. No pixels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from app.core.figures import grouped
from app.core.tr import plural, tr

MOST_ROWS = 5_000
"""Lines of one tree that are ever shown at once."""

FIRST_CHILDREN = 100
MORE_CHILDREN = 1_000
"""Members shown at first, and with every “show more”."""

MOST_DEPTH = 40
OPEN_ROWS = 12
"""What is inside something is shown from the beginning when it takes no more lines than this."""

CUT_CHARS, CUT_LINES = 600, 12
"""A longer string is cut until somebody asks for all of it."""

WHOLE_CHARS = 400_000
"""Even then no more than this; copying gives everything."""

WIDE_LINE = 2_000
"""Characters of a string on one line; the rest goes on in the next."""


class TreeRow(msgspec.Struct, frozen=True):
    """One line. ``path`` names its node; ``press`` is what pressing the line is called, "" when it does nothing."""

    path: str
    depth: int
    key: str = ""
    text: str = ""
    is_plain: bool = True
    """A string, shown as it is; else a number, a truth value or a remark."""
    press: str = ""
    is_open: bool = False
    is_more: bool = False
    """Stands for what is not shown."""

    def line(self) -> str:
        """The whole line as text."""
        return "  " * self.depth + ": ".join(part for part in (self.key, self.text) if part)


class JsonTree:
    """A value and what of it is unfolded."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self._flipped: set[str] = set()
        """Paths of containers that are not as they were at first."""
        self._shown: dict[str, int] = {}
        """Path → how many members are shown."""
        self._whole: set[str] = set()
        """Paths of strings shown whole."""
        self._all_open = False

    def rows(self) -> list[TreeRow]:
        """All visible lines."""
        made = list(islice(self._walk(self.value, "", "", 0, is_root=True), MOST_ROWS + 1))
        if len(made) > MOST_ROWS:
            made[MOST_ROWS:] = [
                TreeRow("", 0, text=tr("… more lines than can be shown: fold something"), is_plain=False)
            ]
        return made

    def press(self, path: str) -> None:
        """Unfold or fold a node, or show more of it."""
        if path.endswith("+"):
            node = path[:-1]
            self._shown[node] = self._shown.get(node, FIRST_CHILDREN) + MORE_CHILDREN
        elif path.endswith("$"):
            self._whole.add(path[:-1])
        else:
            self._flipped ^= {path}

    def open_all(self) -> None:
        """Unfold everything, once: what is folded afterwards stays folded."""
        if not self._all_open:
            self._all_open = True
            self._flipped.clear()

    def text(self) -> str:
        """Everything in it that could be shown, as lines."""
        whole = JsonTree(self.value)
        whole.open_all()
        return "\n".join(row.line() for row in whole.rows())

    def value_at(self, path: str) -> Any:
        """The value of a node."""
        value = self.value
        for step in path.rstrip("+$").split(".")[1:]:
            members = value.values() if isinstance(value, dict) else value
            value = next(islice(members, int(step), None))
        return value

    def text_at(self, path: str) -> str:
        """The value of a node for the clipboard: a string as it is, anything else as JSON."""
        value = self.value_at(path)
        if isinstance(value, str):
            return value
        try:
            return json.dumps(value, ensure_ascii=False, indent=2, default=str)
        except RecursionError:
            return self.text()

    # ── walking ──

    def _walk(self, value: Any, path: str, key: str, depth: int, is_root: bool = False) -> Iterator[TreeRow]:
        if isinstance(value, dict | list) and value:
            is_open = self._is_open(value, path, depth)
            if not is_root:
                press = (tr("Fold {what}") if is_open else tr("Unfold {what}")).format(what=key)
                yield TreeRow(path, depth, key, "" if is_open else _size(value), False, press, is_open)
            if is_open:
                yield from self._members(value, path, depth + (not is_root))
        elif isinstance(value, str):
            yield from self._string(value, path, key, depth)
        else:
            yield TreeRow(path, depth, key, _scalar(value), is_plain=False)

    def _members(self, value: Any, path: str, depth: int) -> Iterator[TreeRow]:
        if depth >= MOST_DEPTH:
            yield TreeRow(path, depth, text=tr("… nested too deeply to show; copying gives it"), is_plain=False)
            return
        shown = self._shown.get(path, FIRST_CHILDREN)
        pairs = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for index, (key, member) in enumerate(islice(pairs, shown)):
            yield from self._walk(member, f"{path}.{index}", _key(key), depth)
        left = len(value) - shown
        if left > 0:
            more = (
                tr("Show all ({count} more)").format(count=grouped(left))
                if left <= MORE_CHILDREN
                else tr("Show more ({count} left)").format(count=grouped(left))
            )
            yield TreeRow(f"{path}+", depth, text=more, is_plain=False, press=more, is_more=True)

    def _string(self, value: str, path: str, key: str, depth: int) -> Iterator[TreeRow]:
        limit = WHOLE_CHARS if path in self._whole else CUT_CHARS
        head = value[:limit]
        lines = head.split("\n", MOST_ROWS if path in self._whole else CUT_LINES)
        cut = len(head) < len(value)
        if path not in self._whole and len(lines) > CUT_LINES:
            cut = True
            lines = lines[:CUT_LINES]
        lines = [line[at : at + WIDE_LINE] for line in lines for at in range(0, max(1, len(line)), WIDE_LINE)]
        if len(lines) == 1:
            yield TreeRow(path, depth, key, lines[0] or '""')
        else:
            yield TreeRow(path, depth, f"{key}:" if key else "", "")
            for line in lines:
                yield TreeRow(path, depth + 1, text=line)
        if cut and path in self._whole:
            left = tr("… {count} more characters; copying gives everything").format(
                count=grouped(len(value) - len(head))
            )
            yield TreeRow(path, depth + 1, text=left, is_plain=False)
        elif cut:
            more = tr("Show all ({count} characters)").format(count=grouped(len(value)))
            yield TreeRow(f"{path}$", depth + 1, text=more, is_plain=False, press=more, is_more=True)

    def _is_open(self, value: Any, path: str, depth: int) -> bool:
        if path == "":
            return True
        fits = self._all_open or (depth < 6 and _takes(value, OPEN_ROWS) <= OPEN_ROWS)
        return fits != (path in self._flipped)


def _takes(value: Any, limit: int) -> int:
    """How many lines everything inside takes, counted no further than ``limit`` + 1."""
    if isinstance(value, str):
        return 1 + min(limit, value.count("\n", 0, CUT_CHARS) + len(value) // 200)
    if not isinstance(value, dict | list):
        return 1
    total = 0
    for member in islice(value.values() if isinstance(value, dict) else value, limit + 1):
        total += 1 + (_takes(member, limit - total) if isinstance(member, dict | list) else 0)
        total += _takes(member, limit) - 1 if isinstance(member, str) else 0
        if total > limit:
            break
    return total


def _key(key: Any) -> str:
    """A member's name, or the number of an element."""
    text = str(key)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _size(value: Any) -> str:
    if isinstance(value, dict):
        return plural("%n entries", "%n entry", len(value))
    return plural("%n items", "%n item", len(value))


def _scalar(value: Any) -> str:
    if value is None:
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, dict | list):
        return tr("empty")
    return str(value)
