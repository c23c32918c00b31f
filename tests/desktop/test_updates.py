"""Checks of ``app.desktop.updates``: the window tells of a newer version and leaves the rest to the person."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from app.desktop.updates import EVERY_S, Updates
from app.settings import Settings
from app.system.paths import DataPaths
from app.system.updates import recall
from tests.desktop.conftest import until
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.update_server import UpdateServer, manifest, note, update_server
from tests.helpers.window_at_work import window_at_work

pytestmark = pytest.mark.slow


class Desk:
    """The window, the question, and the server it goes to."""

    def __init__(self, window: object, server: UpdateServer, paths: DataPaths) -> None:
        self.window, self.server, self.paths = window, server, paths
        self.settings = Settings(update_url=server.url, update_key=server.public_key)
        self.updates = Updates(window, paths, lambda: self.settings)

    @property
    def strip(self):  # type: ignore[no-untyped-def]
        return self.window.notice_strip

    def press(self, title: str) -> None:
        next(button for button in self.strip.findChildren(QPushButton) if button.text() == title).click()

    async def answered(self) -> None:
        await until(lambda: self.updates._process is None)


@pytest_asyncio.fixture
async def desk(
    hub: ScriptedHub, paths: DataPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    with update_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        async with window_at_work(hub, paths, until) as window:
            made = Desk(window, server, paths)
            from app.settings import save

            save(paths.settings, made.settings)
            yield made
            made.updates.close()


async def test_a_newer_version_is_told_with_what_is_new(desk: Desk) -> None:
    desk.updates.begin()
    await desk.answered()
    assert desk.strip.text() == "Signalcabin 99.1 is there: A quieter bell · Fewer words"
    assert {"Show", "Not this one", "Dismiss"} <= {each.text() for each in desk.strip.findChildren(QPushButton)}
    assert desk.server.asked == ["/update.json"]


async def test_show_opens_the_signed_page_in_the_browser(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    desk.updates.look()
    await desk.answered()
    desk.press("Show")
    assert opened == ["https://example.org/signalcabin"]


async def test_not_this_one_is_not_told_again_until_a_person_asks(desk: Desk) -> None:
    desk.updates.look()
    await desk.answered()
    desk.press("Not this one")
    assert not desk.strip.isVisible() and recall(desk.paths).declined == "99.1"
    desk.updates.look()
    await desk.answered()
    assert not desk.strip.isVisible()
    desk.updates.look(asked=True)
    await desk.answered()
    assert "99.1 is there" in desk.strip.text()


async def test_it_is_asked_once_a_day_and_not_at_all_without_an_address(desk: Desk) -> None:
    desk.updates.look_if_due()
    await desk.answered()
    desk.updates.look_if_due()
    assert desk.updates._process is None
    file = desk.paths.root / "updates.json"
    file.write_bytes(
        msgspec.json.encode(msgspec.structs.replace(recall(desk.paths), asked_s=int(time.time()) - EVERY_S - 1))
    )
    desk.settings = Settings()
    desk.updates.look_if_due()
    assert desk.updates._process is None and len(desk.server.asked) == 1


async def test_what_went_wrong_is_told_only_to_whoever_asked(desk: Desk) -> None:
    desk.server.gives(b"<html>")
    desk.updates.look()
    await desk.answered()
    assert not desk.strip.isVisible()
    desk.updates.look(asked=True)
    await desk.answered()
    assert "no note about an update" in desk.strip.text()


async def test_that_nothing_is_new_is_told_only_to_whoever_asked(desk: Desk) -> None:
    desk.server.gives(note(manifest("0.0.1"), desk.server.key))
    desk.updates.look()
    await desk.answered()
    assert not desk.strip.isVisible()
    desk.updates.look(asked=True)
    await desk.answered()
    assert "is the newest there is" in desk.strip.text()


async def test_it_takes_the_place_of_nothing_that_is_being_read(desk: Desk) -> None:
    desk.window.say("Something of weight.")
    desk.updates.look()
    await desk.answered()
    assert desk.strip.text() == "Something of weight."
    desk.press("Dismiss")
    desk.updates.look_if_due()
    assert "99.1 is there" in desk.strip.text()


async def test_the_end_of_the_window_waits_for_no_server(desk: Desk) -> None:
    desk.updates.look()
    desk.updates.close()
    assert desk.updates._process is None
