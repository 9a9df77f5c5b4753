"""Writes down what the eyes know, at a modest rhythm, for a start that has no record to go by."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from station.monitor import memory
from station.monitor.eyes import Eyes
from station.monitor.memory import Memory
from station.monitor.patrol import Patrol
from station.store.rows import BoardSnapshot
from station.store.spool_places import name_database

LOOK_S: Final = 10.0
"""What has changed is written this often at most."""

STAMP_S: Final = 60.0
"""And this often, what has not: how far this station has watched is part of it."""

_logger = logging.getLogger(__name__)


class Remembering:
    """On a thread of its own: a disk that hangs holds nobody up. `where` and `record`: as of `Memory`."""

    def __init__(self, file: Path, where: str, record: Callable[[], str], eyes: Eyes) -> None:
        self.file = file
        self._where = where
        self._record = record
        self._eyes = eyes
        self._written: Memory | None = None
        self._is_failing = False
        self.patrol = Patrol("memory", self.look, LOOK_S)

    def start(self) -> None:
        self.patrol.start()

    def stop(self) -> None:
        """End; what is known then is written once more."""
        if self.patrol.stop():
            self.look()

    def look(self) -> None:
        """Write what is known, where that is something new."""
        known = self._eyes.knowledge()
        if known is None or not self._is_new(known):
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            name_database(self.file.parent, self._where)
            memory.write(self.file, replace(known, where=self._where, record=self._record()))
        except OSError as error:
            if not self._is_failing:
                _logger.warning("What is known of the unit cannot be kept in %s: %s", self.file, error)
            self._is_failing = True
            return
        self._written, self._is_failing = known, False

    def _is_new(self, known: Memory) -> bool:
        before = self._written
        if before is None or (known.lived_to - before.lived_to).total_seconds() >= STAMP_S:
            return True
        return _told(known) != _told(before)


def _told(known: Memory) -> tuple[object, ...]:
    """What of it people see: not when it was read, nor who else was heard then."""
    board: BoardSnapshot = replace(known.board, read_at=known.board.figures.starts_at, stations=())
    return board, known.policy, known.staff
