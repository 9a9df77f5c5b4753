"""A program to be killed: keeps checks as if the record were away, says each once it is kept, and now and then puts
all of them in and the file away."""

from datetime import timedelta
from itertools import count
from pathlib import Path

from station.services import keeping
from station.services.checks import CheckEntry
from station.services.putting_in import put_in, say_returned
from station.services.reading import read_board
from station.store.engine import open_store
from station.store.spool import Spool, read
from station.store.spool_places import archives_in
from tests.fakes import NOON
from tests.killing import say, serve

EVERY = 9
"""Entries between two returns of the record."""


def write(where: str) -> None:
    """Until killed. Each run goes on where the last one ended."""
    store, folder = open_store(where), Path(where).with_name("spool")
    board = read_board(store, NOON)
    stays = [bed.patient.stay_id for bed in board.beds if bed.patient is not None]
    spool = Spool.of(folder, "Desk 1")
    began = spool_count(folder) + len(spool.entries)
    for number in count(began):
        at = NOON + timedelta(seconds=61 * number)
        entry = CheckEntry(f"request-{number}", stays[number % len(stays)], 1, "Room", "Awake")
        spool.append(keeping.CHECK, keeping.body_of(entry, at), staff_id=1, name="J. Moore", at=at)
        say(number + 1)
        if number % EVERY == EVERY - 1:
            entries = spool.entries
            returned = put_in(store, entries, now=at)
            say_returned(store, "Desk 1", returned, now=at)
            spool.archive(len(entries))


def spool_count(folder: Path) -> int:
    """How many have been put away."""
    return sum(len(read(path).entries) for path in archives_in(folder))


if __name__ == "__main__":
    serve(write)
