"""Says the hub's sentences in the person's language.

The hub writes English: into the store, to the command line, to windows of other machines. It makes a sentence from a
``mark``ed template (``mark("Ends its process: {process}.").format(…)``); the window, which knows all templates, finds
the one a sentence was made from and says that one instead. What no template fits is shown as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.core.tr import listed, tr

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LONGEST = 400
"""Characters of a sentence that is looked at: the hub's are short, an agent's words may be anything."""
_DEEPEST = 3
"""A sentence may be made of sentences so deep."""
_BREAK = re.compile(r"; |, |(?<=\.) ")
"""Where one sentence ends and another may begin."""
_MOST_PARTS = 10
"""A text with more of them is no hub's, and looking through it would hold up the window."""

_templates: tuple[tuple[str, str], ...] = ()
"""Each with the longest part of it that every sentence made from it has."""


def know(templates: Iterable[str]) -> None:
    """Recognise sentences made from these, the most telling first."""
    global _templates
    ordered = sorted(set(templates), key=lambda each: -len(_PLACEHOLDER.sub("", each)))
    _templates = tuple((each, max(_PLACEHOLDER.split(each)[::2], key=len)) for each in ordered)
    in_your_words.cache_clear()


@lru_cache(maxsize=2048)
def in_your_words(sentence: str) -> str:
    """A sentence of the hub in the person's language; any other text as it is."""
    return _said(sentence, 0) if _templates and len(sentence) <= _LONGEST else sentence


def _said(sentence: str, depth: int) -> str:
    """As it is known; else its beginning, as much as is known, and what follows; else what is known at its end."""
    exact = tr(sentence)
    if exact != sentence or depth > _DEEPEST:
        return exact
    breaks = list(_BREAK.finditer(sentence))
    if len(breaks) > _MOST_PARTS:
        return sentence
    for between in reversed(breaks):
        first = _known(sentence[: between.start()], depth)
        if first:
            return _joined(first, between[0], _said(sentence[between.end() :], depth))
    known = _known(sentence, depth)
    if known:
        return known
    for between in breaks[:1]:
        rest = sentence[between.end() :]
        said = _said(rest, depth)
        if said != rest:
            return _joined(sentence[: between.start()], between[0], said)
    return sentence


def _known(sentence: str, depth: int) -> str:
    """One sentence that is in the catalogue, or made from a template in it; "" for any other text."""
    exact = tr(sentence)
    if exact != sentence:
        return exact
    for template, part in _templates:
        found = _pattern(template).fullmatch(sentence) if part in sentence else None
        if found is not None and tr(template) != template:
            return tr(template).format(**{name: _said(what, depth + 1) for name, what in found.groupdict().items()})
    return ""


def _joined(first: str, between: str, second: str) -> str:
    match between:
        case "; ":
            return tr("{first}; {second}").format(first=first, second=second)
        case ", ":
            return listed((first, second))
    return tr("{first} {second}").format(first=first, second=second)


@lru_cache(maxsize=512)
def _pattern(template: str) -> re.Pattern[str]:
    places = _PLACEHOLDER.split(template)
    # What was filled in ends before "; ": there another sentence begins.
    made = "".join(f"(?P<{each}>(?:(?!; ).)+?)" if odd % 2 else re.escape(each) for odd, each in enumerate(places))
    return re.compile(made, re.DOTALL)
