"""``python -m tests.helpers.pictures [--look] [SCENE…]``: takes the pictures anew and shows what changed.

Changed pictures are kept (``--look``: only shown); the page with both is ``build/pictures/index.html``. README.md's are
taken of the packaged program at work on its demo, where ``make package`` has left one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

from tests.helpers.pictures.compare import save_small
from tests.helpers.pictures.page import Change, changes_between, write_page
from tests.helpers.pictures.render import KEPT, PAGE, README, ROOT, take

_PACKAGED = ROOT / "dist" / "signalcabin" / "signalcabin"
_README_LOOK = ("--size", "1280x800", "--after", "20")
"""After so many seconds of the demo, some sessions are over and one is writing a table."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.pictures")
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="only these (all)")
    parser.add_argument("--look", action="store_true", help="keep nothing, only show what changed")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        taken = Path(scratch)
        take(taken, words.scenes)
        changes, same = changes_between(KEPT, taken)
        if words.scenes:
            changes = [change for change in changes if Path(change.name).stem in words.scenes]
        write_page(PAGE, changes, same)
        if not words.look:
            _keep(changes)
    if not words.look and not words.scenes:
        _show_in_readme()
    for change in changes:
        print(f"{change.name}: {change.why}")
    print(f"{len(changes)} changed, {same} unchanged; both side by side: {PAGE}")


def _keep(changes: Sequence[Change]) -> None:
    for change in changes:
        if change.taken is not None:
            save_small(QImage(str(change.taken)), KEPT / change.name)
        else:
            (KEPT / change.name).unlink()


def _show_in_readme() -> None:
    """README.md shows the program that people get, while its simulated agents work."""
    if not _PACKAGED.exists():
        print(f"README.md's pictures stay: `make package` has not made {_PACKAGED}")
        return
    for theme in ("light", "dark"):
        with tempfile.TemporaryDirectory(prefix="signalcabin-pictures-") as home:
            shown = README / f"window-{theme}.png"
            subprocess.run(
                [_PACKAGED, "demo", "--offscreen-shot", shown, "--theme", theme, *_README_LOOK],
                env={"HOME": home, "PATH": os.defpath, "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"},
                check=True,
            )


if __name__ == "__main__":
    main()
