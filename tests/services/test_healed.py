"""A search kept while the record was away, that was over when it came back: on record with its own times, and nobody is
called for a patient who is in sight."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from station.models import Alert, AlertStep, JournalEntry
from station.models.base import to_micros
from station.models.enums import AlertState, Outcome, StepKind, TaskKind
from station.services import alert_reading, corrections, keeping, putting_in, reading
from station.services.checks import CheckEntry
from station.services.putting_in import Returned, put_in
from station.store.rows.alerts import AlertWanted
from station.store.spool import Kept, Spool
from station.store.verify import verify_journal
from tests.builders import BuiltUnit, minutes, seconds
from tests.evidence import Morning
from tests.fakes import NOON

NOT_FOUND = TaskKind.NOT_FOUND.value
SEARCHED, SEEN, BACK = NOON + minutes(5), NOON + minutes(7), NOON + minutes(9)
LATE_ENTRY = NOON + minutes(9.5)


class Desks:
    """A unit with two desks that keep entries of their own, and the record."""

    def __init__(self, unit: BuiltUnit, folder: Path, bed: str = "1201") -> None:
        self.unit = unit
        self.stay = unit.admit_seen(bed)
        self.spools = [Spool.of(folder / name, name) for name in ("desk 1", "desk 2")]

    def _keep(self, desk: int, entry: keeping.Kind, at: datetime, by: str) -> None:
        body = keeping.body_of(entry, at)
        who = self.unit.staff[by]
        self.spools[desk].append(keeping.kind_of(entry), body, staff_id=who, name=by, at=at)

    def search(self, at: datetime = SEARCHED, *, desk: int = 0) -> None:
        entry = keeping.NotFound(self.unit.request(), self.stay, "not in his room")
        self._keep(desk, entry, at, "J. Moore")

    def see(self, at: datetime = SEEN, *, desk: int = 1) -> None:
        entry = CheckEntry(self.unit.request(), self.stay, self.unit.staff["A. Diaz"], "Day room", "Awake")
        self._keep(desk, entry, at, "A. Diaz")

    def see_in_record(self, at: datetime = SEEN, observed_at: datetime | None = None) -> int:
        self.unit.check(self.stay, at, by="A. Diaz", observed_at=observed_at, confirmed=True)
        return max(row.id for row in reading.read_checks(self.unit.store, self.stay))

    def come_back(self, *desks: int, at: datetime = BACK) -> list[Returned]:
        return [put_in(self.unit.store, self.spools[desk].entries, now=at) for desk in desks]

    @property
    def alerts(self) -> list[Alert]:
        return list(self.unit.all_alerts(self.stay, NOT_FOUND))

    @property
    def alert(self) -> Alert:
        (one,) = self.alerts
        return one

    def steps(self) -> list[tuple[StepKind, datetime, str, str]]:
        of = select(AlertStep).where(AlertStep.alert_id == self.alert.id).order_by(AlertStep.id)
        with self.unit.store.read() as session:
            return [(one.kind, one.at, one.who, one.detail) for one in session.scalars(of)]


@pytest.fixture
def desks(unit: BuiltUnit, tmp_path: Path) -> Iterator[Desks]:
    made = Desks(unit, tmp_path)
    yield made
    for spool in made.spools:
        spool.close()


def story(alert: Alert) -> tuple[object, ...]:
    return (
        alert.since,
        alert.due_at,
        alert.lapsed_at,
        alert.detected_at,
        alert.priority,
        alert.stage,
        alert.state,
        alert.closed_at,
        alert.closed_by_id,
        alert.close_reason,
        alert.documented_late,
        alert.close_note,
        alert.next_at,
    )


def told(desks: Desks) -> None:
    desks.unit.not_found(desks.stay, SEARCHED)
    desks.see_in_record()


def seen_in_the_record(desks: Desks) -> None:
    desks.search()
    desks.see_in_record()
    desks.come_back(0)


def seen_at_the_same_desk(desks: Desks) -> None:
    desks.search()
    desks.see(desk=0)
    desks.come_back(0)


def seen_at_another_put_in_later(desks: Desks) -> None:
    desks.search()
    desks.see()
    desks.come_back(0, 1)


def seen_at_another_put_in_before(desks: Desks) -> None:
    desks.search()
    desks.see()
    desks.come_back(1, 0)


def seen_again_since(desks: Desks) -> None:
    desks.search()
    desks.see_in_record()
    desks.see_in_record(NOON + minutes(8))
    desks.come_back(0)


def amended_since(desks: Desks) -> None:
    desks.search()
    check = desks.see_in_record()
    desks.unit.amend(check, NOON + minutes(8), activity="Reading")
    desks.come_back(0)


def others_have_gone_on(desks: Desks) -> None:
    """An alert of his that another station found meanwhile stands when this one puts in."""
    desks.search()
    desks.see_in_record()
    desks.unit.set_level(desks.stay, "1:1", NOON + minutes(8))
    desks.unit.sweep(NOON + minutes(9))
    desks.come_back(0)


ORDERS: tuple[Callable[[Desks], None], ...] = (
    told,
    seen_in_the_record,
    seen_at_the_same_desk,
    seen_at_another_put_in_later,
    seen_at_another_put_in_before,
    seen_again_since,
    amended_since,
    others_have_gone_on,
)


@pytest.mark.parametrize("order", ORDERS, ids=lambda one: one.__name__)
def test_in_whatever_order_it_comes_to_the_record_it_is_told_as_it_was(
    desks: Desks, order: Callable[[Desks], None]
) -> None:
    order(desks)
    alert, who = desks.alert, desks.unit.staff["A. Diaz"]
    assert (alert.since, alert.due_at, alert.lapsed_at, alert.detected_at) == (SEARCHED,) * 4
    assert (alert.state, alert.closed_at, alert.closed_by_id) == (AlertState.CLOSED, SEEN, who)
    assert (alert.close_reason, alert.documented_late, alert.close_note) == ("seen", False, None)
    kinds = [(kind, at) for kind, at, _, _ in desks.steps()]
    assert (kinds[0], kinds[-1]) == ((StepKind.OPENED, SEARCHED), (StepKind.CLOSED, SEEN))
    assert verify_journal(desks.unit.store).journal == "ok"


def test_nobody_is_called_for_whom_another_has_seen_since(desks: Desks) -> None:
    desks.search()
    desks.see_in_record()
    assert desks.come_back(0) == [Returned(None, 1, 0)]
    desks.unit.sweep(NOON + minutes(12))
    assert desks.unit.open_alerts(desks.stay, NOT_FOUND) == []
    alert = desks.alert
    assert (alert.step, alert.told_at, alert.next_at, alert.accepted_at) == (0, None, None, None)
    assert desks.steps() == [
        (StepKind.OPENED, SEARCHED, "", "lapsed"),
        (StepKind.CLOSED, SEEN, "A. Diaz", "seen"),
    ]
    assert not desks.unit.has_task(desks.stay, TaskKind.NOT_FOUND)
    assert desks.come_back(0, at=NOON + minutes(13)) == [Returned(None, 1, 0)]
    assert len(desks.alerts) == 1


def test_the_journal_has_it_at_its_own_times_and_says_when_it_was_put_in(desks: Desks) -> None:
    others_have_gone_on(desks)
    told = select(JournalEntry).where(JournalEntry.kind.like("alert.%")).order_by(JournalEntry.seq)
    with desks.unit.store.read() as session:
        entries = [one for one in session.scalars(told) if '"while_away"' in one.body]
    assert [(one.kind, one.at) for one in entries] == [
        ("alert.opened", to_micros(SEARCHED)),
        ("alert.closed", to_micros(SEEN)),
    ]
    assert all('"put_in":"2026-03-02T12:09:00Z"' in one.body for one in entries)


def test_the_record_of_a_surveyor_and_the_load_count_it_as_it_stood(desks: Desks) -> None:
    others_have_gone_on(desks)
    found = Morning(desks.unit, desks.stay).evidence(since="2026-03-02T06:00", until="2026-03-02T06:09", now=BACK)
    (line,) = [one for one in found.alerts if one.kind == NOT_FOUND]
    assert (line.detected_at, line.closed_at, line.closed_by) == (SEARCHED, SEEN, "A. Diaz")
    assert line.backing is not None
    assert line.backing.words == ""
    (owed,) = [one for one in found.alerts if one.kind == TaskKind.OBSERVER.value]
    load = alert_reading.read_alert_load(desks.unit.store, NOON, BACK)
    assert (load.alerts, load.announcements, load.longest) == (2, 2, SEEN - SEARCHED)
    assert owed.closed_at is None
    page = alert_reading.read_alert_page(desks.unit.store, AlertWanted(kind=NOT_FOUND))
    assert [one.id for one in page.rows] == [desks.alert.id]


def test_put_in_after_others_were_found_it_is_in_the_history_at_its_time_and_hides_none(desks: Desks) -> None:
    """Its number is later than that of an alert which was found after it."""
    others_have_gone_on(desks)
    found, between = desks.unit.alert(desks.stay, TaskKind.OBSERVER.value), NOON + minutes(7.5)
    for asked, ids in (
        (AlertWanted(since=between), [found.id]),
        (AlertWanted(until=between), [desks.alert.id]),
        (AlertWanted(since=SEARCHED, until=between), [desks.alert.id]),
        (AlertWanted(since=NOON), [desks.alert.id, found.id]),
    ):
        page = alert_reading.read_alert_page(desks.unit.store, asked)
        assert [one.id for one in page.rows] == ids


def test_a_sighting_written_down_late_leaves_it_documented_late_in_both_orders(desks: Desks, tmp_path: Path) -> None:
    desks.search()
    desks.see_in_record(LATE_ENTRY, SEEN)
    desks.come_back(0, at=NOON + minutes(10))
    other = Desks(desks.unit, tmp_path / "other", "1202")
    other.unit.not_found(other.stay, SEARCHED)
    other.see_in_record(LATE_ENTRY, SEEN)
    assert story(desks.alert) == story(other.alert)
    assert (desks.alert.closed_at, desks.alert.documented_late, desks.alert.close_note) == (LATE_ENTRY, True, "")


def test_where_he_was_seen_before_only_everybody_is_called(desks: Desks) -> None:
    desks.see_in_record(SEARCHED - seconds(1))
    desks.search()
    desks.see_in_record(SEEN, SEARCHED - seconds(0.5))
    desks.come_back(0)
    assert (desks.alert.state, desks.alert.since, desks.alert.next_at) == (
        AlertState.OPEN, SEARCHED, SEARCHED + minutes(3),
    )  # fmt: skip


def test_the_sighting_was_of_another_and_everybody_is_called_after_all(desks: Desks) -> None:
    other = desks.unit.admit_seen("1202")
    desks.search()
    check = desks.see_in_record()
    desks.come_back(0)
    desks.unit.correct(check, other, NOON + minutes(10))
    desks.unit.sweep(NOON + minutes(10))
    alert = desks.alert
    assert (alert.state, alert.since, alert.closed_at) == (AlertState.OPEN, SEARCHED, None)
    assert [kind for kind, *_ in desks.steps()][-1] is StepKind.REOPENED


def test_of_another_before_it_is_put_in_he_has_not_been_seen(desks: Desks) -> None:
    other = desks.unit.admit_seen("1202")
    desks.search()
    desks.unit.correct(desks.see_in_record(), other, NOON + minutes(8))
    desks.come_back(0)
    assert desks.alert.state is AlertState.OPEN


def test_taken_back_before_it_is_put_in_he_has_not_been_seen(desks: Desks) -> None:
    desks.search()
    check = desks.see_in_record()
    corrections.take_back_check(
        desks.unit.store, check, actor=desks.unit.who("A. Diaz"), now=SEEN + seconds(5)
    )  # fmt: skip
    desks.come_back(0)
    assert desks.alert.state is AlertState.OPEN


def test_amended_to_before_the_search_it_ended_nothing_and_the_next_sighting_did(desks: Desks) -> None:
    desks.search()
    check = desks.see_in_record()
    desks.see_in_record(NOON + minutes(8))
    desks.unit.amend(check, NOON + minutes(8.5), observed_at=SEARCHED - seconds(30))
    desks.come_back(0)
    assert (desks.alert.closed_at, desks.alert.close_reason) == (NOON + minutes(8), "seen")


def test_two_searched_for_him_at_once_and_it_is_one_alert(desks: Desks) -> None:
    desks.search()
    desks.search(SEARCHED + seconds(30), desk=1)
    desks.see_in_record()
    desks.come_back(0, 1)
    assert desks.alert.since == SEARCHED
    searches = [one for one in reading.read_checks(desks.unit.store, desks.stay) if one.outcome is Outcome.NOT_FOUND]
    assert len(searches) == 2


def test_searched_for_again_since_that_alert_stands_beside_it(desks: Desks) -> None:
    desks.search()
    desks.see_in_record()
    desks.unit.not_found(desks.stay, NOON + minutes(8), by="A. Diaz")
    desks.come_back(0)
    running, healed = desks.alerts
    assert (running.since, running.state) == (NOON + minutes(8), AlertState.OPEN)
    assert (healed.since, healed.closed_at) == (SEARCHED, SEEN)
    assert desks.unit.task(desks.stay, TaskKind.NOT_FOUND).since == NOON + minutes(8)


def test_he_is_seen_while_the_search_is_being_put_in(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked is asked in the transaction itself."""
    done = putting_in._DO[keeping.NOT_FOUND]

    def after_a_sighting(replay: putting_in._Replay, entry: Kept) -> None:
        desks.see_in_record()
        done(replay, entry)

    monkeypatch.setitem(putting_in._DO, keeping.NOT_FOUND, after_a_sighting)
    desks.search()
    desks.come_back(0)
    assert (desks.alert.state, desks.alert.closed_at) == (AlertState.CLOSED, SEEN)
