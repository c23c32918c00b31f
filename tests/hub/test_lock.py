"""One hub per data folder."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.hub.lock import HubLock, HubRunning, write_private_json
from app.system.processes import ProcessId

_HOLD = """
import sys
from pathlib import Path
from app.hub.lock import HubLock
from app.system.processes import ProcessId
import os
lock = HubLock.take(Path(sys.argv[1]), ProcessId(os.getpid(), 1))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_hub_is_told_who_has_the_folder(tmp_path: Path) -> None:
    held = HubLock.take(tmp_path / "hub.lock", ProcessId(4711, 99))
    with pytest.raises(HubRunning, match="4711"):
        HubLock.take(tmp_path / "hub.lock", ProcessId(1, 1))
    held.release()
    HubLock.take(tmp_path / "hub.lock", ProcessId(1, 1)).release()


def test_the_lock_of_a_killed_hub_is_free(tmp_path: Path) -> None:
    path = tmp_path / "hub.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(HubRunning, match=str(holder.pid)):
        HubLock.take(path, ProcessId(1, 1))
    holder.kill()
    holder.communicate()
    lock = HubLock.take(path, ProcessId(os.getpid(), 5))
    assert str(os.getpid()) in path.read_text()
    lock.release()


def test_a_holder_notices_that_its_file_lost_its_name(tmp_path: Path) -> None:
    path = tmp_path / "hub.lock"
    lock = HubLock.take(path, ProcessId(1, 1))
    assert lock.in_place
    path.unlink()
    assert not lock.in_place
    successor = HubLock.take(path, ProcessId(2, 2))
    assert successor.in_place and not lock.in_place
    lock.release()
    successor.release()


def test_rubbish_in_the_file_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "hub.lock"
    path.write_text("rubbish")
    HubLock.take(path, ProcessId(1, 1)).release()


def test_a_link_somebody_put_there_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "hub.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        HubLock.take(tmp_path / "hub.lock", ProcessId(1, 1))


def test_hub_info_is_private_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "hub.json"
    write_private_json(path, {"pid": 1})
    write_private_json(path, {"pid": 2})
    assert path.read_text() == '{"pid":2}'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["hub.json"]
