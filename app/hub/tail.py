"""Reads what was added to one line file since the last look: whole lines only, a bounded piece at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from app.hub.agent_files import Refused, open_inside

MAX_LINE_BYTES = 8 * 1024 * 1024
PIECE_BYTES = 1024 * 1024


class RawLine(NamedTuple):
    """One line without its end, and where in the file it began."""

    offset: int
    content: bytes


class Piece(NamedTuple):
    """What one look brought. ``too_long``: lines that were passed over; ``more``: there is more to read at once."""

    lines: list[RawLine]
    too_long: int = 0
    more: bool = False


class Place(NamedTuple):
    """How far a file was read: which file it was, and the beginning of the first line not read yet."""

    device: int = 0
    inode: int = 0
    offset: int = 0


_NOTHING = Piece([])


class Tail:
    """Follows one file. It may not be there yet, may shrink, may be replaced: then it is read from its beginning.

    Lines read twice are no harm (their deliveries have the same ids), lines missed would be.
    """

    def __init__(self, path: str, home: str, place: Place = Place()) -> None:  # noqa: B008
        self.path = path
        self._home = home
        self.place = place
        self.changed_us = 0
        """Modification time of what was read last, microseconds since the epoch."""
        self._searched = place.offset
        """No line ends between the place's offset and here."""
        self._skipping = False
        self._seen: tuple[int, int, int] | None = None

    def rewind(self, place: Place) -> None:
        """Go back: what was read after ``place`` did not get through."""
        self.place, self._searched, self._skipping, self._seen = place, place.offset, False, None

    def read(self) -> Piece:
        """The next whole lines, about a mebibyte at most (a longer line comes whole). Raises Refused."""
        try:
            found = Path(self.path).stat()
        except (OSError, ValueError):
            self.rewind(Place())  # what comes back under this name is another file, though it may get the same inode
            return _NOTHING
        signature = (found.st_ino, found.st_size, found.st_mtime_ns)
        if signature == self._seen:
            return _NOTHING
        handle = open_inside(self.path, self._home)
        try:
            piece = self._read(handle)
        except OSError as error:
            raise Refused(f"{self.path}: {error}") from error
        finally:
            os.close(handle)
        self._seen = None if piece.more else signature
        self.changed_us = found.st_mtime_ns // 1000
        return piece

    def _read(self, handle: int) -> Piece:
        found = os.fstat(handle)
        if self._is_another_text(handle, found):
            self.rewind(Place(found.st_dev, found.st_ino, 0))
        self.place = Place(found.st_dev, found.st_ino, self.place.offset)
        chunk = os.pread(handle, PIECE_BYTES, self._searched)
        first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
        more = self._searched + len(chunk) < found.st_size
        if last < 0:
            self._searched += len(chunk)
            if self._searched - self.place.offset > MAX_LINE_BYTES:
                self._skipping = True
            return Piece([], 0, more)
        begin, end = self.place.offset, self._searched + last + 1
        if self._skipping:
            begin = self._searched + first + 1
            chunk = chunk[first + 1 : last + 1]
        elif begin < self._searched:
            chunk = os.pread(handle, end - begin, begin)
        else:
            chunk = chunk[: last + 1]
        too_long = int(self._skipping)
        self._skipping, self._searched = False, end
        self.place = self.place._replace(offset=end)
        lines = _lines(chunk, begin)
        fitting = [line for line in lines if len(line.content) <= MAX_LINE_BYTES]
        return Piece(fitting, too_long + len(lines) - len(fitting), more)

    def _is_another_text(self, handle: int, found: os.stat_result) -> bool:
        """Whether the file is not the one read before: replaced, shortened, or rewritten past the place we know."""
        if (self.place.device, self.place.inode) != (found.st_dev, found.st_ino):
            return True
        if found.st_size < self._searched:
            return True
        offset = self.place.offset
        return offset > 0 and os.pread(handle, 1, offset - 1) != b"\n"


def _lines(chunk: bytes, begin: int) -> list[RawLine]:
    lines: list[RawLine] = []
    for line in chunk.split(b"\n")[:-1]:
        if line.strip():
            lines.append(RawLine(begin, line))
        begin += len(line) + 1
    return lines
