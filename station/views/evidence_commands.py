"""What a desk may do about evidence for a surveyor; see `views.commands`."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from station.reports.canvas import Paper
from station.services.evidence import Asked, PackMade


class EvidenceCommands(Protocol):
    def make_evidence(
        self, staff_id: int, asked: Asked, folder: Path, paper: Paper, cancelled: Callable[[], bool]
    ) -> PackMade:
        """Writes a pack into a folder of its own within `folder`. Takes seconds."""
        ...
