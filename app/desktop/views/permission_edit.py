"""What is asked for as text a person can change, and the changed text as what will run."""

from __future__ import annotations

import json
from typing import Any

from app.core.commands import PendingRow
from app.core.projections.words import visible
from app.core.tr import tr
from app.desktop.views.permission_text import LONGEST_SHOWN


class NotUnderstood(Exception):
    """Why the text cannot be run, in a sentence."""


def editable_text(request: PendingRow) -> str:
    """The command if that is all there is to it, else its JSON; "" where it cannot be changed here.

    A command with hidden characters is given as JSON, in which they are written out and can be taken away.
    """
    asked = request.input
    if request.kind != "permission" or not isinstance(asked, dict) or not asked:
        return ""
    text = asked["command"] if _is_command(asked) else _as_json(asked)
    return text if len(text) <= LONGEST_SHOWN else ""


def edited_input(request: PendingRow, text: str) -> Any:
    """The input to allow; None if nothing was changed. Raises NotUnderstood."""
    if visible(text) != text:
        raise NotUnderstood(tr("It holds characters that cannot be seen: {text}").format(text=visible(text)[:300]))
    asked = request.input
    if text == editable_text(request):
        return None
    if _is_command(asked):
        if not text.strip():
            raise NotUnderstood(tr("There is no command."))
        return {**asked, "command": text}
    try:
        changed = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise NotUnderstood(
            tr("Not JSON, line {lineno}, column {colno}: {msg}.").format(
                lineno=error.lineno, colno=error.colno, msg=error.msg
            )
        ) from error
    except RecursionError as error:
        raise NotUnderstood(tr("Not JSON: nested too deep.")) from error
    if not isinstance(changed, dict):
        raise NotUnderstood(tr("It must be an object: { … }."))
    return changed if changed != asked else None


def _is_command(asked: dict[str, Any]) -> bool:
    command = asked.get("command")
    return isinstance(command, str) and set(asked) <= {"command", "description"} and visible(command) == command


def _as_json(asked: dict[str, Any]) -> str:
    text = json.dumps(asked, indent=2, ensure_ascii=False)
    # Readable in any script, and what cannot be seen is written out.
    return text if visible(text) == text else json.dumps(asked, indent=2)


def _no_number(name: str) -> Any:
    raise NotUnderstood(tr("{name} is no number in JSON.").format(name=name))
