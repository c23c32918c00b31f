"""Checks of ``icons/``: what can be told apart in a panel, at the sizes panels have, with and without colour."""

from __future__ import annotations

import itertools
import typing
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop.colours import TRAY_INKS, contrast
from app.desktop.signals import TRAY_STATES, app_icon, choose_tray_ink, tray_icon
from app.settings import Settings

SIZES = (16, 22, 24, 32, 48)
PANELS = {"white": "#ffffff", "light": "#f6f6f7", "grey": "#e8e8ea", "dark": "#303030", "night": "#16171a"}
INKS = {"white": "dark", "light": "dark", "grey": "dark", "dark": "light", "night": "light"}


@pytest.fixture(autouse=True)
def _in_colour() -> Iterator[None]:
    yield
    choose_tray_ink("colour")


def on_panel(state: str, size: int, panel: str, ink: str = "colour") -> QImage:
    """The icon as the panel shows it."""
    choose_tray_ink(ink)
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(panel))
    painter = QPainter(image)
    painter.drawPixmap(0, 0, tray_icon(state).pixmap(size, size))
    painter.end()
    return image


def colours(image: QImage) -> list[str]:
    return [image.pixelColor(x, y).name() for y in range(image.height()) for x in range(image.width())]


def grey(colour: str) -> int:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return (299 * red + 587 * green + 114 * blue) // 1000


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", TRAY_STATES)
def test_the_arm_stands_out_from_the_panel(state: str, size: int, panel: str) -> None:
    seen = [each for each in colours(on_panel(state, size, PANELS[panel])) if contrast(each, PANELS[panel]) >= 3.0]
    assert len(seen) >= 0.14 * size * size


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("size", SIZES)
def test_no_two_states_look_alike_even_without_colour(size: int, panel: str) -> None:
    shades = {state: [grey(each) for each in colours(on_panel(state, size, PANELS[panel]))] for state in TRAY_STATES}
    for one, other in itertools.combinations(TRAY_STATES, 2):
        unlike = sum(abs(a - b) > 40 for a, b in zip(shades[one], shades[other], strict=True))
        assert unlike >= 0.10 * size * size, (one, other, unlike)


@pytest.mark.parametrize("panel", PANELS)
def test_in_one_colour_the_position_alone_tells_the_state(panel: str) -> None:
    shown = {state: colours(on_panel(state, 16, PANELS[panel], INKS[panel])) for state in TRAY_STATES}
    for one, other in itertools.combinations(TRAY_STATES, 2):
        unlike = sum(contrast(a, b) >= 3.0 for a, b in zip(shown[one], shown[other], strict=True))
        assert unlike >= 20, (one, other, unlike)
    for state in TRAY_STATES:
        found = {QColor(each).hslSaturation() for each in shown[state]}
        assert max(found) <= 40, f"{state} has a colour of its own"


def test_every_ink_can_be_chosen_and_one_ink_is_left_to_a_panel_that_tints_it() -> None:
    assert set(typing.get_args(typing.get_type_hints(Settings)["tray_icon"])) == set(TRAY_INKS)
    assert not tray_icon("working").isMask()
    choose_tray_ink("dark")
    assert tray_icon("working").isMask()


def test_colour_tells_who_needs_you_who_failed_and_who_works() -> None:
    hues = {state: _hue(state) for state in ("needs_you", "failed", "working")}
    assert 25 <= hues["needs_you"] <= 50
    assert hues["failed"] >= 340 or hues["failed"] <= 15
    assert 110 <= hues["working"] <= 160


@pytest.mark.parametrize("size", [16, 24, 32, 48])
def test_the_programs_icon_shows_its_arm_at_every_size(size: int) -> None:
    image = app_icon().pixmap(size, size).toImage()
    inside = [image.pixelColor(x, y) for x in range(size) for y in range(size)]
    ground = image.pixelColor(size // 2, size - size // 8)
    arm = [each for each in inside if each.alpha() > 250 and contrast(each.name(), ground.name()) >= 4.5]
    assert len(arm) >= 0.10 * size * size


def _hue(state: str) -> int:
    """That of the most colourful pixel."""
    image = tray_icon(state).pixmap(48, 48).toImage()
    inside = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    return max((each for each in inside if each.alpha() > 250), key=lambda each: each.hsvSaturation()).hue()
