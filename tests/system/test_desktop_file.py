"""Checks of ``app.system.desktop_file``: what desktops start is what was meant, whatever the path holds."""

from __future__ import annotations

import configparser

import pytest

from app.system.desktop_file import exec_line


def as_a_desktop_reads_it(line: str) -> list[str]:
    """First the string of the file, then the words of the command: the specification's two levels."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(f"[Desktop Entry]\nExec={line}\n")
    escapes = {"\\s": " ", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\\\": "\\"}
    text, value = parser["Desktop Entry"]["Exec"], ""
    while text:
        step = 2 if text[:2] in escapes else 1
        value, text = value + escapes.get(text[:step], text[:step]), text[step:]
    words: list[str] = []
    word, is_quoted, is_open = "", False, False
    letters = iter(value)
    for letter in letters:
        if letter == '"':
            is_quoted, is_open = not is_quoted, True
        elif letter == "\\" and is_quoted:
            word += next(letters)
        elif letter == " " and not is_quoted:
            words, word, is_open = [*words, word], "", False
        else:
            word, is_open = word + letter, True
    return [each.replace("%%", "%") for each in ([*words, word] if is_open else words)]


@pytest.mark.parametrize(
    "path",
    [
        "/opt/signalcabin",
        "/opt/Programme für alle/x",
        '/a "b"',
        "/a $HOME `id`",
        "/a\\b",
        "/100%u",
        "/a\nb\tc",
        "/it's",
    ],
)
def test_every_path_comes_back_as_it_was(path: str) -> None:
    assert as_a_desktop_reads_it(exec_line([path, "open", "--x=1"])) == [path, "open", "--x=1"]


def test_plain_words_stay_readable() -> None:
    assert exec_line(["/usr/bin/signalcabin", "run", "--in-tray"]) == "/usr/bin/signalcabin run --in-tray"
