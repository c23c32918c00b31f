"""Checks of ``app.system.logs``."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.system.logs import (
    LONGEST_LINE_CHARS,
    VARIABLE,
    bound_own_output,
    choose_topics,
    open_bounded,
    private_log,
)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.fixture
def topic(tmp_path: Path) -> Iterator[logging.Logger]:
    """One that writes to ``a.log``."""
    logger = logging.getLogger("app.a_test")
    handler = private_log(tmp_path / "a.log", 1000, 2)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield logger
    logger.removeHandler(handler)
    handler.close()


@pytest.fixture
def _no_topics() -> Iterator[None]:
    yield
    choose_topics({})


def test_a_log_and_those_it_rolled_over_to_are_private_and_no_more_than_wanted(
    topic: logging.Logger, tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        for number in range(100):
            topic.info("line %d of what is going on", number)
    finally:
        os.umask(before)
    files = sorted(tmp_path.glob("a.log*"))
    assert [file.name for file in files] == ["a.log", "a.log.1", "a.log.2"]
    assert {mode(file) for file in files} == {0o600} and all(file.stat().st_size <= 1000 for file in files)


def test_a_log_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    (tmp_path / "b.log").touch(mode=0o644)
    (tmp_path / "b.log").chmod(0o644)
    private_log(tmp_path / "b.log", 1000, 1).close()
    assert mode(tmp_path / "b.log") == 0o600


def test_secrets_of_known_shapes_are_hidden_in_lines_and_tracebacks(topic: logging.Logger, tmp_path: Path) -> None:
    secret = "ghp_" + "aB3dE6gH" * 5
    topic.info("fetched from https://me:%s@example.org", "hunter22")
    try:
        raise ValueError(f"no such token: {secret}")
    except ValueError:
        topic.exception("failed")
    text = "".join(file.read_text() for file in tmp_path.glob("a.log*"))
    assert "hunter22" not in text and secret not in text and text.count("«secret»") == 2


def test_a_line_without_end_is_cut_in_its_middle(topic: logging.Logger, tmp_path: Path) -> None:
    topic.info("begin %s end", "x y " * LONGEST_LINE_CHARS)
    (line,) = (tmp_path / "a.log").read_text().splitlines()
    assert len(line) < LONGEST_LINE_CHARS + 10 and "begin" in line and line.endswith("end")


def test_a_letter_that_is_none_ends_no_log(
    topic: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic, "propagate", False)  # what runs the tests cannot write it either
    topic.info("half a \ud83d letter")
    assert "half a \\ud83d letter" in (tmp_path / "a.log").read_text()


@pytest.mark.usefixtures("_no_topics")
def test_a_topic_says_more_when_raised_and_no_longer_when_that_is_taken_back() -> None:
    choose_topics({"a_test.part": "debug"})
    part = logging.getLogger("app.a_test.part")
    assert part.isEnabledFor(logging.DEBUG) and logging.getLogger("app.a_test").level != logging.DEBUG
    choose_topics({})
    assert part.level == logging.NOTSET


@pytest.mark.usefixtures("_no_topics")
def test_the_environment_goes_before_the_settings(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(VARIABLE, "a_test=error,nonsense")
    choose_topics({"a_test": "debug"})
    assert logging.getLogger("app.a_test").level == logging.ERROR
    assert "1 parts are not TOPIC=LEVEL" in caplog.text
    monkeypatch.delenv(VARIABLE)


def test_what_a_child_says_goes_to_a_private_file_that_is_put_aside_when_it_is_full(tmp_path: Path) -> None:
    file = tmp_path / "child.log"
    before = os.umask(0)
    try:
        with open_bounded(file, 10) as output:
            output.write(b"more than ten bytes")
        with open_bounded(file, 10) as output:
            output.write(b"anew")
    finally:
        os.umask(before)
    assert file.read_bytes() == b"anew" and (tmp_path / "child.log.1").read_bytes() == b"more than ten bytes"
    assert mode(file) == mode(tmp_path / "child.log.1") == 0o600


def test_a_process_empties_its_own_output_and_no_other(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from app.system.logs import bound_own_output\n"
        "os.write(2, b'x' * 100); bound_own_output(Path(sys.argv[1]), 50); os.write(2, b'after')"
    )
    ours, other = tmp_path / "ours", tmp_path / "other"
    for named in (ours, other):
        with ours.open("ab") as output:
            subprocess.run([sys.executable, "-c", program, str(named)], stderr=output, check=True)
        assert ours.read_bytes() == (b"after" if named is ours else b"after" + b"x" * 100 + b"after")


def test_where_there_is_no_such_file_nothing_is_done(tmp_path: Path) -> None:
    bound_own_output(tmp_path / "none", 0)
    assert not (tmp_path / "none").exists()
