"""Terminal output as text and coloured runs: SGR escapes become styles, every other escape stays visible."""

from __future__ import annotations

import re

import msgspec

from app.desktop.text.safe import visible

_SGR = re.compile(r"\x1b\[([0-9;:]{0,64})m")

Colour = int | tuple[int, int, int] | None
"""0-15: the theme's own sixteen; a triple: red, green, blue; None: the text's own colour."""


class Style(msgspec.Struct, frozen=True):
    """How a run is to be written."""

    foreground: Colour = None
    background: Colour = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    inverse: bool = False


PLAIN = Style()


class Run(msgspec.Struct, frozen=True):
    """``length`` characters from ``start`` of the text, written in ``style``."""

    start: int
    length: int
    style: Style


def settled(text: str) -> str:
    """What a terminal would show of lines that were written over and over (progress): each line's last state."""
    if "\r" not in text:
        return text
    text = text.replace("\r\n", "\n")
    return "\n".join(_last_state(line) for line in text.split("\n")) if "\r" in text else text


def _last_state(line: str) -> str:
    line = line.rstrip("\r")
    start = line.rfind("\r") + 1
    last = line[start:]
    while start and not _ERASE.sub("", last).strip():
        # Wiped or moved back, and nothing written after it: what was there before it is seen no more, or still.
        line = line[: start - 1]
        start = line.rfind("\r") + 1
        last = line[start:]
    return _ERASE.sub("", last) if start else last


_ERASE = re.compile(r"\A(?:\x1b\[[0-2]?K)+")
"""What programs write after going back to the beginning of a line: nothing of it remains to be seen."""


def style_after(text: str, style: Style = PLAIN) -> Style:
    """The style in force at the end of a text, without looking at what comes before its last reset."""
    reset = max(text.rfind("\x1b[0m"), text.rfind("\x1b[m"))
    if reset >= 0:
        style = PLAIN
    for escape in _SGR.finditer(text, max(0, reset)):
        style = _changed(style, escape[1])
    return style


def parse(text: str, style: Style = PLAIN) -> tuple[str, list[Run], Style]:
    """The text to show, its styled runs, and the style in force at its end (to carry into what follows)."""
    shown: list[str] = []
    runs: list[Run] = []
    at = position = 0
    for escape in _SGR.finditer(text):
        at = _say(text[position : escape.start()], style, at, shown, runs)
        style = _changed(style, escape[1])
        position = escape.end()
    _say(text[position:], style, at, shown, runs)
    return "".join(shown), runs, style


def _say(raw: str, style: Style, at: int, shown: list[str], runs: list[Run]) -> int:
    piece = visible(raw)
    if piece:
        shown.append(piece)
        if style != PLAIN:
            runs.append(Run(at, len(piece), style))
    return at + len(piece)


_ON: dict[int, dict[str, bool]] = {
    1: {"bold": True}, 2: {"dim": True}, 3: {"italic": True}, 4: {"underline": True}, 7: {"inverse": True},
    9: {"strike": True}, 22: {"bold": False, "dim": False}, 23: {"italic": False}, 24: {"underline": False},
    27: {"inverse": False}, 29: {"strike": False},
}  # fmt: skip


def _changed(style: Style, codes: str) -> Style:
    numbers = [int(number) if number else 0 for number in codes.replace(":", ";").split(";")]
    index = 0
    while index < len(numbers):
        code = numbers[index]
        index += 1
        if code == 0:
            style = PLAIN
        elif code in _ON:
            style = msgspec.structs.replace(style, **_ON[code])
        elif code in (38, 48):
            colour, index = _extended(numbers, index)
            style = _coloured(style, code == 38, colour)
        elif code in (39, 49):
            style = _coloured(style, code == 39, None)
        elif 30 <= code <= 37 or 40 <= code <= 47:
            style = _coloured(style, code < 40, code % 10)
        elif 90 <= code <= 97 or 100 <= code <= 107:
            style = _coloured(style, code < 100, code % 10 + 8)
    return style


def _coloured(style: Style, foreground: bool, colour: Colour) -> Style:
    if foreground:
        return msgspec.structs.replace(style, foreground=colour)
    return msgspec.structs.replace(style, background=colour)


def _extended(numbers: list[int], index: int) -> tuple[Colour, int]:
    """A colour of the 256 (``5;n``) or of all (``2;r;g;b``), and where the codes go on; None for half a colour."""
    kind = numbers[index] if index < len(numbers) else -1
    if kind == 5 and index + 1 < len(numbers):
        return _indexed(numbers[index + 1]), index + 2
    if kind == 2 and index + 3 < len(numbers):
        red, green, blue = (min(255, number) for number in numbers[index + 1 : index + 4])
        return (red, green, blue), index + 4
    return None, len(numbers)


def _indexed(number: int) -> Colour:
    if number < 16:
        return number
    if number < 232:
        cube = number - 16
        red, green, blue = cube // 36, cube // 6 % 6, cube % 6
        return (_level(red), _level(green), _level(blue))
    grey = min(255, 8 + 10 * (number - 232))
    return (grey, grey, grey)


def _level(step: int) -> int:
    return 55 + 40 * step if step else 0
