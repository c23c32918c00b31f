"""``signalcabin autostart [on|off]``: whether it starts at login, in the tray."""

from __future__ import annotations

import argparse

from app.cli_commands.common import EXIT_DONE, EXIT_FAILED, CommandError
from app.cli_commands.terminal import plain
from app.system.autostart import AutostartUnusable, login_command, system_autostart
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "wanted", nargs="?", choices=("on", "off"), help="without it: say which it is (exit 1 when off)"
    )


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    try:
        autostart = system_autostart()
        if arguments.wanted == "on":
            autostart.turn_on(login_command(paths))
        elif arguments.wanted == "off":
            autostart.turn_off()
    except AutostartUnusable as error:
        raise CommandError(str(error)) from error
    is_on = autostart.is_on()
    print(f"Start at login is {'on' if is_on else 'off'}: {plain(autostart.where)}")
    return EXIT_DONE if is_on or arguments.wanted == "off" else EXIT_FAILED
