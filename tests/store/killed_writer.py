"""A program to be killed: writes one entry after the other, and says each number once it is committed."""

from datetime import UTC, datetime

from sqlalchemy import insert

from station.models import Staff
from station.models.enums import Role
from station.store import journal
from station.store.engine import open_store
from station.store.work import Actor
from tests.killing import say, serve

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def write(where: str) -> None:
    """Until killed."""
    store = open_store(where)
    actor = Actor(None, "Station", "Desk 1")
    while True:
        with store.write(actor, NOW) as work:
            seq = journal.head(work.session)[0] + 1
            work.session.execute(insert(Staff).values(name=f"number {seq}", role=Role.NURSE, active=True))
            work.journal("staff added", {"name": f"number {seq}"})
        say(seq)


if __name__ == "__main__":
    serve(write)
