"""``python -m tests.helpers.pictures [--look] [SCENE…]``: takes the pictures anew and shows what changed.

Changed pictures are kept, and README.md's with them (``--look``: only shown); the page with both is
``build/pictures/index.html``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

from tests.helpers.pictures.compare import compare, save_small
from tests.helpers.pictures.page import Change, changes_between, write_page
from tests.helpers.pictures.render import KEPT, PAGE, README, take


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
            _show_in_readme(taken)
    for change in changes:
        print(f"{change.name}: {change.why}")
    print(f"{len(changes)} changed, {same} unchanged; both side by side: {PAGE}")


def _keep(changes: Sequence[Change]) -> None:
    for change in changes:
        if change.taken is not None:
            save_small(QImage(str(change.taken)), KEPT / change.name)
        else:
            (KEPT / change.name).unlink()


def _show_in_readme(taken: Path) -> None:
    """README.md shows the first scene in all its colours."""
    for file in taken.glob("*/roster.png"):
        shown = README / f"window-{file.parent.name}.png"
        now = QImage(str(file))
        if shown.exists() and compare(QImage(str(shown)), now).why and not now.save(str(shown), "PNG", 0):
            raise OSError(f"{shown} cannot be written")


if __name__ == "__main__":
    main()
