"""``signalcabin relay AGENT EVENT``: becomes the installed relay program; whatever goes wrong, the exit code is 0."""

from __future__ import annotations

import argparse
import contextlib
import os

from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For ``--help`` only: the words are never parsed, so that no mistake in them can fail a hook."""
    parser.add_argument("agent", metavar="AGENT")
    parser.add_argument("event", metavar="EVENT")
    parser.add_argument("mode", metavar="sync|async", nargs="?")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    return run_relay([arguments.agent, arguments.event], paths)


def run_relay(words: list[str], paths: DataPaths) -> int:
    """Replace this process by the relay. Returns (0) only when that cannot be."""
    if words in (["-h"], ["--help"]):
        print("usage: signalcabin relay AGENT EVENT [sync|async]   (payload on stdin; always exits 0)")
        return 0
    if len(words) == 2:
        words = [*words, _mode(*words)]
    with contextlib.suppress(OSError):
        os.execv(paths.relay, [str(paths.relay), *words])
    return _without_relay(words, paths)


def _mode(agent: str, event: str) -> str:
    from app.agents import adapter_for

    adapter = adapter_for(agent)
    return "sync" if adapter is not None and adapter.is_sync(event) else "async"


def _without_relay(words: list[str], paths: DataPaths) -> int:
    """No relay is installed yet (no hub ever ran here): install it, and try once more."""
    from app.system.paths import DataDirUnusable
    from app.system.relay_install import RelayUnusable, ensure_relay

    with contextlib.suppress(OSError, DataDirUnusable, RelayUnusable):
        paths.prepare()
        ensure_relay(paths)
        os.execv(paths.relay, [str(paths.relay), *words])
    return 0
