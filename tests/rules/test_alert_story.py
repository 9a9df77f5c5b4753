"""The story of one alert, in order, in words."""

from datetime import datetime, timedelta

from station.models.enums import Priority, ShownKind, StepKind
from station.rules.alert_story import Tone, found_after, step_words, story
from station.store.rows import AlertStepRow
from station.store.rows.alerts import AlertShownRow
from tests.fakes import NOON
from tests.views.alert_fakes import past


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_whole_story_in_the_order_in_which_it_happened() -> None:
    alert = past(1, since=at(0), due_at=at(15), lapsed_at=at(20), detected_at=at(15.2))
    steps = (
        AlertStepRow(StepKind.OPENED, at(15.2), "tech", "late"),
        AlertStepRow(StepKind.RAISED, at(20), "", "lapsed"),
        AlertStepRow(StepKind.ACCEPTED, at(21), "R. Osei", "Going now"),
        AlertStepRow(StepKind.DELEGATED, at(22), "A. Diaz", "R. Osei"),
        AlertStepRow(StepKind.LEASE_ENDED, at(24), "charge and R. Osei", "R. Osei had accepted it; it is not done"),
        AlertStepRow(StepKind.CLOSED, at(25), "N. Park", "discharged"),
        AlertStepRow(StepKind.EXPLAINED, at(30), "A. Diaz", "with his family"),
    )
    shown = (
        AlertShownRow("Desk 1", ShownKind.PAINTED, Priority.MEDIUM, at(15.21)),
        AlertShownRow("Wall", ShownKind.SOUNDED, Priority.HIGH, at(20.01)),
    )
    assert [one.words for one in story(alert, steps, shown)] == [
        "Last seen, or owed from then",
        "Fell due",
        "Found by Station, 0:12 after it fell due. Tech told",
        "Shown on Desk 1, as medium",
        "Lapsed",
        "Alert raised: lapsed",
        "Sounded at Wall, as high",
        "R. Osei accepted: Going now",
        "A. Diaz asked to take it, by R. Osei",
        "The time to deal with it ran out: R. Osei had accepted it; it is not done. Charge and R. Osei told again",
        "Closed by N. Park: discharged",
        "A. Diaz said why: with his family",
    ]


def test_what_station_found_while_it_was_off_says_how_late() -> None:
    alert = past(1, due_at=at(15), lapsed_at=at(20), detected_at=at(34))
    assert found_after(alert) == timedelta(minutes=19)
    found = story(alert, (AlertStepRow(StepKind.OPENED, at(34), "manager", "lapsed"),), ())[-1]
    assert (found.words, found.tone) == ("Found by Station, 19:00 after it fell due. Manager told", Tone.PLAIN)


def test_what_is_told_before_its_time_says_no_delay() -> None:
    alert = past(1, kind="relief", due_at=at(120), lapsed_at=None, detected_at=at(105))
    assert found_after(alert) is None
    first = story(alert, (AlertStepRow(StepKind.OPENED, at(105), "", "due soon"),), ())[0]
    assert first.words == "Found by Station"


def test_a_technical_one_has_no_due_time() -> None:
    alert = past(1, kind="technical", priority=Priority.TECHNICAL, lapsed_at=None)
    lines = story(alert, (AlertStepRow(StepKind.OPENED, at(0), "charge", "The disk is full."),), ())
    assert [one.words for one in lines] == ["Charge told: The disk is full."]


def test_every_step_has_words() -> None:
    for kind in StepKind:
        for who, detail in (("J. Moore", ""), ("J. Moore", "going")):
            assert step_words(AlertStepRow(kind, NOON, who, detail)).strip()
