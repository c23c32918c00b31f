"""Checks of ``app.system.notify_elsewhere``, on a library that does as desktop-notifier 6.2 does."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable
from typing import Any

from app.system.notify import Button, Note, Press
from app.system.notify_elsewhere import ElsewhereNotifier


class Library:
    """Shows by identifier; what it fails to show it neither lists nor tells of."""

    def __init__(self) -> None:
        self.shown: dict[str, Any] = {}
        self.cleared: list[str] = []
        self.is_broken = False
        self.on_clicked: Callable[[str], None]
        self.on_button_pressed: Callable[[str, str], None]
        self.on_dismissed: Callable[[str], None]

    async def send_notification(self, notification: Any) -> None:
        if not self.is_broken:
            self.shown[notification.identifier] = notification

    async def get_current_notifications(self) -> list[str]:
        return list(self.shown)

    async def clear(self, identifier: str) -> None:
        del self.shown[identifier]
        self.cleared.append(identifier)


_MODULE = types.SimpleNamespace(
    Button=lambda **given: types.SimpleNamespace(**given),
    Notification=lambda **given: types.SimpleNamespace(**given),
    Urgency=types.SimpleNamespace(Critical="critical", Normal="normal"),
)


class Ear:
    def __init__(self) -> None:
        self.presses: list[Press] = []
        self.failed: list[Note] = []

    def pressed(self, press: Press) -> None:
        self.presses.append(press)

    def not_shown(self, note: Note, why: str) -> None:
        self.failed.append(note)


async def until(done: Callable[[], object]) -> None:
    deadline = asyncio.get_running_loop().time() + 5
    while not done():
        assert asyncio.get_running_loop().time() < deadline, "it did not happen in time"
        await asyncio.sleep(0.005)


async def test_a_newer_note_takes_the_place_of_the_one_before_and_a_late_press_is_still_of_that() -> None:
    library, ear = Library(), Ear()
    notifier = ElsewhereNotifier(library, _MODULE, ear)
    first = Note(tag="s", title="one", urgent=True, buttons=(Button("allow", "Allow"),))
    notifier.show(first)
    await until(lambda: library.shown)
    (name,) = library.shown
    assert library.shown[name].urgency == "critical"
    assert [(each.identifier, each.title) for each in library.shown[name].buttons] == [("allow", "Allow")]
    notifier.show(Note(tag="s", title="two"))
    await until(lambda: [each.title for each in library.shown.values()] == ["two"])
    assert library.cleared == [name]
    library.on_button_pressed(name, "allow")
    assert [(press.note, press.button) for press in ear.presses] == [(first, "allow")]
    await notifier.close()


async def test_a_click_and_a_note_closed_by_hand_are_known() -> None:
    library, ear = Library(), Ear()
    notifier = ElsewhereNotifier(library, _MODULE, ear)
    notifier.show(Note(tag="s", title="one"))
    await until(lambda: notifier._queue.has("signalcabin-1"))
    library.on_clicked("signalcabin-1")
    library.on_dismissed("signalcabin-1")
    assert [press.button for press in ear.presses] == [""]
    assert not notifier._queue.has("signalcabin-1")
    await notifier.close()


async def test_what_the_system_did_not_take_is_told() -> None:
    library, ear = Library(), Ear()
    library.is_broken = True
    notifier = ElsewhereNotifier(library, _MODULE, ear)
    note = Note(tag="s", title="one")
    notifier.show(note)
    await until(lambda: ear.failed == [note])
    await notifier.close()
