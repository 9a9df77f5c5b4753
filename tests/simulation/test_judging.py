"""What stood on a screen from memory is held against the record: only what was so when it was raised must be there."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from station.models.enums import TaskKind
from station.monitor.from_memory import _alert_of
from station.simulation.lateness import Episode
from station.simulation.said import Admitted, DutyTaken
from station.simulation.truth import Understood
from station.store.rows import OwedRow
from station.trial.desk import Desk
from station.trial.judging import SAME, _gone_unsaid
from station.trial.plan import Kind, Planned, Trouble
from station.trial.run import attempt
from station.trial.screens import Knows, Screens
from station.trial.sight import Standing
from station.trial.zones import START
from tests.fakes import NOON
from tests.simulation.alone import MINUTE
from tests.simulation.planting import CALM


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


PLACE = (1, "check", "")
LATE = Episode(stay=1, kind="check", due=at(0), began=at(0), lapsed=at(300), ended=at(400))
STANDS = Standing(7, 1, "check", at(0), None, "{}", "", "medium")


def _screens(raised: datetime, due: datetime = NOON) -> Screens:
    screens = Screens(lambda _: "")
    screens.raised[PLACE, due] = "Desk 1", raised
    return screens


def _unsaid(raised: datetime, episode: Episode = LATE, *alerts: Standing) -> int:
    return len(list(_gone_unsaid(_screens(raised), [episode], alerts, SAME)))


def test_what_was_so_when_it_was_raised_and_is_not_in_the_record_is_found() -> None:
    assert _unsaid(at(0)) == 1
    assert _unsaid(at(399)) == 1
    assert _unsaid(at(9000), replace(LATE, ended=None)) == 1
    assert _unsaid(at(0), LATE, STANDS) == 0


def test_who_had_been_seen_before_an_old_screen_raised_him_need_not_be_there() -> None:
    """Seed 9657: the clock sprang over the hour in which he would have been late, and he was seen at that moment."""
    assert _unsaid(at(401)) == 0
    assert _unsaid(at(1), replace(LATE, ended=at(1))) == 0


RELIEF = OwedRow(5, TaskKind.RELIEF, at(0), at(6300), at(7200), at(7800))


@pytest.mark.parametrize(
    ("shown_as_of", "now", "missed", "invented"),
    [(6300, 6300, 0, 0), (7200, 7200, 0, 0), (6300, 7201, 1, 0), (None, 7201, 1, 0), (7200, 6300, 0, 1)],
)
def test_a_relief_asked_for_before_it_is_late_is_on_the_screen_and_is_neither_late_nor_instead_of_that(
    shown_as_of: int | None, now: int, missed: int, invented: int
) -> None:
    """Whoever holds him is told a quarter of an hour before his time is over; seed 11, 24 beds, one day."""
    knows = Knows(Understood(), is_exact=True)
    for said in (Admitted(at(-1), 1, "LOS", None), DutyTaken(at(0), 1, 9)):
        knows.of_record.take(said)
    alert = None if shown_as_of is None else _alert_of(RELIEF, None, "task:5", {}, at(shown_as_of))
    screens = Screens(lambda _: "")
    screens.look("Desk 1", knows, [], [replace(alert, stay_id=1)] if alert else [], at(now), SAME)
    found = [sum(one.startswith("relief") for one in told) for told in (screens.missed, screens.invented)]
    assert found == [missed, invented]


def test_before_one_stands_still_with_the_file_locked_the_others_have_read_their_screens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As they do after each change: what they go on from is of then, and not of the last outage."""
    read: list[datetime] = []
    remember = Desk.remember

    def remembering(desk: Desk, *said: object) -> object:
        read.append(desk._machine.true)
        return remember(desk, *said)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "remember", remembering)
    planned = Planned(START + 5 * MINUTE, Trouble.FREEZE_STATEMENT, 60)
    trial = replace(CALM, kinds=(Kind.FREEZE,), stations=2, hours=0.2, script=(planned,))
    assert attempt(trial, tmp_path / "t.db").is_clean
    assert read == [planned.at, planned.at]
