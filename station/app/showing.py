"""Proof of display: what has been painted and sounded here is gathered and kept, a batch a second at most."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from station.app.core import Core
from station.app.living import Living
from station.models.enums import Priority, ShownKind
from station.services import Actor
from station.services.showing import Shown, record_shown
from station.store.rows import BoardSnapshot
from station.views.bridge import Bridge

Key = tuple[int, ShownKind, Priority]

AGAIN_AFTER: Final = 5
"""Seconds until what could not be kept is tried again."""


class Showing(QObject):
    """Told from within a paint event: it only writes the moment down. The rest is done at the next second."""

    def __init__(self, core: Core, bridge: Bridge, living: Living, station: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core, self._bridge, self._station = core, bridge, station
        self._told: set[Key] = set()
        self._waiting: dict[Key, Shown] = {}
        self._sent: dict[Key, Shown] = {}
        self._rest = 0
        living.snapshot.connect(self._forget)
        living.tick.connect(self._tick)

    @property
    def waiting(self) -> int:
        """What has not been kept yet."""
        return len(self._waiting) + len(self._sent)

    @Slot(object)
    def painted(self, what: tuple[tuple[int, ...], Priority]) -> None:
        """These alerts, at this priority, stand on the screen."""
        self._note(what, ShownKind.PAINTED)

    @Slot(object)
    def sounded(self, what: tuple[tuple[int, ...], Priority]) -> None:
        """The device has taken the first samples of what sounds for them."""
        self._note(what, ShownKind.SOUNDED)

    def _note(self, what: tuple[tuple[int, ...], Priority], kind: ShownKind) -> None:
        alert_ids, priority = what  # a number under 0: known to this station alone, not on record
        new = [key for one in alert_ids if one > 0 and (key := (one, kind, priority)) not in self._told]
        if not new:
            return
        at = self._core.now()
        self._told.update(new)
        self._waiting.update({key: Shown(*key, at) for key in new})

    @Slot(object)
    def _forget(self, snapshot: BoardSnapshot) -> None:
        """What is over is not asked about any more."""
        alive = {one.id for one in snapshot.alerts}
        self._told = {key for key in self._told if key[0] in alive}

    @Slot(object)
    def _tick(self, now: datetime) -> None:
        self._rest = max(0, self._rest - 1)
        if not self._waiting or self._sent or self._rest:
            return
        self._sent, self._waiting = self._waiting, {}
        keep = partial(_keep, self._core, self._station, tuple(self._sent.values()), now)
        self._bridge.run(keep, self._kept, self._not_kept)

    @Slot(object)
    def _kept(self, _: object) -> None:
        self._sent = {}

    @Slot(object)
    def _not_kept(self, _: Exception) -> None:
        """Nothing is lost: it waits, with the times as they were."""
        self._waiting = {**self._waiting, **self._sent}
        self._sent, self._rest = {}, AGAIN_AFTER


def _keep(core: Core, station: str, rows: Iterable[Shown], now: datetime) -> None:
    record_shown(core.store, station, rows, actor=Actor(None, "Station", station), now=now)
