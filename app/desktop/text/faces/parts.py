"""What a card is made of, without pixels, and readers that take any shape of value an agent may send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from app.core.tr import mark
from app.desktop.text import diff

BodyKind = Literal["command", "output", "error", "diff", "code", "tree", "markdown", "note", "matches", "link", "rows"]
"""``note``: a quiet remark; ``matches``: search results under the names of their files; ``rows``: a list with marks."""

RowMark = Literal["pending", "in_progress", "completed", "deleted", "option", "chosen", "heading", "plain"]


class Row(msgspec.Struct, frozen=True):
    """One line of a list. ``word`` says in words what the mark says in shape; ``detail`` is said after it, quietly."""

    mark: RowMark
    words: str
    detail: str = ""
    word: str = ""
    changed: bool = False
    """Other than it was before this call."""


class BodyPart(msgspec.Struct, frozen=True):
    """One stretch of a card's body. ``language`` or ``filename`` colour it, ``first_number`` numbers its lines."""

    kind: BodyKind
    text: str = ""
    lines: tuple[diff.DiffLine, ...] = ()
    language: str = ""
    filename: str = ""
    first_number: int = 0
    is_new: bool = False
    """Code that was not there before."""
    rows: tuple[Row, ...] = ()
    value: Any = None
    """Of a tree: any JSON value."""
    name: str = ""
    """What its copy button copies ("output"); "" for no button."""


class ToolFace(msgspec.Struct, frozen=True):
    """``opens``: the card shows its body before anybody asks for it."""

    title: str
    argument: str
    parts: tuple[BodyPart, ...] = ()
    added: int = 0
    removed: int = 0
    opens: bool = False
    state: str = ""
    """How it came out, in a word or two: "exit 1"."""
    count: str = ""
    """How much there is: "3 matches in 2 files"."""
    summary: str = ""
    """What it is for, shown in the place of the argument while the body shows that in full."""
    is_prose: bool = False
    """The argument is words, not code."""
    copy_name: str = ""
    copy_text: str = ""
    """As it came: what cannot be seen in it is still to be spelled out."""


class Sketch(msgspec.Struct):
    """What a family of tools says about one call; ``face_of`` makes a face of it."""

    parts: list[BodyPart] = msgspec.field(default_factory=list)
    opens: bool = False
    argument: str | None = None
    """None: the argument that says most."""
    summary: str = ""
    is_prose: bool = False
    state: str = ""
    count: str = ""
    copy_name: str = ""
    copy_text: str = ""


Drawer = Callable[[dict[str, Any], Any, Any], Sketch]
"""(arguments, the raw input, the output) → what is to be shown."""


def text_of(value: Any) -> str:
    """A string as it is, a number as it is written, "" for anything that is not one value."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) else ""


def number_of(value: Any, fallback: int = 0) -> int:
    """A whole number that can be a count or a line's number, else ``fallback``."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < 10**9 else fallback


def dict_of(value: Any) -> dict[str, Any]:
    """An object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """An array, an empty one for anything else."""
    return value if isinstance(value, list) else []


def content_text(content: Any) -> str:
    """The text of a list of content blocks; "" when it is not one, or not only text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list) or not content:
        return ""
    texts = [item.get("text") for item in content if isinstance(item, dict) and item.get("type") == "text"]
    return "\n".join(text for text in texts if isinstance(text, str)) if len(texts) == len(content) else ""


def result_parts(output: Any) -> list[BodyPart]:
    """What a call gave back, by its own shape: text as text, anything else as a tree."""
    if output is None or output in ("", [], {}):
        return []
    if text := content_text(output):
        return [BodyPart("output", text.strip("\n"), name=mark("result"))]
    return [BodyPart("tree", value=output, name=mark("result"))]
