"""``signalcabin run``: the desktop; without a display it says so and shows the roster in the terminal."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys

from app.cli_commands.common import EXIT_DONE, CommandError
from app.system.paths import DataPaths

_THEMES = ("light", "dark", "high_contrast")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--offscreen-shot", metavar="FILE.png", help="draw the window without a display, save it, exit")
    parser.add_argument("--in-tray", action="store_true", help="begin in the tray, as at login; no window where one is")
    parser.add_argument("--after", type=float, default=3.0, metavar="SECONDS", help="when to take the picture (3)")
    add_look(parser)


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    if arguments.offscreen_shot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif not has_display():
        return _watch_instead("There is no display here", paths)
    if importlib.util.find_spec("PySide6") is None:
        return _watch_instead("PySide6, which draws the window, is not installed", paths)
    return open_desktop(paths, arguments, in_tray=arguments.in_tray)


def add_look(parser: argparse.ArgumentParser) -> None:
    """How the window should look this time, whatever the settings say."""
    parser.add_argument("--theme", choices=_THEMES, type=_theme, default="", help="this theme, this time")
    parser.add_argument("--size", type=_size, metavar="WIDTHxHEIGHT", help="this size, this time")


def has_display() -> bool:
    """Whether a window can be shown: always on macOS and Windows, else when a display or Qt platform is named."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_desktop(
    paths: DataPaths,
    arguments: argparse.Namespace,
    *,
    session: str = "",
    stop_all: bool = False,
    in_tray: bool = False,
) -> int:
    """Show the window until it is quit, or call the one that is there; returns the exit code.

    ``session``: to show; ``stop_all``: show the list of what a stop of all would touch.
    """
    from app.desktop import early
    from app.desktop.only_window import WindowSilent, call, calling, claim

    only = None if arguments.offscreen_shot else claim(paths)
    if only is None and not arguments.offscreen_shot:
        try:
            if not in_tray:
                call(paths, calling(session, stop_all=stop_all))
        except WindowSilent as error:
            raise CommandError(str(error)) from error
        print("Signalcabin's window is open already.", file=sys.stderr)
        return EXIT_DONE
    try:
        early.load()
        from app.desktop.app import run as run_desktop
    except ImportError as error:
        raise CommandError(
            f"The window cannot be drawn: {error}.",
            "On Debian: apt install libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1; or use `signalcabin watch`.",
        ) from error
    try:
        return int(
            run_desktop(
                paths,
                offscreen_shot=arguments.offscreen_shot,
                after_s=arguments.after,
                theme=arguments.theme,
                size=arguments.size,
                only=only,
                session=session,
                stop_all=stop_all,
                in_tray=in_tray,
            )
        )
    finally:
        if only is not None:
            only.close()


def _watch_instead(why: str, paths: DataPaths) -> int:
    from app.cli_commands import watch

    print(f"{why}: showing the roster in this terminal instead (as `signalcabin watch` does).", file=sys.stderr)
    if not sys.stdout.isatty():
        print("This is no terminal either: each change of a session is a line. Ctrl-C ends.", file=sys.stderr)
    return watch.watch(paths, start_hub=True)


def _theme(text: str) -> str:
    """Settings write ``high_contrast``; whoever types may write it with a hyphen, too."""
    return text.replace("-", "_")


def _size(text: str) -> tuple[int, int]:
    width, separator, height = text.partition("x")
    if not separator or not 0 < int(width) <= 16_000 or not 0 < int(height) <= 16_000:
        raise argparse.ArgumentTypeError("must be like 1280x800")
    return int(width), int(height)
