"""``signalcabin install``: puts an unpacked package into the desktop's list of programs, for this person alone.

Of a newer package it points everything there, start at login too if that is on.
"""

from __future__ import annotations

import argparse
import sys

from app.cli_commands.common import EXIT_DONE, CommandError
from app.cli_commands.terminal import plain
from app.system.autostart import AutostartUnusable, login_command, system_autostart
from app.system.menu_entry import MenuEntry, NoMenu
from app.system.own_command import lasting_command
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    return


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    if not sys.platform.startswith("linux"):
        raise CommandError("Here the app itself, or its installer, does that.")
    try:
        for file in MenuEntry().install(lasting_command()):
            print(plain(str(file)))
        autostart = system_autostart()
        if autostart.is_on():
            autostart.turn_on(login_command(paths))
            print(plain(autostart.where))
    except (NoMenu, AutostartUnusable) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error
    print("Signalcabin is in the list of programs. `signalcabin uninstall` takes it out again.")
    return EXIT_DONE
