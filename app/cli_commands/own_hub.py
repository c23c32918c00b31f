"""Starting a hub where none runs, for as long as a command needs it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from app.cli_commands.asking import order
from app.cli_commands.common import EXIT_NO_HUB, CommandError
from app.core.commands import ReportHealth
from app.system.hub_process import HubNotStarted, end_process, start_hub
from app.system.paths import DataPaths


@contextlib.contextmanager
def own_hub(paths: DataPaths) -> Iterator[bool]:
    """A hub runs inside this block. True: it is ours and ends with it; False: one was running already."""
    if hub_answers(paths):
        yield False
        return
    try:
        hub = start_hub(paths, dict(os.environ))
    except HubNotStarted as error:
        raise CommandError(str(error)) from error
    try:
        yield True
    finally:
        end_process(hub)


def hub_answers(paths: DataPaths) -> bool:
    """Whether a hub answers here."""
    try:
        order(paths, ReportHealth())
    except CommandError as error:
        if error.code == EXIT_NO_HUB:
            return False
        raise
    return True
