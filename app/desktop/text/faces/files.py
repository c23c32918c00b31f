"""Cards of what is done to files: differences with their true line numbers, new files, and what was read."""

from __future__ import annotations

from typing import Any

from app.core.figures import grouped
from app.core.tr import listed, mark, plural, tr
from app.desktop.text import diff
from app.desktop.text.faces.other import other
from app.desktop.text.faces.parts import (
    BodyPart,
    Drawer,
    Sketch,
    content_text,
    dict_of,
    number_of,
    result_parts,
    text_of,
)
from app.desktop.text.safe import visible_line

MOST_EDITS = 500
"""Replacements of one call that are compared one by one."""


def edit(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """Edit and MultiEdit: the patch the agent made, else what it is going to replace."""
    given = dict_of(output)
    path = text_of(arguments.get("file_path") or given.get("filePath"))
    lines = diff.from_patch(given.get("structuredPatch"))
    edits = arguments.get("edits")
    pairs = edits if isinstance(edits, list) else [arguments]
    if not lines:
        original = given.get("originalFile") or given.get("originalFileContents")
        lines = _replaced(pairs, original if isinstance(original, str) else "")
    if not lines:
        return other(arguments, raw, output)
    new = "\n".join(text_of(dict_of(pair).get("new_string")) for pair in pairs[:MOST_EDITS])
    return _changed(path, lines, new, arguments.get("replace_all") is True)


def _replaced(pairs: list[Any], original: str) -> list[diff.DiffLine]:
    """Old and new texts compared; their line numbers are known only where the old text stands in ``original`` once."""
    lines: list[diff.DiffLine] = []
    for pair in pairs[:MOST_EDITS]:
        old, new = (text_of(dict_of(pair).get(name)) for name in ("old_string", "new_string"))
        if old == new:
            continue
        if lines:
            lines.append(diff.JUMP)
        lines += diff.from_texts(old, new, diff.line_of(old, original))
    if len(pairs) > MOST_EDITS:
        lines.append(diff.JUMP)
    return lines


def _changed(path: str, lines: list[diff.DiffLine], new: str, everywhere: bool = False) -> Sketch:
    sketch = Sketch([BodyPart("diff", lines=tuple(lines), filename=path)], opens=True)
    sketch.argument = visible_line(path)
    sketch.copy_name, sketch.copy_text = mark("new text"), new
    if everywhere:
        sketch.count = tr("everywhere")
    return sketch


def notebook(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """One cell of a notebook: replaced, put in, or taken out."""
    given = dict_of(output)
    path = text_of(arguments.get("notebook_path") or given.get("notebook_path"))
    mode = text_of(arguments.get("edit_mode") or given.get("edit_mode")) or "replace"
    new = text_of(arguments.get("new_source") or given.get("new_source"))
    old = text_of(given.get("old_source"))
    kind = text_of(arguments.get("cell_type") or given.get("cell_type"))
    language = "markdown" if kind == "markdown" else text_of(given.get("language")) or "python"
    cell = visible_line(text_of(arguments.get("cell_id") or given.get("cell_id")), 40)
    if mode == "delete":
        sketch = Sketch([BodyPart("note", tr("The cell is taken out."))], opens=True)
    elif old:
        sketch = _changed(path, diff.from_texts(old, new), new)
    elif new:
        sketch = Sketch([BodyPart("code", new.removesuffix("\n"), language=language, is_new=True)], opens=True)
    else:
        return other(arguments, raw, output)
    sketch.argument = visible_line(path)
    sketch.copy_name, sketch.copy_text = (mark("new text"), new) if new else (mark("path"), path)
    sketch.count = tr("cell {cell}").format(cell=cell) if cell else tr(mode)
    return sketch


def write(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """A file written whole: what changed in it, or a new one, shown as what it is."""
    given = dict_of(output)
    path = text_of(arguments.get("file_path") or given.get("filePath"))
    content = text_of(arguments.get("content"))
    lines = diff.from_patch(given.get("structuredPatch"))
    original = given.get("originalFile")
    if not lines and isinstance(original, str) and original and content:
        lines = diff.from_texts(original, content, 1)
    if lines:
        return _changed(path, lines, content)
    sketch = Sketch(argument=visible_line(path), opens=True)
    sketch.copy_name, sketch.copy_text = mark("new text"), content
    if content:
        sketch.parts = [BodyPart("code", content.removesuffix("\n"), filename=path, first_number=1, is_new=True)]
    if given.get("type") == "create":
        sketch.count = tr("new file")
    return sketch


def read(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """What was read, with the numbers the lines have in their file."""
    path = text_of(arguments.get("file_path"))
    sketch = Sketch(argument=visible_line(path), copy_name=mark("path") if path else "", copy_text=path)
    file = dict_of(dict_of(output).get("file"))
    content = file.get("content")
    if isinstance(content, str):
        first = number_of(file.get("startLine"), 1) or 1
        lines = number_of(file.get("numLines")) or content.count("\n") + 1
        sketch.count = _range(first, lines, number_of(file.get("totalLines")))
        sketch.parts = [BodyPart("code", content, filename=path, first_number=first, name=mark("content"))]
    elif dict_of(output).get("type") in _NOT_SHOWN:
        what = tr(_NOT_SHOWN[output["type"]])
        if size := number_of(file.get("originalSize")):
            what = tr("{what} ({bytes})").format(what=what, bytes=plural("%n bytes", "%n byte", size))
        said = tr("{sentence}.").format(sentence=what)
        sketch.parts = [BodyPart("note", said)]
    elif text := content_text(output):
        sketch.count = plural("%n lines", "%n line", text.count("\n") + 1)
        sketch.parts = [BodyPart("output", text, name=mark("content"))]
    else:
        sketch.parts = result_parts(output)
    if not sketch.count and (offset := number_of(arguments.get("offset"))):
        limit = number_of(arguments.get("limit"))
        sketch.count = tr("from line {number}").format(number=grouped(offset))
        if limit:
            sketch.count = listed((sketch.count, plural("%n lines", "%n line", limit)))
    return sketch


def _range(first: int, lines: int, total: int) -> str:
    if total <= lines and first <= 1:
        return plural("%n lines", "%n line", lines)
    last = grouped(first + max(1, lines) - 1)
    if total:
        return tr("lines {first}–{last} of {all}").format(first=grouped(first), last=last, all=grouped(total))
    return tr("lines {first}–{last}").format(first=grouped(first), last=last)


_NOT_SHOWN = {
    "image": mark("A picture, not shown"),
    "pdf": mark("A PDF, not shown"),
    "notebook": mark("A notebook, not shown"),
}

DRAWERS: dict[str, Drawer] = {
    "Edit": edit,
    "MultiEdit": edit,
    "NotebookEdit": notebook,
    "Write": write,
    "Read": read,
}
