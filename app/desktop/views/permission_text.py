"""What a permission request asks for, as text that hides nothing: all of it, or one line where one line can tell it."""

from __future__ import annotations

import msgspec

from app.core.commands import PendingRow
from app.core.figures import grouped
from app.core.projections.words import telling_argument, visible
from app.core.sentences import in_your_words
from app.core.tr import tr
from app.desktop import words

LONGEST_SHOWN = 64 * 1024
"""Characters of what is asked for; beyond it the text says how much is missing."""


def short_text(request: PendingRow) -> str:
    """All of what is asked for as one line, "" where one line cannot tell it (a description may be left out)."""
    asked = request.input
    main = telling_argument(asked)
    named = set(asked) - {"description"} if isinstance(asked, dict) else set()
    unseen = [name for name in named if asked[name] != main]
    if unseen or request.kind != "permission" or not main or len(main) > 300 or "\n" in main.strip():
        return ""
    return words.one_line(main, 300)


def asked_text(request: PendingRow, without: str = "") -> str:
    """All of what is asked for, as text: the command or path first, then other arguments; nothing invisible in it.

    ``without``: the argument that is shown elsewhere.
    """
    asked = request.input
    if without and isinstance(asked, dict):
        asked = {name: value for name, value in asked.items() if name != without}
    main = telling_argument(asked)
    lines = [visible(main)] if main else []
    if isinstance(asked, dict):
        lines += [f"{visible(str(name))}: {_value(value)}" for name, value in asked.items() if value != main]
    elif asked is not None and asked != main:
        lines.append(_value(asked))
    text = "\n".join(lines)
    if len(text) > LONGEST_SHOWN:
        left = tr("… and {count} more characters").format(count=grouped(len(text) - LONGEST_SHOWN))
        return f"{text[:LONGEST_SHOWN]}\n{left}"
    return text


def question_of(request: PendingRow) -> str:
    """What a person is asked, in a few words."""
    tool = words.one_line(request.tool_name, 80) or tr("a tool")
    return {"question": tr("A question for you"), "plan": tr("Approve this plan?")}.get(
        request.kind, tr("Allow {tool}?").format(tool=tool)
    )


def outcome_words(state: str, reason: str = "") -> str:
    """What became of a request (``PermissionBlock.state``), in a sentence."""
    why = in_your_words(words.one_line(reason, 200))
    match state:
        case "expired":
            return tr("No longer asked: {why}.").format(why=why) if why else tr("No longer asked.")
        case "released":
            return tr("Left to its terminal: {why}.").format(why=why) if why else tr("Left to its terminal.")
        case "allowed":
            return tr("Allowed.")
        case "denied":
            return tr("Denied.")
        case "elsewhere":
            return tr("Answered in its terminal.")
    return tr("Settled.")


def _value(value: object) -> str:
    if isinstance(value, str):
        return visible(value)
    return visible(msgspec.json.encode(value).decode("utf-8", "replace"))
