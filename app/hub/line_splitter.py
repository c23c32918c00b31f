"""Bytes in any pieces → whole lines; a line that grows beyond all measure is dropped, and counted."""

from __future__ import annotations

LONGEST_BYTES = 32 * 1024 * 1024


class LineSplitter:
    """Sans-I/O: ``feed`` gives the lines that are whole now, without their ends."""

    def __init__(self, longest_bytes: int = LONGEST_BYTES) -> None:
        self._longest = longest_bytes
        self._pieces: list[bytes] = []
        self._held = 0
        self._dropping = False
        self.lost = 0
        """Lines dropped for their length."""

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes in; the lines they complete. Linear in the bytes."""
        *whole, rest = data.split(b"\n")
        lines: list[bytes] = []
        for piece in whole:
            self._take(piece)
            if not self._dropping:
                lines.append(b"".join(self._pieces))
            self._begin()
        self._take(rest)
        return lines

    def rest(self) -> list[bytes]:
        """What stood after the last line's end, if anything: the end of input was not a line's end."""
        left = [] if self._dropping or not self._held else [b"".join(self._pieces)]
        self._begin()
        return left

    def _take(self, piece: bytes) -> None:
        if self._dropping or not piece:
            return
        if self._held + len(piece) > self._longest:
            self.lost += 1
            self._begin()
            self._dropping = True
            return
        self._pieces.append(piece)
        self._held += len(piece)

    def _begin(self) -> None:
        self._pieces, self._held, self._dropping = [], 0, False
