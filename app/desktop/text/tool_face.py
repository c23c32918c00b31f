"""What a tool call shows: its name, the argument that says most, and the parts of its body. Knows the usual tools.

Everything here came from an agent: any shape of input and output is taken; what nobody taught us becomes a tidy tree.
"""

from __future__ import annotations

import re
from typing import Any

from app.core.figures import grouped
from app.core.projections.blocks import ToolBlock
from app.core.projections.words import telling_argument
from app.core.tr import mark, tr
from app.desktop.text import diff
from app.desktop.text.faces import files, plans, search, shell
from app.desktop.text.faces.other import other
from app.desktop.text.faces.parts import BodyPart, Drawer, Sketch, ToolFace
from app.desktop.text.safe import visible_line
from app.desktop.text.tree import tree

_DRAWERS: dict[str, Drawer] = {**shell.DRAWERS, **files.DRAWERS, **search.DRAWERS, **plans.DRAWERS}


def face_of(block: ToolBlock) -> ToolFace:
    """How a tool call is to be shown."""
    given = block.input
    if block.about and isinstance(given, dict) and not given.get("subject"):
        given = {**given, "subject": block.about}
    return _face(block.name, given, block.output, block.error, block.status)


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
        left = tr("… and {count} more characters that are not shown here")
        return f"{text[:LONGEST_ASKED]}\n{left.format(count=grouped(len(text) - LONGEST_ASKED))}"
    return text


_SHOWN_AS_PARTS = frozenset(
    {"old_string", "new_string", "edits", "content", "new_source", "questions", "plan", "todos"}
)


def request_of(name: str, tool_input: Any) -> tuple[str, tuple[BodyPart, ...]]:
    """What a person is asked: in words, and what of it is better seen (a difference, a plan, questions with options).

    Together they tell all of the input.
    """
    parts = [part for part in _face(name, tool_input, None, "", "running").parts if _is_better_seen(part)]
    given = tool_input if isinstance(tool_input, dict) else {}
    edits = given.get("edits")
    odd_edits = edits is not None and (
        not isinstance(edits, list) or len(edits) > files.MOST_EDITS or not all(isinstance(one, dict) for one in edits)
    )
    if not parts or odd_edits:
        return asked_of(tool_input), ()
    rest = {key: value for key, value in given.items() if key not in _SHOWN_AS_PARTS}
    return asked_of(rest) if rest else "", tuple(parts)


def _is_better_seen(part: BodyPart) -> bool:
    return part.kind in ("diff", "rows") or part.is_new or part.name == "plan"


def _face(name: str, tool_input: Any, output: Any, error: str, status: str) -> ToolFace:
    arguments = tool_input if isinstance(tool_input, dict) else {}
    sketch = _DRAWERS.get(name, other)(arguments, tool_input, output)
    if error:
        _tell_error(sketch, error, status, name in ("Bash", "PowerShell"))
    argument = visible_line(telling_argument(tool_input)) if sketch.argument is None else sketch.argument
    # What did not come about has added nothing: then the body only shows what was wanted.
    done = [part for part in sketch.parts if status in ("running", "ok")]
    counts = [diff.counts(part.lines) for part in done]
    new_lines = sum(part.text.count("\n") + 1 for part in done if part.is_new)
    return ToolFace(
        title_of(name),
        argument,
        tuple(sketch.parts),
        sum(added for added, _ in counts) + new_lines,
        sum(removed for _, removed in counts),
        sketch.opens or status == "failed" or bool(error and sketch.parts),
        sketch.state,
        sketch.count,
        sketch.summary,
        sketch.is_prose,
        sketch.copy_name,
        sketch.copy_text,
    )


# ── what went wrong ──

_EXIT = re.compile(r"(?:Error: )?Exit code (-?\d{1,10})(?:\n|\Z)")
_TIMED_OUT = re.compile(r"(?:Error: )?(?:Command|Tool|Request)? ?timed out(?: after [^\n]{1,40})?", re.IGNORECASE)
_WRAPPED = re.compile(r"\s*<tool_use_error>(.*?)(?:</tool_use_error>\s*)?\Z", re.DOTALL)
_NOT_WANTED = (
    "The user doesn't want to proceed with this tool use.",
    "The user doesn't want to take this action right now.",
    "[Request interrupted by user",
)
_SAID = "the user said:"
_ASKED = ("command", "diff", "code", "rows", "markdown", "link")
"""Parts that say what was wanted: kept when it failed. What came back then is the error."""


def _tell_error(sketch: Sketch, error: str, status: str, is_shell: bool) -> None:
    """The reason in the words of who said it, without the wrapping meant for a model."""
    sketch.parts = [part for part in sketch.parts if part.kind in _ASKED and part.name != "result"]
    sketch.count = "" if sketch.count == tr("new file") else sketch.count
    wrapped = _WRAPPED.match(error) if error.lstrip()[:16] == "<tool_use_error>" else None
    if wrapped:
        error = wrapped[1].strip("\n")
    exited = _EXIT.match(error) if is_shell else None
    if exited:
        sketch.state = tr("exit {code}").format(code=exited[1])
        error = error[exited.end() :].strip("\n")
    if is_shell and _TIMED_OUT.match(error):
        sketch.state = tr("timed out")
    if status in ("denied", "interrupted") and error.startswith(_NOT_WANTED):
        sketch.state = tr(status)
        error = _own_words(error)
    if error and exited:
        sketch.parts.append(BodyPart("output", error, name=mark("output")))
    elif error:
        sketch.parts.append(BodyPart("error", error, name=mark("error")))


def _own_words(error: str) -> str:
    """What the person said when refusing; the rest of that text is an order to the model."""
    said = error.find(_SAID, 0, 2_000)
    return error[said + len(_SAID) :].strip() if said >= 0 else ""


def title_of(name: str) -> str:
    """``mcp__github__search_code`` → ``search_code · github``."""
    if name.startswith("mcp__") and name.count("__") >= 2:
        server, tool = name.removeprefix("mcp__").split("__", 1)
        return visible_line(f"{tool} · {server}", 80)
    return visible_line(name or "tool", 80)
