"""Checks of ``app.desktop.views.settings_dialog``: every choice is there, is found, and holds at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop import theme as themes
from app.desktop.settings_table import NOBODY_CHOOSES, PAGES, START_AT_LOGIN, InFile, OneOf, Several
from app.desktop.views.settings_dialog import SettingsDialog
from app.settings import DOCUMENTATION, Settings

ROWS = {row.field: row for page in PAGES for row in page.rows}


class Desk:
    """The dialog, and what was chosen in it."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.chosen: list[tuple[str, object]] = []
        deeds = (("purge", "Remove what is kept…", "The store takes 12 MB."),)
        self.dialog = SettingsDialog(self.value_of, Path("/srv/data/settings.toml"), deeds)
        self.dialog.chosen.connect(lambda name, value: self.chosen.append((name, value)))
        self.dialog.show()

    def value_of(self, name: str) -> object:
        return getattr(self.settings, name, False)

    def find(self, text: str) -> list[str]:
        """The settings that are left when this is looked for."""
        self.dialog.search.setText(text)
        return [name for name, field in self.dialog.fields.items() if field.isVisibleTo(self.dialog)]


@pytest.fixture
def desk(qapp: object) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.dialog.close()


def test_every_setting_has_its_place_and_no_other_has() -> None:
    assert set(ROWS) == set(Settings.__struct_fields__) - NOBODY_CHOOSES | {START_AT_LOGIN}
    assert set(DOCUMENTATION) == set(Settings.__struct_fields__)
    assert sum(len(page.rows) for page in PAGES) == len(ROWS)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if isinstance(row.control, OneOf | Several)])
def test_what_can_be_chosen_is_what_the_setting_takes(name: str) -> None:
    control = ROWS[name].control
    assert isinstance(control, OneOf | Several)
    values = [option[0] for option in control.options]
    [field] = [field for field in msgspec.structs.fields(Settings) if field.name == name]
    for value in values:
        msgspec.convert(value if isinstance(control, OneOf) else [value], field.type)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert("?" if isinstance(control, OneOf) else ["?"], field.type)
    if isinstance(control, OneOf):
        assert getattr(Settings(), name) in values


def test_it_shows_what_holds(desk: Desk) -> None:
    desk.settings = Settings(theme="dark", sounds=True, keep_days=0, limit_day_usd=2.5, quiet_hours=("22:00-07:00",))
    desk.dialog.refresh()
    fields = desk.dialog.fields
    assert fields["theme"].choice.value == "dark" and fields["sounds"].check.isChecked()
    assert (fields["keep_days"].edit.text(), fields["keep_days"].unit.text()) == ("0", "for ever")
    assert fields["limit_day_usd"].edit.text() == "2.50"
    assert fields["quiet_hours"].edit.text() == "22:00-07:00"
    assert desk.chosen == []


def test_what_is_chosen_is_told_at_once(desk: Desk) -> None:
    fields = desk.dialog.fields
    fields["sounds"].check.click()
    fields["theme"].choice.choose("dark")
    fields["sounds_for"].boxes["finished"].click()
    fields["keep_days"].edit.setText("7")
    QTest.keyClick(fields["keep_days"].edit, Qt.Key.Key_Return)
    fields["quiet_hours"].edit.setText(" 22:00-07:00 ;; Sat 00:00-24:00")
    QTest.keyClick(fields["quiet_hours"].edit, Qt.Key.Key_Return)
    assert desk.chosen == [
        ("sounds", True),
        ("theme", "dark"),
        ("sounds_for", ("needs_you", "failed")),
        ("keep_days", 7),
        ("quiet_hours", ("22:00-07:00", "Sat 00:00-24:00")),
    ]
    assert desk.dialog.isVisible()


@pytest.mark.parametrize(("typed", "kept"), [("many", "90"), ("-5", "0"), ("1e400", "36500"), ("nan", "0"), ("", "0")])
def test_what_is_no_number_here_becomes_the_nearest_that_is(desk: Desk, typed: str, kept: str) -> None:
    edit = desk.dialog.fields["keep_days"].edit
    edit.setText(typed)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == kept


def test_up_and_down_count(desk: Desk) -> None:
    edit = desk.dialog.fields["keep_days"].edit
    for key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Down):
        QTest.keyClick(edit, key)
    assert [value for _, value in desk.chosen] == [91, 101, 100]


def test_a_setting_is_found_by_its_title_its_sentence_or_its_page(desk: Desk) -> None:
    assert desk.find("secret") == ["redact_secrets"]
    assert desk.find("do not disturb") == ["heed_do_not_disturb", "quiet_hours_let_through"] or "heed" in str(
        desk.find("do not disturb")
    )
    assert desk.find("sounds") == ["sounds", "sounds_for"]
    assert desk.find("quiet_hours") and desk.find("") == list(desk.dialog.fields)


def test_what_cannot_be_chosen_on_this_system_is_not_shown(qapp: object) -> None:
    dialog = SettingsDialog(Desk().value_of, Path("/srv/settings.toml"), absent=frozenset((START_AT_LOGIN,)))
    assert START_AT_LOGIN not in dialog.fields and "close_to_tray" in dialog.fields
    dialog.close()


def test_what_is_not_found_is_said(desk: Desk) -> None:
    assert desk.find("zebra") == [] and desk.dialog.nothing.isVisibleTo(desk.dialog)
    desk.dialog.search.clear()
    assert not desk.dialog.nothing.isVisibleTo(desk.dialog)


def test_a_deed_is_found_and_done(desk: Desk) -> None:
    done: list[str] = []
    desk.dialog.deed_wanted.connect(done.append)
    assert desk.find("remove kept") == []
    assert desk.dialog.deeds.isVisibleTo(desk.dialog)
    desk.dialog.deeds.buttons["purge"].click()
    assert done == ["purge"]


def test_rules_and_hubs_lead_to_the_file(desk: Desk) -> None:
    wanted: list[bool] = []
    desk.dialog.file_wanted.connect(lambda: wanted.append(True))
    in_file = [name for name, row in ROWS.items() if isinstance(row.control, InFile)]
    for name in in_file:
        desk.dialog.fields[name].button.click()
    desk.dialog.open_file.click()
    assert len(wanted) == len(in_file) + 1


def test_everything_that_takes_the_keyboard_has_a_name_and_its_sentence(desk: Desk) -> None:
    for widget in desk.dialog.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isEnabled():
            assert widget.accessibleName(), widget
    for name, field in desk.dialog.fields.items():
        proxy = field.focusProxy()
        assert proxy is not None and proxy.accessibleName(), name


def test_it_can_be_gone_through_by_tab_in_the_order_in_which_it_stands(desk: Desk) -> None:
    order = list(desk.dialog.fields.values())
    seen: list[int] = []
    widget = desk.dialog.search
    for _ in range(200):
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = desk.dialog.focusWidget()
        for place, field in enumerate(order):
            if (widget is field.focusProxy() or field.isAncestorOf(widget)) and (not seen or seen[-1] != place):
                seen.append(place)
        if widget is desk.dialog.search:
            break
    assert seen == list(range(len(order)))


def test_a_problem_is_said_until_the_next_choice(desk: Desk) -> None:
    desk.dialog.say("That is no time.")
    assert desk.dialog.problem.isVisibleTo(desk.dialog)
    desk.dialog.say("")
    assert not desk.dialog.problem.isVisibleTo(desk.dialog)


def test_nothing_is_cut_at_twice_the_text_in_a_small_window(qapp: QApplication) -> None:
    themes.set_text_scale(qapp, 2.0)
    desk = Desk()
    desk.dialog.resize(860, 560)
    qapp.processEvents()
    inside = desk.dialog.page.widget()
    assert inside is not None and inside.width() <= desk.dialog.page.viewport().width()
    for name, field in desk.dialog.fields.items():
        right = field.mapTo(inside, field.rect().bottomRight()).x()
        assert right <= inside.width(), name
    desk.dialog.close()
