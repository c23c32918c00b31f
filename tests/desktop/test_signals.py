"""Checks of ``app.desktop.signals``."""

from __future__ import annotations

import typing

import pytest
from PySide6.QtGui import QColor, QImage

from app.core.projections.rows import SessionRow, Status
from app.desktop import signals
from app.desktop.colours import DARK, HIGH_CONTRAST, LIGHT


def _ink(image: QImage) -> set[tuple[int, int]]:
    return {(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 128}


def test_every_status_has_a_mark_and_every_mark_a_colour_in_every_theme() -> None:
    assert set(signals.SIGNAL_OF_STATUS) == set(typing.get_args(Status))
    for theme in (LIGHT, DARK, HIGH_CONTRAST):
        assert all(QColor(getattr(theme, name)).isValid() for name in signals.SIGNAL_OF_STATUS.values())


def test_the_marks_differ_in_shape_and_not_in_colour_alone() -> None:
    names = sorted(set(signals.SIGNAL_OF_STATUS.values()))
    inks = {name: _ink(signals.signal_pixmap(name, 16).toImage()) for name in names}
    for name, ink in inks.items():
        assert ink, name
        for other, other_ink in inks.items():
            if other != name:
                assert len(ink ^ other_ink) >= 12, (name, other)


@pytest.mark.parametrize("name", sorted(set(signals.SIGNAL_OF_STATUS.values())))
def test_a_mark_keeps_inside_its_box(name: str) -> None:
    image = signals.signal_pixmap(name, 16).toImage()
    edge = [(x, y) for x in range(16) for y in range(16) if x in (0, 15) or y in (0, 15)]
    assert all(image.pixelColor(x, y).alpha() < 200 for x, y in edge)


def test_a_mark_wears_the_themes_colour() -> None:
    image = signals.signal_pixmap("interrupted", 16).toImage()
    assert image.pixelColor(8, 8).name() == LIGHT.interrupted


def test_the_arm_looks_different_in_every_state() -> None:
    pictures = {state: signals.tray_icon(state).pixmap(22, 22).toImage() for state in signals.TRAY_STATES}
    for state, picture in pictures.items():
        assert sum(picture == other for other in pictures.values()) == 1, state


def test_a_status_of_the_future_is_shown_as_lost() -> None:
    assert signals.signal_of(SessionRow(agent="a", session_id="s", status="dreaming")) == "lost"  # type: ignore[arg-type]
