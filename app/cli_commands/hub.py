"""``signalcabin hub``: the hub in the foreground; its first line on stdout is JSON and says that it is ready."""

from __future__ import annotations

import argparse

from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen", metavar="HOST:PORT", help="serve the feed over TCP as well; says where its token lies"
    )


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    from app.hub.hub import main

    return int(main(paths, listen=arguments.listen))
