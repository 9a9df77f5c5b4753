"""How what a Station has shown and sounded is held against what fell due."""

from array import array
from datetime import UTC, datetime, timedelta

import pytest

from station.bench import crowding, year
from station.bench.beating import KEPT_MS, longest
from station.bench.hearing import heard
from station.bench.lapsing import Lapse, fall_due, reached
from station.bench.loudspeaker import Recorder
from station.clock import SystemClock
from station.models.enums import Priority, ShownKind, Stage
from station.services import Actor, Store, alerts, reading, sweeping
from station.services.showing import Shown, record_shown
from station.store.rows import AlertRow

_STATION = Actor(None, "Station", "Bench painted")
_NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def _lapse(store: Store, due: datetime) -> Lapse:
    held = [bed.patient for bed in reading.read_board(store, due).beds if bed.patient is not None]
    fall_due(store, held[0], due, reading.read_policy(store))
    return Lapse(held[0].check.task_id, due)


def _alert_of(store: Store, lapse: Lapse) -> AlertRow:
    return next(one for one in reading.read_board(store, lapse.due_at).alerts if one.task_id == lapse.task_id)


def test_what_fell_due_is_found_late_at_its_moment_and_no_sooner(store: Store) -> None:
    due = SystemClock().now() + timedelta(seconds=3.217)
    lapse = _lapse(store, due)
    sweeping.sweep(store, actor=_STATION, now=due - timedelta(microseconds=1))
    assert lapse.task_id not in [one.task_id for one in reading.read_board(store, due).alerts]
    sweeping.sweep(store, actor=_STATION, now=due)
    alert = _alert_of(store, lapse)
    assert (alert.due_at, alert.stage) == (due, Stage.LATE)


def test_the_first_time_a_station_has_shown_an_alert_counts(store: Store) -> None:
    due = SystemClock().now() + timedelta(seconds=3)
    lapse = _lapse(store, due)
    sweeping.sweep(store, actor=_STATION, now=due)
    alert = _alert_of(store, lapse)
    later = [
        Shown(alert.id, ShownKind.PAINTED, priority, due + timedelta(seconds=after))
        for priority, after in ((Priority.HIGH, 60), (Priority.MEDIUM, 0.25))
    ]
    record_shown(store, "Bench painted", later, actor=_STATION, now=due)
    assert reached(store, "Bench painted", ShownKind.PAINTED, [lapse]) == [0.25]
    with pytest.raises(AssertionError, match="1 of 1 alerts were never sounded"):
        reached(store, "Bench painted", ShownKind.SOUNDED, [lapse])


def test_a_fault_of_an_earlier_figure_is_over_and_one_of_a_real_desk_is_not(store: Store) -> None:
    now = SystemClock().now()
    for subject in ("sound:Bench painted", "sound:Desk 2"):
        alerts.raise_technical(store, subject, "No sound.", actor=_STATION, now=now)
    year.forget_walls(store, now)
    technical = [one.subject for one in reading.read_board(store, now).alerts if one.task_id is None]
    assert technical == ["sound:Desk 2"]


def test_what_is_owed_of_everybody_lapses_in_one_sweep(store: Store) -> None:
    lapsing = SystemClock().now() + timedelta(seconds=3)
    crowding.owe(store, lapsing, 60)
    sweeping.sweep(store, actor=_STATION, now=lapsing - timedelta(microseconds=1))
    before = {one.id for one in reading.read_board(store, lapsing).alerts}
    assert sweeping.sweep(store, actor=_STATION, now=lapsing).alerts == 60
    found = [one for one in reading.read_board(store, lapsing).alerts if one.id not in before]
    assert {(one.stage, one.lapsed_at) for one in found} == {(Stage.LAPSED, lapsing)}


def test_each_deadline_has_the_first_sound_after_it() -> None:
    began = [_NOON + timedelta(seconds=one) for one in (0.0, 1.4, 2.6)]
    owed = [Lapse(1, _NOON + timedelta(seconds=1.1)), Lapse(2, _NOON + timedelta(seconds=2.5))]
    assert heard(began, owed) == [0.3, 0.1]
    with pytest.raises(AssertionError, match="nothing sounded"):
        heard(began, [Lapse(3, _NOON + timedelta(seconds=3))])


def test_a_sound_begins_after_silence_and_not_at_each_of_its_pulses() -> None:
    recorder = Recorder()
    loud, silent, half = [3_000] * 960, [0] * 960, [0] * 480 + [3_000] * 480
    blocks = [loud, silent, silent, loud, *[silent] * 20, half]
    for place, block in enumerate(blocks, start=1):
        recorder.hear(array("h", block), _NOON + timedelta(milliseconds=20 * place))
    assert recorder.beginnings() == (_NOON, _NOON + timedelta(milliseconds=20 * (len(blocks) - 1) + 10))


def test_the_longest_wait_and_the_most_work_of_a_while() -> None:
    beats = [(1.0, 900.0, 800.0), (5.0, 60.0, 10.0), (6.0, 40.0, 35.0), (9.0, 700.0, 1.0)]
    assert longest(beats, 4.0, 8.0) == (60.0, 35.0)
    assert longest(beats, 6.5, 8.0) == (KEPT_MS, KEPT_MS)
