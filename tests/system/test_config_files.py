"""Changing an agent's settings file: what is kept, what is refused, and the way back byte for byte."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from app.agents import adapter_for
from app.agents.base import ConfigRefused
from app.system import config_files
from app.system.config_files import (
    ConfigChanged,
    ConfigUnusable,
    ConnectPlan,
    apply_plan,
    plan_connect,
    plan_disconnect,
)
from app.system.paths import DataPaths
from app.system.untold import taken

VERSION = "2.1.197"
ADAPTER = adapter_for("claude_code")
assert ADAPTER is not None


class Desk:
    """A data folder and an agent's home, and short words for what a person does with them."""

    def __init__(self, folder: Path) -> None:
        self.paths = DataPaths(folder / "data")
        self.paths.prepare()
        self.home = folder / "home" / ".claude"
        self.home.mkdir(parents=True)
        self.file = self.home / "settings.json"

    def plan(self) -> ConnectPlan:
        return plan_connect(ADAPTER, self.paths, str(self.home), VERSION)

    def connect(self) -> Path | None:
        return apply_plan(self.plan(), self.paths)

    def disconnect(self) -> Path | None:
        return apply_plan(plan_disconnect(ADAPTER, self.paths, str(self.home)), self.paths)

    def hooks(self) -> dict[str, object]:
        return dict(json.loads(self.file.read_bytes().decode("utf-8-sig"))["hooks"])

    def everything(self) -> set[str]:
        return {path.name for path in self.home.iterdir()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    "before",
    [
        b'{"model":"opus"}',
        b'{\r\n\t"model": "opus",\r\n\t"hooks": {"Stop": []}, "x": 1.50\r\n}',
        b'\xef\xbb\xbf{"model": "opus"}\n',
        b'{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "say done" } ] } ] } }\n\n',
        b"",
        b"{}",
    ],
    ids=["minified", "crlf and tabs", "byte order mark", "with a hook of its own", "empty file", "empty object"],
)
def test_disconnect_gives_back_the_very_bytes(desk: Desk, before: bytes) -> None:
    desk.file.write_bytes(before)
    desk.connect()
    assert "PreToolUse" in desk.hooks()
    desk.disconnect()
    assert desk.file.read_bytes() == before


def test_a_file_that_was_not_there_is_gone_again_after_disconnect(desk: Desk) -> None:
    desk.connect()
    assert stat.S_IMODE(desk.file.stat().st_mode) == 0o600
    desk.disconnect()
    assert desk.everything() == set()


def test_a_home_that_is_not_there_yet_is_made(desk: Desk) -> None:
    desk.home.rmdir()
    desk.connect()
    assert "Stop" in desk.hooks()


def test_connecting_twice_changes_nothing_and_still_leads_back_to_the_original(desk: Desk) -> None:
    desk.file.write_bytes(b'{"model":"opus"}')
    desk.connect()
    first = desk.file.read_bytes()
    assert not desk.plan().changes
    assert desk.connect() is None
    assert desk.file.read_bytes() == first
    desk.disconnect()
    assert desk.file.read_bytes() == b'{"model":"opus"}'


def test_an_update_between_two_connects_still_leads_back_to_the_original(desk: Desk) -> None:
    desk.file.write_bytes(b'{"model":   "opus"}')
    apply_plan(plan_connect(ADAPTER, desk.paths, str(desk.home), "2.1.140"), desk.paths)
    older = desk.hooks()
    desk.connect()
    assert set(desk.hooks()) > set(older)
    desk.disconnect()
    assert desk.file.read_bytes() == b'{"model":   "opus"}'


def test_what_others_changed_meanwhile_stays_when_we_leave(desk: Desk) -> None:
    desk.file.write_bytes(b'{"model":"opus"}')
    desk.connect()
    settings = json.loads(desk.file.read_bytes())
    settings["theme"] = "dark"
    settings["hooks"]["Stop"].append({"hooks": [{"type": "command", "command": "say done"}]})
    desk.file.write_text(json.dumps(settings, indent=2))
    desk.disconnect()
    left = json.loads(desk.file.read_bytes())
    assert left["model"] == "opus"
    assert left["theme"] == "dark"
    assert left["hooks"] == {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]}


def test_disconnect_works_when_our_backups_are_lost(desk: Desk) -> None:
    desk.file.write_bytes(b'{"model": "opus"}\n')
    desk.connect()
    for path in sorted(desk.paths.backups_dir.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    desk.disconnect()
    assert json.loads(desk.file.read_bytes()) == {"model": "opus"}


def test_disconnect_without_connect_changes_nothing(desk: Desk) -> None:
    desk.file.write_bytes(b'{"model":"opus"}')
    assert desk.disconnect() is None


def test_a_chain_of_links_is_followed_and_kept(desk: Desk, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "claude.json"
    real.parent.mkdir()
    real.write_bytes(b"{}")
    middle = tmp_path / "middle"
    middle.symlink_to("dotfiles/claude.json")
    desk.file.symlink_to(middle)
    desk.connect()
    assert desk.file.is_symlink() and middle.is_symlink()
    assert "Stop" in json.loads(real.read_bytes())["hooks"]
    desk.disconnect()
    assert real.read_bytes() == b"{}"
    assert {path.name for path in real.parent.iterdir()} == {"claude.json"}


def test_a_loop_of_links_is_refused(desk: Desk) -> None:
    desk.file.symlink_to(desk.home / "other")
    (desk.home / "other").symlink_to(desk.file)
    with pytest.raises(ConfigUnusable, match="It is as it was before"):
        desk.plan()


def test_the_mode_of_the_file_is_kept(desk: Desk) -> None:
    desk.file.write_bytes(b"{}")
    desk.file.chmod(0o640)
    desk.connect()
    assert stat.S_IMODE(desk.file.stat().st_mode) == 0o640


def test_a_read_only_file_is_refused_even_for_root(desk: Desk) -> None:
    desk.file.write_bytes(b"{}")
    desk.file.chmod(0o444)
    with pytest.raises(ConfigUnusable, match="read-only"):
        desk.connect()
    assert desk.file.read_bytes() == b"{}"
    assert desk.everything() == {"settings.json"}


def test_a_file_that_does_not_parse_is_refused_and_untouched(desk: Desk) -> None:
    desk.file.write_bytes(b'{"model": "opus",}')
    with pytest.raises(ConfigRefused):
        desk.connect()
    assert desk.file.read_bytes() == b'{"model": "opus",}'


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: os.mkfifo(path)], ids=["folder", "pipe"])
def test_what_is_no_file_is_refused_without_waiting_for_it(desk: Desk, make: object) -> None:
    assert callable(make)
    make(desk.file)
    with pytest.raises(ConfigUnusable, match="is not a file"):
        desk.plan()


def test_a_file_too_large_for_settings_is_refused(desk: Desk) -> None:
    with desk.file.open("wb") as file:
        file.truncate(config_files.LARGEST_FILE_BYTES + 1)
    with pytest.raises(ConfigUnusable, match="larger than"):
        desk.plan()


def test_a_change_between_plan_and_write_is_noticed_and_nothing_written(desk: Desk) -> None:
    desk.file.write_bytes(b"{}")
    plan = desk.plan()
    desk.file.write_bytes(b'{"theme": "dark"}')
    with pytest.raises(ConfigChanged):
        apply_plan(plan, desk.paths)
    assert desk.file.read_bytes() == b'{"theme": "dark"}'
    assert desk.everything() == {"settings.json"}


def test_a_file_that_appears_between_plan_and_write_is_noticed(desk: Desk) -> None:
    plan = desk.plan()
    desk.file.write_bytes(b'{"theme": "dark"}')
    with pytest.raises(ConfigChanged):
        apply_plan(plan, desk.paths)
    assert desk.file.read_bytes() == b'{"theme": "dark"}'


@pytest.mark.parametrize("full_folder", ["backups", "home"])
def test_a_full_disk_leaves_the_file_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch, full_folder: str) -> None:
    desk.file.write_bytes(b"{}")
    plan = desk.plan()
    fsync = os.fsync

    def full(handle: int) -> None:
        if full_folder in Path(f"/proc/self/fd/{handle}").readlink().parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigUnusable, match="No space left"):
        apply_plan(plan, desk.paths)
    assert desk.file.read_bytes() == b"{}"
    assert desk.everything() == {"settings.json"}


def test_two_of_us_at_once_leave_one_set_of_hooks(desk: Desk) -> None:
    desk.file.write_bytes(b"{}")
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def connect() -> None:
        plan = desk.plan()
        gate.wait()
        try:
            outcomes.append("written" if apply_plan(plan, desk.paths) else "nothing")
        except ConfigChanged:
            outcomes.append("changed")

    threads = [threading.Thread(target=connect) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed", "changed", "changed", "written"]
    assert not desk.plan().changes


def test_the_backup_holds_what_was_there_and_what_was_written(desk: Desk) -> None:
    desk.file.write_bytes(b'{"model":"opus"}')
    folder = desk.connect()
    assert folder is not None and folder.parent == desk.paths.backups_dir / "claude_code"
    assert (folder / "before").read_bytes() == b'{"model":"opus"}'
    assert (folder / "written").read_bytes() == desk.file.read_bytes()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["target"] == str(desk.file)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_diff_shows_exactly_what_will_be_written(desk: Desk) -> None:
    desk.file.write_bytes(b'{\n  "model": "opus"\n}\n')
    plan = desk.plan()
    head, body = plan.diff.splitlines()[:3], plan.diff.splitlines()[3:]
    assert head[:2] == [f"--- {desk.file}", f"+++ {desk.file}"]
    assert plan.before is not None and plan.after is not None
    assert [line[1:] for line in body if line[0] in " -"] == plan.before.decode().splitlines()
    assert [line[1:] for line in body if line[0] in " +"] == plan.after.decode().splitlines()


def test_a_new_file_is_shown_as_coming_from_nothing(desk: Desk) -> None:
    assert desk.plan().diff.startswith("--- /dev/null\n")


def test_other_names_of_the_same_file_are_pointed_out(desk: Desk) -> None:
    desk.file.write_bytes(b"{}")
    (desk.home / "twin").hardlink_to(desk.file)
    assert any("2 hard links" in note for note in desk.plan().notes)


def test_each_change_is_kept_for_the_record(desk: Desk) -> None:
    desk.connect()
    desk.connect()
    desk.disconnect()
    with taken(desk.paths) as deeds:
        assert [deed.what for deed in deeds] == ["connect", "disconnect"]
    assert f"{desk.file}: " in deeds[0].words and "hooks added" in deeds[0].words


def test_a_change_stands_although_it_could_not_be_recorded(desk: Desk) -> None:
    desk.paths.untold.mkdir()
    assert desk.connect() is not None
    assert desk.hooks()
