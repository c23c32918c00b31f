"""The hub hears of what a person chose, without being restarted."""

from __future__ import annotations

from pathlib import Path

from app.hub.choices import Choices
from app.settings import Settings


def test_a_change_in_the_file_is_told_once(tmp_path: Path) -> None:
    file, heard = tmp_path / "settings.toml", list[bool]()
    choices = Choices(file)
    choices.on_change.append(lambda chosen: heard.append(chosen.redact_secrets))
    choices.read()
    file.write_text("redact_secrets = false\n")
    choices.read()
    choices.read()
    file.unlink()
    choices.read()
    assert heard == [True, False, True]


def test_a_file_that_does_not_parse_leaves_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("redact_secrets = maybe not\n")
    choices = Choices(file)
    choices.read()
    assert choices.now == Settings()
