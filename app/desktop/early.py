"""Loads PySide6, and takes its hook off the import of everything after it: for a quick start."""

from __future__ import annotations

import builtins
import gc


def load() -> None:
    """Call before anything else of the desktop is imported.

    Python's collector goes through everything again and again while modules load, and finds nothing: it stays switched
    off until ``Garbage`` takes over.
    """
    gc.disable()
    import PySide6.QtWidgets  # noqa: F401

    _import_plainly()


def _import_plainly() -> None:
    """PySide6 reads the source of every module imported after it, in search of its own name: so that a module may say
    ``from __feature__ import snake_case``. None of ours does, and it takes a tenth of the whole start.

    What was there before it keeps under this name, as its documentation says ("The __feature__ import").
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
