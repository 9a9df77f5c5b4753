"""Initials are short, all different, and do not depend on the order of the list."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.initials import Name, initials

rosters = st.dictionaries(
    st.integers(1, 400),
    st.tuples(st.text(max_size=6), st.text(max_size=6)),
    max_size=14,
)
alike = st.dictionaries(
    st.integers(1, 400),
    st.tuples(st.text("aAbé'- 1", max_size=4), st.text("aAbß’.", max_size=3)),
    max_size=14,
)


def _of(*names: Name) -> list[str]:
    given_out = initials(dict(enumerate(names)))
    return [given_out[key] for key in range(len(names))]


@pytest.mark.parametrize(
    ("family", "given_name", "expected"),
    [
        ("Adams", "M.", "MA"),
        ("adams", "mary", "MA"),
        ("O'Brien", "Seán", "SO"),
        ("’t Hooft", "Anna", "AT"),
        ("Smith-Jones", "Jean-Luc", "JS"),
        ("Ångström", "Élodie", "ÉÅ"),
        ("A\u030angstro\u0308m", "E\u0301lodie", "ÉÅ"),
        ("ßmann", "Otto", "OS"),
        ("  Park ", " Alex", "AP"),
        ("Sukarno", "", "SU"),
        ("", "Sukarno", "SU"),
        ("李", "小龙", "小李"),
        ("X", "", "X?"),
        ("", "", "??"),
        ("---", "...", "??"),
    ],
)
def test_one_patient_alone_has_two_letters(family: str, given_name: str, expected: str) -> None:
    assert _of((family, given_name)) == [expected]


def test_two_alike_both_get_a_third_letter() -> None:
    assert _of(("Adams", "Mary"), ("Abbott", "Mark"), ("Stone", "Eve")) == ["MAD", "MAB", "ES"]


def test_the_third_letter_is_one_that_tells_them_apart() -> None:
    assert _of(("Smith", "Anna"), ("Smith", "Adam")) == ["ASN", "ASD"]
    assert _of(("Adams", "Mary"), ("Adler", "Mary")) == ["MAA", "MAL"]
    assert _of(("O'Brien", "Sam"), ("Odell", "Sam")) == ["SOB", "SOD"]


def test_where_one_letter_is_not_enough_two_are_added() -> None:
    assert _of(("Smith", "Ana"), ("Smith", "Ada"), ("Snow", "Ana")) == ["ASMN", "ASMD", "ASNN"]


def test_the_same_name_is_numbered() -> None:
    assert initials({9: ("Smith", "John"), 4: ("Smith", "John"), 7: ("SMITH", "john")}) == {
        4: "JS1",
        7: "JS2",
        9: "JS3",
    }


def test_a_name_too_short_to_tell_apart_is_numbered() -> None:
    assert sorted(_of(("Li", "J"), ("L", "J"))) == ["JL1", "JL2"]


def test_nobody_has_no_initials() -> None:
    assert initials({}) == {}


@given(rosters | alike)
def test_all_are_different_and_everybody_has_some(names: dict[int, Name]) -> None:
    found = initials(names)
    assert found.keys() == names.keys()
    assert len(set(found.values())) == len(names)
    assert all(len(each) >= 2 for each in found.values())


@given(rosters | alike, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(names: dict[int, Name], shuffle: random.Random) -> None:
    items = list(names.items())
    shuffle.shuffle(items)
    assert initials(dict(items)) == initials(names)


@given(alike)
def test_those_who_stand_alone_have_two_letters(names: dict[int, Name]) -> None:
    found = initials(names)
    for key, short in found.items():
        if sum(other[:2] == short[:2] for other in found.values()) == 1:
            assert len(short) == 2, (names[key], short)
