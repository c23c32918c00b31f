"""Checks of ``app.desktop.accessible``."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QVBoxLayout, QWidget

from app.desktop.accessible import answered_by, shown_as


@shown_as(QAccessible.Role.StaticText)
class Told(QWidget):
    """Something that paints a word."""


class ToldMore(Told):
    """Made from it."""


class Answers(QAccessibleWidget):
    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Chart, "")

    def text(self, which: QAccessible.Text) -> str:
        return "three spans" if which == QAccessible.Text.Description else super().text(which)


@answered_by(Answers)
class Chart(QWidget):
    """Something that has more to tell."""


def test_a_widget_that_paints_itself_has_the_role_its_class_was_given(qapp: QApplication) -> None:
    for kind in (Told, ToldMore):
        widget = kind()
        widget.setAccessibleName("hub · this machine")
        found = QAccessible.queryAccessibleInterface(widget)
        assert (found.role(), found.text(QAccessible.Text.Name)) == (QAccessible.Role.StaticText, "hub · this machine")
        widget.deleteLater()


def test_a_widget_without_one_stays_what_qt_makes_of_it(qapp: QApplication) -> None:
    widget = QWidget()
    assert QAccessible.queryAccessibleInterface(widget).role() == QAccessible.Role.Client
    widget.deleteLater()


@pytest.mark.slow
def test_an_interface_of_its_own_answers_for_its_widget_and_lives_as_long(qapp: QApplication) -> None:
    around = QWidget()
    QVBoxLayout(around).addWidget(Chart(around))
    for _ in range(3):
        gc.collect()
        child = QAccessible.queryAccessibleInterface(around).child(0)
        assert (child.role(), child.text(QAccessible.Text.Description)) == (QAccessible.Role.Chart, "three spans")
    around.deleteLater()
