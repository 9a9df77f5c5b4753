"""A disk of a few megabytes, to be filled, and a drive, to be pulled out. Root alone can make one."""

import contextlib
import os
import subprocess
from pathlib import Path


def small_disk(folder: Path, megabytes: int = 24) -> bool:
    """Whether this folder is now one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "station-test", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def plug_in(drive: Path, folder: Path) -> bool:
    """Whether what lies on the drive is now in this folder."""
    command = ["mount", "--bind", str(drive), str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def no_small_disk(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def fill(file: Path) -> None:
    """Until the disk takes no more."""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(opened, bytes(4096))
    os.close(opened)
