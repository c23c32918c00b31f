"""Checks of ``app.core.links``: a link names a session, and nothing else ever counts as one."""

from __future__ import annotations

import pytest

from app.core.links import BadLink, link_to, session_in

SESSION = "0f0c2f3e-5a52-4a2f-9a57-6f8f2f7d1a11"


def test_a_link_leads_to_the_session_it_was_made_for() -> None:
    assert session_in(link_to(SESSION)) == SESSION


@pytest.mark.parametrize(
    "link",
    [f"SignalCabin://session/{SESSION}", f"signalcabin://session/{SESSION}/", f"signalcabin:session/{SESSION}"],
)
def test_browsers_may_write_it_in_their_own_way(link: str) -> None:
    assert session_in(link) == SESSION


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://session/abc",
        "signalcabin://session/",
        "signalcabin://session/a b",
        "signalcabin://session/abc?stop=1",
        "signalcabin://session/../../etc/passwd",
        "signalcabin://stop/abc",
        "signalcabin://session/abc\nstop --all",
        "signalcabin://session/--yes x",
        "signalcabin://session/" + "a" * 400,
    ],
)
def test_anything_else_is_refused(link: str) -> None:
    with pytest.raises(BadLink, match="one looks like signalcabin://session/ID"):
        session_in(link)
