"""``signalcabin simulate-agent``: one scripted agent as a process of its own; the demo and the tests start these."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from app.dev.scenarios import SCENARIOS
from app.dev.simulator import play
from app.system.paths import DataPaths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scenario", choices=sorted(SCENARIOS))
    parser.add_argument("--home", required=True, type=Path, help="the agent's configuration folder (never your own)")
    parser.add_argument("--cwd", required=True, type=Path, help="the project it works in")
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--turns", type=int, default=0, help="leave after so many turns (0: never)")


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    scenario = SCENARIOS[arguments.scenario]
    cwd, home = arguments.cwd.absolute(), arguments.home.absolute()
    return asyncio.run(
        play(scenario, home, cwd, speed=max(0.01, arguments.speed), seed=arguments.seed, turns=arguments.turns)
    )
