"""What the documents say is so: commands parse, settings exist, links lead somewhere, targets of make are there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import cli
from app.settings import DOCUMENTATION, Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "app").rglob("*.md"), *(ROOT / "packaging").glob("*.md")})
_COMMAND = re.compile(r"^(?:\.venv/bin/)?signalcabin\s+(.*)$")
_PLACEHOLDERS = {"X": "1", "SECONDS": "1", "DAYS": "1"}


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


def commands(document: Path) -> Iterator[str]:
    """The words after ``signalcabin`` in code blocks and in `code`."""
    text = document.read_text()
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    for line in lines:
        match = _COMMAND.match(line.strip())
        if match and match[1]:
            yield match[1]


ALL = [(document, words) for document in DOCUMENTS for words in commands(document)]


@pytest.mark.parametrize(
    ("document", "words"), ALL, ids=lambda value: named(value) if isinstance(value, Path) else value
)
def test_a_command_that_is_named_can_be_said(document: Path, words: str) -> None:
    arguments = [_PLACEHOLDERS.get(word, word) for word in shlex.split(words, comments=True)]
    if arguments == ["…"] or arguments[0].startswith("<"):
        return
    cli._parser(arguments).parse_args(arguments)


def test_commands_were_found_where_there_are_some() -> None:
    assert len(ALL) > 15


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", document.read_text())
    gone = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert not gone


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_target_of_make_is_one(document: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = " ".join(re.findall(r"(?:^|`)make ((?:[a-z-]+ ?)+)", document.read_text(), re.MULTILINE)).split()
    assert set(said) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_setting_that_is_named_is_one(document: Path) -> None:
    said = set(re.findall(r"`([a-z][a-z_]+)(?: = [^`]+)`", document.read_text()))
    assert said <= set(Settings.__struct_fields__)


def test_every_setting_is_explained_in_the_file_it_stands_in() -> None:
    assert set(DOCUMENTATION) == set(Settings.__struct_fields__)
    assert all(DOCUMENTATION[name].strip() for name in DOCUMENTATION)


def test_the_map_names_every_room() -> None:
    rooms = {path.name for path in (ROOT / "app").iterdir() if path.is_dir() and not path.name.startswith("__")}
    told = (ROOT / "app/README.md").read_text()
    assert {room for room in rooms if f"`{room}/`" not in told} <= {"cli_commands"}


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "app/decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers)), sorted(numbers)
