"""Opening an agent's own files without being led elsewhere: only regular files of our user, inside the agent's home."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

MAX_HOMES = 16
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


class Refused(Exception):
    """The file is not one we read: not there, a link out of the home, another user's, no regular file."""


def real_home(home: str) -> str:
    """The agent's home with all links resolved; raises Refused unless it is a folder of our user."""
    real = os.path.realpath(home)
    try:
        found = Path(real).stat()
    except (OSError, ValueError) as error:
        raise Refused(f"{home}: {error}") from error
    if not stat.S_ISDIR(found.st_mode) or not _is_ours(found):
        raise Refused(f"{home}: not a folder of this user")
    return real


def open_inside(path: str, home: str) -> int:
    """A descriptor to read ``path``, which must lie in ``home`` (resolved) with all links followed; raises Refused."""
    try:
        real = os.path.realpath(path)
        if not real.startswith(home.rstrip("/") + "/"):
            raise Refused(f"{path} leads out of {home}")
        # O_NONBLOCK: a named pipe in the way must not hold us up.
        handle = os.open(real, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise Refused(f"{path}: {error}") from error
    found = os.fstat(handle)
    if stat.S_ISREG(found.st_mode) and _is_ours(found):
        return handle
    os.close(handle)
    raise Refused(f"{path}: not a regular file of this user")


def read_small(path: str, home: str, limit_bytes: int) -> bytes:
    """A whole small file; raises Refused for a larger one too."""
    handle = open_inside(path, home)
    try:
        content = os.read(handle, limit_bytes + 1)
    except OSError as error:
        raise Refused(f"{path}: {error}") from error
    finally:
        os.close(handle)
    if len(content) > limit_bytes:
        raise Refused(f"{path} is over {limit_bytes} bytes")
    return content


def home_of(path: str, glob: str) -> str:
    """The home under which ``path`` has the layout ``glob`` ("projects/**/*.jsonl"); "" where it has not."""
    if not Path(path).is_absolute() or "\0" in path:
        return ""
    layout = _pattern(glob)
    for parent in list(Path(path).parents)[:8]:
        if layout.fullmatch(os.path.relpath(path, parent)):
            return str(parent)
    return ""


def find_transcript(home: str, glob: str, session_id: str) -> str:
    """The file ``glob`` would find that is named after the session; "" while there is none."""
    if not _SAFE_ID.fullmatch(session_id):
        return ""
    folders, _, name = glob.replace("**", "*").rpartition("/")
    suffix = Path(name).suffix
    found = sorted(Path(home).glob(f"{folders}/{session_id}{suffix}"))
    return str(found[0]) if found else ""


def _pattern(glob: str) -> re.Pattern[str]:
    words = {"**/": "(?:[^/]+/)*", "*": "[^/]*"}
    return re.compile("".join(words.get(part) or re.escape(part) for part in re.split(r"(\*\*/|\*)", glob)))


def _is_ours(found: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or found.st_uid == os.getuid()
