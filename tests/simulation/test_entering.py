"""What a person of the trial enters, and what the ledger is told of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from station.models.enums import Role
from station.services import Actor, Store
from station.services.checks import CheckEntry
from station.services.errors import Refused
from station.trial.entering import DeskEntering

NOW = datetime(2026, 4, 4, 13, 55, tzinfo=UTC)
CHECK = CheckEntry("b6a8d457", 1, 26, "Room", "Asleep", life_sign="Breathing seen")


class Heard(list[tuple[str, str]]):
    """What the ledger was told, in order."""

    def __init__(self) -> None:
        self.tried: list[Any] = []

    def tries(self, what: Any, one: Any) -> None:
        self.tried += [what, one]

    def taken(self, request: str, *, anew: bool) -> None:
        self.append(("taken anew" if anew else "taken", request))

    def is_in(self, request: str) -> None:
        self.append(("is in", request))


def refused_at(desk: Any, *, unheard: bool = False) -> Any:
    """Somebody enters a check at this desk, which cannot keep it. What the ledger heard of it."""

    def do(*_: Any, **__: Any) -> list[Any]:
        desk.was_unheard = unheard
        raise Refused("The disk of this computer is full.")

    keeper = SimpleNamespace(eyes=SimpleNamespace(is_away=False, kept=tuple), do=do)
    desk.beside, desk.was_unheard = SimpleNamespace(keeper=keeper), False
    heard, person, nowhere = Heard(), Actor(26, "D. Hale", "Desk 2"), cast("Store", None)
    entering = DeskEntering(desk, cast("Any", heard), lambda: 1.0)
    with pytest.raises(Refused):
        entering.check(nowhere, CHECK, Role.TECH, confirmed=True, actor=person, now=NOW)
    return heard


@pytest.mark.parametrize("unheard", [True, False])
def test_refused_after_the_record_took_it_unheard_it_is_in_the_record_all_the_same(unheard: bool) -> None:
    """As where the answer to a commit is lost and the own disk is full (seed 21110)."""
    desk = SimpleNamespace(now=lambda: NOW)
    heard = refused_at(desk, unheard=unheard)
    assert heard == [("taken", "b6a8d457"), *([("is in", "b6a8d457")] if unheard else [])]
    assert not desk.was_unheard


@pytest.mark.parametrize("still", [timedelta(0), timedelta(seconds=30)])
def test_pressed_while_the_desk_stood_still_it_is_pressed_as_it_goes_on(still: timedelta) -> None:
    """The clock of the hand stands at the time before (seed 11, sixty beds, after four minutes)."""
    what, one = refused_at(SimpleNamespace(now=lambda: NOW + still)).tried
    assert (what.at, what.observed, one.observed) == (NOW + still,) * 3
