"""The views beside every recording: told record by record they show what they show when opened at the end."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.projections.timeline import Timeline
from app.core.projections.transcript import Transcript
from app.core.records import Record, SessionKey
from app.desktop.theme import apply_theme
from app.desktop.views.output import OutputView
from app.desktop.views.timeline import TimelineView
from tests.helpers.folding import records_of
from tests.helpers.recordings import deliveries_of, recordings_of

STORIES = [pytest.param(path, id=path.stem) for path in recordings_of("claude_code")]


def sessions_in(records: list[Record]) -> list[SessionKey]:
    return list(dict.fromkeys(record.key for record in records if record.session_id))


def shown(view: OutputView) -> list[tuple[str, int, list[str]]]:
    """Every section: its block, its depth, the text of its pieces."""
    told = []
    for section in view.page.sections:
        section.materialise(view.page.look)
        texts = [view.page.lay_out(section, number).text() for number in range(len(section.pieces))]
        told.append((section.block.block_id, section.depth, texts))
    return told


def rows(view: TimelineView) -> list[list[object]]:
    return [list(row.spans) for row in view.rows.rows]


@pytest.mark.parametrize("path", STORIES)
@pytest.mark.parametrize("order", ["as recorded", "shuffled"])
def test_a_view_that_stayed_shows_what_a_fresh_one_shows(
    path: Path, order: str, qtbot: QtBot, qapp: QApplication
) -> None:
    apply_theme(qapp, "light")
    records = records_of(deliveries_of(path))
    if order == "shuffled":
        random.Random(5).shuffle(records)
    for key in sessions_in(records)[:4]:
        output, timeline = OutputView(), TimelineView()
        qtbot.addWidget(output)
        qtbot.addWidget(timeline)
        output.resize(800, 500)
        transcript, lanes = Transcript(key), Timeline(key)
        output.set_transcript(transcript)
        timeline.set_timeline(lanes)
        for record in records:
            transcript.apply(record)
            lanes.apply(record)
            output.refresh()
            timeline.refresh(record.at_us)
        stayed, stayed_rows = shown(output), rows(timeline)
        output.set_transcript(transcript)
        timeline.set_timeline(lanes)
        assert stayed == shown(output)
        assert stayed_rows == rows(timeline)
        output.grab()
        timeline.grab()
