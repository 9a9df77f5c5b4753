"""Prints handovers to look at: python -m tests.reports.look_handover [folder]."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from station.reports.canvas import Paper as Size
from station.reports.handover import handover_pdf
from tests.reports.papers import AT, LONG, Paper, empty, handover

SCENES = {
    "8": Paper(handover(8)),
    "24": Paper(handover(24), since=("1210 Nowak, W.: check lapsed 14:59, last seen 14:39; nobody accepted it",)),
    "36-unsigned": Paper(handover(36), outgoing=None, incoming=None),
    "60": Paper(handover(60)),
    "empty": Paper(empty()),
    "long": Paper(replace(handover(24, names=LONG), unit="Three West, the very long name of a unit of a hospital")),
    "lapses": Paper(handover(24, lapses=40), incoming=None),
}


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    folder.mkdir(parents=True, exist_ok=True)
    for name, paper in SCENES.items():
        for size in Size:
            target = folder / f"{name}-{size}.pdf"
            target.write_bytes(handover_pdf(paper, size, printed_at=AT, printed_by="M. Ruiz"))
            subprocess.run(["pdftoppm", "-r", "80", "-png", str(target), str(target.with_suffix(""))], check=True)


if __name__ == "__main__":
    main()
