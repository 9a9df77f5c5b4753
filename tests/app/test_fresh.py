"""The board is read again when it can have changed, and only then."""

import pytest

from station.app.fresh import WHOLE_EVERY, FreshBoard
from station.store.rows import BoardSnapshot
from tests.views.snapshots import busy, snapshot


class Reads:
    """Counts what was read."""

    def __init__(self) -> None:
        self.number = 1
        self.boards = 0
        self.fault: Exception | None = None

    def head(self) -> int:
        return self.number

    def board(self) -> BoardSnapshot:
        if self.fault is not None:
            raise self.fault
        self.boards += 1
        return snapshot(busy())


def test_the_first_look_reads_and_the_next_finds_nothing_new() -> None:
    fresh = FreshBoard(reads := Reads())
    assert fresh.look() is not None
    assert fresh.look() is None
    assert reads.boards == 1


def test_whatever_is_journalled_is_read() -> None:
    fresh = FreshBoard(reads := Reads())
    fresh.look()
    reads.number += 1
    assert fresh.look() is not None


def test_now_and_then_it_is_read_whole_in_any_case() -> None:
    fresh = FreshBoard(reads := Reads())
    found = [fresh.look() is not None for _ in range(1 + 2 * WHOLE_EVERY)]
    assert found.count(True) == reads.boards == 3


def test_a_reading_that_failed_is_taken_again() -> None:
    fresh = FreshBoard(reads := Reads())
    reads.fault = OSError("the disk is away")
    with pytest.raises(OSError, match="away"):
        fresh.look()
    reads.fault = None
    assert fresh.look() is not None
