"""The audit goes by what was promised: exact at its boundary, the same words while it lasts, no diagnosis in them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import TaskKind
from station.rules.auditing import Audited, AuditedAlert, AuditedStay, AuditedTask, audit
from tests.fakes import NOON

GRACE = timedelta(seconds=5)
UTC = ZoneInfo("UTC")
BED = AuditedStay(1, "1204", "Q15", continuous=False, away=False)
SECONDS = st.integers(-4000, 4000).map(lambda number: timedelta(seconds=number))


def task(
    due: timedelta,
    *,
    kind: str = "check",
    lapsed: timedelta | None = None,
    alert: int | None = None,
    raised: bool = False,
) -> AuditedTask:
    """Times from now on. `lapsed` None: five minutes after it is due."""
    at = NOON + due
    return AuditedTask(7, kind, 1, "", at, NOON + lapsed if lapsed is not None else at + GRACE * 60, alert, raised)


def alert(
    due: timedelta, step: int, told: timedelta | None, *, lease: timedelta | None = None, moves: bool = True
) -> AuditedAlert:
    rungs = (timedelta(0), timedelta(minutes=2), timedelta(minutes=10))
    return AuditedAlert(
        id=9,
        subject="task:7",
        kind="check",
        stay=1,
        text="",
        accepted=lease is not None,
        step=step,
        due_at=NOON + due,
        told_at=None if told is None else NOON + told,
        lease_until=None if lease is None else NOON + lease,
        moves=moves,
        rungs=rungs,
        repeat=timedelta(minutes=5),
    )


def found(*tasks: AuditedTask, alerts: tuple[AuditedAlert, ...] = (), stay: AuditedStay = BED) -> list[str]:
    check = () if any(one.kind == "check" for one in tasks) else (task(timedelta(hours=1)),)
    return [one.text for one in audit(Audited(UTC, (*tasks, *check), alerts, (stay,)), NOON, GRACE)]


@given(due=SECONDS, has_alert=st.booleans())
def test_it_is_found_from_its_grace_on_and_only_without_an_alert(due: timedelta, *, has_alert: bool) -> None:
    one = task(due, alert=3 if has_alert else None)
    is_late = due <= -GRACE and not has_alert
    lapsed_unsaid = has_alert and due + GRACE * 60 <= -GRACE
    assert bool(found(one)) is (is_late or lapsed_unsaid)


@given(lapsed=SECONDS, raised=st.booleans())
def test_a_lapse_is_found_that_its_alert_does_not_say(lapsed: timedelta, *, raised: bool) -> None:
    one = task(lapsed - timedelta(minutes=5), lapsed=lapsed, alert=3, raised=raised)
    assert bool(found(one)) is (lapsed <= -GRACE and not raised)


@given(lease=SECONDS)
def test_an_acceptance_holds_until_its_grace_is_over(lease: timedelta) -> None:
    standing = alert(timedelta(minutes=-30), 2, timedelta(minutes=-20), lease=lease)
    assert bool(found(alerts=(standing,))) is (lease <= -GRACE)


@given(told=SECONDS)
def test_the_last_step_is_owed_again_after_each_telling(told: timedelta) -> None:
    standing = alert(timedelta(hours=-2), 3, told)
    assert bool(found(alerts=(standing,))) is (told + timedelta(minutes=5) <= -GRACE)


@given(due=SECONDS)
def test_a_rung_is_owed_by_the_ladder_from_the_due_time(due: timedelta) -> None:
    standing = alert(due, 1, due)
    assert bool(found(alerts=(standing,))) is (due + timedelta(minutes=2) <= -GRACE)


def test_a_rung_that_had_passed_when_it_was_found_counts_from_then() -> None:
    """Eight hours off: all rungs are told at once, and nothing is late yet."""
    standing = alert(timedelta(hours=-8), 3, timedelta(0))
    assert found(alerts=(standing,)) == []


def test_nothing_that_will_move_it_is_found_at_once() -> None:
    (said,) = found(alerts=(alert(timedelta(0), 1, timedelta(0), moves=False),))
    assert said.startswith("Bed 1204: nothing will pass on the alert about a check.")


@pytest.mark.parametrize("kind", [TaskKind.BVC, TaskKind.CIWA, TaskKind.COWS])
def test_no_finding_says_which_assessment(kind: TaskKind) -> None:
    (said,) = found(task(timedelta(minutes=-1), kind=kind.value))
    assert "an assessment was due" in said
    assert kind.value not in said


@pytest.mark.parametrize("kind", [kind for kind in TaskKind if kind is not TaskKind.CANARY])
def test_every_kind_can_be_said(kind: TaskKind) -> None:
    (said,) = found(task(timedelta(minutes=-1), kind=kind.value))
    assert said.startswith("Bed 1204: ")
    assert said.endswith("Then restart Station and tell whoever looks after it.")


def test_the_words_stay_the_same_while_it_lasts() -> None:
    of = Audited(UTC, (task(timedelta(minutes=-1)),), (), (BED,))
    said = {one.text for second in range(0, 3600, 7) for one in audit(of, NOON + timedelta(seconds=second), GRACE)}
    assert len(said) == 1


def test_a_patient_without_a_bed_is_said_to_be_one() -> None:
    (said,) = found(task(timedelta(minutes=-1)), stay=AuditedStay(1, None, "Q15", continuous=False, away=False))
    assert said.startswith("A patient without a bed: ")


def test_what_is_owed_to_one_who_has_left_is_found_too() -> None:
    said = found(task(timedelta(minutes=-1)), stay=AuditedStay(2, "1205", "Q15", continuous=False, away=False))
    assert any(one.startswith("A patient who has left: ") for one in said)
