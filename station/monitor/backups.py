"""When the last backup was made, as far as this computer can see: the anchors that lie beside the database."""

from datetime import datetime
from typing import Final

from station.monitor.patrol import Patrol
from station.services import Store
from station.store.backup import last_backup

LOOK_S: Final = 300.0


class Backups:
    """`last` may be read from any thread; None: none is known."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.on_server = store.engine.dialect.name != "sqlite"
        self.last: datetime | None = None
        self.patrol = Patrol("backups", self.look, LOOK_S)

    def look(self) -> None:
        """One look into the folder."""
        self.last = None if self.on_server else last_backup(self._store)
