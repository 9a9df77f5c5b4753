"""A high alert that closes without what it asked for is closed all the same, and owes a reason until it is said."""

from collections.abc import Callable
from datetime import datetime

import pytest

from station.models import Alert
from station.models.enums import AlertState, Priority, StepKind
from station.services import reading, stays
from station.services.alert_reading import read_reasons_owed
from station.services.errors import Refused
from tests.absent import gone, leave
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON
from tests.query_plans import plan_of

LAPSED = NOON + minutes(20)
AT = NOON + minutes(21)


@pytest.fixture
def lapsed(unit: BuiltUnit) -> BuiltUnit:
    """One patient on Q15, lapsed."""
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    unit.sweep(LAPSED)
    return unit


def only(unit: BuiltUnit, kind: str = "check") -> Alert:
    (one,) = unit.all_alerts(kind=kind)
    return one


def discharge(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(at), now=at)


OTHERWISE: dict[str, Callable[[BuiltUnit, int], object]] = {
    "stay ended": lambda unit, stay: discharge(unit, stay, AT),
    "left the unit": lambda unit, stay: leave(unit, stay, AT, with_="R. Osei"),
    "level changed": lambda unit, stay: unit.lower(stay, "Q60", AT),
    "documented late": lambda unit, stay: unit.check(stay, AT, observed_at=AT - minutes(9)),
    "gone": lambda unit, stay: gone(unit, stay, AT),
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_closed_by_something_else_it_owes_a_reason(lapsed: BuiltUnit, how: str) -> None:
    OTHERWISE[how](lapsed, lapsed.stay_in("1201").id)
    alert = only(lapsed)
    assert (alert.state, alert.close_note) == (AlertState.CLOSED, "")


def test_closed_by_its_check_it_owes_none(lapsed: BuiltUnit) -> None:
    lapsed.check(lapsed.stay_in("1201").id, AT)
    assert only(lapsed).close_note is None
    with pytest.raises(Refused, match="No reason is owed"):
        lapsed.explain(only(lapsed).id, AT)


def test_a_late_one_that_never_lapsed_owes_none(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    discharge(unit, stay_id, NOON + minutes(16))
    assert (only(unit).priority, only(unit).close_note) == (Priority.MEDIUM, None)


def test_nobody_observing_owes_one_unless_somebody_takes_him(unit: BuiltUnit) -> None:
    taken, lowered = unit.admit_seen("1201", "1:1"), unit.admit_seen("1202", "1:1")
    unit.sweep(NOON + minutes(3))
    unit.take(taken, "R. Osei", NOON + minutes(4))
    unit.lower(lowered, "Q15", NOON + minutes(4))
    first, second = unit.all_alerts(kind="observer")
    assert (first.close_note, second.close_note) == (None, "")


def test_who_says_why_is_kept_with_it(lapsed: BuiltUnit) -> None:
    discharge(lapsed, lapsed.stay_in("1201").id, AT)
    alert_id = only(lapsed).id
    with pytest.raises(Refused, match="Say why"):
        lapsed.explain(alert_id, AT, why="  ")
    lapsed.explain(alert_id, AT + minutes(5), by="A. Diaz", why=" with his family at the door ")
    alert = only(lapsed)
    assert (alert.close_note, alert.close_note_by_id) == ("with his family at the door", lapsed.staff["A. Diaz"])
    assert alert.close_note_at == AT + minutes(5)
    last = reading.read_alert_steps(lapsed.store, alert_id)[-1]
    assert (last.kind, last.who, last.detail) == (StepKind.EXPLAINED, "A. Diaz", "with his family at the door")
    with pytest.raises(Refused, match="A. Diaz has said why already"):
        lapsed.explain(alert_id, AT + minutes(6), why="something else")


def test_an_open_one_owes_none_yet(lapsed: BuiltUnit) -> None:
    with pytest.raises(Refused, match="No reason is owed"):
        lapsed.explain(only(lapsed).id, AT)


def test_opened_again_it_is_asked_anew(lapsed: BuiltUnit) -> None:
    stay_id, other = lapsed.stay_in("1201").id, lapsed.admit_seen("1202", "Q60")
    lapsed.check(stay_id, AT, observed_at=AT - minutes(9))
    lapsed.explain(only(lapsed).id, AT)
    check = reading.read_checks(lapsed.store, stay_id)[0]
    lapsed.correct(check.id, other, AT + minutes(1))
    lapsed.sweep(AT + minutes(2))
    alert = lapsed.alert(stay_id)
    assert (alert.state, alert.close_note, alert.close_note_by_id, alert.close_note_at) == (
        AlertState.OPEN, None, None, None,
    )  # fmt: skip


def test_one_that_healed_itself_keeps_its_true_times(unit: BuiltUnit) -> None:
    """Station was off while it fell due and lapsed; it is found late, and closes by a check a minute on."""
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(34))
    unit.check(stay_id, NOON + minutes(35))
    alert = only(unit)
    assert (alert.due_at, alert.lapsed_at, alert.detected_at, alert.closed_at) == (
        NOON + minutes(15), LAPSED, NOON + minutes(34), NOON + minutes(35),
    )  # fmt: skip
    assert alert.next_at is None


def test_those_owed_are_found_without_reading_every_alert(unit: BuiltUnit) -> None:
    assert "ix_alert_reason_owed" in plan_of(unit.store, lambda: read_reasons_owed(unit.store), "close_note = ''")
