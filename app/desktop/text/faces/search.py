"""Cards of what was looked for: in files, by name, and in the web."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from app.core.tr import mark, plural, tr
from app.desktop.text.faces.other import other
from app.desktop.text.faces.parts import (
    BodyPart,
    Drawer,
    Sketch,
    content_text,
    dict_of,
    list_of,
    number_of,
    result_parts,
    text_of,
)
from app.desktop.text.safe import is_safe_link, visible_line

MOST_GROUPED_CHARS = 500_000
"""Longer results are shown as they came."""

_MATCH = re.compile(r"(?P<file>[^\n:]{1,1000}):(?P<line>\d{1,9})[:-](?P<text>[^\n]*)")
_FILE_MATCH = re.compile(r"(?P<file>[^\n:\s][^\n:]{0,1000}):(?P<text>[^\n]*)")


def grep(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """A search in files: matches under the names of their files."""
    pattern = text_of(arguments.get("pattern"))
    where = text_of(arguments.get("path") or arguments.get("glob") or arguments.get("type"))
    sketch = Sketch(
        argument=visible_line(
            #: What is searched for and where.
            tr("{pattern} in {where}").format(pattern=pattern, where=where) if pattern and where else pattern or where
        )
    )
    sketch.copy_name, sketch.copy_text = (mark("pattern"), pattern) if pattern else ("", "")
    if not isinstance(output, dict):
        sketch.parts = result_parts(output)
        return sketch
    content, names = output.get("content"), output.get("filenames")
    files = number_of(output.get("numFiles"))
    if isinstance(content, str) and content:
        text = content.strip("\n")
        grouped, matches, found_in = by_file(text, one_file=text_of(arguments.get("path")))
        matches = number_of(output.get("numMatches")) or matches
        files = files or found_in
        sketch.count = plural("%n matches", "%n match", matches)
        if files:
            #: "3 matches", "2 files"
            sketch.count = tr("{matches} in {files}").format(
                matches=sketch.count, files=plural("%n files", "%n file", files)
            )
        sketch.parts = [BodyPart("matches", grouped, name=mark("matches"))]
    elif isinstance(names, list):
        _names(sketch, names, files, output.get("truncated") is True)
    else:
        sketch.parts = result_parts(output)
    return sketch


def _names(sketch: Sketch, names: list[Any], files: int, cut: bool) -> None:
    listed = "\n".join(name for name in names if isinstance(name, str))
    count = files or len(names)
    sketch.count = plural("%n files", "%n file", count) if count else tr("nothing found")
    if cut:
        sketch.count = tr("first {files}").format(files=sketch.count)
    if listed:
        sketch.parts = [BodyPart("output", listed, name=mark("names"))]


def by_file(text: str, one_file: str = "") -> tuple[str, int, int]:
    """Lines of a search grouped under the names of their files: the text, how many matches, in how many files.

    Knows ``file:12:text`` and ``file:text``; anything else is left as it is. A file's name begins its line, what was
    found in it is indented.
    """
    lines = text.split("\n")
    if len(text) > MOST_GROUPED_CHARS:
        return text, len(lines), 0
    numbered = [_MATCH.fullmatch(line) for line in lines]
    known = numbered if any(numbered) else [_FILE_MATCH.fullmatch(line) for line in lines]
    if not any(known) or (one_file and not any(numbered)):
        return text, sum(bool(line.strip()) and line != "--" for line in lines), 0
    digits = max((len(found["line"]) for found in numbered if found), default=0)
    shown: list[str] = []
    files: set[str] = set()
    matches = 0
    pairs = [(found["file"] if found else "", found, line) for found, line in zip(known, lines, strict=True)]
    for file, found_here in groupby(pairs, key=lambda pair: pair[0]):
        if file:
            files.add(file)
            shown.append(file)
        for _, found, line in found_here:
            if found is None:
                shown.append(f"  {line}" if line != "--" else "  ⋯")
                continue
            matches += 1
            number = found["line"] if "line" in found.re.groupindex else ""
            shown.append(f"  {number:>{digits}}  {found['text']}" if number else f"  {found['text']}")
    return "\n".join(shown), matches, len(files)


def glob(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """A search by name."""
    return grep(arguments, raw, output)


def fetch(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """A page of the web: its address, to be opened only when asked, and what was read there."""
    given = dict_of(output)
    url = text_of(arguments.get("url") or given.get("url"))
    sketch = Sketch(argument=visible_line(url), copy_name=mark("address") if url else "", copy_text=url)
    if is_safe_link(url):
        sketch.parts.append(BodyPart("link", url))
    if prompt := text_of(arguments.get("prompt")):
        sketch.parts.append(BodyPart("note", prompt))
    code, size = number_of(given.get("code")), number_of(given.get("bytes"))
    sketch.count = " · ".join(
        word for word in (str(code) if code else "", plural("%n bytes", "%n byte", size) if size else "") if word
    )
    result = given.get("result")
    if isinstance(result, str) and result:
        sketch.parts.append(BodyPart("markdown", result, name=mark("result")))
    elif text := content_text(output):
        sketch.parts.append(BodyPart("markdown", text, name=mark("result")))
    elif output is not None:
        sketch.parts += result_parts(output)
    return sketch


def web_search(arguments: dict[str, Any], raw: Any, output: Any) -> Sketch:
    """A question to the web: what was found, each with its address."""
    query = text_of(arguments.get("query"))
    if not query:
        return other(arguments, raw, output)
    sketch = Sketch(argument=visible_line(query), copy_name=mark("query"), copy_text=query)
    found = 0
    results = dict_of(output).get("results")
    if not isinstance(results, list):
        sketch.parts = result_parts(output)
        return sketch
    for result in results[:200]:
        if isinstance(result, str):
            sketch.parts.append(BodyPart("markdown", result, name=mark("result")))
            continue
        for hit in list_of(dict_of(result).get("content"))[:200]:
            title, url = (text_of(dict_of(hit).get(name)) for name in ("title", "url"))
            if is_safe_link(url) and found < 200:
                found += 1
                sketch.parts.append(BodyPart("link", url, name=visible_line(title, 200)))
    sketch.count = plural("%n results", "%n result", found) if found else ""
    return sketch


DRAWERS: dict[str, Drawer] = {
    "Grep": grep,
    "Glob": glob,
    "LS": glob,
    "WebFetch": fetch,
    "WebSearch": web_search,
}
