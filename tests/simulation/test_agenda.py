from datetime import datetime, timedelta
from functools import partial

from station.simulation.agenda import Agenda
from tests.fakes import NOON


def test_the_earliest_comes_first_and_one_moment_in_the_order_planned() -> None:
    done: list[str] = []

    def note(name: str, _now: datetime) -> None:
        done.append(name)

    agenda = Agenda()
    for name, seconds in (("c", 2), ("a", 1), ("d", 2), ("b", 1)):
        agenda.add(NOON + timedelta(seconds=seconds), partial(note, name))
    while (plan := agenda.pop_due(NOON + timedelta(seconds=2))) is not None:
        plan.deed(plan.at)
    assert done == ["a", "b", "c", "d"]


def test_what_is_later_stays() -> None:
    agenda = Agenda()
    agenda.add(NOON, lambda _now: None)
    assert agenda.pop_due(NOON - timedelta(microseconds=1)) is None
    assert (agenda.next_at(), len(agenda)) == (NOON, 1)


def test_nothing_planned() -> None:
    assert Agenda().next_at() is None
