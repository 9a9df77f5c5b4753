"""The other stations: one that runs and is not heard is told, until it is back or somebody says it was put away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from station.models import Alert, Station
from station.models.enums import AlertState
from station.services import finding
from station.services.alertbook import AlertBook
from station.services.events import Event
from station.store.work import Actor, Store, Work

PREFIX: Final = "silent:"
"""Of the subject of such an alert; the station's name follows."""

WATCHING: Final = ("wall", "desk")
"""The kinds that stand somewhere for people to look at."""

TEXT: Final = (
    "{name} is silent: nobody can rely on what it shows. Go there. If it is off or frozen, start it again; "
    "if it was put away, close this alert and say so."
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another wall or desk that runs, as far as is known."""

    name: str
    seen_at: datetime
    """By the clock of the record."""


def read_neighbours(store: Store, station: str) -> tuple[Neighbour, ...]:
    """The walls and desks other than `station` that were not closed in good order."""
    with store.read() as session:
        found = session.execute(
            select(Station.name, Station.seen_at)
            .where(Station.name != station, Station.kind.in_(WATCHING), Station.stopped_at.is_(None))
            .order_by(Station.name)
        )
        return tuple(Neighbour(*one) for one in found)


def tell_silent(
    store: Store, silent: Collection[str], unsure: Collection[str] = (), *, actor: Actor, now: datetime
) -> list[Event]:
    """Have an alert for each of the silent stations and for no other; those of the unsure stay as they are.

    Whose alert a person has closed since it was last heard was put away: that is written down, and it is not told
    again until it has been back. Writes only where there is something to change. Any station may say the same. Raises
    Refused where there is no unit yet.
    """
    with store.read() as session:
        finding.unit(session)
        told = {_station_of(alert) for alert in _open(session)}
    if told - set(unsure) == set(silent):
        return []
    with store.write(actor, now) as work:
        _tell(work, set(silent), set(unsure))
        return work.events


def _open(session: Session) -> Sequence[Alert]:
    states = (AlertState.OPEN, AlertState.ACCEPTED)
    return session.scalars(select(Alert).where(Alert.state.in_(states), Alert.subject.startswith(PREFIX))).all()


def _station_of(alert: Alert) -> str:
    return alert.subject.removeprefix(PREFIX)


def _tell(work: Work, silent: set[str], unsure: set[str]) -> None:
    alerts = _open(work.session)
    book = AlertBook(work, finding.policy_in_force(work.session), alerts)
    for alert in alerts:
        if _station_of(alert) not in silent | unsure:
            book.close(alert, "heard again", who=work.actor.name)
    for name in sorted(silent - {_station_of(alert) for alert in alerts}):
        if not _was_put_away(work, name):
            book.open_technical(PREFIX + name, TEXT.format(name=name))
    book.finish()


def _was_put_away(work: Work, name: str) -> bool:
    row = work.session.scalars(select(Station).where(Station.name == name)).one()
    said = work.session.scalar(
        select(Alert.closed_at)
        .where(
            Alert.subject == PREFIX + name,
            Alert.state == AlertState.CLOSED,
            Alert.closed_by_id.is_not(None),
            Alert.closed_at >= row.seen_at,
        )
        .order_by(Alert.closed_at.desc())
        .limit(1)
    )
    if said is None or row.stopped_at is not None:
        return said is not None
    work.session.execute(update(Station).where(Station.id == row.id).values(stopped_at=said))
    work.journal("station.put away", {"name": name, "said": said})
    return True
