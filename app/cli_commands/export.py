"""``signalcabin export``: one session as a file for others to read or to play, with a page that says what is in it.

The file is a zip: README.txt (what it contains and what it does not), transcript.md, records.jsonl (as ``tail --json``)
and recording.jsonl, which ``signalcabin replay`` plays. All of it is scrubbed of secrets of known shapes and of the
home folder's name; ``--as-it-is`` leaves it as it was stored.
"""

from __future__ import annotations

import argparse
import os
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from app import __version__
from app.cli_commands.asking import named_session
from app.cli_commands.common import EXIT_USAGE, CommandError, iso, write_json
from app.cli_commands.reading import open_store, session_records
from app.cli_commands.terminal import plain
from app.core.projections.render import to_markdown
from app.core.projections.rows import SessionRow
from app.core.projections.transcript import Transcript
from app.core.records import Delivery, Record, SessionKey
from app.core.scrub import scrub, scrub_text
from app.hub.recording import scrubbed
from app.system.paths import DataPaths

_FROM_AGENTS = ("hook", "transcript", "registry", "stream")
_encode = msgspec.json.Encoder().encode


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: the JSON of ``signalcabin export --json``. ``left_out``: records without their raw input."""

    file: str
    records: int
    deliveries: int
    left_out: int
    scrubbed: bool


class _Contents(msgspec.Struct, frozen=True):
    """All that is known of a session."""

    row: SessionRow
    records: list[Record]
    deliveries: list[Delivery]
    left_out: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="its id, or the beginning of it")
    parser.add_argument("file", metavar="FILE", nargs="?", help="where to (default: signalcabin-SESSION.zip here)")
    parser.add_argument("--as-it-is", action="store_true", help="with home folders and what looks like a secret")
    parser.add_argument("--json", action="store_true", help="what was written, as one JSON object")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    row = named_session(paths, arguments.session)
    target = Path(arguments.file or f"signalcabin-{row.session_id[:8]}.zip").expanduser()
    contents = _read(paths, row)
    parts = _parts(contents, as_it_is=arguments.as_it_is)
    _write(target, parts)
    done = Exported(
        file=str(target),
        records=len(contents.records),
        deliveries=len(contents.deliveries),
        left_out=contents.left_out,
        scrubbed=not arguments.as_it_is,
    )
    if arguments.json:
        write_json(done)
    else:
        print(plain(parts["README.txt"].decode()), end="")
        print(f"\nWritten to {target}.")
    return 0


def _read(paths: DataPaths, row: SessionRow) -> _Contents:
    key = SessionKey(row.agent, row.session_id)
    with open_store(paths) as log:
        records = session_records(log, key) if log is not None else []
        found = list(log.deliveries_of(key)) if log is not None else []
    covered = {seq for first, last, _ in found for seq in range(first, last + 1)}
    left_out = sum(record.source in _FROM_AGENTS and record.seq not in covered for record in records)
    return _Contents(row, records, [delivery for _, _, delivery in found], left_out)


def _parts(contents: _Contents, *, as_it_is: bool) -> dict[str, bytes]:
    """File name → bytes, in the order in which they stand in the zip."""
    home = str(Path.home())
    readme, transcript = _readme(contents, as_it_is), _markdown(contents)
    if as_it_is:
        records, recording = _lines(contents.records), _lines(contents.deliveries)
    else:
        readme, transcript = scrub_text(readme, home), scrub_text(transcript, home)
        records = _lines(scrub(msgspec.to_builtins(record), home) for record in contents.records)
        recording = _lines(scrubbed(delivery, home) for delivery in contents.deliveries)
    return {
        "README.txt": readme.encode(),
        "transcript.md": transcript.encode(),
        "records.jsonl": records,
        "recording.jsonl": recording,
    }


def _readme(contents: _Contents, as_it_is: bool) -> str:
    row = contents.row
    kinds = Counter(type(record.event).__name__ for record in contents.records)
    counted = "\n".join(f"  {count:6} {kind}" for kind, count in kinds.most_common())
    hidden = (
        "Nothing was hidden here but what was hidden when it was stored. Read it before you give it away."
        if as_it_is
        else "Secrets of known shapes stand as «secret», the home folder as /home/dev. Prompts, code and outputs are\n"
        "in here as they were, and may hold other private words. Read it before you give it away."
    )
    return (
        f"One session of {row.agent}, written by Signalcabin {__version__}.\n\n"
        f"  title    {row.title or '(none)'}\n  session  {row.session_id}\n  folder   {row.cwd or '(not known)'}\n"
        f"  from     {iso(row.started_at_us) or '(not known)'}\n  to       {iso(row.last_at_us) or '(not known)'}\n\n"
        "transcript.md    what was said and done\n"
        f"records.jsonl    {len(contents.records)} records, one JSON object a line:\n{counted}\n"
        f"recording.jsonl  {len(contents.deliveries)} deliveries as they came in, for `signalcabin replay`\n\n"
        f"Not in recording.jsonl: the raw input of {contents.left_out} records (text as it was streamed, long lines).\n"
        f"{hidden}\n"
    )


def _markdown(contents: _Contents) -> str:
    transcript = Transcript(SessionKey(contents.row.agent, contents.row.session_id))
    for record in contents.records:
        transcript.apply(record)
    return plain(to_markdown(transcript.blocks(), transcript.blocks))


def _lines(values: Iterable[Any]) -> bytes:
    return b"".join(_encode(value) + b"\n" for value in values)


def _write(target: Path, parts: dict[str, bytes]) -> None:
    """A new file that only its owner can read; an existing one is never written over."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        raise CommandError(f"{target} exists already.", "Name another file.", code=EXIT_USAGE) from error
    except OSError as error:
        raise CommandError(f"{target} cannot be made: {error.strerror}.", code=EXIT_USAGE) from error
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
