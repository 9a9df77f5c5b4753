"""What needs a record that may not answer: waited for only so long, and never begun twice."""

from collections.abc import Callable
from threading import Event, Lock, Thread

import pytest

from station.app.opener import SLOW, Opener
from station.app.patience import TooSlow, waited_for
from station.store.errors import Corrupt, StoreError

PATIENT_S = 60.0
AT_ONCE_S = 0.01


class Disk:
    """One that hangs until it is let go; `opened` says how often it was asked."""

    def __init__(self) -> None:
        self.opened = 0
        self.goes_on = Event()

    def __call__(self) -> str:
        self.opened += 1
        assert self.goes_on.wait(PATIENT_S)
        return f"open {self.opened}"


def test_what_it_comes_to_is_handed_on() -> None:
    opener: Opener[str] = Opener(PATIENT_S)
    assert opener(lambda: "open") == "open"
    with pytest.raises(Corrupt, match="damaged"):
        opener(_fails(Corrupt("It is damaged.")))
    with pytest.raises(PermissionError):
        opener(_fails(PermissionError()))
    assert opener(lambda: "open again") == "open again"


def test_one_that_does_not_answer_is_given_up_in_words_and_is_an_error_of_the_surroundings() -> None:
    disk, opener = Disk(), Opener[str](AT_ONCE_S)
    with pytest.raises(StoreError) as told:
        opener(disk)
    assert isinstance(told.value, TooSlow)
    assert str(told.value) == SLOW
    disk.goes_on.set()


def test_whoever_asks_next_waits_for_the_same_and_nothing_is_begun_twice() -> None:
    disk, opener = Disk(), Opener[str](AT_ONCE_S)
    for _ in range(5):
        with pytest.raises(TooSlow):
            opener(disk)
    assert disk.opened == 1, "five tries at a disk that hangs are one thread"
    disk.goes_on.set()
    patient = _then(opener)
    assert patient == "open 1", "what was begun first is not thrown away"
    assert opener(lambda: "anew") == "anew"


def test_two_who_ask_at_once_get_the_same() -> None:
    disk, opener = Disk(), Opener[str](PATIENT_S)
    got: list[str] = []
    lock, both = Lock(), [Thread(target=lambda: _keep(got, lock, opener(disk))) for _ in range(4)]
    for one in both:
        one.start()
    disk.goes_on.set()
    for one in both:
        one.join(PATIENT_S)
    assert len(got) == 4
    assert disk.opened == len(set(got)), "each of those begun was heard by all who waited for it"


def test_an_error_that_came_too_late_is_heard_by_the_next() -> None:
    goes_on, opener = Event(), Opener[str](AT_ONCE_S)

    def hangs_and_fails() -> str:
        assert goes_on.wait(PATIENT_S)
        raise Corrupt("It is damaged.")

    with pytest.raises(TooSlow):
        opener(hangs_and_fails)
    goes_on.set()
    with pytest.raises(Corrupt):
        _then(opener)
    assert opener(lambda: "whole") == "whole"


def test_waited_for_once_it_is_left_alone() -> None:
    disk = Disk()
    with pytest.raises(TooSlow, match="^This disk hangs.$"):
        waited_for(disk, AT_ONCE_S, "This disk hangs.")
    disk.goes_on.set()
    assert waited_for(lambda: 7, PATIENT_S, "") == 7


def _fails(error: Exception) -> Callable[[], str]:
    def fails() -> str:
        raise error

    return fails


def _keep(got: list[str], lock: Lock, what: str) -> None:
    with lock:
        got.append(what)


def _then(opener: Opener[str]) -> str:
    """The next who asks, until what was begun has ended."""
    while True:
        try:
            return opener(_fails(AssertionError("begun anew")))
        except TooSlow:
            continue
