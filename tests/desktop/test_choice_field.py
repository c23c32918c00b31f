"""Checks of ``app.desktop.widgets.choice_field``."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.widgets.choice_field import ChoiceField

CHOICES = (("", "As usual", "As it was."), ("plan", "Plan first", "Nothing is changed."))


def test_it_holds_its_first_choice_until_another_is_made(qapp: QApplication) -> None:
    field = ChoiceField("Permissions", CHOICES)
    assert (field.value, field.text(), field.accessibleName()) == ("", "As usual", "Permissions: As usual")
    told: list[str] = []
    field.changed.connect(told.append)
    field.choose("plan")
    assert (field.value, field.text(), told) == ("plan", "Plan first", ["plan"])


def test_the_menu_says_what_each_choice_means_and_takes_the_one_pressed(qapp: QApplication) -> None:
    field = ChoiceField("Permissions", CHOICES)
    field.show()
    menu = field.open_menu()
    menu.setAttribute(
        Qt.WidgetAttribute.WA_DeleteOnClose, False
    )  # the field goes with this test, and it with the field
    assert [button.choice.sentence for button in menu.buttons] == ["As it was.", "Nothing is changed."]
    QTest.mouseClick(menu.buttons[1], Qt.MouseButton.LeftButton)
    assert field.value == "plan"
