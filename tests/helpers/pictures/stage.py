"""A window with a hub behind it that stands still: no socket, no agent, and a clock that shows what it is told to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.agents import adapter_for
from app.core.commands import AnyCommand, CountEvents, ReadEvents, ReadRaw
from app.core.records import Delivery, Record, SessionKey
from app.desktop import theme as themes
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import HubAddress, Link, OrderFailed
from app.desktop.models.hubs import Hub, SessionRef
from app.desktop.views.main_window import MainWindow
from app.desktop.views.output_geometry import NOWHERE
from app.store.event_pages import EventFilter
from app.store.log import Log
from app.system.paths import DataPaths
from app.wire import feed
from tests.helpers.scripted_hub import ScriptedHub
from tests.helpers.story import roster_of

FRIDAY_US = 1_763_736_300_000_000
"""Friday 21 November 2025, 14:45 UTC."""

_LOOK_EVERY_S = 0.02
_STILL_FOR = 2
"""So many looks in a row must find nothing new."""
_PATIENCE_S = 60.0


class Clock:
    """What ``time.time`` says while pictures are taken, in microseconds since the epoch."""

    now_us = FRIDAY_US

    @classmethod
    def stop(cls) -> None:
        """From here on time moves only when it is set."""
        time.time_ns = lambda: cls.now_us * 1000
        time.time = lambda: cls.now_us / 1_000_000


class StillLink(Link):
    """A link whose hub answers orders at once, from what the stage knows, and says nothing by itself."""

    def __init__(self, address: HubAddress, wake: Any, stage: Stage) -> None:
        super().__init__(address, wake)
        self._stage = stage

    def start(self) -> None:
        """Say what a hub says to whom it welcomes."""
        self._become("replaying")
        self._put(feed.Welcome(protocol=feed.PROTOCOL, hub_id="h", last_seq=0, version="0.1.0", machine="lovelace"))
        self._put(feed.Snapshot(seq=0, sessions=tuple(self._stage.hub.rows.values())))
        self._become("live")

    async def order(self, command: AnyCommand, timeout_s: float = 90.0) -> Any:
        return msgspec.to_builtins(self._stage.answer(command))

    async def watch(self, sessions: Sequence[SessionKey]) -> None:
        self._watched = tuple(sessions)

    async def close(self) -> None:
        """There is nothing to leave."""

    def go_away(self, why: str) -> None:
        """The connection is lost."""
        self._become("away", why)


class Stage:
    """One window for one picture."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        self.hub = ScriptedHub(folder / "no-socket")
        self._log = Log.open(folder / "store.sqlite3")
        # Only its name is ever shown, in the change that connecting would make.
        self.paths = DataPaths(Path("/home/ada/.local/share/signalcabin"))
        self.cabin = Cabin(self.paths, start_hub=False)
        self.window = MainWindow(self.cabin)
        self.link: StillLink | None = None

    # ── what the hub knows ──

    def play(self, deliveries: Sequence[Delivery]) -> list[Record]:
        """Have the hub know a recording; the clock stands a little after its end."""
        items = []
        for delivery in deliveries:
            adapter = adapter_for(delivery.agent)
            assert adapter is not None
            items.append((delivery, list(adapter.decode(delivery))))
        records = list(self._log.append(items).records)
        self.hub.records = records
        self.hub.rows = {SessionKey(row.agent, row.session_id): row for row in roster_of(records).rows()}
        Clock.now_us = max(record.at_us for record in records) + 5_000_000
        return records

    def answer(self, command: AnyCommand) -> Any:
        """What the hub says to an order; raises OrderFailed."""
        match command:
            case ReadEvents():
                key = SessionKey(command.agent, command.session_id)
                wanted = EventFilter(command.kinds, command.text, command.failed_only)
                if command.after_seq:
                    return self._log.events_since(key, wanted, command.after_seq, command.limit)
                return self._log.event_page(key, wanted, command.before_seq, command.skip, command.limit, 5.0)
            case CountEvents():
                return self._log.count_events(SessionKey(command.agent, command.session_id), command.until_seq)
            case ReadRaw():
                return self._log.raw_record(command.seq, command.max_bytes)
        try:
            return self.hub.outcome(command)
        except RuntimeError as error:
            raise OrderFailed(str(error)) from error

    # ── what the window shows ──

    async def open(self, width: int = 1120, height: int = 720) -> MainWindow:
        """Show the window on what the hub knows."""
        address = HubAddress(THIS_MACHINE, "ws+unix://nowhere", embedded=True)
        self.link = StillLink(address, self.cabin.frame.wake, self)
        self.cabin.hubs.add(Hub(address, self.link))
        self.link.start()
        self.window.resize(width, height)
        self.window.show()
        self.window.activateWindow()
        await self.settle()
        return self.window

    async def select(self, session_id: str, agent: str = "claude_code") -> SessionRef:
        """Show one session."""
        ref = SessionRef(THIS_MACHINE, agent, session_id)
        self.window.roster.select(ref)
        await self.settle()
        return ref

    async def settle(self, until: Callable[[], object] = lambda: True) -> None:
        """Wait until something holds, nothing is under way, and nothing in any window changes any more."""
        deadline_s = time.monotonic() + _PATIENCE_S
        before: QImage | None = None
        same = 0
        while same < _STILL_FOR:
            await asyncio.sleep(_LOOK_EVERY_S)
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._measure()
            now = self.picture() if until() and not self._is_busy() else None
            same = same + 1 if now is not None and now == before else 0
            before = now
            assert time.monotonic() < deadline_s, "the window does not come to rest"

    def _measure(self) -> None:
        """Lay out what is out of sight, too (a guessed height moves the scroll bar), and do at once what is paced."""
        self.window.session._refresh_timeline()
        output = self.window.session.output
        for _ in range(9):
            if output.page.ensure(0, output.page.total) == NOWHERE:
                return
            output._settle(None)

    def _is_busy(self) -> bool:
        shown = self.cabin.sessions.shown
        loading = shown is not None and (shown.loading or bool(shown.waiting))
        loading = loading or self.window.session.output.page.is_waiting
        return loading or not self.cabin.frame.is_idle or bool(self.cabin._tasks._running)

    def picture(self) -> QImage:
        """The window, and over it whatever has popped up."""
        image = self.window.grab().toImage()
        others = [each for each in self.app.topLevelWidgets() if each is not self.window and _is_shown(each)]
        painter = QPainter(image)
        # Qt lists windows in no order.
        for other in sorted(others, key=lambda each: (each.x(), each.y())):
            place = other.geometry().translated(-self.window.geometry().topLeft())
            painter.drawPixmap(place.topLeft(), other.grab())
            if other.windowType() == Qt.WindowType.Dialog:  # its frame is the window manager's, which is not here
                painter.setPen(themes.current_theme().color("line_strong"))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
        return image

    async def close(self) -> None:
        """Leave nothing for the next picture."""
        for widget in self.app.topLevelWidgets():
            widget.close()
        await self.cabin.close(stop_own_hub=False)
        self._log.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _is_shown(widget: QWidget) -> bool:
    return widget.isVisible() and widget.windowType() != Qt.WindowType.ToolTip and widget.pos() != QPoint(-1, -1)


@asynccontextmanager
async def stage(app: QApplication, folder: Path, theme: str, text_scale: float = 1.0) -> AsyncIterator[Stage]:
    """A window in a theme, for as long as the block runs."""
    Clock.now_us = FRIDAY_US
    themes._State.text_scale = text_scale
    themes.apply_theme(app, theme)
    made = Stage(app, folder)
    try:
        yield made
    finally:
        await made.close()
