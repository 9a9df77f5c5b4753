"""Every level of a stay, one after the other, with who ordered it, why and who agreed."""

from station.models.enums import OrderKind
from station.services import levels, orders, stays
from station.store.rows.levels import LevelStretchRow
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON


def history(unit: BuiltUnit, stay_id: int) -> tuple[LevelStretchRow, ...]:
    return levels.read_levels(unit.store, stay_id)


def test_each_begins_where_the_one_before_ended(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15", level_asleep="Q30")
    unit.set_level(stay_id, "1:1", NOON + minutes(10))
    unit.lower(stay_id, "LOS", NOON + minutes(30))
    at = NOON + minutes(40)
    orders.review_order(unit.store, stay_id, "Dr. Hall", "still at risk", actor=unit.charge(at), now=at)
    rows = history(unit, stay_id)
    assert [(one.kind, one.words) for one in rows] == [
        (OrderKind.ADMISSION, "Q15 awake, Q30 asleep"),
        (OrderKind.RAISE, "1:1"),
        (OrderKind.LOWER, "LOS"),
        (OrderKind.RENEW, "LOS"),
    ]
    assert [one.ended_at for one in rows] == [*(one.starts_at for one in rows[1:]), None]
    assert (rows[1].ordered_by, rows[1].entered_by, rows[1].reason) == ("N. Park", "N. Park", "restless")
    assert (rows[2].ordered_by, rows[2].second_person) == ("Dr. Hall", "C. Lindt")
    assert rows[3].review_by == at + minutes(24 * 60)


def test_of_a_stay_that_has_ended_it_ends_with_the_stay(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    at = NOON + minutes(90)
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(at), now=at)
    (row,) = history(unit, stay_id)
    assert (row.starts_at, row.ended_at) == (NOON, at)
    assert history(unit, 999_999) == ()
