"""The part of the binding that is about evidence for a surveyor."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from station.reports.canvas import Paper, Stopped
from station.reports.inter import FontMissing
from station.services import Store, reading
from station.services.errors import Refused
from station.services.evidence import Asked, PackMade


class _Now(Protocol):
    def now(self) -> datetime: ...


class EvidenceMaking:
    _store: Store
    _clock: _Now
    _station: str

    def _check_here(self, staff_id: int, *, choosing: bool = False) -> None:
        raise NotImplementedError

    def make_evidence(
        self, staff_id: int, asked: Asked, folder: Path, paper: Paper, cancelled: Callable[[], bool]
    ) -> PackMade:
        from station.gateways.evidence import make_pack

        self._check_here(staff_id)
        actor = reading.actor_of(self._store, staff_id, self._station)
        try:
            made = make_pack(
                self._store, asked, None, folder=folder, paper=paper, zipped=False, actor=actor, now=self._clock.now,
                cancelled=cancelled,
            )  # fmt: skip
        except (Stopped, FontMissing) as ended:
            raise Refused(str(ended)) from ended
        return PackMade(made.place, tuple(made.lines))
