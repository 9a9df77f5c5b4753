"""A program to be killed: writes one entry after the other, and says each number once it is committed."""

import sys
from datetime import UTC, datetime

from sqlalchemy import insert

from station.models import Staff
from station.models.enums import Role
from station.store import journal
from station.store.engine import open_store
from station.store.work import Actor

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def main(where: str) -> None:
    store = open_store(where)
    actor = Actor(None, "Station", "Desk 1")
    while True:
        with store.write(actor, NOW) as work:
            seq = journal.head(work.session)[0] + 1
            work.session.execute(insert(Staff).values(name=f"number {seq}", role=Role.NURSE, active=True))
            work.journal("staff added", {"name": f"number {seq}"})
        sys.stdout.write(f"{seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
