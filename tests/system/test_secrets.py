"""Secrets: in the keyring where there is one that works, else in a file that only its owner can read, and said so."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from app.system import secrets
from app.system.paths import DataPaths
from app.system.secrets import (
    KEYRING,
    SecretNotKept,
    delete_secret,
    get_secret,
    hub_token,
    set_secret,
    where_it_lies,
)


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory that can be told to misbehave."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.mood = "well"
        self.let_go = threading.Event()

    def _behave(self) -> None:
        if self.mood == "locked":
            raise keyring.errors.KeyringLocked("nobody unlocked it")
        if self.mood == "broken":
            raise OSError("the bus is gone")
        if self.mood == "hangs":
            self.let_go.wait(30)

    def get_password(self, service: str, username: str) -> str | None:
        self._behave()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._behave()
        if self.mood != "forgets":
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._behave()
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    ring.let_go.set()
    keyring.set_keyring(before)


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    paths = DataPaths(tmp_path / "data")
    paths.prepare()
    return paths


def test_the_token_is_made_once_and_kept_in_the_keyring(ring: Ring, paths: DataPaths) -> None:
    token, where = hub_token(paths)
    assert where == KEYRING
    assert len(token) >= 40
    assert hub_token(paths) == (token, KEYRING)
    assert not (paths.root / "secrets").exists()


def test_two_data_folders_have_two_tokens(ring: Ring, paths: DataPaths, tmp_path: Path) -> None:
    other = DataPaths(tmp_path / "other")
    other.prepare()
    assert hub_token(paths)[0] != hub_token(other)[0]


@pytest.mark.parametrize("mood", ["locked", "broken", "forgets"])
def test_without_a_working_keyring_the_token_lies_in_a_private_file_that_is_named(
    ring: Ring, paths: DataPaths, mood: str
) -> None:
    ring.mood = mood
    token, where = hub_token(paths)
    assert Path(where).read_text().strip() == token
    assert stat.S_IMODE(Path(where).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(where).parent.stat().st_mode) == 0o700


def test_a_person_is_told_how_to_read_the_token(ring: Ring, paths: DataPaths) -> None:
    _, where = hub_token(paths)
    words = where_it_lies(paths, where)
    (user,) = [user for _, user in ring.kept]
    assert words == f"in the keyring (`keyring get signalcabin {user}` shows it)"
    assert where_it_lies(paths, "/private/hub-token") == "in /private/hub-token"


def test_a_keyring_that_hangs_is_not_waited_for(ring: Ring, paths: DataPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_TIMEOUT_S", 0.05)
    ring.mood = "hangs"
    assert hub_token(paths)[1] != KEYRING


def test_a_token_in_a_file_stays_the_same_when_the_keyring_comes_back(ring: Ring, paths: DataPaths) -> None:
    ring.mood = "locked"
    first = hub_token(paths)
    ring.mood = "well"
    assert hub_token(paths) == first


def test_two_processes_that_make_the_token_at_once_agree_on_one(ring: Ring, paths: DataPaths) -> None:
    ring.mood = "locked"
    gate = threading.Barrier(8)
    tokens: list[str] = []

    def make() -> None:
        gate.wait()
        tokens.append(hub_token(paths)[0])

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tokens) == 8
    assert len(set(tokens)) == 1


def test_a_secret_can_be_set_read_and_forgotten(ring: Ring, paths: DataPaths) -> None:
    assert get_secret(paths, "hub:server") is None
    assert set_secret(paths, "hub:server", "abc") == KEYRING
    found = get_secret(paths, "hub:server")
    assert found is not None and (found.value, found.where) == ("abc", KEYRING)
    delete_secret(paths, "hub:server")
    assert get_secret(paths, "hub:server") is None


def test_a_name_cannot_leave_the_folder_of_secrets(ring: Ring, paths: DataPaths) -> None:
    ring.mood = "locked"
    where = set_secret(paths, "../../outside", "abc")
    assert Path(where).parent == paths.root / "secrets"


def test_a_secret_never_shows_in_a_log(ring: Ring, paths: DataPaths) -> None:
    set_secret(paths, "name", "very-secret")
    assert "very-secret" not in repr(get_secret(paths, "name"))


def test_a_file_that_cannot_be_read_is_an_error_in_words(ring: Ring, paths: DataPaths) -> None:
    (paths.root / "secrets" / "hub-token").mkdir(parents=True)
    with pytest.raises(SecretNotKept, match="Remove it"):
        hub_token(paths)
