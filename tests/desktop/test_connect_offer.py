"""Checks of ``app.desktop.connect_offer``: nobody is told that an agent is not connected when its hooks are heard."""

from __future__ import annotations

import msgspec

from app.core.projections.rows import SessionRow
from app.desktop.agent_setup import AgentState
from app.desktop.connect_offer import ConnectOffer
from app.system.agents_installed import Installed

HERE = AgentState(agent="claude_code", title="Claude Code", installed=Installed(agent="claude_code", program="claude"))


def row(source: str) -> SessionRow:
    return SessionRow(agent="claude_code", session_id="s", status_source=source)


def test_an_agent_nobody_uses_is_not_worth_an_offer() -> None:
    assert ConnectOffer().wanted([HERE]) is None


def test_sessions_known_from_files_alone_are_worth_an_offer() -> None:
    offer = ConnectOffer()
    offer.saw([row("registry"), row("transcript")])
    assert offer.wanted([HERE]) == HERE


def test_one_hook_that_is_heard_ends_the_offer_for_good() -> None:
    offer = ConnectOffer()
    offer.saw([row("registry")])
    offer.saw([row("hook")])
    offer.saw([row("registry")])
    assert offer.wanted([HERE]) is None


def test_an_agent_that_is_connected_missing_or_not_understood_gets_no_offer() -> None:
    offer = ConnectOffer()
    offer.saw([row("registry")])
    for change in ({"connected": True}, {"installed": None}, {"problem": "its settings do not parse"}):
        assert offer.wanted([msgspec.structs.replace(HERE, **change)]) is None
