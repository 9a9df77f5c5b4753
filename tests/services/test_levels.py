"""The level on the board is the ordered level: raised at once, lowered by two, never by itself."""

import pytest
from sqlalchemy import select

from station.models import ObservationOrder
from station.models.enums import OrderKind, Stage, TaskKind
from station.services import orders, reading
from station.services.errors import Refused
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON

DAY = minutes(24 * 60)


def order_of(unit: BuiltUnit, stay_id: int) -> ObservationOrder:
    with unit.store.read() as session:
        return session.scalars(
            select(ObservationOrder).where(ObservationOrder.stay_id == stay_id, ObservationOrder.ended_at.is_(None))
        ).one()


def level_shown(unit: BuiltUnit) -> str:
    (level,) = {bed.patient.level for bed in reading.read_board(unit.store, NOON).beds if bed.patient is not None}
    return level


def test_a_nurse_raises_at_once_and_owes_a_providers_order(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q60")
    at = NOON + minutes(10)
    unit.set_level(stay_id, "Q15", at)
    assert (order_of(unit, stay_id).kind, level_shown(unit)) == (OrderKind.RAISE, "Q15")
    owed = unit.task(stay_id, TaskKind.PROVIDER_ORDER)
    assert (owed.due_at, owed.lapsed_at) == (at + minutes(60), at + minutes(90))
    assert (unit.task(stay_id).due_at, unit.task(stay_id).first_check) == (at + minutes(2), True)


def test_raised_by_a_provider_owes_no_further_order(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q60")
    unit.set_level(stay_id, "Q15", NOON + minutes(10), provider_order=True, ordered_by="Dr. Hall")
    assert not unit.has_task(stay_id, TaskKind.PROVIDER_ORDER)


def test_raised_twice_the_first_order_owed_keeps_its_time(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q60")
    unit.set_level(stay_id, "Q30", NOON + minutes(5))
    unit.set_level(stay_id, "Q15", NOON + minutes(20))
    assert unit.task(stay_id, TaskKind.PROVIDER_ORDER).due_at == NOON + minutes(65)


def test_the_providers_order_comes(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q60")
    unit.set_level(stay_id, "Q15", NOON + minutes(10))
    unit.check(stay_id, NOON + minutes(11))
    unit.sweep(NOON + minutes(70))
    assert unit.alert(stay_id, "provider order").stage is Stage.LATE
    orders.enter_provider_order(
        unit.store, stay_id, "Dr. Hall", actor=unit.charge(NOON + minutes(71)), now=NOON + minutes(71)
    )
    assert not unit.open_alerts(stay_id, "provider order")
    with pytest.raises(Refused, match="No provider order is owed"):
        orders.enter_provider_order(
            unit.store, stay_id, "Dr. Hall", actor=unit.charge(NOON + minutes(72)), now=NOON + minutes(72)
        )


def test_a_raised_level_never_gives_more_time(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    unit.set_level(stay_id, "Q5", NOON + minutes(14))
    assert unit.task(stay_id).due_at == NOON + minutes(5)
    unit.sweep(NOON + minutes(14))
    assert unit.alert(stay_id, "check").stage is Stage.LAPSED


def test_raised_before_the_first_check_it_is_still_owed_from_the_admission(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1201", "Q60")
    unit.set_level(stay_id, "Q15", NOON + seconds(90))
    assert unit.task(stay_id).due_at == NOON + minutes(2)


def test_raising_does_not_silence_a_first_check_that_has_lapsed(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1201", "Q60")
    unit.sweep(NOON + minutes(6))
    unit.set_level(stay_id, "Q15", NOON + minutes(6))
    assert unit.alert(stay_id, "check").stage is Stage.LAPSED


def test_raised_again_before_he_is_seen_the_earlier_time_holds(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q60")
    unit.set_level(stay_id, "Q30", NOON + minutes(10))
    unit.set_level(stay_id, "Q15", NOON + minutes(11))
    assert unit.task(stay_id).due_at == NOON + minutes(12)
    unit.check(stay_id, NOON + minutes(11.5))
    unit.set_level(stay_id, "Q5", NOON + minutes(15))
    assert unit.task(stay_id).due_at == NOON + minutes(16.5)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"provider_order": False}, "provider's order"),
        ({"second_person_id": None}, "second person"),
        ({"second_person_id": 999_999}, "active member"),
        ({"reason": " "}, "Say why"),
        ({"ordered_by": ""}, "Say who"),
        ({"review_by": NOON}, "review time has passed"),
    ],
)
def test_lowering_needs_an_order_and_a_second_person(
    sqlite_unit: BuiltUnit, missing: dict[str, object], says: str
) -> None:
    unit = sqlite_unit
    stay_id = unit.admit_seen("1201", "Q15")
    with pytest.raises(Refused, match=says):
        unit.lower(stay_id, "Q60", NOON + minutes(5), **missing)
    assert level_shown(unit) == "Q15"


def test_the_second_person_is_not_the_one_who_enters_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    with pytest.raises(Refused, match="other than yourself"):
        unit.lower(stay_id, "Q60", NOON + minutes(5), by="C. Lindt")


def test_one_to_one_down_to_line_of_sight_is_lowering(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    with pytest.raises(Refused, match="Lowering"):
        unit.set_level(stay_id, "LOS", NOON + minutes(1))


def test_lower_asleep_only_is_lowering_too(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    with pytest.raises(Refused, match="Lowering"):
        unit.set_level(stay_id, "Q5", NOON + minutes(1), level_asleep="Q30")


def test_lowered_the_interval_runs_from_the_last_check(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    unit.check(stay_id, NOON + minutes(10))
    unit.lower(stay_id, "Q30", NOON + minutes(20))
    assert order_of(unit, stay_id).kind is OrderKind.LOWER
    assert (unit.task(stay_id).due_at, unit.task(stay_id).first_check) == (NOON + minutes(40), False)


def test_nothing_to_change_is_refused(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    with pytest.raises(Refused, match="Q15 already"):
        unit.set_level(stay_id, "Q15", NOON + minutes(1))
    with pytest.raises(Refused, match="no observation level 'Q7'"):
        unit.set_level(stay_id, "Q7", NOON + minutes(1))


def test_an_order_past_its_review_raises_an_alert_and_keeps_its_level(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    for days in range(1, 6):
        unit.sweep(NOON + DAY * days)
        unit.check(stay_id, NOON + DAY * days)
        assert level_shown(unit) == "Q15"
    assert unit.task(stay_id).level == "Q15"
    alert = unit.alert(stay_id, "review")
    assert (alert.due_at, alert.stage) == (NOON + DAY, Stage.LAPSED)


def test_reviewed_the_level_is_kept_and_the_next_review_is_set(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15", level_asleep="Q30")
    unit.sweep(NOON + DAY)
    at = NOON + DAY + minutes(5)
    orders.review_order(unit.store, stay_id, "Dr. Hall", "still restless", actor=unit.charge(at), now=at)
    assert not unit.open_alerts(stay_id, "review")
    order = order_of(unit, stay_id)
    assert (order.kind, order.level, order.level_asleep) == (OrderKind.RENEW, "Q15", "Q30")
    assert unit.task(stay_id, TaskKind.REVIEW).due_at == at + DAY
    assert unit.task(stay_id).due_at == NOON + minutes(15)


def test_no_review_is_further_away_than_a_month(unit: BuiltUnit) -> None:
    """A year mistyped would have an order stand for ever, and nobody told."""
    stay_id = unit.admit_seen()
    far = NOON + 31 * DAY + minutes(1)
    with pytest.raises(Refused, match="The review would be 31 days away. Choose a time within 31 days"):
        unit.set_level(stay_id, "Q5", NOON, review_by=far)
    with pytest.raises(Refused, match="The review would be 366 days away"):
        orders.review_order(
            unit.store, stay_id, "Dr. Hall", "calm", review_by=NOON + 366 * DAY, actor=unit.who("N. Park"), now=NOON
        )
    unit.set_level(stay_id, "Q5", NOON, review_by=NOON + 31 * DAY)
    assert unit.task(stay_id, TaskKind.REVIEW).due_at == NOON + 31 * DAY


def test_the_level_asleep_holds_only_while_he_was_last_seen_asleep(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15", level_asleep="Q30")
    unit.check(stay_id, NOON + minutes(10), activity="Asleep", life_sign="Breathing seen")
    assert (level_shown(unit), unit.task(stay_id).due_at) == ("Q30", NOON + minutes(40))
    unit.check(stay_id, NOON + minutes(35))
    assert (level_shown(unit), unit.task(stay_id).due_at) == ("Q15", NOON + minutes(50))
