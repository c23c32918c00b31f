"""tmux: from a process to the pane that shows its terminal, through whichever tmux server has it.

The server is found by what tmux itself wrote into the process's environment, else among the sockets in its usual
folder. A socket is only spoken to if it is ours and lies in a folder only we can write to. What a server says is then
checked against the system: its pane must have the very terminal that the kernel says the process is attached to.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from app.core.projections.words import one_line
from app.core.tr import tr
from app.system.controlling_tty import tty_of
from app.system.processes import Processes, ProcessId
from app.system.terminals import Place, Terminals

ANSWER_WITHIN_S = 1.0
_MOST_SERVERS = 16
_MOST_PANES = 1000
_FORMAT = (
    "#{pane_tty} #{pane_id} #{?pane_in_mode,#{pane_mode},-} #{?pane_synchronized,1,0} #{?pane_input_off,1,0}"
    " #{?pane_dead,1,0} #{window_index}.#{pane_index} #{session_name}"
)
_MODES_TO_LEAVE = ("copy-mode", "view-mode")
_PLACES_OF_TMUX = ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin", "/bin")


class _Pane(msgspec.Struct, frozen=True):
    server: str
    tty: str
    pane_id: str
    mode: str
    synchronized: bool
    input_off: bool
    dead: bool
    where: str

    @property
    def name(self) -> str:
        return tr("tmux pane {number} ({where})").format(
            number=one_line(self.pane_id, 12), where=one_line(self.where, 60)
        )

    def why_not(self) -> str:
        """Why a key must not be sent to it, whatever its mode; "" when one may."""
        if self.synchronized:
            return tr("its keys go to other panes too (synchronize-panes is on)")
        if self.input_off:
            return tr("its input is switched off")
        if self.dead:
            return tr("its process has ended")
        if self.mode not in ("-", *_MODES_TO_LEAVE):
            return tr("a menu of tmux is open in it ({mode})").format(mode=self.mode)
        return ""


class TmuxTerminals(Terminals):
    """Every tmux server of this user. ``sockets_folder``: where tmux puts them, ``/tmp/tmux-UID``."""

    def __init__(self, processes: Processes, sockets_folder: Path | None = None) -> None:
        self._processes = processes
        base = os.environ.get("TMUX_TMPDIR") or "/tmp"  # tmux's own choice
        self._folder = sockets_folder or Path(base) / f"tmux-{processes.own_uid}"

    def place_of(self, process: ProcessId) -> Place:
        pane, why_not = self._find(process)
        if pane is None:
            return Place(why_not=why_not)
        return Place(name=pane.name, why_not=why_not or pane.why_not())

    def press_escape(self, process: ProcessId) -> Place:
        pane, why_not = self._find(process)
        why_not = why_not or (pane.why_not() if pane else "")
        if pane is None or why_not:
            return Place(name=pane.name if pane else "", why_not=why_not)
        if pane.mode != "-":
            # Whoever scrolls there sees the pane jump to its end; a key sent in this mode would not reach the agent.
            _ask(pane.server, "send-keys", "-t", pane.pane_id, "-X", "cancel")
            pane, why_not = self._find(process)
            if pane is None or why_not or pane.mode != "-":
                return Place(name=pane.name if pane else "", why_not=why_not or tr("it stays in tmux's copy mode"))
        if _ask(pane.server, "send-keys", "-t", pane.pane_id, "Escape") is None:
            return Place(name=pane.name, why_not=tr("tmux did not take the key"))
        return Place(name=pane.name)

    def _find(self, process: ProcessId) -> tuple[_Pane | None, str]:
        """The pane that shows the process, and why it cannot be typed into ("" when it can)."""
        info = self._processes.find(process) if process.start else None
        if info is None:
            return None, tr("its process is gone or not known for certain")
        if info.uid != self._processes.own_uid:
            return None, tr("its process belongs to another user")
        tty = tty_of(process.pid)
        if tty is None:
            return None, tr("it runs in no terminal")
        if not _tmux():
            return None, tr("tmux is not installed")
        for server in self._servers(self._processes.variable(info, "TMUX")):
            pane = next((pane for pane in _panes_of(server) if pane.tty == tty.path), None)
            if pane is not None and not self._processes.alive(process):
                return None, tr("its process is gone")
            if pane is not None:
                return pane, "" if tty.in_front else tr("another program is in front of it there")
        return None, tr("its terminal is no pane of tmux")

    def _servers(self, told: str) -> Iterator[str]:
        """The socket that the process's own environment names (``PATH,PID,SESSION``), then those in tmux's folder."""
        named = told.rsplit(",", 2)[0] if told.count(",") >= 2 else ""
        found = [named] if named.startswith("/") else []
        with contextlib.suppress(OSError):
            found += sorted(entry.path for entry in os.scandir(self._folder))
        alive = (path for path in dict.fromkeys(found) if _is_ours(path, self._processes.own_uid) and _listens(path))
        yield from itertools.islice(alive, _MOST_SERVERS)


def _listens(path: str) -> bool:
    """Whether there is a server: tmux leaves its socket behind when it ends."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(ANSWER_WITHIN_S)
        try:
            caller.connect(path)
        except (OSError, ValueError):
            return False
    return True


def _is_ours(path: str, uid: int) -> bool:
    """Whether it is a socket of ours that nobody else could have put there."""
    try:
        own, folder = os.lstat(path), Path(path).parent.stat()
    except (OSError, ValueError):  # ValueError: a name with a zero byte in it
        return False
    others_may_write = folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not folder.st_mode & stat.S_ISVTX
    return stat.S_ISSOCK(own.st_mode) and own.st_uid == uid and not others_may_write


def _panes_of(server: str) -> Iterator[_Pane]:
    said = _ask(server, "list-panes", "-a", "-F", _FORMAT)
    for line in (said or "").splitlines()[:_MOST_PANES]:
        words = line.split(" ", 7)
        if len(words) == 8:
            tty, pane_id, mode, synchronized, input_off, dead, place, session = words
            where = f"{session}:{place}"
            yield _Pane(server, tty, pane_id, mode, synchronized == "1", input_off == "1", dead == "1", where)


def _ask(server: str, *words: str) -> str | None:
    """What tmux prints; None when it refuses, hangs, or no server listens there."""
    command = [_tmux(), "-S", server, *words]
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=ANSWER_WITHIN_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None


def _tmux(places: Sequence[str] = _PLACES_OF_TMUX) -> str:
    """The program; the hub may have been started by a desktop, whose PATH is short."""
    return shutil.which("tmux") or shutil.which("tmux", path=os.pathsep.join(places)) or ""
