"""What is sounded, and when: the most urgent open thing, by its repeat; grouped; pauses that end themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import AlertState, Priority
from station.rules import sounding
from station.rules.announce import announce
from station.rules.policy import default_policy
from station.rules.sounding import APART_S, Ask, Burst, Memory, Pattern

POLICY = default_policy().sound
AT = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)


@dataclass(frozen=True)
class Alert:
    id: int
    priority: Priority = Priority.MEDIUM
    state: AlertState = AlertState.OPEN
    kind: str = "check"
    area_id: int | None = 1
    area: str | None = "West hall"
    due_at: datetime = AT
    detected_at: datetime = AT


HIGH, MEDIUM, LOW, TECHNICAL = (
    Ask("alert 1", Priority.HIGH, (1,)),
    Ask("alert 2", Priority.MEDIUM, (2,)),
    Ask("alert 3", Priority.LOW, (3,)),
    Ask("alert 4", Priority.TECHNICAL, (4,)),
)


def _heard(
    asks: Iterable[Ask], seconds: float, *, memory: Memory | None = None, start: float = 0.0, step: float = 0.25
) -> tuple[list[tuple[float, Burst]], Memory]:
    """Every burst of so many seconds, looked for each quarter of one."""
    bursts, kept, asked = [], memory or Memory(), tuple(asks)
    for count in range(round(seconds / step)):
        now = start + count * step
        kept, burst = sounding.look(kept, asked, POLICY, now)
        if burst is not None:
            bursts.append((now, burst))
    return bursts, kept


@pytest.mark.parametrize(
    ("ask", "times"),
    [(HIGH, [0, 10, 20, 30, 40, 50]), (MEDIUM, [0, 20, 40]), (TECHNICAL, [0, 20, 40]), (LOW, [0])],
)
def test_each_priority_repeats_as_the_policy_says_and_a_low_one_sounds_once(ask: Ask, times: list[int]) -> None:
    bursts, _ = _heard([ask], 60)
    assert [at for at, _ in bursts] == times
    assert {one.pattern.value for _, one in bursts} == {ask.priority.value}


def test_nothing_sounds_where_nothing_asks() -> None:
    assert _heard([], 60)[0] == []


def test_the_most_urgent_is_heard_and_the_rest_waits_until_it_is_over() -> None:
    bursts, memory = _heard([MEDIUM, HIGH, LOW], 25)
    assert {one.pattern for _, one in bursts} == {Pattern.HIGH}
    assert {one.alert_ids for _, one in bursts} == {(1,)}
    later, memory = _heard([MEDIUM, LOW], 30, memory=memory, start=25)
    assert [one.pattern for _, one in later] == [Pattern.MEDIUM, Pattern.MEDIUM]
    assert later[0][0] == 25, "nobody had heard of it yet"
    last, _ = _heard([LOW], 60, memory=memory, start=55)
    assert [one.pattern for _, one in last] == [Pattern.LOW]


def test_something_more_urgent_cuts_off_what_sounds() -> None:
    _, memory = _heard([MEDIUM], 0.25)
    bursts, _ = _heard([MEDIUM, HIGH], 1, memory=memory, start=0.25)
    assert [(at, one.pattern) for at, one in bursts] == [(0.25, Pattern.HIGH)]


def test_a_second_high_one_sounds_as_soon_as_the_first_pattern_is_over() -> None:
    _, memory = _heard([HIGH], 1)
    bursts, _ = _heard([HIGH, Ask("alert 9", Priority.HIGH, (9,))], 9, memory=memory, start=1)
    assert [(at, one.alert_ids) for at, one in bursts] == [(APART_S, (1, 9))]


def test_late_checks_of_a_round_are_one_sound_and_one_more_waits_for_its_repeat() -> None:
    fifteen = [Alert(one) for one in range(1, 16)]
    bursts, memory = _heard(sounding.asks_of(announce(fifteen)), 5)
    assert [(at, one.alert_ids) for at, one in bursts] == [(0, tuple(range(1, 16)))]
    more, _ = _heard(sounding.asks_of(announce([*fifteen, Alert(16)])), 20, memory=memory, start=5)
    assert [(at, len(one.alert_ids)) for at, one in more] == [(20, 16)]


def test_one_that_somebody_has_is_silent_and_when_it_comes_back_it_sounds_at_once() -> None:
    accepted = replace(Alert(1), state=AlertState.ACCEPTED)
    _, memory = _heard(sounding.asks_of(announce([Alert(1)])), 1)
    bursts, memory = _heard(sounding.asks_of(announce([accepted])), 100, memory=memory, start=1)
    assert bursts == []
    back, _ = _heard(sounding.asks_of(announce([Alert(1)])), 1, memory=memory, start=101)
    assert [at for at, _ in back] == [101]


def test_a_raised_one_sounds_at_once() -> None:
    _, memory = _heard([MEDIUM], 5)
    bursts, _ = _heard([replace(MEDIUM, priority=Priority.HIGH)], 1, memory=memory, start=5)
    assert [(at, one.pattern) for at, one in bursts] == [(5, Pattern.HIGH)]


def test_a_pause_lasts_two_minutes_and_then_what_asks_sounds_again_at_once() -> None:
    _, memory = _heard([HIGH], 1)
    memory = sounding.pause(memory, POLICY, 1)
    assert sounding.paused_for(memory, 31) == 90
    bursts, _ = _heard([HIGH], 125, memory=memory, start=1)
    assert [at for at, _ in bursts] == [121]


def test_a_pause_is_two_minutes_at_most_whatever_the_policy_says() -> None:
    _, memory = _heard([HIGH], 1)
    generous = POLICY.model_copy(update={"longest_pause": timedelta(hours=1)})
    assert sounding.paused_for(sounding.pause(memory, generous, 1), 1) == 120


def test_pressing_again_does_not_lengthen_a_pause() -> None:
    _, memory = _heard([HIGH], 1)
    memory = sounding.pause(memory, POLICY, 1)
    assert sounding.pause(memory, POLICY, 100) == memory


def test_a_pause_is_not_laid_in_store() -> None:
    _, memory = _heard([], 1)
    assert sounding.paused_for(sounding.pause(memory, POLICY, 1), 1) == 0


@pytest.mark.parametrize(
    "news",
    [
        (MEDIUM, Ask("alert 9", Priority.LOW, (9,))),
        (Ask("late in area 1", Priority.MEDIUM, (2, 9)),),
        (replace(MEDIUM, priority=Priority.HIGH),),
        (MEDIUM, Ask("not monitoring", Priority.HIGH)),
    ],
    ids=["another", "one more of the round", "raised", "known here alone"],
)
def test_news_end_a_pause(news: tuple[Ask, ...]) -> None:
    _, memory = _heard([MEDIUM], 5)
    memory = sounding.pause(memory, POLICY, 5)
    bursts, memory = _heard(news, 1, memory=memory, start=6)
    assert [at for at, _ in bursts] == [6]
    assert memory.paused_until is None


def test_no_news_do_not_end_a_pause() -> None:
    _, memory = _heard([HIGH, MEDIUM], 5)
    memory = sounding.pause(memory, POLICY, 5)
    bursts, memory = _heard([MEDIUM], 10, memory=memory, start=6)
    assert bursts == []
    assert memory.paused_until is not None


def test_a_pause_ended_by_hand_lets_what_asks_be_heard_at_once() -> None:
    _, memory = _heard([HIGH], 1)
    memory = sounding.resume(sounding.pause(memory, POLICY, 1))
    bursts, _ = _heard([HIGH], 1, memory=memory, start=2)
    assert [at for at, _ in bursts] == [2]


def test_what_only_this_station_knows_sounds_too() -> None:
    bursts, _ = _heard([Ask("not monitoring", Priority.HIGH)], 15)
    assert [(at, one.alert_ids) for at, one in bursts] == [(0, ()), (10, ())]


alerts = st.lists(
    st.builds(
        Alert,
        id=st.integers(1, 6),
        priority=st.sampled_from(Priority),
        state=st.sampled_from([AlertState.OPEN, AlertState.OPEN, AlertState.ACCEPTED]),
        area_id=st.sampled_from([1, 2, None]),
    ),
    unique_by=lambda alert: alert.id,
    max_size=6,
)
deeds = st.lists(
    st.tuples(alerts, st.floats(0.1, 30), st.sampled_from(["", "", "pause", "resume"])), min_size=1, max_size=12
)


def _lived(script: list[tuple[list[Alert], float, str]]) -> Iterable[tuple[float, list[Alert], Memory, Burst | None]]:
    """Each look of a station to which these things happen, one after the other."""
    memory, now = Memory(), 0.0
    for found, lasts, deed in script:
        if deed == "pause":
            memory = sounding.pause(memory, POLICY, now)
        elif deed == "resume":
            memory = sounding.resume(memory)
        until = now + lasts
        while now < until:
            memory, burst = sounding.look(memory, sounding.asks_of(announce(found)), POLICY, now)
            yield now, found, memory, burst
            now += 0.25


@given(deeds)
def test_only_the_most_urgent_open_priority_is_ever_sounded(script: list[tuple[list[Alert], float, str]]) -> None:
    for _, found, _, burst in _lived(script):
        waiting = [one for one in found if one.state is AlertState.OPEN]
        if burst is not None:
            assert burst.priority is min((one.priority for one in waiting), key=lambda one: one.rank)
            assert set(burst.alert_ids) == {one.id for one in waiting if one.priority is burst.priority}


@given(deeds)
def test_an_open_alert_is_never_left_silent_for_longer_than_its_repeat_or_a_pause(
    script: list[tuple[list[Alert], float, str]],
) -> None:
    silent_since = None
    for now, found, memory, burst in _lived(script):
        rank = min((one.priority.rank for one in found if one.state is AlertState.OPEN), default=9)
        waits = rank < Priority.LOW.rank and burst is None and memory.paused_until is None
        silent_since = silent_since if waits and silent_since is not None else now
        assert now - silent_since <= 20.5


@given(deeds)
def test_a_pause_never_lasts_longer_than_two_minutes(script: list[tuple[list[Alert], float, str]]) -> None:
    began = None
    for now, _, memory, _ in _lived(script):
        began = None if memory.paused_until is None else now if began is None else began
        assert began is None or now - began <= 120.5


@given(deeds)
def test_the_same_pattern_never_begins_again_before_it_is_over(script: list[tuple[list[Alert], float, str]]) -> None:
    last: tuple[float, Burst] | None = None
    for now, _, memory, burst in _lived(script):
        if burst is not None and last is not None and memory.last is not None and last[1].pattern is burst.pattern:
            resumed = "resume" in [deed for _, _, deed in script] or "pause" in [deed for _, _, deed in script]
            assert resumed or now - last[0] >= APART_S
        last = (now, burst) if burst is not None else last
