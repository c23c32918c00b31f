"""Has memory that is no longer needed go back to the system."""

from __future__ import annotations

import ctypes
import platform

_M_MMAP_THRESHOLD = -3
LARGE_BYTES = 128 * 1024
"""From this size on glibc lets a fresh process's blocks go back, unless told otherwise."""


def give_back_large_blocks(from_bytes: int = LARGE_BYTES) -> None:
    """Have large blocks of memory returned to the system when they are freed, always.

    glibc does so until the first large block was freed; from then on it keeps ever larger ones between small ones, and
    a process that once held a large text never gets small again. Elsewhere nothing is done.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, from_bytes)
