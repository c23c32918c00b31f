"""Signalcabin as a program of its own on a real desktop, and agents whose hooks tell of sessions."""

from __future__ import annotations

import json
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.system.paths import DataPaths
from app.wire.relay_frames import encode_frame
from tests.helpers.hub_at_work import header
from tests.helpers.real_desktop import PATIENCE_S, WATCHER, RealDesktop, eventually

ROOT = Path(__file__).parents[2]
SESSION = "5a1d0000-0000-4000-8000-00000000000{}"


class Question:
    """A permission an agent asks for; its hook waits for the answer."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered."""
        self._link.setblocking(False)
        try:
            return bool(self._link.recv(1, socket.MSG_PEEK) is None)
        except BlockingIOError:
            return True
        finally:
            self._link.settimeout(PATIENCE_S)

    def answer(self) -> str:
        """ "allow" or "deny", as the hook prints it."""
        said = b""
        while piece := self._link.recv(4096):
            said += piece
        self._link.close()
        decision = json.loads(said[said.index(b"{") :])["hookSpecificOutput"]["decision"]
        return str(decision["behavior"])

    def go_away(self) -> None:
        """The agent is answered in its terminal: its hook is ended."""
        self._link.close()


class Agents:
    """Sessions whose hooks bring what they do to the hub in a data folder."""

    def __init__(self, paths: DataPaths) -> None:
        self.paths = paths
        self._questions: list[Question] = []
        """A hook nobody holds on to would go away."""

    def hook(self, event: str, number: int = 1, **payload: Any) -> None:
        """One hook of a session, heard by the hub."""
        link = self._hand_over(event, number, "async", payload)
        while link.recv(4096):
            continue
        link.close()

    def prompt(self, text: str, number: int = 1) -> None:
        """A person gives a session something to do."""
        self.hook("UserPromptSubmit", number, prompt=text)

    def ask(self, command: str, number: int = 1) -> Question:
        """A session asks whether it may run a command."""
        asked = {"tool_name": "Bash", "tool_input": {"command": command}}
        link = self._hand_over("PermissionRequest", number, "sync", asked)
        assert link.recv(9)[:1] == b"H", "the hub does not hold it"
        self._questions.append(Question(link))
        return self._questions[-1]

    def _hand_over(self, event: str, number: int, mode: str, payload: dict[str, Any]) -> socket.socket:
        session = SESSION.format(number)
        body = {"session_id": session, "hook_event_name": event, "cwd": "/home/ada/shop", "prompt_id": "p", **payload}
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(PATIENCE_S)
        eventually(lambda: link.connect_ex(str(self.paths.relay_socket)) == 0, "the hub to listen")
        link.sendall(encode_frame(header(event, mode=mode, session=session), json.dumps(body).encode()))
        return link


class Program(Agents):
    """Runs until the desktop ends, or ``quit``. ``data``: the data folder, of a hub that runs already or is started."""

    def __init__(
        self,
        desktop: RealDesktop,
        *options: str,
        data: Path | None = None,
        command: Sequence[str] = (sys.executable, "-m", "app"),
    ) -> None:
        super().__init__(DataPaths(data or desktop.folder / "data"))
        self.desktop = desktop
        self.process = desktop.run(
            *command, "--data-dir", str(self.paths.root), "run", *options,
            cwd=ROOT, stderr=(desktop.folder / "program.log").open("wb"),
        )  # fmt: skip
        eventually(self.paths.relay_socket.exists, "the hub to listen")

    def wait_for_icon(self) -> None:
        """Until the tray has it: only then the program is all there."""
        about = (WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems")
        eventually(lambda: self.desktop.bus.get(*about), "the icon")

    def log(self) -> str:
        """What it noted."""
        return "".join(file.read_text(errors="replace") for file in self.paths.logs_dir.glob("*.log"))

    def quit(self) -> None:
        """As a session manager ends it."""
        self.desktop.end(self.process, signal.SIGTERM)
