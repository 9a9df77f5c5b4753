"""A program to be killed: writes one entry after the other, and says each number once it is committed.

Started once; for every line on standard input (the database) it makes such a writer of itself, says its process number,
then its acknowledgements, and "gone" when it was killed. Forking spares each writer the imports.
"""

import os
import sys
from datetime import UTC, datetime

from sqlalchemy import insert

from station.models import Staff
from station.models.enums import Role
from station.store import journal
from station.store.engine import open_store
from station.store.work import Actor

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write(where: str) -> None:
    """Until killed."""
    say(f"pid {os.getpid()}")
    store = open_store(where)
    actor = Actor(None, "Station", "Desk 1")
    while True:
        with store.write(actor, NOW) as work:
            seq = journal.head(work.session)[0] + 1
            work.session.execute(insert(Staff).values(name=f"number {seq}", role=Role.NURSE, active=True))
            work.journal("staff added", {"name": f"number {seq}"})
        say(seq)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            write(line.strip())
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
