"""What a tool call shows: its name, the argument that says most, and the parts of its body. Knows the usual tools.

Everything here came from an agent: any shape of input and output is taken; what nobody taught us becomes a tidy tree.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any, Literal

from app.core.projections.blocks import ToolBlock
from app.core.projections.words import telling_argument
from app.desktop.text import diff
from app.desktop.text.safe import visible_line
from app.desktop.text.tree import tree

BodyKind = Literal["command", "output", "error", "diff", "code", "tree", "markdown"]


@dataclasses.dataclass(frozen=True, slots=True)
class BodyPart:
    """One stretch of a card's body. ``language`` or ``filename`` colour it, ``first_number`` numbers its lines."""

    kind: BodyKind
    text: str = ""
    lines: tuple[diff.DiffLine, ...] = ()
    language: str = ""
    filename: str = ""
    first_number: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class ToolFace:
    """``opens``: the card shows its body before anybody asks for it."""

    title: str
    argument: str
    parts: tuple[BodyPart, ...] = ()
    added: int = 0
    removed: int = 0
    opens: bool = False
    state: str = ""
    """How it came out, in a word or two: "exit 1"."""


def face_of(block: ToolBlock) -> ToolFace:
    """How a tool call is to be shown."""
    return _face(block.name, block.input, block.output, block.error, block.status)


def face_of_request(name: str, tool_input: Any) -> ToolFace:
    """How a call that waits for permission is to be shown: what it would do."""
    return _face(name, tool_input, None, "", "running")


LONGEST_ASKED = 64 * 1024
"""Characters of a request that are shown; beyond it the text says how much is missing."""


def asked_of(tool_input: Any) -> str:
    """All that a person is asked to allow: what says most first, then every other argument; never cut in silence."""
    main = telling_argument(tool_input)
    others: Any = tool_input
    if isinstance(tool_input, dict):
        others = {name: value for name, value in tool_input.items() if value != main or not main}
    elif main:
        others = None
    text = "\n".join(part for part in (main, tree(others) if others not in (None, {}, "") else "") if part)
    if len(text) > LONGEST_ASKED:
        return f"{text[:LONGEST_ASKED]}\n… and {len(text) - LONGEST_ASKED:,} more characters that are not shown here"
    return text


def _face(name: str, tool_input: Any, output: Any, error: str, status: str) -> ToolFace:
    title = title_of(name)
    arguments = tool_input if isinstance(tool_input, dict) else {}
    argument = visible_line(_search_words(arguments) if name in ("Grep", "Glob") else telling_argument(tool_input))
    make = _FACES.get(name, _other)
    parts, opens = make(arguments, tool_input, output)
    added = removed = 0
    for part in parts:
        more, less = diff.counts(part.lines)
        added, removed = added + more, removed + less
    state = ""
    if error:
        parts = [part for part in parts if part.kind in ("command", "diff")]
        exited = _EXIT.match(error) if name in _SHELLS else None
        if exited:
            state = f"exit {exited[1]}"
            error = error[exited.end() :].strip("\n")
        if error:
            parts.append(BodyPart("output" if exited else "error", error))
    return ToolFace(title, argument, tuple(parts), added, removed, opens or bool(error) or status == "failed", state)


_SHELLS = ("Bash", "PowerShell")
_EXIT = re.compile(r"Exit code (-?\d{1,10})(?:\n|\Z)")


def _search_words(arguments: dict[str, Any]) -> str:
    """What is looked for, and where."""
    pattern, path = _text(arguments.get("pattern")), _text(arguments.get("path") or arguments.get("glob"))
    return f"{pattern} in {path}" if pattern and path else pattern or path


def title_of(name: str) -> str:
    """``mcp__github__search_code`` → ``github · search_code``."""
    if name.startswith("mcp__") and name.count("__") >= 2:
        server, tool = name.removeprefix("mcp__").split("__", 1)
        return visible_line(f"{server} · {tool}", 80)
    return visible_line(name or "tool", 80)


_Face = Callable[[dict[str, Any], Any, Any], tuple[list[BodyPart], bool]]


def _bash(arguments: dict[str, Any], _raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    command = _text(arguments.get("command"))
    parts = [BodyPart("command", command)] if "\n" in command or len(command) > 100 else []
    if isinstance(output, dict) and ("stdout" in output or "stderr" in output):
        for stream in ("stdout", "stderr"):
            if text := _text(output.get(stream)).strip("\n"):
                parts.append(BodyPart("output", text))
        if output.get("backgroundTaskId"):
            parts.append(BodyPart("output", f"goes on in the background as {_text(output['backgroundTaskId'])}"))
    else:
        parts += _result(output)
    return parts, True


def _edit(arguments: dict[str, Any], raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    path = _text(arguments.get("file_path") or arguments.get("notebook_path"))
    given = output if isinstance(output, dict) else {}
    lines = diff.from_patch(given.get("structuredPatch"))
    if not lines:
        pairs = arguments.get("edits") if isinstance(arguments.get("edits"), list) else [arguments]
        for pair in pairs:
            if isinstance(pair, dict):
                old, new = _text(pair.get("old_string")), _text(pair.get("new_string") or pair.get("new_source"))
                lines += diff.from_texts(old, new)
    return ([BodyPart("diff", lines=tuple(lines), filename=path)] if lines else _other(arguments, raw, output)[0]), True


def _write(arguments: dict[str, Any], raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    given = output if isinstance(output, dict) else {}
    lines = diff.from_patch(given.get("structuredPatch")) or diff.from_texts("", _text(arguments.get("content")))
    path = _text(arguments.get("file_path"))
    return ([BodyPart("diff", lines=tuple(lines), filename=path)] if lines else []), True


def _read(arguments: dict[str, Any], raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    path = _text(arguments.get("file_path"))
    file = output.get("file") if isinstance(output, dict) else None
    if isinstance(file, dict) and isinstance(file.get("content"), str):
        first = file.get("startLine")
        number = first if isinstance(first, int) and 0 < first < 10**9 else 1
        return [BodyPart("code", file["content"], filename=path, first_number=number)], False
    return _result(output), False


def _search(arguments: dict[str, Any], raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    if isinstance(output, dict):
        content = output.get("content")
        if isinstance(content, str) and content:
            return [BodyPart("output", content)], False
        names = output.get("filenames")
        if isinstance(names, list):
            return [BodyPart("output", "\n".join(_text(name) for name in names) or "nothing found")], False
    return _result(output), False


def _agent(arguments: dict[str, Any], raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    parts = [BodyPart("markdown", prompt)] if (prompt := _text(arguments.get("prompt"))) else []
    content = output.get("content") if isinstance(output, dict) else output
    if text := _content_text(content):
        parts.append(BodyPart("markdown", text))
    elif output is not None:
        parts += _result(output)
    return parts, False


def _tasks(arguments: dict[str, Any], raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    todos = arguments.get("todos")
    if not isinstance(todos, list):
        return _other(arguments, raw, output)
    boxes = {"completed": "x", "in_progress": " "}
    lines = []
    for todo in todos:
        if isinstance(todo, dict):
            state = _text(todo.get("status"))
            words = visible_line(_text(todo.get("content") or todo.get("subject")))
            lines.append(f"- [{boxes.get(state, ' ')}] " + (f"**{words}**" if state == "in_progress" else words))
    return [BodyPart("markdown", "\n".join(lines))], True


def _other(arguments: dict[str, Any], raw: Any, output: Any) -> tuple[list[BodyPart], bool]:
    shown = telling_argument(raw)
    only_argument = isinstance(raw, dict) and len(raw) == 1 and len(shown) <= 100 and "\n" not in shown
    parts = [] if raw in (None, {}, "") or (shown and only_argument) else [BodyPart("tree", tree(raw))]
    return parts + _result(output), False


def _result(output: Any) -> list[BodyPart]:
    if output is None or output in ("", [], {}):
        return []
    if isinstance(output, str):
        return [BodyPart("output", output.strip("\n"))]
    text = _content_text(output)
    return [BodyPart("output", text)] if text else [BodyPart("tree", tree(output))]


def _content_text(content: Any) -> str:
    """The text of a list of content blocks; "" when it is not one, or not only text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list) or not content:
        return ""
    texts = [item.get("text") for item in content if isinstance(item, dict) and item.get("type") == "text"]
    return "\n".join(text for text in texts if isinstance(text, str)) if len(texts) == len(content) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


_FACES: dict[str, _Face] = {
    "Bash": _bash,
    "PowerShell": _bash,
    "Edit": _edit,
    "MultiEdit": _edit,
    "NotebookEdit": _edit,
    "Write": _write,
    "Read": _read,
    "Grep": _search,
    "Glob": _search,
    "Agent": _agent,
    "Task": _agent,
    "TodoWrite": _tasks,
}
