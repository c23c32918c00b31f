"""Checks of ``app.desktop.tray_badge``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage

from app.desktop import signals
from app.desktop.colours import BADGE_DIGIT, BADGE_GROUND, contrast
from app.desktop.tray_badge import SIZES_PX, badge_text, badged_icon


@pytest.fixture
def one_ink() -> Iterator[None]:
    signals.choose_tray_ink("light")
    yield
    signals.choose_tray_ink("colour")


def image(waiting: int, size: int) -> QImage:
    return badged_icon("needs_you", waiting).pixmap(size, size).toImage()


def pixels(drawn: QImage, like: str) -> int:
    """How many are near this colour."""
    wanted = QColor(like)
    near = 0
    for x in range(drawn.width()):
        for y in range(drawn.height()):
            colour = drawn.pixelColor(x, y)
            apart = max(abs(colour.red() - wanted.red()), abs(colour.green() - wanted.green()))
            near += colour.alpha() > 200 and max(apart, abs(colour.blue() - wanted.blue())) < 80
    return near


@pytest.mark.parametrize(("waiting", "text"), [(0, ""), (1, "1"), (9, "9"), (10, "+"), (400, "+")])
def test_one_character_tells_how_many(waiting: int, text: str) -> None:
    assert badge_text(waiting) == text


@pytest.mark.parametrize("size", SIZES_PX)
def test_the_digit_is_there_at_every_size_and_each_looks_its_own(qapp: object, size: int) -> None:
    drawn = [image(waiting, size) for waiting in range(1, 11)]
    assert all(pixels(each, "#ffffff") >= size / 5 for each in drawn)
    assert all(drawn[a] != drawn[b] for a in range(10) for b in range(a))


@pytest.mark.parametrize("size", SIZES_PX)
def test_the_arm_is_still_seen_beside_it(qapp: object, size: int) -> None:
    assert pixels(image(3, size), "#c07200") >= size


def test_nobody_waiting_leaves_the_arm_alone(qapp: object) -> None:
    assert image(0, 22) == signals.tray_icon("needs_you").pixmap(22, 22).toImage()


def test_a_panel_that_wants_one_ink_gets_one(qapp: object, one_ink: None) -> None:
    drawn = image(3, 48)
    seen = [drawn.pixelColor(x, y) for x in range(48) for y in range(48)]
    colours = {colour.name() for colour in seen if colour.alpha() == 255}
    assert drawn != signals.tray_icon("needs_you").pixmap(48, 48).toImage()
    assert colours == {signals.TRAY_INKS["light"]}


def test_the_digit_is_read_on_its_disc_and_the_disc_seen_on_light_and_dark_panels() -> None:
    assert contrast(BADGE_DIGIT, BADGE_GROUND) >= 4.5
    assert min(contrast(BADGE_GROUND, panel) for panel in ("#202124", "#f0f0f0", "#ffffff")) >= 2.9
