"""What the frozen program starts with: puts right what its loader changed, then hands over to the command line."""

from __future__ import annotations

import os
import sys

_LOADERS_OWN = ("_PYI_",) if sys.platform == "win32" else ("_PYI_", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
"""Beginnings of names. Our Qt finds its plugins beside itself; another program's must not find ours."""


def give_back_environment() -> None:
    """The loader points the linker at our libraries; agents, browsers and terminals started from here need theirs."""
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH"):
        before = os.environ.pop(f"{name}_ORIG", None)
        if before is not None:
            os.environ[name] = before
        elif os.environ.get(name, "").startswith(sys._MEIPASS):
            del os.environ[name]
    for name in [name for name in os.environ if name.startswith(_LOADERS_OWN)]:
        del os.environ[name]


def give_streams() -> None:
    """A windowed program on Windows has none; whoever prints must not fail."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


if __name__ == "__main__":
    give_back_environment()
    give_streams()
    from app.cli import main

    sys.exit(main())
