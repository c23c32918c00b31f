"""Brings about what is to stand, one call to the service at a time, whether it answers, hangs, dies or comes back.

What a person is to see is kept as *wanted*, what the service has as *standing*; a task makes them equal, tag by tag. So
a note that was taken back or replaced while the service hung is never shown, calls never pile up, and a service that
comes back is told what is still wanted.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, NamedTuple, Protocol

from app.system.notify import Listener, Note, NotShown, Press

log = logging.getLogger(__name__)

Handle = int | str
"""The service's own name for a note."""

ANSWER_LIMIT_S = 3.0
"""A service that has not answered by then hangs: notes go elsewhere until it does."""
_FAREWELL_S = 1.0
_REMEMBERED = 256


class Service(Protocol):
    """The platform's side. Both may take long; both raise NotShown."""

    async def put(self, note: Note, serial: int, before: Handle | None) -> Handle:
        """Show it, in place of ``before``. Its buttons must come back with ``serial``."""
        ...

    async def take(self, handle: Handle) -> None:
        """Take it back."""
        ...


class _Standing(NamedTuple):
    handle: Handle
    note: Note
    serial: int


class NoteQueue:
    """Made for one service that is there, or may come."""

    def __init__(self, service: Service, listener: Listener, answer_limit_s: float = 0.0) -> None:
        self._service = service
        self._listener = listener
        self._answer_limit_s = answer_limit_s or ANSWER_LIMIT_S
        self._is_served = True
        self._changes = 0
        """How often the service came or went."""
        self._hangs = False
        self._wanted: dict[str, Note] = {}
        self._standing: dict[str, _Standing] = {}
        self._due: dict[str, None] = {}
        self._shown: OrderedDict[int, tuple[Note, float]] = OrderedDict()
        """By serial: what was shown, and since when; also what has been replaced, for a press may be on its way."""
        self._serial = 0
        self._wake = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._work = asyncio.ensure_future(self._run())

    # what is wanted

    def show(self, note: Note) -> None:
        if note.again and note.tag not in self._wanted:
            return
        self._wanted[note.tag] = note
        self._due[note.tag] = None
        self._wake.set()
        if not self._is_served or self._hangs:
            self._fail(note, "the notification service does not answer")

    def withdraw(self, tag: str) -> None:
        if self._wanted.pop(tag, None) is not None:
            self._due[tag] = None
            self._at_rest.clear()
            self._wake.set()

    async def close(self) -> None:
        """What stands is taken back: without us its buttons would do nothing."""
        for tag in list(self._wanted):
            self.withdraw(tag)
        if self._due and self._is_served and not self._hangs:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._at_rest.wait(), _FAREWELL_S)
        self._work.cancel()
        await asyncio.wait([self._work])

    # what the service says

    def has(self, handle: Handle) -> bool:
        """Whether this note is one of ours that stands."""
        return any(each.handle == handle for each in self._standing.values())

    def served(self, is_served: bool) -> None:
        """The service came, was replaced by another, or went: what stood in it is gone with it."""
        self._is_served = is_served
        self._changes += 1
        self._standing.clear()
        for tag, note in self._wanted.items():
            self._due[tag] = None
            if not is_served:
                self._fail(note, "the notification service went away")
        self._wake.set()

    def pressed(self, serial: int, button: str, token: str = "") -> None:
        """A button of what was shown with this serial."""
        known = self._shown.get(serial)
        if known is not None:
            note, since_s = known
            stood_ms = (time.monotonic() - since_s) * 1000
            self._listener.pressed(Press(note=note, button=button, stood_ms=stood_ms, token=token))

    def clicked(self, handle: Handle, token: str = "") -> None:
        """The note itself."""
        standing = next((each for each in self._standing.values() if each.handle == handle), None)
        if standing is not None:
            self.pressed(standing.serial, "", token)

    def closed(self, handle: Handle, by_person: bool) -> None:
        """It stands no more. ``by_person``, or its time was over: it is not wanted any more either."""
        tag = next((tag for tag, each in self._standing.items() if each.handle == handle), None)
        if tag is None:
            return
        del self._standing[tag]
        if by_person and tag not in self._due:
            self._wanted.pop(tag, None)

    # making both equal

    async def _run(self) -> None:
        while True:
            self._at_rest.set()
            await self._wake.wait()
            self._wake.clear()
            while self._due and self._is_served:
                tag, changes = next(iter(self._due)), self._changes
                try:
                    await self._settle(tag)
                except NotShown as error:
                    if self._changes == changes:  # else the one that came meanwhile is to have it
                        self._due.pop(tag, None)
                        if tag in self._wanted:
                            self._fail(self._wanted[tag], str(error))

    async def _settle(self, tag: str) -> None:
        note, standing = self._wanted.get(tag), self._standing.get(tag)
        if note is None:
            if standing is not None:
                await self._patiently(self._service.take(standing.handle))
                self._standing.pop(tag, None)
        elif standing is None or standing.note is not note:
            self._serial += 1
            serial = self._serial
            before = standing.handle if standing is not None else None
            handle = await self._patiently(self._service.put(note, serial, before))
            assert handle is not None
            self._standing[tag] = _Standing(handle, note, serial)
            self._shown[serial] = (note, time.monotonic())
            while len(self._shown) > _REMEMBERED:
                self._shown.popitem(last=False)
        if self._wanted.get(tag) is note:
            self._due.pop(tag, None)

    async def _patiently(self, work: Coroutine[Any, Any, Handle | None]) -> Handle | None:
        """Its result, however late; meanwhile, past the limit, everything that waits goes elsewhere."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait([task], timeout=self._answer_limit_s)
            if not task.done():
                self._hangs = True
                for tag in list(self._due):
                    if tag in self._wanted:
                        self._fail(self._wanted[tag], "the notification service does not answer")
                await asyncio.wait([task])
                self._hangs = False
        finally:
            task.cancel()
        return task.result()

    def _fail(self, note: Note, why: str) -> None:
        log.info("notification: %s", why)
        self._listener.not_shown(note, why)
