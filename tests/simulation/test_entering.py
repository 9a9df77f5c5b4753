"""What a person of the trial enters, and what the ledger is told of it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from station.models.enums import Role
from station.services import Actor
from station.services.checks import CheckEntry
from station.services.errors import Refused
from station.trial.entering import DeskEntering

NOW = datetime(2026, 4, 4, 13, 55, tzinfo=UTC)
CHECK = CheckEntry("b6a8d457", 1, 26, "Room", "Asleep", life_sign="Breathing seen")


class Heard(list[tuple[str, str]]):
    """What the ledger was told, in order."""

    def tries(self, what: Any, one: Any) -> None:
        self.append(("tries", what.request))

    def taken(self, request: str, *, anew: bool) -> None:
        self.append(("taken anew" if anew else "taken", request))

    def is_in(self, request: str) -> None:
        self.append(("is in", request))


@pytest.mark.parametrize("unheard", [True, False])
def test_refused_after_the_record_took_it_unheard_it_is_in_the_record_all_the_same(unheard: bool) -> None:
    """As where the answer to a commit is lost and the own disk is full (seed 21110)."""

    def do(*_: Any, **__: Any) -> list[Any]:
        desk.was_unheard = unheard
        raise Refused("The disk of this computer is full.")

    eyes = SimpleNamespace(is_away=False, kept=tuple)
    desk: Any = SimpleNamespace(beside=SimpleNamespace(keeper=SimpleNamespace(eyes=eyes, do=do)), was_unheard=False)
    heard: Any = Heard()
    person, store = Actor(26, "D. Hale", "Desk 2"), SimpleNamespace()
    with pytest.raises(Refused):
        DeskEntering(desk, heard, lambda: 1.0).check(store, CHECK, Role.TECH, confirmed=True, actor=person, now=NOW)  # type: ignore[arg-type]  # never reached
    assert heard[:2] == [("tries", "b6a8d457"), ("taken", "b6a8d457")]
    assert heard[2:] == ([("is in", "b6a8d457")] if unheard else [])
    assert not desk.was_unheard
