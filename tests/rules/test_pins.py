from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.pins import PinError, check_new_pin, is_pin, lock_ends, normal_badge
from tests.builders import minutes, seconds
from tests.fakes import NOON

FIVE = timedelta(minutes=5)


@given(st.text(st.sampled_from("0123456789"), min_size=4, max_size=8))
def test_four_to_eight_digits_are_a_pin_unless_everybody_tries_it_first(pin: str) -> None:
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    assert is_pin(pin)
    if steps in ({0}, {1}, {-1}):
        with pytest.raises(PinError, match="guessed at once"):
            check_new_pin(pin)
    else:
        assert check_new_pin(pin) == pin


@given(st.text())
def test_nothing_else_is(text: str) -> None:
    digits = text.isascii() and text.isdigit() and 4 <= len(text) <= 8
    assert is_pin(text) == digits


def test_a_line_end_is_no_part_of_a_pin() -> None:
    assert not is_pin("2580\n")


@pytest.mark.parametrize(("scanned", "kept"), [("  b-1001\r\n", "B-1001"), ("B-1001", "B-1001"), ("x" * 64, "X" * 64)])
def test_a_badge_is_kept_one_way(scanned: str, kept: str) -> None:
    assert normal_badge(scanned) == kept


@pytest.mark.parametrize(
    ("scanned", "said"),
    [
        ("", "No badge was scanned"),
        (" \n", "No badge was scanned"),
        ("B-1001 B-1002", "one badge"),
        ("B-10\x0001", "one badge"),
        ("B-1", "4 to 64"),
        ("x" * 65, "4 to 64"),
    ],
)
def test_what_is_no_badge_is_said(scanned: str, said: str) -> None:
    with pytest.raises(PinError, match=said):
        normal_badge(scanned)


def test_a_lock_ends_at_its_time_and_is_never_longer_than_a_whole_one() -> None:
    assert lock_ends(None, FIVE, NOON) is None
    assert lock_ends(NOON, FIVE, NOON) is None
    assert lock_ends(NOON + seconds(1), FIVE, NOON) == NOON + seconds(1)
    assert lock_ends(NOON + minutes(90), FIVE, NOON) == NOON + FIVE
