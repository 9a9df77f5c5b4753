"""The part of the desk's fakes that is about evidence for a surveyor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from station.reports.canvas import Paper
from station.services.evidence import Asked, PackMade
from station.views.commands import Events


class FakeEvidenceCommands:
    def _called(self, name: str, *arguments: Any) -> Events:
        raise NotImplementedError

    def make_evidence(
        self, staff_id: int, asked: Asked, folder: Path, paper: Paper, cancelled: Callable[[], bool]
    ) -> PackMade:
        self._called("make_evidence", staff_id, asked, folder, paper, cancelled)
        return PackMade(folder / "evidence", (f"{folder / 'evidence'} holds the evidence of MRN 40 004.",))
