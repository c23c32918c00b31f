"""Checks of ``app.desktop.taskbar``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.projections.alerts import Alert
from app.core.records import SessionKey
from app.desktop.cabin import THIS_MACHINE, Cabin
from app.desktop.link import HubAddress, Link, now_us
from app.desktop.models.hubs import Hub, SessionRef
from app.desktop.taskbar import Taskbar
from app.system.paths import DataPaths
from tests.helpers.canned import row
from tests.helpers.told_alerts import ToldAlerts

REF = SessionRef(THIS_MACHINE, "claude_code", "w")


@pytest.fixture
def cabin(paths: DataPaths, qapp: object) -> Iterator[Cabin]:
    made = Cabin(paths, start_hub=False)
    address = HubAddress(THIS_MACHINE, "ws+unix:///nowhere")
    made.hubs.add(Hub(address, Link(address, lambda: None), phase="replaying"))
    yield made


def tell(cabin: Cabin, status: str) -> None:
    cabin.hubs.all()[0].rows[SessionKey("claude_code", "w")] = row("w", status, 5, now_us())
    cabin.hubs.rows_changed.emit({REF})


def test_the_number_is_set_when_it_changes_and_taken_away_at_the_end(
    cabin: Cabin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[int] = []
    monkeypatch.setattr(QGuiApplication, "setBadgeNumber", staticmethod(numbers.append))
    window = QWidget()
    qtbot.addWidget(window)
    taskbar = Taskbar(window, cabin, ToldAlerts())
    tell(cabin, "working")
    assert numbers == []
    tell(cabin, "waiting")
    tell(cabin, "waiting")
    assert numbers == [1]
    taskbar.clear()
    assert numbers == [1, 0]


def test_only_what_needs_somebody_asks_for_attention_and_only_once(
    cabin: Cabin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", staticmethod(called.append))
    window, alerts = QWidget(), ToldAlerts()
    qtbot.addWidget(window)
    Taskbar(window, cabin, alerts)
    alert = Alert(alert_id="a", key=REF.key, kind="needs_you", title="", body="", at_us=0)
    alerts.alerted.emit(REF, alert)
    assert called == []
    window.show()
    alerts.alerted.emit(REF, alert)
    alerts.tell(REF, "finished", "w finished", 0)
    alerts.alerted.emit(REF, Alert(alert_id="a", key=REF.key, kind="needs_you", title="", body="", at_us=0, again=True))
    assert called == [window]
