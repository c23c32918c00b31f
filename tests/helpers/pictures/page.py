"""The before/after page: what changed since the kept pictures, side by side, in one HTML file that needs no other."""

from __future__ import annotations

import base64
import dataclasses
import html
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

from tests.helpers.pictures.compare import compare, difference_picture, save_small


@dataclasses.dataclass(frozen=True)
class Change:
    """One picture that is not as it was kept. ``kept`` or ``taken`` is missing where it is new, or gone."""

    name: str
    why: str
    kept: Path | None
    taken: Path | None


def changes_between(kept: Path, taken: Path) -> tuple[list[Change], int]:
    """What differs between two folders of pictures, and how many pictures do not."""
    before, after = _names(kept), _names(taken)
    changes = [Change(name, "new", None, taken / name) for name in sorted(after - before)]
    changes += [Change(name, "gone", kept / name, None) for name in sorted(before - after)]
    same = 0
    for name in sorted(before & after):
        found = compare(QImage(str(kept / name)), QImage(str(taken / name)))
        if found.why:
            changes.append(Change(name, found.why, kept / name, taken / name))
        else:
            same += 1
    return changes, same


def write_page(file: Path, changes: Sequence[Change], same: int) -> None:
    """Write the page; small pictures are made beside it on the way and not left."""
    scratch = file.with_suffix(".png")
    file.parent.mkdir(parents=True, exist_ok=True)
    sections = [_section(change, scratch) for change in changes]
    scratch.unlink(missing_ok=True)
    said = f"{len(changes)} changed, {same} unchanged" if changes else f"Nothing changed: {same} pictures"
    file.write_text(_PAGE.format(said=said, sections="\n".join(sections)), encoding="utf-8")


def _names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*.png")}


def _section(change: Change, scratch: Path) -> str:
    before = QImage(str(change.kept)) if change.kept else None
    after = QImage(str(change.taken)) if change.taken else None
    figures = [("before", before), ("after", after)]
    if before is not None and after is not None:
        figures.append(("difference", difference_picture(before, after)))
    shown = "".join(_figure(title, image, scratch) for title, image in figures if image is not None)
    name = html.escape(change.name.removesuffix(".png"))
    return f'<section id="{name}"><h2>{name}</h2><p>{html.escape(change.why)}</p><div>{shown}</div></section>'


def _figure(title: str, image: QImage, scratch: Path) -> str:
    save_small(image, scratch)
    data = base64.b64encode(scratch.read_bytes()).decode()
    return (
        f'<figure><figcaption>{title}</figcaption><img alt="{title}" width="{image.width()}"'
        f' src="data:image/png;base64,{data}"></figure>'
    )


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Signalcabin: {said}</title>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ font: 15px/1.5 system-ui, sans-serif; margin: 32px; }}
  h1 {{ font-size: 20px; }}  h2 {{ font-size: 15px; margin: 0; }}
  section {{ margin: 40px 0; }}  section p {{ margin: 0 0 8px; opacity: .7; }}
  section div {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(360px, 1fr)); gap: 16px; }}
  figure {{ margin: 0; }}  figcaption {{ opacity: .7; font-size: 13px; }}
  img {{ max-width: 100%; height: auto; border: 1px solid #8886; border-radius: 6px; }}
  img:active {{ max-width: none; position: relative; z-index: 1; }}
</style>
<h1>{said}</h1>
{sections}
</html>
"""
