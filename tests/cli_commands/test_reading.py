"""Naming a session: by its id or a beginning that fits only one."""

from __future__ import annotations

import pytest

from app.cli_commands.common import EXIT_USAGE, CommandError
from app.cli_commands.reading import find_session
from app.core.projections.rows import SessionRow

ROWS = [SessionRow(agent="claude_code", session_id=each) for each in ("abc-1", "abc-2", "abc", "xyz")]


def test_the_whole_id_wins_over_longer_ones() -> None:
    assert find_session(ROWS, "abc").session_id == "abc"


def test_a_beginning_that_fits_one_is_enough() -> None:
    assert find_session(ROWS, "x").session_id == "xyz"


@pytest.mark.parametrize("named", ["ab", ""])
def test_what_fits_several_or_says_nothing_is_refused(named: str) -> None:
    with pytest.raises(CommandError) as refused:
        find_session(ROWS, named)
    assert refused.value.code == EXIT_USAGE


def test_an_ambiguous_beginning_names_the_candidates() -> None:
    with pytest.raises(CommandError, match=r"abc-1.*abc-2") as refused:
        find_session(ROWS, "abc-")
    assert refused.value.remedy == "Name more of its id."


def test_an_unknown_session_points_to_the_list() -> None:
    with pytest.raises(CommandError, match="No session is called 'q'") as refused:
        find_session(ROWS, "q")
    assert "signalcabin sessions" in refused.value.remedy
