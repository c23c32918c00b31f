"""Ending a command that goes on: TERM and the closing of its terminal end it as orderly as Ctrl-C does."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")
"""Windows has no SIGHUP."""


@contextlib.contextmanager
def ends_like_ctrl_c() -> Iterator[None]:
    """Inside, the first TERM or HUP raises KeyboardInterrupt. What our starter chose to ignore (``nohup``) stays so."""
    before = {number: signal.getsignal(number) for number in _numbers()}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _numbers() -> list[int]:
    return [number for name in _NAMES if (number := getattr(signal, name, None)) is not None]


def _interrupt(number: int, frame: FrameType | None) -> None:
    for each in _numbers():  # a closing terminal says it twice; cleaning up is not to be interrupted
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
