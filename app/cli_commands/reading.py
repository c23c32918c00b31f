"""Where the commands get what they tell: from the store, which can be read beside a running hub and without one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.cli_commands.common import EXIT_USAGE, CommandError
from app.core.projections.rows import SessionRow
from app.core.records import Record, SessionKey
from app.system.paths import DataPaths

if TYPE_CHECKING:
    from app.store.log import Log

_PAGE = 5000


@contextlib.contextmanager
def open_store(paths: DataPaths) -> Iterator[Log | None]:
    """The store, read-only; None where nothing was ever stored."""
    from app.store.log import Log, StoreNotBegun, StoreUnavailable
    from app.store.schema import StoreTooNew

    if not paths.store.exists():
        yield None
        return
    try:
        log = Log.open(paths.store, read_only=True)
    except StoreNotBegun:
        yield None
        return
    except StoreTooNew as error:
        raise CommandError(str(error), "Update this Signalcabin.") from error
    except StoreUnavailable as error:
        raise CommandError(
            str(error), "`signalcabin doctor` looks closer; a starting hub moves a damaged store aside."
        ) from error
    try:
        yield log
    finally:
        log.close()


def stored_rows(log: Log) -> list[SessionRow]:
    """The roster as of the newest stored record: the last checkpoint with everything after it folded in."""
    from app.core.projections.roster import Roster

    checkpoint = log.load_checkpoint()
    roster = Roster.load(checkpoint[1]) if checkpoint else Roster()
    for record in records_after(log, checkpoint[0] if checkpoint else 0):
        if record.session_id:
            roster.apply(record)
    return list(roster.rows())


def records_after(log: Log, seq: int) -> Iterator[Record]:
    """Every record after ``seq``, page by page."""
    while page := log.read_since(seq, _PAGE):
        yield from page
        seq = page[-1].seq


def session_records(log: Log, key: SessionKey) -> list[Record]:
    """All records of one session in order."""
    pages: list[list[Record]] = []
    before = 0
    while page := log.read_session(key, before, _PAGE):
        pages.append(page)
        before = page[0].seq
        if before <= 1:
            break
    return [record for page in reversed(pages) for record in page]


def find_session(rows: list[SessionRow], named: str) -> SessionRow:
    """The session with this id, or the only one whose id begins so; raises CommandError (exit 2)."""
    exact = [row for row in rows if row.session_id == named]
    found = exact or [row for row in rows if named and row.session_id.startswith(named)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"No session is called {named!r}.", "`signalcabin sessions` lists them.", code=EXIT_USAGE)
    several = ", ".join(f"{row.session_id} ({row.title or row.cwd or row.agent})" for row in found[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    raise CommandError(f"{named!r} could be {several}{more}.", "Name more of its id.", code=EXIT_USAGE)
