"""Vital signs, scores and assessments on timelines made by hand, and the figures held to the policy."""

from datetime import datetime, timedelta
from random import Random

import pytest

from station.models.enums import TaskKind
from station.rules import news2
from station.rules.assessments import SCALES
from station.rules.policy import default_policy
from station.rules.schedule import parse
from station.simulation import vital_truth
from station.simulation.lateness import late_episodes
from station.simulation.said import (
    Admitted,
    Answered,
    Assessed,
    AssessmentOrdered,
    Back,
    Left,
    Said,
    VitalsOrdered,
    VitalsTaken,
)
from station.simulation.vital_truth import VitalsKnown
from station.simulation.vital_values import WORSENING, make
from tests.fakes import NOON

KINDS = ("vital signs", "score", "BVC", "CIWA-Ar", "COWS")


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def taken(minute: float, points: int = 0, *, refused: bool = False, complete: bool = True, three: bool = False) -> Said:
    return VitalsTaken(at(minute), 1, at(minute), refused, complete, points, three)


def episodes(*said: Said, until: float = 24 * 60) -> list[tuple[str, datetime, datetime | None, datetime | None]]:
    found = late_episodes([Admitted(NOON, 1, "Q15", None), *said], at(until))
    return [(one.kind, one.began, one.lapsed, one.ended) for one in found if one.kind in KINDS]


def test_the_figures_are_those_of_the_default_policy() -> None:
    policy = default_policy()
    vitals, scales = policy.vitals, policy.assessments
    assert parse(vitals.schedule) == parse("at " + " ".join(f"{h:02d}:{m:02d}" for h, m in vital_truth.VITALS_AT))
    paces = (vitals.again_after_7, vitals.again_after_5, vitals.again_after_1, vitals.again_after_0)
    assert tuple(one.total_seconds() for one in paces) == tuple(seconds for _, seconds in vital_truth.PACE_S)
    assert (vitals.answer.late.total_seconds(), vitals.answer.lapsed.total_seconds()) == vital_truth.SCORE_S
    assert vitals.lapsed.total_seconds() == vital_truth.EARLY_S
    assert vitals.soon.total_seconds() == scales.soon.total_seconds() == vital_truth.BACK_S
    assert policy.admission.first_vitals.late.total_seconds() == vital_truth.FIRST_S
    assert scales.lapsed.total_seconds() == vital_truth.BVC_LEAST_S
    ciwa = tuple(zip((scales.ciwa_severe, scales.ciwa_moderate, 0), reversed(scales.ciwa_again), strict=True))
    assert tuple((points, again.total_seconds()) for points, again in ciwa) == vital_truth.AGAIN_S["CIWA-Ar"]
    cows = zip(
        (scales.cows_severe, scales.cows_moderate, scales.cows_mild, 0), reversed(scales.cows_again), strict=True
    )
    assert tuple((points, again.total_seconds()) for points, again in cows) == vital_truth.AGAIN_S["COWS"]


def test_the_kinds_are_those_of_station() -> None:
    known = VitalsKnown("America/Chicago")
    for one in (Admitted(NOON, 1, "Q15", None), taken(1, 5), AssessmentOrdered(NOON, 1, "CIWA-Ar")):
        known.take(one)
    assert {kind for kind, _ in known.owed()} == {
        TaskKind.VITALS.value, TaskKind.SCORE.value, TaskKind.BVC.value, TaskKind.CIWA.value,
    }  # fmt: skip
    assert set(vital_truth.AGAIN_S) < {one.value for one in SCALES}


@pytest.mark.parametrize("step", range(len(WORSENING)))
@pytest.mark.parametrize("seed", range(20))
def test_what_is_made_up_scores_what_it_was_made_to(step: int, seed: int) -> None:
    """Two ways to one score: made from bands, and reckoned by the rule."""
    made = make(Random(seed), WORSENING[step])
    one = made.values
    score = news2.score(
        rr=one.rr, spo2=one.spo2, scale=1, o2=one.o2, sbp=one.sbp, hr=one.hr, acvpu="A", temp=one.temp
    )  # fmt: skip
    assert (score.total, 3 in score.points.values()) == (made.points, made.three)
    assert made.points == (0, 1, 2, 5, 7, 11)[step] or step == 5


def test_by_the_schedule() -> None:
    """NOON is 06:00 there."""
    assert episodes(taken(10), taken(500), until=900) == [
        ("vital signs", at(480), None, at(500)),
        ("BVC", at(540), None, None),
    ]


def test_by_the_score_and_until_a_nurse_answers() -> None:
    said = (taken(10, 6), taken(30), Answered(at(40), 1))
    assert episodes(*said, until=60) == [("score", at(10), at(25), at(40))]
    assert episodes(taken(10, 7), until=30) == [
        ("score", at(10), at(25), None), ("vital signs", at(25), None, None),
    ]  # fmt: skip


def test_only_a_later_set_takes_the_place_of_one_written_down_late() -> None:
    told_late = VitalsTaken(at(25), 1, at(15), refused=False, complete=True, points=7, three=False)
    assert episodes(taken(20), told_late, until=30) == []
    assert ("score", at(25), None, None) in episodes(taken(20, refused=True), told_late, until=30)


def test_a_refusal_keeps_the_pace() -> None:
    said = (taken(10, 5), Answered(at(11), 1), taken(65, refused=True), taken(140))
    assert episodes(*said, until=200) == [
        ("score", at(10), None, at(11)), ("vital signs", at(125), None, at(140)),
    ]  # fmt: skip


def test_an_order_and_an_absence() -> None:
    ordered = (taken(10), VitalsOrdered(at(20), 1, 7200))
    assert episodes(*ordered, until=140) == [("vital signs", at(130), None, None)]
    away = (Left(at(60), 1, at(300)), Back(at(300), 1, at(300)))
    assert episodes(*ordered, *away, until=340) == [("vital signs", at(330), None, None)]


def test_assessments() -> None:
    ciwa = (AssessmentOrdered(at(5), 1, "CIWA-Ar"), Assessed(at(40), 1, "CIWA-Ar", at(40), 19))
    assert episodes(taken(10), *ciwa, until=130) == [
        ("CIWA-Ar", at(35), None, at(40)), ("CIWA-Ar", at(100), None, None),
    ]  # fmt: skip
    bvc = Assessed(at(100), 1, "BVC", at(100), 0)
    assert episodes(taken(10), taken(430), bvc, until=1000) == [("vital signs", at(960), None, None)]
