"""Stands in for a player of the system: it writes down that it was asked to play. python player.py RECORD [SOUND]"""

import sys
import time
from pathlib import Path

with Path(sys.argv[1]).open("a", encoding="utf-8") as record:
    record.write(f"{time.monotonic()} {' '.join(sys.argv[2:])}\n")
