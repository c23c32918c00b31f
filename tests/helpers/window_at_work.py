"""The whole window on an afternoon's work, with a hub behind it that answers what a test may ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from app.core.commands import CountEvents, EventCounts, EventPage, EventRow, RawRecord, ReadEvents, ReadRaw
from app.desktop.alerts import Alerts
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.calls import Calls
from app.desktop.link import now_us
from app.desktop.models.hubs import SessionRef
from app.desktop.views.main_window import MainWindow
from app.settings import Settings
from app.system.paths import DataPaths
from tests.helpers import canned
from tests.helpers.canned import SHOP
from tests.helpers.scripted_hub import ScriptedHub

DEPLOY = SessionRef(THIS_MACHINE, "claude_code", "deploy-script")
LOGIN = SessionRef(THIS_MACHINE, *SHOP)

_RECORDS = (
    EventRow(seq=3, at_us=3_000_000, source="hook", kind="ToolCallFinished", failed=True, summary="Bash, exit 1"),
    EventRow(seq=2, at_us=2_000_000, source="hook", kind="ToolCallStarted", summary="Bash “ruff check app”"),
    EventRow(seq=1, at_us=1_000_000, source="hook", kind="SessionStarted", summary="startup"),
)


def _page(order: ReadEvents) -> EventPage:
    rows = () if order.after_seq or order.before_seq else tuple(r for r in _RECORDS if order.text in r.summary)
    return EventPage(rows=rows, newest_seq=3)


@asynccontextmanager
async def window_at_work(hub: ScriptedHub, paths: DataPaths, until: Any) -> AsyncIterator[MainWindow]:
    """The window, its roster filled and its hub live."""
    canned.fill(hub, now_us())
    hub.answers[ReadEvents] = _page
    hub.answers[CountEvents] = lambda _order: EventCounts(kinds={each.kind: 1 for each in _RECORDS})
    hub.answers[ReadRaw] = lambda order: RawRecord(
        seq=order.seq, record='{"seq":1}', record_bytes=9, payload='{"tool_name":"Bash"}', payload_bytes=20
    )
    cabin = Cabin(paths, start_hub=False)
    made = MainWindow(cabin)
    Calls(made, cabin, Alerts(cabin.hubs, Settings, made.is_looking_at, made), Settings)
    cabin.add_own_hub()
    made.show()
    made.activateWindow()
    await until(lambda: made.roster.current() is not None and cabin.hubs.all()[0].phase == "live")
    try:
        yield made
    finally:
        made.hide()
        await cabin.close(stop_own_hub=False)
        made.deleteLater()
