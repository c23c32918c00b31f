"""An error of our own is told with its report at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.desktop import trouble


class Strip:
    """A window of which only the strip across the top is looked at."""

    def __init__(self) -> None:
        self.said: list[tuple[str, list[str]]] = []
        self.offers: dict[str, object] = {}

    def say(self, text: str, **options: object) -> None:
        offers = options.get("offers", ())
        self.offers = dict(offers)  # type: ignore[call-overload]
        self.said.append((text, list(self.offers)))


@pytest.mark.usefixtures("qapp")
def test_the_report_can_be_copied_and_its_folder_opened(tmp_path: Path) -> None:
    report, window = tmp_path / "crash-1.txt", Strip()
    report.write_text("Traceback")
    trouble.tell(window, "Something went wrong.", report)  # type: ignore[arg-type]
    assert window.said == [("Something went wrong.", ["Copy report", "Open folder"])]
    window.offers["Copy report"]()  # type: ignore[operator]
    assert QGuiApplication.clipboard().text() == "Traceback"
    assert window.said[-1][0].startswith("The report is copied.")


@pytest.mark.usefixtures("qapp")
def test_a_report_that_is_gone_is_said(tmp_path: Path) -> None:
    window = Strip()
    trouble.copy(window, tmp_path / "crash-1.txt")  # type: ignore[arg-type]
    assert window.said[-1][0].startswith("The report cannot be read")


@pytest.mark.usefixtures("qapp")
def test_without_a_report_nothing_is_offered() -> None:
    window = Strip()
    trouble.tell(window, "It could not be written.", None)  # type: ignore[arg-type]
    assert window.said == [("It could not be written.", [])]
