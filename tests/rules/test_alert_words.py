"""What alerts say, in the words of a unit."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import AlertState, Stage, TaskKind
from station.rules import alert_words
from station.rules.intervals import Limits, run_from
from station.rules.wording import relief_line

NEW_YORK = ZoneInfo("America/New_York")


def _at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{clock}").replace(tzinfo=NEW_YORK).astimezone(UTC)


NOW = _at("14:32")
SINCE = _at("14:10")
DUE = _at("14:25")


@dataclass(frozen=True)
class Alert:
    kind: str = "check"
    stage: Stage = Stage.LAPSED
    bed: str | None = "1210"
    initials: str | None = "GSE"
    area: str | None = "West hall"
    level: str | None = "Q15"
    state: AlertState = AlertState.OPEN
    text: str = ""
    since: datetime = SINCE
    due_at: datetime = DUE
    accepted_by: str | None = None
    accepted_note: str | None = None
    lease_until: datetime | None = None
    delegated_to: str | None = None
    told: str = "charge"
    told_at: datetime | None = None


@dataclass(frozen=True)
class Seen:
    observed_at: datetime = SINCE
    location: str | None = "Room"
    activity: str | None = "Asleep"
    observer: str = "J. Moore"
    late_entry: bool = False


@pytest.mark.parametrize(
    ("kind", "stage", "level", "expected"),
    [
        ("check", Stage.LATE, "Q15", "1210 · check late"),
        ("check", Stage.LAPSED, "Q15", "1210 · check lapsed"),
        ("observer", Stage.LATE, "1:1", "1210 · nobody observing"),
        ("observer", Stage.LAPSED, "1:1", "1210 · nobody observing"),
        ("relief", Stage.DUE_SOON, "1:1", "1210 · 1:1 relief soon"),
        ("relief", Stage.LATE, "LOS", "1210 · LOS relief late"),
        ("relief", Stage.LAPSED, None, "1210 · relief lapsed"),
        ("review", Stage.DUE_SOON, "Q15", "1210 · order review due soon"),
        ("review", Stage.LATE, "Q15", "1210 · order review due"),
        ("review", Stage.LAPSED, "Q15", "1210 · order review overdue"),
        ("provider order", Stage.DUE_SOON, "Q5", "1210 · provider order owed"),
        ("provider order", Stage.LATE, "Q5", "1210 · provider order late"),
        ("provider order", Stage.LAPSED, "Q5", "1210 · provider order overdue"),
        ("not found", Stage.LAPSED, "Q15", "1210 · not found"),
    ],
)
def test_the_title_says_where_and_what(kind: str, stage: Stage, level: str | None, expected: str) -> None:
    assert alert_words.title(Alert(kind, stage, level=level)) == expected


def test_a_patient_without_a_bed_is_named_by_initials() -> None:
    assert alert_words.title(Alert(bed=None)) == "GSE, no bed · check lapsed"
    assert alert_words.title(Alert(bed=None, initials=None)) == "patient, no bed · check lapsed"


def test_a_technical_alert_has_its_own_words() -> None:
    technical = Alert("technical", bed=None, level=None, text="Desk 2 silent since 14:10")
    assert alert_words.title(technical) == "Desk 2 silent since 14:10"
    assert alert_words.about_line(technical, NEW_YORK, NOW) == "since 14:10"


def test_late_checks_of_one_area_are_one_round() -> None:
    late = [Alert(bed="1204", stage=Stage.LATE), Alert(bed="1305", stage=Stage.LATE)]
    assert alert_words.late_round_title(late) == "Late round · 2 patients"
    assert alert_words.late_round_line(late) == "1204, 1305 · West hall"
    assert alert_words.late_round_title(late[:1]) == "Late round · 1 patient"
    assert alert_words.late_round_line([replace(late[0], area=None)]) == "1204"


@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        (Alert(), "Q15 · not seen yet, due by 14:25"),
        (Alert("observer", level="1:1"), "1:1 · since 14:10"),
        (Alert("relief", level="1:1", since=_at("12:45")), "1:1 · since 12:45"),
        (Alert("review", due_at=_at("14:00")), "Q15 · review by 14:00, level stays"),
        (
            Alert("provider order", level="Q5", since=_at("13:30"), due_at=_at("14:30")),
            "Q5 · raised 13:30, order due by 14:30",
        ),
        (Alert("not found", since=_at("14:27")), "Q15 · looked for at 14:27"),
        (Alert("not found", since=_at("14:27"), level=None), "looked for at 14:27"),
    ],
)
def test_the_second_line_says_since_when(alert: Alert, expected: str) -> None:
    assert alert_words.about_line(alert, NEW_YORK, NOW) == expected


def test_the_second_line_says_who_saw_and_who_holds() -> None:
    assert alert_words.about_line(Alert(), NEW_YORK, NOW, seen=Seen()) == "Q15 · last seen 14:10 Room, J. Moore"
    assert (
        alert_words.about_line(Alert(), NEW_YORK, NOW, seen=Seen(location=None, observer="")) == "Q15 · last seen 14:10"
    )
    relief = Alert("relief", level="1:1", since=_at("12:45"))
    assert alert_words.about_line(relief, NEW_YORK, NOW, observer="D. Lin") == "D. Lin since 12:45"


def test_the_third_line_says_who_answers() -> None:
    assert alert_words.answer_line(Alert(told_at=_at("14:27")), NEW_YORK, NOW) == "Charge told 14:27 · not accepted"
    assert alert_words.answer_line(Alert(), NEW_YORK, NOW) == "Charge told · not accepted"
    assert alert_words.answer_line(Alert(told=""), NEW_YORK, NOW) == "Nobody told yet · not accepted"


def test_the_third_line_names_who_has_it_and_until_when() -> None:
    taken = Alert(
        state=AlertState.ACCEPTED, accepted_by="R. Osei", accepted_note="going to look", lease_until=_at("14:35")
    )
    assert alert_words.answer_line(taken, NEW_YORK, NOW) == "R. Osei has it until 14:35: going to look"
    assert alert_words.answer_line(replace(taken, accepted_note=None), NEW_YORK, NOW) == "R. Osei has it until 14:35"
    returned = replace(taken, state=AlertState.OPEN)
    assert alert_words.answer_line(returned, NEW_YORK, NOW) == "Charge told · not accepted"


def test_an_acceptance_runs_out_in_sight() -> None:
    taken = Alert(
        state=AlertState.ACCEPTED, accepted_by="R. Osei", accepted_note="going to look", lease_until=_at("14:35")
    )
    for before, said in ((timedelta(seconds=130), "2:10"), (timedelta(seconds=1), "0:01")):
        line = alert_words.lease_line(taken, _at("14:35") - before)
        assert line == f"R. Osei has it for {said} more: going to look"
    assert alert_words.lease_line(taken, _at("14:35")) == ("R. Osei has had it, and the time is over: going to look")
    assert alert_words.lease_line(replace(taken, lease_until=None), NOW) == "R. Osei has it: going to look"


def test_who_was_asked_is_named_whoever_has_it() -> None:
    asked = Alert(state=AlertState.ACCEPTED, accepted_by="R. Osei", lease_until=_at("14:35"), delegated_to="A. Diaz")
    assert alert_words.answer_line(asked, NEW_YORK, NOW) == "R. Osei has it until 14:35 · A. Diaz asked"
    assert alert_words.lease_line(asked, _at("14:33")) == "R. Osei has it for 2:00 more · A. Diaz asked"
    returned = replace(asked, state=AlertState.OPEN)
    assert alert_words.answer_line(returned, NEW_YORK, NOW) == "Charge told · not accepted · A. Diaz asked"


def test_a_cause_is_what_happened_without_where() -> None:
    assert alert_words.cause("check", Stage.LAPSED) == "check lapsed"
    assert alert_words.cause("technical", Stage.LATE) == "Station itself"


def test_no_alert_shouts_or_shows_our_own_words() -> None:
    for kind, stage in product(TaskKind, Stage):
        alert = Alert(kind.value, stage, since=NOW - timedelta(days=1))
        lines = (
            alert_words.title(alert),
            alert_words.about_line(alert, NEW_YORK, NOW),
            alert_words.answer_line(alert, NEW_YORK, NOW),
        )
        for line in lines:
            assert line.strip() == line
            assert not any(sign in line for sign in "!_<>{}")
            assert "None" not in line


@pytest.mark.parametrize(
    ("kind", "stage", "since", "title", "about"),
    [
        ("environmental round", Stage.LATE, SINCE, "Safety round, West hall · overdue", "due 14:25"),
        ("environmental round", Stage.LAPSED, SINCE, "Safety round, West hall · long overdue", "due 14:25"),
        (
            "hazard",
            Stage.LATE,
            SINCE,
            "Safety round, West hall · hazard not put right",
            "found 14:10, to be fixed and verified by 14:25",
        ),
        (
            "hazard",
            Stage.LAPSED,
            DUE,
            "Safety round, West hall · hazard not put right",
            "found 14:25, to be made safe at once",
        ),
    ],
)
def test_what_is_owed_to_no_patient_goes_by_its_label(
    kind: str, stage: Stage, since: datetime, title: str, about: str
) -> None:
    alert = Alert(
        kind=kind, stage=stage, bed=None, initials=None, level=None, text="Safety round, West hall", since=since
    )
    assert alert_words.title(alert) == title
    assert alert_words.about_line(alert, NEW_YORK, NOW) == about


@pytest.mark.parametrize(("stage", "minutes"), [(Stage.LATE, 0), (Stage.LAPSED, 10)])
def test_an_alert_says_of_a_relief_what_its_card_says(stage: Stage, minutes: int) -> None:
    hour = timedelta(hours=1)
    owed = run_from(Limits(hour, 2 * hour, 2 * hour + timedelta(minutes=10)), NOW)
    assert relief_line(owed, NOW + 2 * hour + timedelta(minutes=minutes)) == alert_words.happened(
        TaskKind.RELIEF, stage
    )
