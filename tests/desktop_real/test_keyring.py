"""A remote hub's token, kept in and used from a real keyring (Secret Service)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app import settings as settings_file
from app.settings import RemoteHub, Settings
from app.system.paths import DataPaths
from tests.helpers.program import ROOT, Agents, Program
from tests.helpers.real_desktop import RealDesktop, eventually
from tests.helpers.tray_item import TrayItem

pytestmark = pytest.mark.slow

_KEEP = """import sys
from pathlib import Path
from app.system.paths import DataPaths
from app.system.secrets import set_secret
print(set_secret(DataPaths(Path(sys.argv[1])), sys.argv[2], sys.argv[3]), end="")"""
_TOKEN = """import sys
from pathlib import Path
from app.system.paths import DataPaths
from app.system.secrets import hub_token
print(*hub_token(DataPaths(Path(sys.argv[1]))), sep="|", end="")"""


def say(desktop: RealDesktop, code: str, *words: str) -> str:
    """What a little program of ours prints on this desktop."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env=desktop.env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_remote_hub_is_reached_with_the_token_the_keyring_keeps(desktop: RealDesktop) -> None:
    desktop.start_tray("lxqt-panel")
    desktop.start_keyring()
    far = desktop.folder / "far"
    hub = desktop.run(
        sys.executable, "-m", "app", "--data-dir", str(far), "hub", "--listen", "127.0.0.1:0",
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert hub.stdout is not None
    ready = json.loads(hub.stdout.readline())
    token, where = say(desktop, _TOKEN, str(far)).split("|")
    assert where == "keyring"
    near = DataPaths(desktop.folder / "data")
    near.prepare()
    settings_file.save(near.settings, Settings(hubs=(RemoteHub(name="far", uri=ready["listen"]),)))
    assert say(desktop, _KEEP, str(near.root), "hub-token-of-far", token) == "keyring"
    assert not list(near.root.glob("secrets/*")), "nothing lies in a file"
    assert desktop.secrets_kept() == 2
    Program(desktop, "--in-tray").wait_for_icon()
    agents = Agents(DataPaths(far))
    agents.prompt("deploy over there")
    agents.ask("git push")
    item = TrayItem(desktop.bus)
    eventually(lambda: "1 needs you" in item.tool_tip(), "the far session in the tray")
    assert any("deploy over there" in entry for entry in item.menu())
