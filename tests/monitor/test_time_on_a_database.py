"""What clocks do, on the real database: no lapse is later than its elapsed time, none doubled, and each step is said.

Steps, sleeps, both changes to and from summer time, and starts on a wrong clock (`reliability.md`, Time).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from station.models import JournalEntry
from station.models.enums import OwedReason, Stage
from station.monitor import facts
from station.monitor.canary import CanaryWatch
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import no_sync
from station.monitor.start_up import StationClock
from station.monitor.station_duties import Identity, StationDuties
from station.monitor.watch import Monitor
from station.rules.auditing import AuditFinding, audit
from station.rules.watching import Trust
from station.services import Store, reading
from station.services.auditing import read_audited
from station.services.stations import read_clock_mark
from tests.builders import BuiltUnit, build_unit, minutes, seconds
from tests.fakes import NOON, FakeClock

pytestmark = pytest.mark.slow

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
TEN_YEARS: Final = 3652 * DAY
DUE_S: Final = 15 * 60
LAPSED_S: Final = 20 * 60
EACH_S: Final = 30
"""Elapsed seconds between two passes of these tests; the real monitor takes one each second."""

GRACE: Final = seconds(5)


@dataclass(frozen=True, slots=True)
class Sight:
    """What stood on the board at one pass."""

    elapsed_s: float
    """Since the patient was seen."""
    stage: Stage | None
    """Of the alert of his check; None: there is none."""


class Scene:
    """A monitor over one patient on Q15, with both clocks in hand."""

    def __init__(self, store: Store, wall: datetime = NOON, zone: str = "America/Chicago") -> None:
        self.base = FakeClock(wall)
        self.store = store
        self.unit: BuiltUnit = build_unit(store, now=wall, zone=zone)
        self.begin()
        self.stay = self.unit.admit_seen(at=wall)
        self.seen_at = self.base.elapsed()
        self.sights: list[Sight] = []
        self.found: list[AuditFinding] = []

    def begin(self) -> None:
        """As at a start of the program."""
        self.clock = LogicalClock(self.base, read_clock_mark(self.store))
        duties = StationDuties(self.store, Identity("Desk 1", "desk", "1"))
        self.monitor = Monitor(duties, self.clock, publish=self.store.publish, watch=self.base)
        duties.register(self.clock.now())
        self.canary = CanaryWatch(self.store, self.clock, self.base, "Desk 1")
        assert self.monitor.pass_now(), self.monitor.status.error

    def look(self) -> None:
        """A pass, an audit and a look at the canary; then what the board shows."""
        assert self.monitor.pass_now(), self.monitor.status.error
        now = self.clock.now()
        self.found += audit(read_audited(self.store), now, GRACE)
        self.canary.look()
        alerts = [one for one in reading.read_board(self.store, now).alerts if one.kind == "check"]
        assert len(alerts) <= 1
        stage = alerts[0].stage if alerts else None
        self.sights.append(Sight(self.base.elapsed() - self.seen_at, stage))

    def live(self, until_s: float) -> None:
        """Time passes until so many elapsed seconds after he was seen."""
        while self.base.elapsed() - self.seen_at < until_s:
            self.base.advance(EACH_S)
            self.look()

    def first(self, *stages: Stage) -> float:
        """Elapsed seconds after which the alert first had one of these stages."""
        return min(one.elapsed_s for one in self.sights if one.stage in stages)

    def times_opened(self) -> int:
        return len(self.unit.all_alerts(self.stay, "check"))

    def owes_a_look(self) -> bool:
        """Whether a look at him is owed because nobody watched."""
        return self.unit.stay(self.stay).owed_reason is OwedReason.NOT_WATCHED

    def said(self, subject: str) -> list[str]:
        """The sentences on the board about it."""
        board = reading.read_board(self.store, self.clock.now())
        return [one.text for one in board.alerts if one.subject == f"{subject}:Desk 1"]

    def journalled(self, subject: str) -> int:
        with self.store.read() as session:
            entries = session.scalars(select(JournalEntry.body).where(JournalEntry.kind == "alert.opened")).all()
        return sum(f'"{subject}:Desk 1"' in str(body).replace("'", '"') for body in entries)

    def clock_is_shown_wrong(self) -> bool:
        return facts.of_clock(StationClock(self.clock, no_sync)).trust is Trust.WRONG


@pytest.fixture
def scene(store: Store) -> Iterator[Scene]:
    made = Scene(store)
    yield made
    made.monitor.stop()


@pytest.mark.parametrize("size", [1.0, HOUR, DAY, TEN_YEARS])
def test_a_clock_set_back_makes_no_lapse_later(scene: Scene, size: float) -> None:
    scene.live(300)
    scene.base.step_wall(-size)
    scene.live(LAPSED_S + 60)
    assert scene.first(Stage.LATE, Stage.LAPSED) == DUE_S
    assert scene.first(Stage.LAPSED) == LAPSED_S
    assert scene.times_opened() == 1
    assert (scene.found, scene.canary.sentence) == ([], "")
    is_told = size > 2
    assert (len(scene.said("clock")), scene.journalled("clock")) == (is_told, is_told)
    assert scene.clock_is_shown_wrong() is is_told


@pytest.mark.parametrize("size", [1.0, HOUR, DAY, TEN_YEARS])
def test_a_clock_set_forward_makes_no_lapse_later(scene: Scene, size: float) -> None:
    """It is believed: too early is better than too late."""
    scene.live(300)
    scene.base.step_wall(size)
    scene.live(LAPSED_S + 60)
    assert scene.first(Stage.LATE, Stage.LAPSED) <= DUE_S
    assert scene.first(Stage.LAPSED) <= LAPSED_S
    if size > HOUR / 2:
        assert scene.first(Stage.LAPSED) == 300 + EACH_S
    assert scene.times_opened() == 1
    assert (scene.found, scene.canary.sentence) == ([], "")
    assert (len(scene.said("clock")), scene.journalled("clock")) == (size > 2, size > 2)


@pytest.mark.parametrize("size", [HOUR, DAY, TEN_YEARS])
def test_forward_by_mistake_and_put_right_it_goes_on_by_elapsed_time(scene: Scene, size: float) -> None:
    scene.base.step_wall(size)
    scene.look()
    scene.base.step_wall(-size)
    scene.unit.check(scene.stay, scene.clock.now())
    again = scene.base.elapsed()
    scene.sights.clear()
    scene.live(again - scene.seen_at + LAPSED_S)
    assert scene.first(Stage.LATE) == again - scene.seen_at + DUE_S
    assert scene.found == []
    assert scene.clock_is_shown_wrong()


@pytest.mark.parametrize("hours", [0.5, 1.0, 9.0])
def test_a_sleep_is_told_and_what_lapsed_in_it_stands_with_its_true_times(scene: Scene, hours: float) -> None:
    scene.live(300)
    scene.base.sleep(hours * HOUR)
    scene.look()
    alert = scene.unit.alert(scene.stay, "check")
    assert (alert.stage, alert.due_at, alert.lapsed_at) == (Stage.LAPSED, NOON + minutes(15), NOON + minutes(20))
    assert alert.detected_at == scene.clock.now()
    (sentence,) = scene.said("monitoring")
    assert sentence.startswith("Station did not watch on Desk 1 for ")
    assert (scene.journalled("monitoring"), scene.said("clock")) == (1, [])
    assert (scene.found, scene.canary.sentence) == ([], "")


def test_a_sleep_that_the_system_does_not_count_is_a_jump_and_no_lapse_is_missed(scene: Scene) -> None:
    scene.live(300)
    scene.base.sleep(HOUR, counted=False)
    scene.look()
    assert scene.unit.alert(scene.stay, "check").stage is Stage.LAPSED
    assert len(scene.said("clock")) == 1


@pytest.mark.parametrize("off", [-TEN_YEARS, -DAY, -HOUR, -3.0])
def test_a_start_on_a_clock_before_the_mark_is_told_and_owes_a_look(scene: Scene, off: float) -> None:
    scene.live(300)
    scene.base.step_wall(off)
    scene.begin()
    (sentence,) = scene.said("clock")
    assert "before the last time Station had stored" in sentence
    assert scene.journalled("clock") == 1
    assert scene.owes_a_look()
    assert scene.clock_is_shown_wrong()
    assert scene.found == []


@pytest.mark.parametrize(("off", "told"), [(300.0, False), (301.0, True), (9 * HOUR, True), (TEN_YEARS, True)])
def test_a_start_long_after_the_mark_is_told_and_owes_a_look(scene: Scene, off: float, *, told: bool) -> None:
    scene.monitor.pass_now()
    scene.base.advance(off)
    scene.begin()
    assert (len(scene.said("monitoring")), scene.journalled("monitoring")) == (told, told)
    assert scene.owes_a_look() is told
    assert scene.found == []


def changes(zone: str) -> Iterator[datetime]:
    """The moments of 2026 at which the zone's clocks are changed, to the minute."""
    place, at = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    while at.year == 2026:
        if at.astimezone(place).utcoffset() != (at + minutes(30)).astimezone(place).utcoffset():
            yield at + minutes(30)
        at += minutes(30)


ZONES: Final = (
    "America/Chicago",
    "America/St_Johns",
    "America/Santiago",
    "Europe/London",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
)
"""Among them one that changes at midnight, one that changes by half an hour, and both hemispheres."""


@pytest.mark.parametrize(
    ("zone", "at"), [(zone, at) for zone in ZONES for at in changes(zone)], ids=lambda one: str(one)[:25]
)
def test_an_interval_over_a_change_of_the_clocks_is_what_it_always_is(
    sqlite_store: Store, zone: str, at: datetime
) -> None:
    scene = Scene(sqlite_store, at - minutes(7), zone)
    try:
        scene.live(LAPSED_S + 60)
    finally:
        scene.monitor.stop()
    assert (scene.first(Stage.LATE), scene.first(Stage.LAPSED)) == (DUE_S, LAPSED_S)
    assert scene.times_opened() == 1
    assert (scene.said("clock"), scene.found) == ([], [])


def test_each_zone_has_both_changes() -> None:
    assert [len(list(changes(zone))) for zone in ZONES] == [2] * len(ZONES)
