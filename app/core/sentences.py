"""Says the hub's sentences in the person's language.

The hub writes English: into the store, to the command line, to windows of other machines. It makes a sentence from a
``mark``ed template (``mark("Ends its process: {process}.").format(…)``); the window, which knows all templates, finds
the one a sentence was made from and says that one instead. What no template fits is shown as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.core.tr import listed, mark, tr

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LONGEST = 1000
"""Characters of a sentence that is looked at: the hub's are short, an agent's words may be anything."""
_DEEPEST = 3
"""A sentence may be made of sentences so deep."""
_templates: tuple[tuple[str, re.Pattern[str]], ...] = ()


def know(templates: Iterable[str]) -> None:
    """Recognise sentences made from these, the most telling first."""
    global _templates
    ordered = sorted(set(templates), key=lambda each: -len(_PLACEHOLDER.sub("", each)))
    _templates = tuple((each, _pattern(each)) for each in ordered)
    in_your_words.cache_clear()


@lru_cache(maxsize=2048)
def in_your_words(sentence: str) -> str:
    """A sentence of the hub in the person's language; any other text as it is."""
    return _said(sentence, 0) if _templates and len(sentence) <= _LONGEST else sentence


def _said(sentence: str, depth: int) -> str:
    whole = tr(sentence)
    if whole != sentence or depth > _DEEPEST:
        return whole
    for template, pattern in _templates:
        found = pattern.fullmatch(sentence)
        if found is not None and tr(template) != template:
            return tr(template).format(**{name: _said(what, depth + 1) for name, what in found.groupdict().items()})
    for between, joined in ((r"; ", mark("{first}; {second}")), (r"(?<=\.) ", mark("{first} {second}"))):
        first, *rest = re.split(between, sentence, maxsplit=1)
        if rest:
            return tr(joined).format(first=_said(first, depth), second=_said(rest[0], depth))
    return listed(_said(part, depth) for part in sentence.split(", ")) if ", " in sentence else sentence


def _pattern(template: str) -> re.Pattern[str]:
    places = _PLACEHOLDER.split(template)
    # What was filled in ends before "; ": there another sentence begins.
    made = "".join(f"(?P<{each}>(?:(?!; ).)+?)" if odd % 2 else re.escape(each) for odd, each in enumerate(places))
    return re.compile(made, re.DOTALL)
