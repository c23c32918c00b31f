"""``python -m app.dev.translations [--check]``: brings the catalogues up to date with the code, by Qt's own tools.

Every text the code marks stands in ``resources/translations/*.ts``, where it is translated by hand or in Qt Linguist;
the ``.qm`` files beside them are what the window reads, and ``sentences.json`` the templates by which it recognises
what a hub says. ``--check`` changes nothing and names what is missing.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "resources" / "translations"
_ALIASES = "tr+=mark,tr+=plural"
_SENTENCES = "sentences.json"
_SAID_BY_A_HUB = ("core", "hub", "agents", "system", "settings.py")
"""What below ``app`` says texts that come to a window in English; of the settings: before its language is known."""
_LEAST_LETTERS = 3
"""So many letters a template has besides its placeholders: one with fewer would be found in any text."""


class Message(msgspec.Struct, frozen=True):
    """One text of a catalogue."""

    context: str
    source: str
    meaning: str
    forms: tuple[str, ...]
    """The translation, in as many forms as the language has for numbers."""
    finished: bool
    counts: bool = False
    """Whether it has forms for numbers."""

    @property
    def name(self) -> tuple[str, str, str]:
        return self.context, self.source, self.meaning


def messages(catalogue: Path) -> list[Message]:
    """What stands in a ``.ts`` file."""
    return list(_messages(ElementTree.parse(catalogue).getroot()))


def update(folder: Path = CATALOGUES) -> None:
    """Take the code's texts into every catalogue of ``folder`` and compile it; raises CalledProcessError."""
    for catalogue in sorted(folder.glob("*.ts")):
        _extract(catalogue, ROOT / "app")
        _run("lrelease", "-silent", "-nounfinished", str(catalogue), "-qm", str(catalogue.with_suffix(".qm")))
    with tempfile.TemporaryDirectory() as scratch:
        said = Path(scratch) / "said.ts"
        _extract(said, *(ROOT / "app" / room for room in _SAID_BY_A_HUB))
        found = sorted({message.source for message in messages(said) if _is_template(message)})
    (folder / _SENTENCES).write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")


def _is_template(message: Message) -> bool:
    rest = re.sub(r"\{\w+\}", "", message.source)
    return rest != message.source and not message.counts and sum(letter.isalpha() for letter in rest) >= _LEAST_LETTERS


def problems(folder: Path = CATALOGUES) -> list[str]:
    """In words, what keeps the catalogues from being complete and as new as the code; raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as scratch:
        for catalogue in folder.glob("*.ts"):
            shutil.copy(catalogue, scratch)
        update(Path(scratch))
        pairs = [(catalogue, Path(scratch) / catalogue.name) for catalogue in sorted(folder.glob("*.ts"))]
        found = [problem for kept, fresh in pairs for problem in _problems(kept, fresh)]
        kept = folder / _SENTENCES
        if not kept.exists() or kept.read_bytes() != (Path(scratch) / _SENTENCES).read_bytes():
            found.append(f"{_SENTENCES} is not what hub, agents and system say")
        return found


def _problems(kept: Path, fresh: Path) -> Iterator[str]:
    """What keeps one catalogue from being like its copy that was just brought up to date."""
    wanted, known = messages(fresh), {message.name for message in messages(kept)}
    for message in wanted:
        if message.name not in known:
            yield f"{kept.name} lacks {message.source!r}"
        if not message.finished:
            yield f"{kept.name}: {message.source!r} is not translated"
    for _, source, _ in sorted(known - {message.name for message in wanted}):
        yield f"{kept.name} has {source!r}, which the code does not say"
    compiled = kept.with_suffix(".qm")
    if not compiled.exists() or compiled.read_bytes() != fresh.with_suffix(".qm").read_bytes():
        yield f"{compiled.name} is not what {kept.name} compiles to"


def _messages(root: ElementTree.Element) -> Iterator[Message]:
    for context in root.iter("context"):
        name = context.findtext("name") or ""
        for each in context.iter("message"):
            translation = each.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            yield Message(
                name,
                each.findtext("source") or "",
                each.findtext("comment") or "",
                tuple(forms),
                "type" not in translation.attrib and all(forms),
                each.get("numerus") == "yes",
            )


def _extract(catalogue: Path, *folders: Path) -> None:
    _run(
        *("lupdate", "-silent", "-warnings-are-errors", "-no-obsolete", "-locations", "none", "-sort-messages"),
        *("-tr-function-alias", _ALIASES, "-source-language", "en", "-extensions", "py"),
        *(*map(str, folders), "-ts", str(catalogue)),
    )


def _run(tool: str, *words: str) -> None:
    command = shutil.which(f"pyside6-{tool}", path=str(Path(sys.executable).parent)) or f"pyside6-{tool}"
    subprocess.run([command, *words], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m app.dev.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where something is missing")
    if not parser.parse_args().check:
        update()
    found = problems()
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
