"""The terminals agents run in: which of them can be typed into from here, and the one key that is ever pressed.

Only Escape, and only where it is certain to reach the agent: in a terminal that shows this very process (number, start
time, user), with the agent in the foreground, so that no editor over it and no shell under it is hit.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod

import msgspec

from app.core.tr import tr
from app.system.processes import Processes, ProcessId


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a process is shown. ``name``: "tmux pane %3 (main:1.0)", "" where no terminal we can type into shows it.

    ``why_not``: why no key can be pressed there now, in words that go on after "…: "; "" when it can.
    """

    name: str = ""
    why_not: str = ""


class Terminals(ABC):
    """What can be asked of terminals. Takes up to some seconds where a terminal's server hangs: call it in a thread."""

    @abstractmethod
    def place_of(self, process: ProcessId) -> Place:
        """Where the process is shown now. Never raises."""

    @abstractmethod
    def press_escape(self, process: ProcessId) -> Place:
        """Look once more and press Escape there; ``why_not`` is "" when it was pressed. Never raises."""


class NoTerminals(Terminals):
    """A system without terminals that can be typed into."""

    def place_of(self, process: ProcessId) -> Place:
        return Place(why_not=tr("there are no such terminals on this system"))

    def press_escape(self, process: ProcessId) -> Place:
        return self.place_of(process)


def system_terminals(processes: Processes) -> Terminals:
    """The terminals of the machine this runs on."""
    if sys.platform == "win32":
        return NoTerminals()
    from app.system.terminals_tmux import TmuxTerminals

    return TmuxTerminals(processes)
