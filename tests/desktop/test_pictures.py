"""Every scene looks as it was approved: ``tests/pictures`` holds what it looked like, ``make pictures`` renews that."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from app.desktop.colours import DARK
from tests.helpers.pictures.compare import compare, difference_picture, save_small
from tests.helpers.pictures.page import changes_between, write_page
from tests.helpers.pictures.render import FAILED, KEPT, name_of, take
from tests.helpers.pictures.scenes import recordings_with_goldens, scenes

# One worker takes them all, once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pictures")]

NAMES = [name_of(scene, theme) for scene in scenes() for theme in scene.themes]
STATUS = QRect(371, 44, 360, 22)
"""The line under the title in the scene ``roster``, at 1280 × 800."""


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All scenes, painted now."""
    folder = tmp_path_factory.mktemp("pictures")
    take(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_looks_as_it_was_approved(name: str, taken: Path) -> None:
    now = QImage(str(taken / name))
    assert (KEPT / name).exists(), f"no picture of {name} is kept: run `make pictures`, and look at it"
    kept = QImage(str(KEPT / name))
    found = compare(kept, now)
    if found.why:
        actual = FAILED / name
        actual.parent.mkdir(parents=True, exist_ok=True)
        now.save(str(actual))
        difference_picture(kept, now).save(str(actual.with_suffix(".difference.png")))
        pytest.fail(f"{found.why}: see {actual} and {actual.stem}.difference.png beside it", pytrace=False)


def test_each_picture_kept_is_of_a_scene() -> None:
    assert {str(file.relative_to(KEPT)) for file in KEPT.rglob("*.png")} <= set(NAMES)


def test_every_golden_has_its_picture_in_light_and_dark() -> None:
    for recording in recordings_with_goldens():
        for theme in ("light", "dark"):
            assert f"{theme}/{recording.parent.name}-{recording.stem}.png" in NAMES


def test_the_pictures_kept_stay_small() -> None:
    assert sum(file.stat().st_size for file in KEPT.rglob("*.png")) < 4_500_000


# ── the comparison itself ──


@pytest.fixture
def picture(taken: Path) -> QImage:
    return QImage(str(taken / "light" / "roster.png"))


def _moved(picture: QImage, what: QRect, right: int, down: int) -> QImage:
    changed = picture.copy()
    painter = QPainter(changed)
    painter.drawImage(what.translated(right, down).topLeft(), picture, what)
    painter.end()
    return changed


@pytest.mark.parametrize("where", [(1, 0), (0, 1), (-1, 0)])
def test_words_that_moved_by_one_pixel_are_noticed(picture: QImage, where: tuple[int, int]) -> None:
    assert compare(picture, _moved(picture, STATUS, *where)).why


def test_a_single_other_digit_is_noticed(picture: QImage) -> None:
    one = _moved(picture, QRect(287, 57, 8, 14), 0, 77)  # the count of those who need you, where that of workers was
    assert compare(picture, one).why


def test_a_ground_that_is_a_shade_darker_is_noticed(taken: Path) -> None:
    dark = QImage(str(taken / "dark" / "roster.png"))
    changed = dark.copy()
    panel = QColor(DARK.panel).rgb()
    for y in range(700, 760):
        for x in range(20, 300):
            if changed.pixel(x, y) == panel:
                changed.setPixel(x, y, QColor(DARK.window).rgb())
    assert compare(dark, changed).why


def test_what_storing_does_to_the_colours_is_not(picture: QImage, tmp_path: Path) -> None:
    save_small(picture, tmp_path / "small.png")
    assert compare(picture, QImage(str(tmp_path / "small.png"))).pixels == 0


def test_another_size_is_noticed(picture: QImage) -> None:
    assert "sizes differ" in compare(picture, picture.copy(0, 0, 1280, 799)).why


def test_the_difference_is_painted_red_where_it_is(picture: QImage) -> None:
    moved = _moved(picture, STATUS, 3, 0)
    shown = difference_picture(picture, moved)
    red = [(x, y) for x in range(0, 1280) for y in range(0, 800) if shown.pixelColor(x, y).name() == "#e00020"]
    assert red
    assert all(STATUS.adjusted(-3, 0, 3, 0).contains(x, y) for x, y in red)


def test_the_page_shows_what_changed_and_counts_the_rest(picture: QImage, tmp_path: Path) -> None:
    before, after, page = tmp_path / "before", tmp_path / "after", tmp_path / "page" / "index.html"
    save_small(picture, before / "light" / "same.png")
    save_small(picture, after / "light" / "same.png")
    save_small(picture, before / "light" / "moved.png")
    save_small(_moved(picture, STATUS, 3, 0), after / "light" / "moved.png")
    save_small(picture, after / "light" / "fresh.png")
    changes, same = changes_between(before, after)
    write_page(page, changes, same)
    text = page.read_text()
    assert (changes[0].name, changes[0].why) == ("light/fresh.png", "new")
    assert "2 changed, 1 unchanged" in text
    assert text.count("<figure>") == 4  # new: after; moved: before, after, difference
    assert "http" not in text
    assert [file.name for file in page.parent.iterdir()] == ["index.html"]


# ── the painting ──


@pytest.mark.parametrize("fonts", ["none", "all of the machine's"])
def test_no_machine_s_fonts_or_screen_change_a_picture(
    fonts: str, taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "fonts.conf"
    folder = "" if fonts == "none" else "<dir>/usr/share/fonts</dir>"
    config.write_text(f'<?xml version="1.0"?><fontconfig>{folder}</fontconfig>')
    for name, value in {"FONTCONFIG_FILE": str(config), "QT_FONT_DPI": "144", "QT_SCALE_FACTOR": "1.5"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    take(tmp_path, ["roster", "permission"])
    assert QImage(str(tmp_path / "light" / "roster.png")) == QImage(str(taken / "light" / "roster.png"))
    assert QImage(str(tmp_path / "dark" / "permission.png")) == QImage(str(taken / "dark" / "permission.png"))
