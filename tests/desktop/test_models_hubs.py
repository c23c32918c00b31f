"""Checks of ``app.desktop.models.hubs``: what the links received is applied a little every frame."""

from __future__ import annotations

import pytest

from app.core.records import SessionKey
from app.desktop.link import HubAddress, Link
from app.desktop.models import hubs as module
from app.desktop.models.hubs import Hub, Hubs
from app.wire import feed
from tests.helpers.canned import row


@pytest.fixture
def hubs(qapp: object) -> Hubs:
    address = HubAddress("here", "ws+unix:///nowhere")
    made = Hubs()
    made.add(Hub(address, Link(address, lambda: None)))
    return made


def waiting(hubs: Hubs, count: int) -> None:
    link = hubs.all()[0].link
    for number in range(count):
        link._put(feed.RowsChanged(seq=number, sessions=(row(f"s{number}", "working", 1, 10**15),)))


def test_a_frame_ends_when_its_time_is_up_and_the_next_goes_on(hubs: Hubs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "APPLY_BUDGET_MS", 0.0)
    waiting(hubs, 5)
    known = []
    while hubs.apply_pending():
        known.append(len(hubs.all()[0].rows))
    assert known == [1, 2, 3, 4, 5]


def test_what_fits_one_frame_is_applied_in_one(hubs: Hubs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "APPLY_BUDGET_MS", 60_000.0)
    waiting(hubs, 50)
    assert not hubs.apply_pending()
    assert set(hubs.all()[0].rows) == {SessionKey("claude_code", f"s{number}") for number in range(50)}
