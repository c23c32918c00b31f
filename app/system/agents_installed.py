"""Which coding agents are installed here, found by their programs alone: no configuration, no credentials are read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import msgspec

from app.core.tr import tr

_VERSION_TIMEOUT_S = 10.0

PROGRAMS: dict[str, tuple[str, ...]] = {"claude_code": ("claude",)}
"""agent → the names its program goes by."""

_COMMON_PLACES = (
    "~/.local/bin",
    "~/.claude/local",
    "~/.npm-global/bin",
    "~/.bun/bin",
    "~/bin",
    "/usr/local/bin",
    "/opt/homebrew/bin",
)
"""Where installers put programs that a desktop session's PATH may not know."""


class Installed(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's program. ``version`` is "" where ``--version`` did not tell; ``problem`` then says why."""

    agent: str
    program: str
    version: str = ""
    problem: str = ""


def find_agent(agent: str, environment: dict[str, str] | None = None) -> Installed | None:
    """The installed agent, or None when no program of it is found."""
    environment = dict(os.environ) if environment is None else environment
    program = find_program(agent, environment)
    if program is None:
        return None
    version, problem = _ask_version(program, environment)
    return Installed(agent=agent, program=str(program), version=version, problem=problem)


def find_program(agent: str, environment: dict[str, str]) -> Path | None:
    """The agent's program on PATH, else in the common places."""
    home = environment.get("HOME") or str(Path.home())
    places = [place.replace("~", home, 1) for place in _COMMON_PLACES]
    search = os.pathsep.join([environment.get("PATH", os.defpath), *places])
    for name in PROGRAMS.get(agent, ()):
        found = shutil.which(name, path=search)
        if found:
            return Path(found)
    return None


def _ask_version(program: Path, environment: dict[str, str]) -> tuple[str, str]:
    try:
        done = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_VERSION_TIMEOUT_S,
            env=environment,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return "", tr("{program} --version did not answer within {seconds} s").format(
            program=program, seconds=f"{_VERSION_TIMEOUT_S:.0f}"
        )
    except OSError as error:
        return "", tr("{program} cannot be started: {why}").format(program=program, why=error.strerror)
    found = re.search(rb"\d+(?:\.\d+)+", done.stdout[:4096])
    if found is None:
        return "", tr("{program} --version told no version").format(program=program)
    return found.group().decode(), ""
