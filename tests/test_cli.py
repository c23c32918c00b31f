"""The command line itself: where the data folder may stand, what plain words mean, what errors look like."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.cli_commands import common, run
from tests.helpers.command_line import ROOT


def test_the_data_folder_may_stand_before_or_after_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    for words in (
        ["--data-dir", str(tmp_path / "a"), "sessions"],
        [f"--data-dir={tmp_path / 'a'}", "sessions"],
        ["sessions", "--data-dir", str(tmp_path / "a")],
        ["sessions", f"--data-dir={tmp_path / 'a'}"],
    ):
        assert cli.main(words) == 0
        assert "No sessions yet" in capsys.readouterr().out


def test_looking_at_nothing_makes_no_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sessions", "--json", "--data-dir", str(tmp_path / "new")]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("words", [[], ["--offscreen-shot", "x.png"], ["--data-dir", "D", "--after", "2"]])
def test_without_a_command_the_desktop_is_meant(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    asked: list[object] = []
    monkeypatch.setattr(run, "run", lambda arguments, paths: asked.append(arguments.offscreen_shot) or 0)
    assert cli.main(words) == 0
    assert len(asked) == 1


@pytest.mark.parametrize("words", [["fly"], ["sessions", "--fast"], ["levers"], ["stop", "x", "--level", "gently"]])
def test_a_mistake_is_told_in_a_sentence_with_where_to_look(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == common.EXIT_USAGE
    said = capsys.readouterr().err
    assert said.startswith("signalcabin: ")
    assert "--help` shows" in said


def test_help_names_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for name in cli._COMMANDS.keys() - {"simulate-agent", "module"}:
        assert re.search(rf"^    {name} ", said, re.MULTILINE), name
    assert "Exit codes: 0 done" in said
    assert "simulate-agent" not in said


@pytest.mark.parametrize("command", [name for name in cli._COMMANDS if name != "relay"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert f"signalcabin {command}" in capsys.readouterr().out


def test_an_unusable_data_folder_is_an_error_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert cli.main(["hub", "--data-dir", str(tmp_path / "file")]) == 1
    assert "Choose another with --data-dir" in capsys.readouterr().err


def test_a_listing_loads_neither_window_nor_keyring_nor_agents(tmp_path: Path) -> None:
    program = (
        "import sys; from app.cli import main; main(['sessions', '--data-dir', sys.argv[1]]);"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'PySide6', 'keyring', 'psutil', 'pygments'}))"
        "; print([name for name in sys.modules if name.startswith(('app.desktop', 'app.dev', 'app.hub'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[1:] == ["[]", "[]"]


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-m", "app", "sessions", "--json", "--data-dir", str(tmp_path)])
    script = f"{command} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "words",
    [[], ["claude_code"], ["claude_code", "Stop"], ["no_agent", "No\nEvent"], ["--what", "--is", "this"], ["a"] * 40],
)
def test_relay_exits_0_and_says_nothing_whatever_it_is_told(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "data", tmp_path / "file"):
        done = subprocess.run(
            [sys.executable, "-m", "app", "--data-dir", str(folder), "relay", *words],
            input=b"{not json", cwd=ROOT, capture_output=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_locale_without_the_letters_does_not_end_a_command() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    command = [sys.executable, "-m", "app", "--data-dir", "/nonexistent/data", "watch", "--once"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Signalcabin ? no hub is running" in done.stdout
