"""The history by pages and filters, one alert's story, reasons owed, and the load of a stretch."""

from datetime import timedelta

import pytest

from station.models import AlertShown
from station.models.enums import AlertState, Priority, ShownKind, StepKind
from station.rules.announce import announce
from station.services import Store, alert_reading, alerts, reading, stays
from station.services.errors import Refused
from station.store.rows.alerts import AlertPage, AlertWanted
from tests.builders import BEDS, STATION, BuiltUnit, build_unit, minutes
from tests.fakes import NOON
from tests.plans import publish

LATE = NOON + minutes(15)
AT = NOON + minutes(21)


@pytest.fixture
def lived(unit: BuiltUnit) -> BuiltUnit:
    """1201 seen after it was accepted; 1202 lapsed and discharged; 1203 lapsed and documented late; 1204 open;
    and one technical."""
    for bed in BEDS:
        unit.admit_seen(bed)
    unit.sweep(LATE)
    unit.accept(unit.open_alerts()[0].id, LATE + minutes(1), by="A. Diaz", note="Going now")
    unit.check(unit.stay_in("1201").id, LATE + minutes(2))
    unit.sweep(NOON + minutes(20))
    stays.discharge(unit.store, unit.stay_in("1202").id, "home", actor=unit.charge(AT), now=AT)
    unit.check(unit.stay_in("1203").id, AT, observed_at=AT - minutes(9), by="R. Osei")
    alerts.raise_technical(unit.store, "disk", "The disk is nearly full.", actor=STATION, now=AT)
    return unit


def found(unit: BuiltUnit, **wanted: object) -> list[str]:
    page = alert_reading.read_alert_page(unit.store, AlertWanted(**wanted))  # type: ignore[arg-type]  # fields of it
    return [one.bed or one.kind for one in page.rows]


def test_the_one_found_last_stands_first(lived: BuiltUnit) -> None:
    assert found(lived) == ["technical", "1204", "1203", "1202", "1201"]
    first = alert_reading.read_alert_page(lived.store, AlertWanted()).rows[-1]
    assert (first.patient, first.area, first.accepted_by, first.close_reason) == (
        "Fam1201, Ada", "West hall", "A. Diaz", "seen",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "beds"),
    [
        ({"priority": Priority.HIGH}, ["1204", "1203", "1202"]),
        ({"kind": "technical"}, ["technical"]),
        ({"owes_reason": True}, ["1203", "1202"]),
        ({"documented_late": True}, ["1203"]),
        ({"words": "fam1202"}, ["1202"]),
        ({"words": "1203 ada"}, ["1203"]),
        ({"words": "going NOW"}, ["1201"]),
        ({"words": "nearly full"}, ["technical"]),
        ({"words": "100%"}, []),
        ({"words": "M1201"}, ["1201"]),
        ({"since": AT}, ["technical"]),
        ({"since": AT + minutes(1)}, []),
        ({"until": AT}, ["1204", "1203", "1202", "1201"]),
        ({"since": LATE, "until": LATE + minutes(1)}, ["1204", "1203", "1202", "1201"]),
        ({"area_id": 1}, ["1204", "1203", "1202", "1201"]),
        ({"area_id": 99}, []),
        ({"stay_id": 2}, ["1202"]),
        ({"owes_reason": True, "words": "1202"}, ["1202"]),
    ],
)
def test_each_filter_and_all_together(lived: BuiltUnit, wanted: dict[str, object], beds: list[str]) -> None:
    assert found(lived, **wanted) == beds


def test_by_who_dealt_with_it(lived: BuiltUnit) -> None:
    assert found(lived, staff_id=lived.staff["A. Diaz"]) == ["1201"]
    assert found(lived, staff_id=lived.staff["C. Lindt"]) == ["1202"]
    lived.explain(lived.all_alerts()[1].id, AT, by="A. Diaz")
    assert found(lived, staff_id=lived.staff["A. Diaz"]) == ["1202", "1201"]


def test_page_by_page_and_nothing_twice(lived: BuiltUnit) -> None:
    seen, before, more = [], None, True
    while more:
        page = alert_reading.read_alert_page(lived.store, AlertWanted(), before, limit=2)
        seen += [one.id for one in page.rows]
        before, more = page.rows[-1].id, page.more
    assert seen == [one.id for one in reversed(lived.all_alerts())]
    assert alert_reading.read_alert_page(lived.store, AlertWanted(), 1) == AlertPage((), more=False)


def test_the_story_of_one(lived: BuiltUnit) -> None:
    alert = lived.all_alerts()[1]
    with lived.store.write(STATION, AT) as work:
        for kind, at in ((ShownKind.SOUNDED, LATE + minutes(2)), (ShownKind.PAINTED, LATE + minutes(1))):
            shown = AlertShown(alert_id=alert.id, station="Desk 1", kind=kind, priority=Priority.MEDIUM, at=at)
            work.session.add(shown)
    lived.explain(alert.id, AT, by="R. Osei", why="with his family")
    story = alert_reading.read_alert_story(lived.store, alert.id)
    assert [one.kind for one in story.shown] == [ShownKind.PAINTED, ShownKind.SOUNDED]
    assert [one.kind for one in story.steps][-2:] == [StepKind.CLOSED, StepKind.EXPLAINED]
    assert (story.row.close_note, story.row.close_note_by, story.row.owes_reason) == (
        "with his family",
        "R. Osei",
        False,
    )
    with pytest.raises(Refused, match="not in the record"):
        alert_reading.read_alert_story(lived.store, 999)


def test_reasons_owed_of_all_and_of_one_stay(lived: BuiltUnit) -> None:
    owed = alert_reading.read_reasons_owed(lived.store)
    assert [one.bed for one in owed] == ["1203", "1202"]
    stay_id = owed[0].stay_id
    assert [one.bed for one in alert_reading.read_reasons_owed(lived.store, stay_id)] == ["1203"]
    lived.explain(owed[0].id, AT)
    assert alert_reading.read_reasons_owed(lived.store, stay_id) == ()


def test_fifteen_late_at_a_handover_are_one_announcement_and_fifteen_rows(sqlite_store: Store) -> None:
    beds = [str(number) for number in range(1201, 1216)]
    unit = build_unit(sqlite_store, beds=beds)
    for bed in beds:
        unit.admit_seen(bed)
    unit.sweep(LATE)
    load = alert_reading.read_alert_load(unit.store, NOON, LATE + minutes(1))
    assert (load.alerts, load.announcements, load.most_within) == (15, 1, 1)
    assert len(announce(reading.read_board(unit.store, LATE).alerts)) == 1
    assert len(unit.open_alerts()) == 15


def test_the_load_of_a_stretch(lived: BuiltUnit) -> None:
    publish(lived, NOON - minutes(60), ["J. Moore", "A. Diaz"], [])
    now = NOON + minutes(30)
    load = alert_reading.read_alert_load(lived.store, NOON, now)
    assert (load.alerts, load.announcements, load.accepted) == (5, 1 + 3 + 1, 1)
    assert load.people == pytest.approx(2.0)
    assert load.per_person == pytest.approx(5 / (2 * 3))
    assert (load.most_within, load.is_flooded) == (5, False)
    assert (load.longest, load.longest_title) == (minutes(15), "1204 · check lapsed")
    assert load.median_to_acceptance == minutes(1)
    assert load.causes == (("check lapsed", 3), ("Station itself", 1), ("check late", 1))


def test_a_stretch_of_nothing_and_nobody(unit: BuiltUnit) -> None:
    load = alert_reading.read_alert_load(unit.store, NOON, NOON + minutes(60))
    assert (load.alerts, load.announcements, load.people, load.per_person) == (0, 0, None, None)
    assert (load.longest, load.median_to_acceptance, load.causes) == (None, None, ())


def test_what_opened_before_a_stretch_and_stands_in_it_counts_for_the_wait_alone(lived: BuiltUnit) -> None:
    load = alert_reading.read_alert_load(lived.store, NOON + minutes(25), NOON + minutes(45))
    assert (load.alerts, load.announcements) == (0, 0)
    assert load.longest == minutes(30)
    long_after = alert_reading.read_alert_load(lived.store, NOON + timedelta(days=5), NOON + timedelta(days=6))
    assert long_after.longest_title == "1204 · check lapsed"
    assert lived.alert(kind="technical").state is AlertState.OPEN
