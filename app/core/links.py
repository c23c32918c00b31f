"""Links to a session: ``signalcabin://session/ID``. Any web page can hold one, so a link only ever *shows*."""

from __future__ import annotations

import re

from app.core.tr import mark

SCHEME = "signalcabin"
_LONGEST = 300
_LINK = re.compile(rf"{SCHEME}:/{{0,2}}session/([A-Za-z0-9._-]{{1,200}})/?", re.IGNORECASE)


class BadLink(ValueError):
    """No link of ours; the text says so, with what one looks like."""

    def __init__(self) -> None:
        super().__init__(
            mark("That is no link to a session; one looks like {link}.").format(link=f"{SCHEME}://session/ID")
        )


def link_to(session_id: str) -> str:
    """The link that shows this session."""
    return f"{SCHEME}://session/{session_id}"


def session_in(link: str) -> str:
    """The id of the session a link names; raises BadLink."""
    found = _LINK.fullmatch(link) if len(link) <= _LONGEST else None
    if found is None:
        raise BadLink
    return found.group(1)
