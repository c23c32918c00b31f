"""Keeps pictures small, and says in how many places two of them differ.

A stored picture has at most 256 colours: the common ones as they are, every other one put to a near one. Grounds and
lines, which lie in common colours, may therefore not differ; the edges of letters, which do not, may differ a little.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QImage

TOLERANCE = 48
"""By so much of 255 a channel may differ: half for storing, half for a font renderer that shades letters anew."""

EXACT = 2
"""By so much where the colour is a common one in both pictures."""

COMMON = 0.001
"""A colour of so large a share of a picture is a common one: that of a ground, or of a line across it."""

MOST_DIFFERENT = 0.00002
"""The share of pixels that may differ by more than that: fewer than a digit that changed."""

_COLOURS = 256
_NEAR = 24
"""A colour this near to one that is stored already (in the worst channel, of 255) is stored as that one."""
_RGB32 = QImage.Format.Format_RGB32


@dataclasses.dataclass(frozen=True)
class Difference:
    """What ``compare`` found: how many pixels differ; ``why`` is "" where the pictures count as equal."""

    pixels: int
    why: str


def compare(one: QImage, other: QImage) -> Difference:
    """Compare two pictures, pixel by pixel."""
    if one.size() != other.size():
        sizes = " and ".join(f"{image.width()} × {image.height()}" for image in (one, other))
        return Difference(other.width() * other.height(), f"the sizes differ: {sizes}")
    ours, theirs = _words(one), _words(other)
    pixels = sum(_places(ours, theirs))
    why = "" if pixels <= MOST_DIFFERENT * len(ours) else f"{pixels} of {len(ours)} pixels differ"
    return Difference(pixels, why)


def difference_picture(one: QImage, other: QImage) -> QImage:
    """``other`` paled, with what differs in red."""
    if one.size() != other.size():
        return other.copy()
    ours, theirs = _words(one), _words(other)
    marked = bytearray()
    red = (0xFFE00020).to_bytes(4, "little")
    pale: dict[int, bytes] = {}
    for colour, differs in zip(theirs, _places(ours, theirs), strict=True):
        if differs:
            marked += red
            continue
        if colour not in pale:
            parts = (192 + (colour >> shift & 255) // 4 for shift in (0, 8, 16))
            pale[colour] = bytes((*parts, 255))
        marked += pale[colour]
    width, height = other.width(), other.height()
    return QImage(bytes(marked), width, height, 4 * width, _RGB32).copy()


def save_small(image: QImage, file: Path) -> None:
    """Store a picture with at most 256 colours; raises OSError where it cannot be written."""
    words = _words(image)
    table = _palette(Counter(words))
    colours = sorted(set(table.values()))
    number = {colour: index for index, colour in enumerate(colours)}
    indexes = bytes(map({colour: number[kept] for colour, kept in table.items()}.__getitem__, words))
    small = QImage(indexes, image.width(), image.height(), image.width(), QImage.Format.Format_Indexed8)
    small.setColorTable(colours)
    file.parent.mkdir(parents=True, exist_ok=True)
    # 0 is Qt's word for the best compression.
    if not small.save(str(file), "PNG", 0):
        raise OSError(f"{file} cannot be written")


def _words(image: QImage) -> memoryview:
    """A picture's pixels as numbers 0xffRRGGBB."""
    plain = image.convertToFormat(_RGB32)
    return memoryview(bytes(plain.constBits())).cast("I")


def _places(ours: memoryview, theirs: memoryview) -> Iterable[bool]:
    """For each pixel, whether it differs by more than it may; pairs of colours are judged once."""
    our_grounds, their_grounds = _common(Counter(ours)), _common(Counter(theirs))
    judged: dict[tuple[int, int], bool] = {}
    for pair in zip(ours, theirs, strict=True):
        if pair[0] == pair[1]:
            yield False
            continue
        verdict = judged.get(pair)
        if verdict is None:
            exact = pair[0] in our_grounds and pair[1] in their_grounds
            verdict = judged[pair] = _distance(*pair) > (EXACT if exact else TOLERANCE)
        yield verdict


def _common(found: Counter[int]) -> dict[int, int]:
    """The common colours and how often each is there, the commonest first."""
    least = COMMON * found.total()
    return {colour: count for colour, count in found.most_common() if count >= least}


def _distance(one: int, other: int) -> int:
    """By how much the two differ in the channel in which they differ most."""
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))


def _palette(found: Counter[int]) -> dict[int, int]:
    """Every colour of a picture → the one it is stored as: the commonest that is near enough."""
    kept = list(_common(found))[:_COLOURS]
    table = {colour: colour for colour in kept}
    for colour, _ in found.most_common():
        if colour in table:
            continue
        near = min(kept, key=lambda each: _distance(colour, each), default=None)
        if near is None or (_distance(colour, near) > _NEAR and len(kept) < _COLOURS):
            kept.append(colour)
            near = colour
        table[colour] = near
    return table
