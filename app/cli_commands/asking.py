"""Asking the running hub, one order at a time; commands that only read fall back to the store."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from app.cli_commands.common import EXIT_FAILED, EXIT_NO_HUB, CommandError, no_hub
from app.cli_commands.reading import find_session, open_store, stored_rows
from app.core.commands import AnyCommand, ListSessions
from app.core.projections.rows import SessionRow
from app.system.paths import DataPaths

_ANSWER_TIMEOUT_S = 10.0


class HubHangs(CommandError):
    """Somebody holds the hub's socket open and does not answer."""

    def __init__(self) -> None:
        remedy = "`signalcabin doctor` names its process: end that and start Signalcabin again."
        super().__init__("The hub does not answer.", remedy, code=EXIT_FAILED)


def order(paths: DataPaths, command: AnyCommand, timeout_s: float = _ANSWER_TIMEOUT_S) -> Any:
    """The outcome of one order; raises CommandError: no hub (exit 3), refused, or no answer (HubHangs; exit 1)."""
    if not hub_may_run(paths):
        raise no_hub()
    import asyncio  # costs more than all else a command without a hub imports

    return asyncio.run(_order(paths, command, timeout_s))


def hub_may_run(paths: DataPaths) -> bool:
    """False: certainly no hub runs here (saves importing the client to learn it)."""
    try:
        return paths.feed_socket.exists()
    except OSError:
        return False


async def _order(paths: DataPaths, command: AnyCommand, timeout_s: float) -> Any:
    import asyncio

    from app.hub.client import HubError, HubSilent, HubUnreachable, connect

    try:
        async with asyncio.timeout(timeout_s), connect(paths) as client:
            return await client.order(command)
    except (TimeoutError, HubSilent) as error:
        raise HubHangs from error
    except HubUnreachable as error:
        raise no_hub() from error
    except HubError as error:
        raise CommandError(str(error), code=EXIT_FAILED) from error


def current_rows(paths: DataPaths) -> list[SessionRow]:
    """All sessions: from the running hub, else from the store (of a hub that hangs it is said)."""
    if hub_may_run(paths):
        try:
            return msgspec.convert(order(paths, ListSessions())["sessions"], list[SessionRow])
        except HubHangs as error:
            print(f"signalcabin: {error.sentence} This is what was last stored.", file=sys.stderr)
        except CommandError as error:
            if error.code != EXIT_NO_HUB:
                raise
    with open_store(paths) as log:
        return stored_rows(log) if log else []


def named_session(paths: DataPaths, named: str) -> SessionRow:
    """The session a person named by its id or the beginning of it; raises CommandError."""
    return find_session(current_rows(paths), named)
