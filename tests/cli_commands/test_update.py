"""Checks of ``signalcabin update``: it tells, in words or as JSON, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings, save
from tests.helpers.command_line import CommandLine
from tests.helpers.update_server import UpdateServer, manifest, note, update_server


@pytest.fixture
def server(line: CommandLine, tmp_path: Path) -> Iterator[UpdateServer]:
    with update_server(tmp_path) as serving:
        line.more_env["SSL_CERT_FILE"] = str(serving.certificate)
        yield serving


def choose(line: CommandLine, server: UpdateServer) -> None:
    line.paths.prepare()
    save(line.paths.settings, Settings(update_url=server.url, update_key=server.public_key))


def test_without_an_address_nobody_is_asked_and_it_is_said_where_one_is_named(line: CommandLine) -> None:
    done = line.run("update")
    assert done.returncode == 1 and "No address" in done.stderr and "update_url" in done.stderr


@pytest.mark.slow
def test_a_newer_version_is_told_and_nothing_else_is_fetched(line: CommandLine, server: UpdateServer) -> None:
    choose(line, server)
    done = line.run("update")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("Signalcabin 99.1 is there; this is ")
    assert done.stdout.splitlines()[1:] == [
        "  - A quieter bell",
        "  - Fewer words",
        "Get it at https://example.org/signalcabin",
    ]
    assert server.asked == ["/update.json"]


@pytest.mark.slow
def test_as_json_it_says_the_same(line: CommandLine, server: UpdateServer) -> None:
    choose(line, server)
    said = json.loads(line.run("update", "--json").stdout)
    assert said["state"] == "newer" and said["version"] == "99.1" and said["declined"] is False


@pytest.mark.slow
def test_the_newest_is_said_to_be(line: CommandLine, server: UpdateServer) -> None:
    choose(line, server)
    server.gives(note(manifest("0.0.1"), server.key))
    done = line.run("update")
    assert done.returncode == 0 and "is the newest there is." in done.stdout


@pytest.mark.slow
def test_an_answer_not_to_be_gone_by_ends_with_1_and_says_why(line: CommandLine, server: UpdateServer) -> None:
    choose(line, server)
    server.gives(b"<html>")
    done = line.run("update")
    assert done.returncode == 1 and "no note about an update" in done.stderr and not done.stdout
