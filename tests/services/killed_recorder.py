"""A program to be killed: records checks while another thread sweeps, and says each check once it is acknowledged."""

import random
import threading
from datetime import timedelta
from itertools import count

from station.models import Check
from station.services import Actor, Store, sweeping
from station.services.checks import CheckEntry, record_check
from station.services.reading import read_board
from station.store.engine import open_store
from tests.builders import STATION
from tests.fakes import NOON
from tests.killing import say, serve


def write(where: str) -> None:
    """Until killed. Each round goes on where the clock of the last one ended."""
    store = open_store(where)
    board = read_board(store, NOON)
    stays = [bed.patient.stay_id for bed in board.beds if bed.patient is not None]
    with store.read() as session:
        began = session.query(Check).count()
    threading.Thread(target=sweep_on, args=(store, began), daemon=True).start()
    me = Actor(1, "J. Moore", "Desk 1")
    for number in count(began):
        at = NOON + timedelta(seconds=61 * number)
        entry = CheckEntry(f"request-{number}", stays[number % len(stays)], 1, "Room", "Awake")
        record_check(store, entry, confirmed=True, actor=me, now=at)
        say(number + 1)


def sweep_on(store: Store, began: int) -> None:
    """Ahead of the checks, so that alerts open and close all the time."""
    chance = random.Random(began)
    for number in count(began):
        ahead = timedelta(seconds=61 * number + chance.randrange(3600))
        sweeping.sweep(store, actor=STATION, now=NOON + ahead)


if __name__ == "__main__":
    serve(write)
