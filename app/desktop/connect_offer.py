"""Whether to say that an agent is not connected: only while its sessions are known from its files alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.projections.rows import SessionRow
from app.desktop.agent_setup import AgentState


class ConnectOffer:
    """Remembers which agents were seen here, and which of them were heard through a hook.

    A hook that was heard is better evidence than the settings file as it was when the window opened: someone may have
    connected the agent from the command line since.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._heard: set[str] = set()

    def saw(self, rows: Iterable[SessionRow]) -> None:
        """Take in rows of this machine's own hub that are new or changed."""
        for row in rows:
            self._seen.add(row.agent)
            if row.status_source == "hook":
                self._heard.add(row.agent)

    def wanted(self, states: Sequence[AgentState]) -> AgentState | None:
        """The first agent that is worth an offer: installed, not connected, seen, and never heard through a hook."""
        silent = self._seen - self._heard
        for state in states:
            if state.agent in silent and state.installed is not None and not state.connected and not state.problem:
                return state
        return None
