"""``self-test``: every part is tried, and a part that fails or crashes is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import cli
from app.cli_commands import self_test
from tests.helpers.command_line import CommandLine


@pytest.mark.slow
def test_on_this_checkout_every_part_works(line: CommandLine) -> None:
    said = line.say("self-test", "--no-window")
    assert [text[0] for text in said.splitlines()] == ["✓"] * (len(self_test._CHECKS) - len(self_test._WITH_QT))
    assert not line.paths.root.exists(), "the user's data folder is not touched"


def test_a_part_that_fails_is_named_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho 'Traceback' >&2\necho 'ImportError: no such thing' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(self_test, "own_command", lambda *words: [str(program)])
    assert cli.main(["self-test"]) == 1
    assert "✕ the relay can be installed: ImportError: no such thing" in capsys.readouterr().out.splitlines()


def test_a_part_that_crashes_does_not_end_the_test(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    program = tmp_path / "crash"
    program.write_text("#!/bin/sh\nkill -SEGV $$\n")
    program.chmod(0o755)
    monkeypatch.setattr(self_test, "own_command", lambda *words: [str(program)])
    assert cli.main(["self-test"]) == 1
    assert capsys.readouterr().out.count("✕") == len(self_test._CHECKS)
