"""``signalcabin transcript``: what was said and done in one session, as Markdown or JSON."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from app.cli_commands.asking import named_session
from app.cli_commands.common import iso, write_json
from app.cli_commands.reading import open_store, session_records
from app.cli_commands.terminal import plain
from app.core.projections.blocks import AnyBlock, SubagentBlock
from app.core.projections.render import to_markdown
from app.core.projections.rows import SessionRow
from app.core.projections.transcript import Transcript
from app.core.records import SessionKey
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="the session's id, or the beginning of it")
    parser.add_argument(
        "--format", choices=("md", "json"), default="md", help="Markdown (default) or an array of blocks"
    )


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    row = named_session(paths, arguments.session)
    transcript = fold(paths, row)
    if arguments.format == "json":
        write_json(as_json(all_blocks(transcript)))
    else:
        print(plain(to_markdown(transcript.blocks(), transcript.blocks)).rstrip("\n"))
    return 0


def as_json(blocks: list[AnyBlock]) -> list[dict[str, Any]]:
    """The published shape: every field of a block is always there, times are ISO 8601 in UTC (null: not known)."""
    return [_object(block) for block in blocks]


def _object(block: AnyBlock) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": type(block).__name__}
    for name, value in msgspec.structs.asdict(block).items():
        if name.endswith("_at_us") or name == "at_us":
            told[name.removesuffix("_us")] = iso(value)
        else:
            told[name] = value
    return told


def all_blocks(transcript: Transcript) -> list[AnyBlock]:
    """Every block of every lane: a subagent's follow the block that set it to work (``lane`` says whose they are)."""
    lanes = set(transcript.lanes())
    blocks: list[AnyBlock] = []

    def add(lane: str) -> None:
        lanes.discard(lane)
        for block in transcript.blocks(lane):
            blocks.append(block)
            if isinstance(block, SubagentBlock) and block.subagent_lane in lanes:
                add(block.subagent_lane)

    add("")
    for lane in transcript.lanes():
        if lane in lanes:
            add(lane)
    return blocks


def fold(paths: DataPaths, row: SessionRow) -> Transcript:
    """The session's records folded into blocks."""
    key = SessionKey(row.agent, row.session_id)
    transcript = Transcript(key)
    with open_store(paths) as log:
        for record in session_records(log, key) if log else ():
            transcript.apply(record)
    return transcript
