"""The command line: names the commands, finds the data folder, and hands over to one module a command.

Only the module of the chosen command is imported, so that ``signalcabin sessions`` answers at once.

Exit codes: 0 done · 1 it could not be done, or doctor found problems · 2 wrong usage, or no such session ·
3 no hub answers where one is needed (of `hub`: one runs already) · 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from pathlib import Path
from typing import NamedTuple, NoReturn

from app import __version__
from app.cli_commands.common import EXIT_INTERRUPTED, CommandError, complain
from app.system.paths import DataDirUnusable, DataPaths, default_data_dir


class _Command(NamedTuple):
    module: str
    summary: str
    listed: bool = True


_COMMANDS: dict[str, _Command] = {
    "run": _Command("run", "the desktop (what plain `signalcabin` does)"),
    "open": _Command("open", "the window, with the session a link names"),
    "hub": _Command("hub", "the hub alone, in the foreground"),
    "watch": _Command("watch", "the roster, live in this terminal"),
    "demo": _Command("demo", "simulated agents through the real relay and hub, and the desktop on it"),
    "sessions": _Command("sessions", "every session and what it does"),
    "tail": _Command("tail", "what happened, one record a line"),
    "transcript": _Command("transcript", "what was said and done in a session"),
    "launch": _Command("launch", "start a session that runs under the hub"),
    "say": _Command("say", "give a session a further prompt"),
    "unsay": _Command("unsay", "take back what is queued for a session"),
    "stop": _Command("stop", "stop a session or all, and say what came of it"),
    "levers": _Command("levers", "how a session can be stopped now, and what each way will do"),
    "pending": _Command("pending", "permission requests that wait for an answer"),
    "answer": _Command("answer", "allow or deny a permission request"),
    "purge": _Command("purge", "remove what is kept of sessions, for good"),
    "audit": _Command("audit", "what was ordered, by whom, and what came of it"),
    "connect": _Command("connect", "put our hooks into an agent's settings (shows the change first)"),
    "disconnect": _Command("disconnect", "take them out again, byte for byte"),
    "doctor": _Command("doctor", "how the hooks, the hub and the store are doing"),
    "record": _Command("record", "write what agents deliver to a file"),
    "replay": _Command("replay", "feed such a file through the hub's door again"),
    "relay": _Command("relay", "hand one hook payload (stdin) to the hub; always exits 0"),
    "export": _Command("export", "write a session to a file that says what it contains"),
    "autostart": _Command("autostart", "start at login, in the tray: on, off, or which it is"),
    "install": _Command("install", "put an unpacked package into the desktop's list of programs"),
    "uninstall": _Command("uninstall", "disconnect every agent and take back all that was put anywhere"),
    "update": _Command("update", "ask whether there is a newer version (where `update_url` is set); fetches nothing"),
    "bench": _Command("bench", "measure, each figure beside a peer's or a limit's"),
    "self-test": _Command("self_test", "check that this installation works"),
    "module": _Command("module", "one of our own modules as a program, as benchmarks run them", listed=False),
    "simulate-agent": _Command("simulate_agent", "one scripted agent, as the demo runs them", listed=False),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = _with_default_command(list(sys.argv[1:] if argv is None else argv))
    _let_any_text_be_printed()
    if _chosen(words) == "relay":
        return _relay(words)
    try:
        arguments = _parser(words).parse_args(words)
        command = importlib.import_module(f"app.cli_commands.{_COMMANDS[arguments.command].module}")
        code = int(command.run(arguments, DataPaths(_data_dir(arguments.data_dir))))
        sys.stdout.flush()
        return code
    except CommandError as error:
        return complain(error)
    except DataDirUnusable as error:
        return complain(CommandError(str(error)))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return _reader_left()


def _let_any_text_be_printed() -> None:
    """In a locale that lacks a letter it is shown as "?"; it must not end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _with_default_command(words: list[str]) -> list[str]:
    """``signalcabin --offscreen-shot …`` means ``signalcabin run --offscreen-shot …``."""
    position = _command_position(words)
    if position == len(words) or (
        words[position].startswith("-") and words[position] not in ("-h", "--help", "--version")
    ):
        return [*words[:position], "run", *words[position:]]
    return words


def _command_position(words: list[str]) -> int:
    """Where the command stands: after ``--data-dir DIR`` or ``--data-dir=DIR``, if they come first."""
    position = 0
    while position < len(words) and words[position].startswith("--data-dir"):
        position += 1 if words[position].startswith("--data-dir=") else 2
    return min(position, len(words))


def _chosen(words: list[str]) -> str:
    position = _command_position(words)
    return words[position] if position < len(words) else ""


def _parser(words: list[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="signalcabin",
        description="One window over every AI coding agent on your machines, whoever started it.",
        epilog="\n\n".join((__doc__ or "").split("\n\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"signalcabin {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="where everything is kept (default: your data folder)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for name, command in _COMMANDS.items():
        described = f"{command.summary[0].upper()}{command.summary[1:]}."
        if command.listed:
            sub = commands.add_parser(name, help=command.summary, description=described)
        else:
            sub = commands.add_parser(name, description=described)
        sub.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        if name == _chosen(words):
            importlib.import_module(f"app.cli_commands.{command.module}").add_arguments(sub)
    return parser


class _Parser(argparse.ArgumentParser):
    """Says what is wrong and where to look, in the form every error of ours has."""

    def error(self, message: str) -> NoReturn:
        remedy = f"`{self.prog} --help` shows what can be said."
        raise SystemExit(complain(CommandError(f"{message}.", remedy, code=2)))


def _data_dir(named: str | None) -> Path:
    return Path(named).expanduser() if named else default_data_dir()


def _relay(words: list[str]) -> int:
    """Hooks must never fail: no argument parser stands in the way, and whatever goes wrong the answer is 0."""
    from app.cli_commands import relay

    named: str | None = None
    rest: list[str] = []
    for word in (remaining := iter(words)):
        if word.startswith("--data-dir="):
            named = word.split("=", 1)[1]
        elif word == "--data-dir":
            named = next(remaining, None)
        else:
            rest.append(word)
    return relay.run_relay(rest[1:], DataPaths(_data_dir(named)))


def _reader_left() -> int:
    """``signalcabin tail | head``: the reader has what it wanted; keep Python from complaining at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
