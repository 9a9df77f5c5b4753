"""Rounds: somebody walks an area. A round sees nobody: each patient is seen by a check of his own."""

from datetime import datetime

from station.services.events import Event
from station.store.rows.rounds import RoundSheet
from station.store.work import Actor, Store


def start_round(
    store: Store, area_id: int | None, *, confirmed: bool = False, actor: Actor, now: datetime
) -> list[Event]:
    """Whoever acts begins to walk an area; None: the whole unit.

    Raises Refused when he walks one already or holds a continuous patient; NeedsConfirmation when somebody else walks
    there now.
    """
    raise NotImplementedError


def end_round(store: Store, round_id: int, *, confirmed: bool = False, actor: Actor, now: datetime) -> list[Event]:
    """The walk is over. Raises NeedsConfirmation, naming their beds, where patients were not seen on it."""
    raise NotImplementedError


def read_round_sheet(store: Store, round_id: int, now: datetime) -> RoundSheet:
    """An open round as its walker needs it. Raises Refused for one that has ended."""
    raise NotImplementedError
