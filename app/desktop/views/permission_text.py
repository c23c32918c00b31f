"""What a permission request asks for, as text that hides nothing: all of it, or one line where one line can tell it."""

from __future__ import annotations

import msgspec

from app.core.commands import PendingRow
from app.core.projections.words import telling_argument, visible
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
        return f"{text[:LONGEST_SHOWN]}\n… and {len(text) - LONGEST_SHOWN} more characters"
    return text


def question_of(request: PendingRow) -> str:
    """What a person is asked, in a few words."""
    tool = words.one_line(request.tool_name, 80) or "a tool"
    return {"question": "A question for you", "plan": "Approve this plan?"}.get(request.kind, f"Allow {tool}?")


def outcome_words(state: str, reason: str = "") -> str:
    """What became of a request (``PermissionBlock.state``), in a sentence."""
    why = words.one_line(reason, 200)
    if state in ("expired", "released"):
        begin = "No longer asked" if state == "expired" else "Left to its terminal"
        return f"{begin}: {why}." if why else f"{begin}."
    said = {"allowed": "Allowed.", "denied": "Denied.", "elsewhere": "Answered in its terminal."}
    return said.get(state, "Settled.")


def _value(value: object) -> str:
    if isinstance(value, str):
        return visible(value)
    return visible(msgspec.json.encode(value).decode("utf-8", "replace"))
