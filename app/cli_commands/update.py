"""``signalcabin update``: asks whether there is a newer version, and tells. It fetches and changes nothing."""

from __future__ import annotations

import argparse

from app import __version__
from app import settings as settings_file
from app.cli_commands.common import EXIT_DONE, CommandError, write_json
from app.cli_commands.terminal import plain
from app.core.updates import PROJECT_KEY, UpdateRefused, Verdict
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object on one line")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    from app.system.updates import UpdateNotKnown, look

    chosen = settings_file.load(paths.settings).settings
    if not chosen.update_url:
        raise CommandError(
            "No address for updates is set.", f"Name one in {paths.settings}: update_url and update_key."
        )
    paths.prepare()
    try:
        found = look(paths, chosen.update_url, chosen.update_key or PROJECT_KEY, __version__)
    except (UpdateNotKnown, UpdateRefused) as error:
        raise CommandError(str(error)) from error
    if arguments.json:
        write_json(found)
    else:
        _tell(found)
    return EXIT_DONE


def _tell(found: Verdict) -> None:
    if found.state == "current":
        print(f"Signalcabin {plain(found.installed)} is the newest there is.")
        return
    print(f"Signalcabin {plain(found.version)} is there; this is {plain(found.installed)}.")
    for line in found.news:
        print(f"  - {plain(line)}")
    print(f"Get it at {plain(found.page)}")
