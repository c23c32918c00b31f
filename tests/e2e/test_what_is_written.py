"""What hub and window leave in the data folder: private files, and logs without anybody's words."""

from __future__ import annotations

import json
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.wire.relay_frames import encode_frame
from tests.helpers.command_line import CommandLine, eventually
from tests.helpers.hub_at_work import header
from tests.helpers.program import SESSION, Agents

pytestmark = pytest.mark.slow

STAND_IN = Path(__file__).parents[1] / "helpers" / "stand_in_claude.py"
WORDS = {kind: f"marker{kind}7f3a" for kind in ("prompt", "command", "output", "launched", "bad", "follow")}
"""Said by one side each; none may stand in a log."""


@pytest.fixture
def line(tmp_path: Path) -> Iterator[CommandLine]:
    line = CommandLine(tmp_path)
    yield line
    line.close()


def not_private(root: Path) -> list[str]:
    """What below ``root`` somebody else may read, write or run, and what is no folder and may be run.

    The homes of a demo's agents are theirs; the folder around them counts.
    """
    found = []
    for path in [root, *root.rglob("*"), *(root / "run").resolve().rglob("*")]:
        if root / "demo-home" in path.parents:
            continue
        status = path.lstat()
        mode = stat.S_IMODE(status.st_mode)
        wanted = 0o700 if stat.S_ISDIR(status.st_mode) or path.name == "signalcabin-relay" else 0o600
        if not stat.S_ISLNK(status.st_mode) and mode != wanted:
            found.append(f"{path.relative_to(root)} {mode:o}")
    return found


def works(agents: Agents) -> None:
    """A session that is told, tries and shows the words, and one that says what nobody understands."""
    agents.prompt(f"please {WORDS['prompt']}")
    asked: dict[str, Any] = {"tool_name": "Bash", "tool_use_id": "t1"}
    asked["tool_input"] = {"command": f"echo {WORDS['command']}", "description": WORDS["command"]}
    agents.hook("PreToolUse", **asked)
    agents.hook("PostToolUse", **asked, tool_response={"stdout": WORDS["output"], "stderr": WORDS["output"]})
    agents.hook("PostToolUseFailure", **asked, error=WORDS["output"], tool_response=[WORDS["bad"]])
    agents.hook("Notification", message=WORDS["bad"], notification_type=7)
    agents.hook("UserPromptSubmit", prompt={WORDS["bad"]: 1})
    agents.hook("Unheard", **{WORDS["bad"]: WORDS["bad"]})
    for body in (f'{{"prompt": "{WORDS["bad"]}', f'["{WORDS["bad"]}"]'):
        frame = encode_frame(header("UserPromptSubmit", mode="async", session=SESSION.format(2)), body.encode())
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(20)
            link.connect(str(agents.paths.relay_socket))
            link.sendall(frame)
            while link.recv(4096):
                continue


def follows(line: CommandLine) -> Path:
    """A transcript with the words, and a line that is none."""
    folder = line.agent_home / "projects" / "-home-ada-shop"
    folder.mkdir(parents=True)
    file = folder / f"{SESSION.format(1)}.jsonl"
    whole = {
        "type": "assistant", "uuid": "u1", "sessionId": SESSION.format(1), "timestamp": "2026-01-01T00:00:00.000Z",
        "message": {"id": "m1", "role": "assistant", "content": [{"type": "text", "text": WORDS["follow"]}]},
    }  # fmt: skip
    lines = [
        json.dumps(whole),
        f'{{"type": "assistant", "{WORDS["bad"]}',
        f'{{"type": "{WORDS["bad"]}", "message": 3}}',
    ]
    file.write_text("\n".join(lines) + "\n")
    return file


def test_no_word_of_a_session_stands_in_a_log_and_every_file_is_private(line: CommandLine) -> None:
    program = line.folder / "bin" / "claude"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_IN}" "$@"\n')
    program.chmod(0o700)
    line.more_env["QT_QPA_PLATFORM"] = "offscreen"
    window = line.start("run", umask=0)
    agents = Agents(line.paths)
    eventually(lambda: line.paths.hub_info.exists(), "the window's hub is up")
    transcript = follows(line)
    agents.hook("SessionStart", source="startup", transcript_path=str(transcript))
    works(agents)
    launched = line.ask("launch", "--folder", str(line.folder), f"say {WORDS['launched']}")
    line.run("open", f"signalcabin://session/{SESSION.format(1)}")
    told = [SESSION.format(1), launched["session_id"]]
    # That they were heard, stored and shown: else their absence elsewhere would say nothing.
    for kind in ("prompt", "command", "output", "launched", "follow"):
        eventually(
            lambda kind=kind: any(
                WORDS[kind] in line.run("transcript", each, "--format", "json").stdout for each in told
            ),
            f"the {kind} is stored",
        )
    assert not_private(line.paths.root) == []
    window.terminate()
    said = "".join(window.communicate(timeout=30))
    logs = {file.name: file.read_text(errors="replace") for file in line.paths.logs_dir.iterdir()}
    assert {"hub.log", "desktop.log", "hub-process.log"} <= set(logs)
    assert not [name for name in logs if name.startswith("crash-")]
    assert "bad input" in logs["hub.log"]
    for where, text in {**logs, "the terminal": said}.items():
        assert not [kind for kind, word in WORDS.items() if word in text], f"{where}:\n{text}"
    assert not_private(line.paths.root) == []


def test_after_the_demo_every_file_is_private(line: CommandLine) -> None:
    line.say("demo", "--no-window", "4", "--speed", "10")
    assert (line.paths.store).exists()
    assert not_private(line.paths.root) == []
