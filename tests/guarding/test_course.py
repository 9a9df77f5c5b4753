"""What the guard process does and when, by a clock in our hands."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.guarding import lines
from station.guarding.course import Awake, Course, Deed, Limits, Trouble
from station.guarding.lines import Signs

LIMITS = Limits()
ROUND = 0.5


class Told:
    """A Station that speaks twice a second, and the deeds that follow, each with its time."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.now = 100.0
        self.course = Course(self.now, limits)
        self.deeds: list[tuple[float, Deed]] = []
        self.monitor = self.screen = 0
        self.hello()

    def hello(self) -> None:
        self.course.hear(lines.hello(4711), self.now)

    def run(
        self, seconds: float, *, silent: bool = False, still: bool = False, idle: bool = False, tells: bool = True
    ) -> None:
        """Time passes. `silent`: nothing is said; `still`: the screen's beats do not grow; `idle`: the monitor's."""
        until = self.now + seconds
        while self.now < until:
            self.now += ROUND
            self.monitor += 0 if idle else 1
            self.screen += 0 if still else 1
            if not silent:
                self.say(tells=tells)
            self.step()

    def say(self, *, tells: bool = True) -> None:
        self.course.hear(lines.beat(Signs(self.monitor, self.screen, "14:32:07", "14:32:06", tells)), self.now)

    def step(self) -> None:
        self.deeds += [(self.now, deed) for deed in self.course.step(self.now)]

    def first(self, deed: Deed) -> float:
        return next(at for at, each in self.deeds if each is deed)

    @property
    def done(self) -> list[Deed]:
        return [deed for _, deed in self.deeds]


@pytest.fixture
def told() -> Told:
    made = Told()
    made.run(10)
    assert made.deeds == []
    return made


def test_a_goodbye_ends_the_guard_at_once(told: Told) -> None:
    told.course.hear(lines.GOODBYE, told.now)
    told.course.ended()
    told.step()
    assert told.done == [Deed.LEAVE]


def test_the_end_of_the_pipe_without_a_goodbye_is_a_death(told: Told) -> None:
    told.course.ended()
    told.step()
    assert told.done == [Deed.SHOW, Deed.SOUND, Deed.START]
    assert told.course.trouble is Trouble.DIED


def test_silence_is_shown_then_sounded_then_ended(told: Told) -> None:
    fell_silent = told.now
    told.run(14, silent=True)
    assert told.first(Deed.SHOW) - fell_silent <= 4.0
    assert told.first(Deed.SOUND) - fell_silent <= 8.5
    assert told.first(Deed.ASK_TO_END) - fell_silent == LIMITS.act
    assert told.first(Deed.KILL) - fell_silent == LIMITS.act + LIMITS.grace
    assert Deed.START not in told.done
    told.course.ended()
    told.step()
    assert told.done[-1] is Deed.START


def test_a_process_that_cannot_even_be_killed_is_not_waited_for_for_ever(told: Told) -> None:
    told.run(20, silent=True)
    assert told.done[-1] is Deed.START


def test_a_short_silence_is_shown_and_taken_back(told: Told) -> None:
    told.run(5, silent=True)
    told.run(2)
    assert told.done == [Deed.SHOW, Deed.HIDE]


def test_a_silence_that_was_sounded_is_quiet_again(told: Told) -> None:
    told.run(9, silent=True)
    told.run(2)
    assert told.done == [Deed.SHOW, Deed.SOUND, Deed.QUIET, Deed.HIDE]
    assert told.course.trouble is None


def test_a_screen_that_stands_still_is_shown_sounded_and_ended(told: Told) -> None:
    stood = told.now
    told.run(12, still=True)
    assert told.course.trouble is Trouble.SCREEN
    assert told.first(Deed.SHOW) - stood <= 4.0
    assert told.first(Deed.SOUND) - stood <= 8.5
    assert told.first(Deed.ASK_TO_END) - stood <= 10.5


def test_a_screen_is_judged_from_its_second_beat_on() -> None:
    told = Told()
    told.screen = 1
    told.run(30, still=True)
    assert told.deeds == []


def test_a_dead_monitor_is_left_to_stations_own_screen_and_then_started_again(told: Told) -> None:
    died = told.now
    told.run(8, idle=True)
    assert told.deeds == []
    told.run(1, idle=True)
    assert told.done == [Deed.SHOW, Deed.SOUND, Deed.ASK_TO_END]
    assert told.first(Deed.SOUND) - died <= 9.0
    assert told.course.trouble is Trouble.MONITOR


def test_before_there_is_a_monitor_and_a_board_only_silence_counts() -> None:
    told = Told()
    for _ in range(200):
        told.now += ROUND
        told.course.hear(lines.beat(Signs(tells=True)), told.now)
        told.step()
    assert told.deeds == []
    told.run(5, silent=True)
    assert told.done == [Deed.SHOW]


def test_a_goodbye_of_one_that_was_asked_to_end_is_none(told: Told) -> None:
    told.run(11, silent=True)
    told.course.hear(lines.GOODBYE, told.now)
    told.course.ended()
    told.step()
    assert told.done[-2:] == [Deed.KILL, Deed.START]


def test_the_window_stays_until_the_new_one_says_how_things_are(told: Told) -> None:
    told.course.ended()
    told.step()
    told.now += 3
    told.hello()
    told.run(20, tells=False)
    assert told.done == [Deed.SHOW, Deed.SOUND, Deed.START]
    told.run(1)
    assert told.done[-2:] == [Deed.QUIET, Deed.HIDE]


def test_one_that_is_started_again_and_never_speaks_is_started_again(told: Told) -> None:
    told.course.ended()
    told.step()
    told.run(LIMITS.first_word + 1, silent=True)
    assert told.done[-1] is Deed.ASK_TO_END


def _die_until_given_up(told: Told) -> None:
    for _ in range(40):
        told.course.ended()
        told.now += ROUND
        told.step()


def test_after_too_many_starts_it_stays_with_words_and_sound(told: Told) -> None:
    _die_until_given_up(told)
    assert told.done.count(Deed.START) == LIMITS.starts
    assert told.course.has_given_up
    assert told.done[-1] is Deed.SHOW
    assert Deed.QUIET not in told.done
    starts = [at for at, deed in told.deeds if deed is Deed.START]
    assert all(later - earlier >= LIMITS.pause for earlier, later in pairwise(starts))


def test_given_up_it_ends_when_somebody_closes_the_window(told: Told) -> None:
    _die_until_given_up(told)
    told.course.closed_by_a_person()
    told.step()
    assert told.done[-1] is Deed.LEAVE


def test_a_window_closed_while_station_is_started_does_not_end_the_guard(told: Told) -> None:
    told.course.ended()
    told.step()
    told.course.closed_by_a_person()
    told.now += ROUND
    told.step()
    assert Deed.LEAVE not in told.done


def test_given_up_and_unseen_it_does_not_sound_for_ever(told: Told) -> None:
    _die_until_given_up(told)
    assert not told.course.is_long_unseen(told.now)
    assert told.course.is_long_unseen(told.now + LIMITS.unseen + 1)


def test_starts_of_long_ago_do_not_count(told: Told) -> None:
    for _ in range(6):
        told.course.ended()
        told.run(LIMITS.pause + 1, silent=True)
        told.hello()
        told.run(LIMITS.within / LIMITS.starts + 1)
    assert not told.course.has_given_up
    assert told.done.count(Deed.START) == 6


def test_what_is_none_of_our_lines_is_no_sign_of_life(told: Told) -> None:
    for _ in range(10):
        told.now += ROUND
        told.course.hear("qt.qpa: something", told.now)
        told.course.hear("beat\tx\ty", told.now)
        told.step()
    assert told.done == [Deed.SHOW]


@given(st.lists(st.floats(0.01, 2.9), min_size=1, max_size=80))
def test_a_station_that_is_merely_slow_is_left_alone(pauses: list[float]) -> None:
    told = Told()
    for pause in pauses:
        told.now += pause
        told.monitor += 1
        told.screen += 1
        told.say()
        told.step()
    assert told.deeds == []


@given(before=st.floats(0, 30), still=st.booleans(), silent=st.booleans())
def test_whatever_it_is_it_is_shown_by_five_and_sounded_by_ten(*, before: float, still: bool, silent: bool) -> None:
    told = Told()
    told.run(before + 2)
    began = told.now
    told.run(11, still=still, silent=silent)
    if still or silent:
        assert told.first(Deed.SHOW) - began <= 4.5
        assert told.first(Deed.SOUND) - began <= 9.0
    else:
        assert told.deeds == []


def test_time_stands_still_while_the_guard_itself_did_not_run() -> None:
    awake = Awake()
    assert [awake.at(count) for count in (0.0, 0.5, 1.0, 3_601.0, 3_601.5)] == [0.0, 0.5, 1.0, 1.0, 1.5]


def test_a_machine_that_slept_alarms_nobody(told: Told) -> None:
    awake = Awake()
    awake.at(told.now)
    told.now = awake.at(told.now + 8 * 3_600)
    told.step()
    told.run(3)
    assert told.deeds == []
