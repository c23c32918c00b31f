"""What is left of an error: private, scrubbed, few and small."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.system import crash_reports
from app.system.crash_reports import reports_in, write_report


def test_a_report_is_private_and_names_program_and_system(tmp_path: Path) -> None:
    path = write_report(tmp_path, "Traceback: oh", "Qt 6.11.0")
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text()
    assert (
        text.startswith("Signalcabin ") and ", Qt 6.11.0, " in text.splitlines()[0] and text.endswith("Traceback: oh")
    )


def test_neither_secrets_nor_the_home_folder_get_into_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/srv/people/ada"))
    key = "sk-" + "ant-api03-" + "Ab1" * 12
    text = write_report(tmp_path, f"ValueError: {key} in /srv/people/ada/src/x.py").read_text()
    assert key not in text and "ada" not in text and "/src/x.py" in text


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash_reports, "KEPT", 3)
    made = [write_report(tmp_path, str(number)) for number in range(5)]
    assert reports_in(tmp_path) == made[:1:-1]


def test_of_a_monster_the_beginning_and_the_end_are_kept(tmp_path: Path) -> None:
    text = write_report(tmp_path, "first" + "\n" * 3_000_000 + "last \ud800").read_text()
    assert len(text) < 300_000 and "first" in text and "last" in text and "characters left out" in text


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_report(tmp_path / "missing", "x")
