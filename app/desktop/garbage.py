"""Keeps Python's cycle collector out of worker threads: a Qt object that dies in one takes the program with it.

Python collects in whichever thread happens to allocate. Here automatic collection is switched off and done in the
window's thread, at the end of a frame in which something happened: an idle window makes no garbage.
"""

from __future__ import annotations

import gc

_YOUNG = 5_000
"""Objects made since the last collection that make one due."""


class Garbage:
    """Switch off on ``start``, collect on ``collect_if_due``, back to Python's own way on ``stop``."""

    def __init__(self) -> None:
        self._thresholds = gc.get_threshold()

    def start(self) -> None:
        """From now on only the window's thread collects. What exists already is not looked at again."""
        gc.collect()
        gc.freeze()
        gc.disable()

    def collect_if_due(self) -> bool:
        """Frame job: collect the generation that is due, if one is. Never asks for another frame."""
        young, middle, old = gc.get_count()
        if young < _YOUNG:
            return False
        if old > self._thresholds[2]:
            gc.collect(2)
        elif middle > self._thresholds[1]:
            gc.collect(1)
        else:
            gc.collect(0)
        return False

    def stop(self) -> None:
        """Python collects by itself again."""
        gc.unfreeze()
        gc.enable()
