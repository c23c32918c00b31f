"""Tells texts of our own from the data of a session: what is neither translated nor known to be data is a fault."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import msgspec

from app.core.projections.event_words import event_words
from app.desktop.words import model_word
from tests.helpers.languages.pseudo import outside_brackets
from tests.helpers.languages.seen import Seen
from tests.helpers.output_story import story
from tests.helpers.pictures.stage import Stage

SAME_EVERYWHERE = (
    "Signalcabin", "Claude Code", "claude", "Markdown", "lovelace",
    # Commands and addresses are typed as they stand.
    "npm install -g @anthropic-ai/claude-code", "signalcabin hub --listen 127.0.0.1:7345",
    "ssh -N -L 7345:127.0.0.1:7345 server", "ws://127.0.0.1:7345", "server", "github",
    "/opt/signalcabin/bin/signalcabin open --stop-all", "22:00-07:00; Sat,Sun 00:00-24:00", "claude --resume",
    # A link stands within this text of the agent's.
    "the session docs recommend a signed value",
    # Keys are called what stands on them.
    "Ctrl", "Shift", "Alt", "Enter", "Return", "Esc", "Tab", "Space", "Home", "End", "PgUp", "PgDn", "Delete", "Ins",
    # So are the tools of an agent.
    "Bash", "Edit", "Read", "Write", "Grep", "Glob", "Agent", "Task", "WebFetch", "TodoWrite", "TaskCreate",
    "TaskUpdate", "AskUserQuestion",
)  # fmt: skip
"""What is called the same in every language, the machine of the scenes among it."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_BETWEEN = re.compile(r" · |  +|\n|\t|, |: |…|[“”()\"{}\[\]@\\]+|\s[+−-]?\d+(?!\w)")
_MARKUP = re.compile(r"<[^<>]+>")
_ESCAPED = re.compile(r"\\+[ntr\"]")
_NAMES = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(SAME_EVERYWHERE, key=len)[::-1]))


def untranslated(texts: Iterable[Seen], stage: Stage) -> list[str]:
    """Each once, with where it was seen."""
    data = _data_of(stage)
    found: dict[str, str] = {}
    for where, text in texts:
        for piece in outside_brackets(html.unescape(_MARKUP.sub(" ", text))):
            for part in _BETWEEN.split(_NAMES.sub(" ", _ESCAPED.sub(" ", piece))):
                words = _plain(part)
                # What was cut off ends within a word of the data, or begins in one.
                known = (words if "…" in text else f" {words}") in data
                if _WORD.search(words) and not known:
                    found.setdefault(part.strip(), where)
    return sorted(f"{words!r} in {where}" for words, where in found.items())


def _data_of(stage: Stage) -> str:
    """All that came from an agent or a person, as one text."""
    known = [msgspec.json.encode(thing) for thing in (stage.hub.records, stage.hub.pending, story())]
    known += [msgspec.json.encode(row) for row in stage.hub.rows.values()]
    texts = [each.decode() for each in known]
    texts += [event_words(record.event) for record in stage.hub.records]
    texts += [model_word(row.model) for row in stage.hub.rows.values()]
    text = " ".join(texts)
    return f" {_plain(_NAMES.sub(' ', _ESCAPED.sub(' ', text)))} "


def _plain(text: str) -> str:
    """Only the words, in small letters: quotes, punctuation and numbers change on the way to the screen."""
    words = re.sub(r"[\W_]+", " ", text).casefold().split()
    return " ".join(word for word in words if not word.isdigit())
