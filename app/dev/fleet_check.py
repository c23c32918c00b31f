"""Whether all that a fleet said is in the store: every session, every delta, once and in order."""

from __future__ import annotations

from pathlib import Path

from app.core.events import MessageDelta
from app.core.records import SessionKey
from app.dev.fleet_story import AGENT, Teller
from app.store.log import Log

_PAGE = 5000


def lost_in_store(path: Path, sessions: int, deltas: int) -> list[str]:
    """The sessions whose stored text is not what was handed over; raises StoreUnavailable."""
    log = Log.open(path, read_only=True)
    try:
        tellers = [Teller(number, deltas) for number in range(sessions)]
        return [teller.session_id for teller in tellers if _text(log, teller.session_id) != teller.said()]
    finally:
        log.close()


def _text(log: Log, session: str) -> str:
    """The pieces as they lie there; one that is missing or doubled spoils the text."""
    key = SessionKey(AGENT, session)
    pages: list[str] = []
    before = 0
    while records := log.read_session(key, before, _PAGE):
        pages.append("".join(record.event.text for record in records if isinstance(record.event, MessageDelta)))
        before = records[0].seq
    return "".join(reversed(pages))
