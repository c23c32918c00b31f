"""What a notification says and offers: never more than it shows, so that nobody allows what they could not read."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from app.core.commands import PendingRow
from app.core.projections.alerts import Action, Alert
from app.core.projections.words import both_ends, one_line, telling_argument
from app.core.tr import mark, tr
from app.desktop.models.hubs import SessionRef
from app.desktop.views.permission_text import short_text
from app.system.notify import Button, Note

LONGEST_ASKED = 200
"""Characters of a request that a note is sure to show whole: desktops cut what is longer than about five lines."""
_REST = 80
_TITLE = 120
_BODY = 320

_LABELS: dict[Action, str] = {
    "allow": mark("Allow"),
    "deny": mark("Deny"),
    "show": mark("Show"),
    "stop": mark("Stop"),
}


class Bound(NamedTuple):
    """What a note is about: the session, and the request exactly as the note shows it ("" where it shows none)."""

    ref: SessionRef
    alert: Alert
    request_id: str = ""
    digest: str = ""


def tag_of(hub: str, tag: str) -> str:
    """The name of a place for notes, over all hubs."""
    return f"{hub}/{tag}"


def note_of(ref: SessionRef, alert: Alert, request: PendingRow | None) -> Note:
    """``request``: the held one it is about, as soon as it is known; without it there is nothing to answer."""
    actions, body, bound = alert.actions, one_line(alert.body, _BODY), Bound(ref, alert)
    if request is None:
        actions = tuple(action for action in actions if action not in ("allow", "deny"))
    elif alert.request_id:
        whole = whole_request(request)
        body = whole or cut_request(request)
        bound = Bound(ref, alert, request.request_id, request.digest)
        actions = tuple(action for action in actions if action != "allow" or whole)
    return Note(
        tag=tag_of(ref.hub, alert.tag),
        title=one_line(alert.title, _TITLE),
        body=body,
        urgent=alert.kind == "needs_you",
        buttons=tuple(Button(action, tr(_LABELS[action])) for action in actions),
        again=alert.again,
        bound=bound,
    )


def whole_request(request: PendingRow) -> str:
    """Tool and all that is asked for on one line: "Bash: git push"; "" where a note might not show all of it."""
    asked = short_text(request)
    said = f"{one_line(request.tool_name, 40)}: {asked}"
    return said if asked and not asked.endswith("…") and len(said) <= LONGEST_ASKED else ""


def cut_request(request: PendingRow) -> str:
    """Beginning and end of what would run, and how much is missing between; of other arguments the same, after it.

    What the agent says about it is left out: it must not stand where the end of a command is looked for.
    """
    asked = request.input
    main = telling_argument(asked)
    rest = (
        {name: value for name, value in asked.items() if value != main and name != "description"}
        if isinstance(asked, dict)
        else {}
    )
    said = f"{one_line(request.tool_name, 40)}: {both_ends(main, LONGEST_ASKED)}"
    return f"{said} · {both_ends(msgspec.json.encode(rest).decode(), _REST)}" if rest else said
