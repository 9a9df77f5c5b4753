"""What the watchers say of themselves: good up to the limit, then wrong with what to do, unknown before the first."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from station.monitor import facts
from station.monitor.auditor import Audit
from station.monitor.backups import Backups
from station.monitor.health import Stamp, Status
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import no_sync
from station.monitor.proof import Proof
from station.monitor.server_clock import ServerClock
from station.monitor.start_up import StationClock
from station.monitor.watchers import Watchers, open_watchers
from station.rules.auditing import AuditFinding
from station.rules.watching import Trust, WatcherFact, ago, by_age, of_neighbour
from station.services import Store
from station.store.backup import anchor_path, backup
from tests.fakes import NOON, FakeClock

NOW_S = 1000.0


def stamp(seconds_ago: float) -> Stamp:
    return Stamp(NOON - timedelta(seconds=seconds_ago), NOW_S - seconds_ago)


@pytest.fixture
def watchers(sqlite_store: Store) -> Watchers:
    base = FakeClock()
    return open_watchers(sqlite_store, LogicalClock(base), "Desk 1", watch=base)


def monitor_fact(place: int) -> Callable[[float], WatcherFact]:
    def made(seconds_ago: float) -> WatcherFact:
        at = stamp(seconds_ago)
        return facts.of_monitor(Status(last_pass=at, scheduler_seen=at, guard_seen=at), NOW_S)[place]

    return made


@pytest.mark.parametrize(
    ("made", "limit"),
    [
        (monitor_fact(0), 5.0),
        (monitor_fact(1), 10.0),
        (monitor_fact(2), 10.0),
    ],
)
def test_the_sweep_its_scheduler_and_its_guard_have_their_limits(
    made: Callable[[float], WatcherFact], limit: float
) -> None:
    good, old = made(limit), made(limit + 0.001)
    assert (good.trust, old.trust) == (Trust.GOOD, Trust.WRONG)
    assert good.last_good == NOON - timedelta(seconds=limit)
    assert "restart Station" in old.sentence.replace("Restart", "restart")


def test_before_anything_has_been_done_nothing_is_known() -> None:
    assert [one.trust for one in facts.of_monitor(Status(), NOW_S)] == [Trust.UNKNOWN] * 3


def test_the_canary(watchers: Watchers) -> None:
    canary = watchers.canary
    assert facts.of_canary(canary, NOW_S).trust is Trust.UNKNOWN
    canary.last = stamp(150)
    assert facts.of_canary(canary, NOW_S).trust is Trust.GOOD
    canary.last = stamp(151)
    asleep = facts.of_canary(canary, NOW_S)
    assert (asleep.trust, asleep.across) == (Trust.WRONG, False)
    assert "this computer was asleep" in asleep.sentence


def test_canaries_that_do_not_come_are_said_across_the_board(watchers: Watchers) -> None:
    watchers.canary._listening_since = NOW_S - 150
    fact = facts.of_canary(watchers.canary, NOW_S)
    assert (fact.trust, fact.across) == (Trust.WRONG, True)
    assert fact.sentence.startswith("No test alert has come through on Desk 1")


def test_an_auditor_that_is_off_is_said_across_the_board_after_ninety_seconds(watchers: Watchers) -> None:
    assert facts.of_auditor(watchers.auditor, NOW_S).trust is Trust.UNKNOWN
    watchers.auditor.last = Audit(stamp(90))
    assert facts.of_auditor(watchers.auditor, NOW_S).trust is Trust.GOOD
    watchers.auditor.last = Audit(stamp(91))
    off = facts.of_auditor(watchers.auditor, NOW_S)
    assert (off.trust, off.across) == (Trust.WRONG, True)
    assert off.sentence.startswith("Found nothing missed 1:31 ago. Nobody checks since then")


def test_an_auditor_that_waited_for_the_record_is_not_said_to_be_off_on_its_return(watchers: Watchers) -> None:
    """After an outage of minutes nobody shall restart Station: it looks again within seconds."""
    watchers.auditor.last = Audit(stamp(400))
    watchers.auditor.excused = NOW_S - 90
    fact = facts.of_auditor(watchers.auditor, NOW_S)
    assert (fact.trust, fact.sentence) == (Trust.GOOD, "found nothing missed 6:40 ago")
    watchers.auditor.excused = NOW_S - 91
    assert facts.of_auditor(watchers.auditor, NOW_S).trust is Trust.WRONG


def test_what_the_auditor_found_is_said_whether_or_not_it_could_be_stored(watchers: Watchers) -> None:
    found = (AuditFinding("audit:1", "Bed 1201: a check was due."), AuditFinding("audit:2", "Bed 1202: another."))
    watchers.auditor.last = Audit(stamp(1), found)
    fact = facts.of_auditor(watchers.auditor, NOW_S)
    assert (fact.sentence, fact.across) == ("Bed 1201: a check was due. And 1 more.", True)


def test_the_journal() -> None:
    assert facts.of_proof(Proof(), NOON, 1.0).trust is Trust.UNKNOWN
    assert facts.of_proof(Proof(NOON - timedelta(hours=2)), NOON, 1.0).trust is Trust.GOOD
    assert facts.of_proof(Proof(NOON - timedelta(hours=2, seconds=1)), NOON, 1.0).trust is Trust.WRONG
    assert facts.of_proof(Proof(NOON - timedelta(hours=20)), NOON, 60.0).trust is Trust.GOOD
    broken = facts.of_proof(Proof(NOON, "The journal is broken at entry 7."), NOON, 1.0)
    assert (broken.trust, broken.sentence) == (Trust.WRONG, "The journal is broken at entry 7.")


def test_a_backup_is_seen_while_it_is_there(sqlite_store: Store, tmp_path: Path) -> None:
    seen = Backups(sqlite_store)
    seen.look()
    assert facts.of_backup(seen.last, NOON, on_server=seen.on_server).trust is Trust.UNKNOWN
    older, newer = tmp_path / "a.db", tmp_path / "backups" / "b.db"
    newer.parent.mkdir()
    backup(sqlite_store, older, now=NOON - timedelta(days=3))
    seen.look()
    old = facts.of_backup(seen.last, NOON, on_server=False)
    assert (old.trust, old.quiet, old.last_good) == (Trust.WRONG, True, NOON - timedelta(days=3))
    backup(sqlite_store, newer, now=NOON)
    anchor_path(tmp_path / "c.db").write_text("{}")
    anchor_path(older).write_text("nonsense")
    seen.look()
    assert facts.of_backup(seen.last, NOON, on_server=False).trust is Trust.GOOD
    newer.unlink()
    seen.look()
    assert seen.last is None


def test_a_servers_backups_are_not_known_here(postgres_store: Store) -> None:
    seen = Backups(postgres_store)
    seen.look()
    assert facts.of_backup(seen.last, NOON, on_server=seen.on_server).trust is Trust.UNKNOWN


@pytest.mark.parametrize(
    ("stepped", "said"),
    [
        (0.0, "agrees"),
        (-2.0, "agrees"),
        (-3600.0, "The clock of this computer stands 1 hour behind Station's, which counts on."),
        (-10 * 86_400.0, "stands 10 days behind"),
        (3600.0, "agrees"),
    ],
)
def test_this_computers_clock(stepped: float, said: str) -> None:
    base = FakeClock()
    time = StationClock(LogicalClock(base), no_sync)
    base.step_wall(stepped)
    fact = facts.of_clock(time)
    assert said in fact.sentence
    assert (fact.trust is Trust.GOOD) is (said == "agrees")


def test_a_computer_whose_clock_is_not_the_servers() -> None:
    here = FakeClock(NOON + timedelta(hours=3))
    server = ServerClock(here, lambda: NOON)
    fact = facts.of_clock(StationClock(LogicalClock(server), server.sync, server))
    assert (
        fact.sentence == "This computer's clock is 3 hours ahead of the server's, by which Station goes. Put it right."
    )


def test_another_station_is_silent_at_its_limit() -> None:
    assert of_neighbour("Wall 1", NOON, 14.9, 15.0).trust is Trust.GOOD
    silent = of_neighbour("Wall 1", NOON, 15.0, 15.0)
    assert (silent.trust, silent.last_good) == (Trust.WRONG, NOON)
    assert silent.sentence.startswith("Silent 15 s. Go and look at that screen")


def test_how_long_ago_in_words() -> None:
    said = [ago(one) for one in (-1.0, 0.4, 59.9, 60.0, 185.0, 7_200.0, 86_400.0 * 3)]
    assert said == ["0 s", "0 s", "59 s", "1:00", "3:05", "2:00 h", "3 days"]


def test_unknown_is_never_good() -> None:
    fact = by_age("Canary", None, None, 150.0, did="came", unknown="The first comes.", wrong="Restart.", across=True)
    assert (fact.trust, fact.across, fact.sentence) == (Trust.UNKNOWN, False, "The first comes.")
