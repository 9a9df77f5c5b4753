"""Onto the disk itself: what was written outlives a loss of power when this returns."""

import os
import sys


def sync(file: int) -> None:
    """As os.fsync, which on macOS returns while the drive still has it in its cache. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
        except OSError:  # a drive that does not know it
            os.fsync(file)
    else:
        os.fsync(file)
