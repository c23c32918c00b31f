"""The command a person is given to take an ended session up again."""

from __future__ import annotations

import shlex

import pytest

from app.agents.claude_code import ADAPTER

SESSION = "5a1d0000-0000-4000-8000-000000000001"


def test_it_resumes_in_the_sessions_folder() -> None:
    assert ADAPTER.resume_command(SESSION, "/home/dev/shop") == f"cd /home/dev/shop && claude --resume {SESSION}"
    assert ADAPTER.resume_command(SESSION, "") == f"claude --resume {SESSION}"


@pytest.mark.parametrize("folder", ["/a b", "/a'; rm -rf ~; '", "/$(touch made)", "/-x"])
def test_a_folders_name_is_only_ever_a_folders_name(folder: str) -> None:
    command = ADAPTER.resume_command(SESSION, folder)
    assert shlex.split(command)[:2] == ["cd", folder]


@pytest.mark.parametrize(("session", "folder"), [("$(touch made)", "/a"), ("", "/a"), ("-x", "/a"), (SESSION, "/a\nb")])
def test_what_could_be_more_than_an_id_gives_no_command(session: str, folder: str) -> None:
    assert ADAPTER.resume_command(session, folder) == ""
