"""Checks of ``app.desktop.widgets.elided_label``."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from app.desktop.theme import SMALL, ui_font
from app.desktop.widgets.elided_label import ElidedLabel


def test_given_the_room_it_asks_for_nothing_is_cut(qapp: QApplication) -> None:
    label = ElidedLabel(size=SMALL)
    metrics = QFontMetrics(ui_font(SMALL))
    for number in range(300):
        text = f"{number} working · {number % 7} need you"
        label.set_text(text)
        assert metrics.elidedText(text, Qt.TextElideMode.ElideRight, label.sizeHint().width()) == text


def test_cut_text_is_whole_in_the_tip_and_for_screen_readers(qapp: QApplication) -> None:
    label = ElidedLabel()
    label.resize(60, 20)
    label.show()
    label.set_text("a rather long <title>", tip="since noon")
    assert label.is_cut
    assert "a rather long &lt;title&gt;" in label.toolTip() and "since noon" in label.toolTip()
    assert label.accessibleName() == "a rather long <title>"
    label.resize(600, 20)
    assert "rather" not in label.toolTip()


@pytest.mark.parametrize(("one", "other"), [("12 s", "13 s"), ("58 s", "59 s")])
def test_a_counting_second_does_not_ask_for_other_room(qapp: QApplication, one: str, other: str) -> None:
    label = ElidedLabel(size=SMALL)
    label.set_text(one)
    room = label.sizeHint()
    label.set_text(other)
    assert label.sizeHint() == room
