"""Says a text in the person's language: in English, until the window brings a catalogue of another one.

Nothing here knows Qt, so every room can mark what it says; hub and command line stay English, for nobody calls
``speak`` there. ``make translations`` finds the texts by these names, so they are always called with a literal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Translate = Callable[[str, str, int], str]
"""(English text, its meaning, number or -1) → the text in the person's language; the English one where it has none."""

_translate: Translate | None = None


def tr(text: str, meaning: str = "") -> str:
    """``text`` in the person's language. ``meaning`` tells two equal English texts apart: ``tr("Open", "adjective")``.

    Placeholders are filled afterwards: ``tr("{count} of {all}").format(…)``.
    """
    return text if _translate is None or not text else _translate(text, meaning, -1)


def plural(many: str, one: str, number: int) -> str:
    """A text with a number, which stands where it says ``%n``: ``plural("%n sessions", "%n session", count)``."""
    english = (one if number == 1 else many).replace("%n", f"{number:,}")
    if _translate is None:
        return english
    said = _translate(many, one, number)
    # What has no translation comes back in English, with the number already in it.
    return english if said == many.replace("%n", str(number)) else said


def listed(parts: Iterable[str]) -> str:
    """Several things said one after the other, without those that are empty."""
    #: Between the things of a list.
    return tr(", ").join(part for part in parts if part)


def explained(what: str, more: str) -> str:
    """Something and what there is to say of it: "Rate limit: resets 15:00"; only the first where there is no more."""
    return tr("{what}: {more}").format(what=what, more=more) if more else what


def mark(text: str) -> str:
    """``text`` as it is, found for translation: for tables, whose texts ``tr`` says when they are shown."""
    return text


def speak(translate: Translate | None) -> None:
    """Say everything by ``translate`` from now on; None: in English."""
    global _translate
    _translate = translate
