"""Checklists are read strictly: whoever writes one wrongly is told the file, the place and what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.checklists import ChecklistError, load_checklist, names, parse_checklist
from station.rules.policy import default_policy

GOOD = """
title = "Yard round"

[[items]]
key = "fence"
words = "Fence"
hint = "No gap, nothing to climb on."

[[items]]
key = "gate"
words = "Gate"
hint = "Locked."
section = "Exits"
"""


def told(text: str) -> str:
    with pytest.raises(ChecklistError) as caught:
        parse_checklist("yard", text)
    return str(caught.value)


def test_a_good_list_is_read() -> None:
    yard = parse_checklist("yard", GOOD)
    assert (yard.name, yard.title) == ("yard", "Yard round")
    assert [(one.key, one.words, one.hint, one.section) for one in yard.items] == [
        ("fence", "Fence", "No gap, nothing to climb on.", ""),
        ("gate", "Gate", "Locked.", "Exits"),
    ]


def test_what_a_round_keeps_of_it_says_everything() -> None:
    yard = parse_checklist("yard", GOOD)
    assert yard.to_json()["title"] == "Yard round"
    assert yard.to_json()["items"][1] == {"key": "gate", "words": "Gate", "hint": "Locked.", "section": "Exits"}


def test_the_lists_that_come_with_station_are_good() -> None:
    assert names() == ("safety", "weekly")
    for name in names():
        assert load_checklist(name).items


def test_the_safety_round_looks_at_what_the_unit_asks_for() -> None:
    assert [item.words for item in load_checklist("safety").items] == [
        "Doors and exits",
        "Anchor points",
        "Cords and bags",
        "Sharps",
        "Bathroom",
        "Breakaway fixtures",
        "Temperature",
        "Call devices",
    ]


def test_the_default_policy_asks_for_the_safety_round_alone() -> None:
    assert [one.checklist for one in default_policy().environment.rounds] == ["safety"]


@pytest.mark.parametrize("name", ["no-such", "../policy/default", "Safety", ""])
def test_a_list_that_is_not_there_is_named_with_those_that_are(name: str) -> None:
    with pytest.raises(ChecklistError, match="Name one of these in the policy: safety, weekly"):
        load_checklist(name)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        (
            'key = "fence"',
            'key = "fence"\ncolour = "red"',
            (
                'checklists/yard.toml, item 1 ("fence"): "colour" is not known here. '
                "Remove it, or write one of key, words, hint, section."
            ),
        ),
        (
            "title =",
            'owner = "me"\ntitle =',
            'checklists/yard.toml: "owner" is not known here. Remove it, or write one of title, items.',
        ),
        ('hint = "Locked."', "", 'checklists/yard.toml, item 2 ("gate"): "hint" is missing. Add it.'),
        ('key = "gate"', "", 'checklists/yard.toml, item 2: "key" is missing. Add it.'),
        ('title = "Yard round"', "", 'checklists/yard.toml: "title" is missing. Add it.'),
        (
            'key = "gate"',
            'key = "fence"',
            'checklists/yard.toml: items 1 and 2 have the same key "fence"; give each its own.',
        ),
        (
            'words = "Fence"',
            'words = "Fence"\nwords = "Wall"',
            "checklists/yard.toml, line 7, column 15: something is said twice. Keep one of the two.",
        ),
        (
            'words = "Fence"',
            'words = "   "',
            'checklists/yard.toml, item 1 ("fence"): "words" is empty. Write something there, or remove the item.',
        ),
        (
            'words = "Fence"',
            "words = 7",
            'checklists/yard.toml, item 1 ("fence"): "words" must be text. Write it in quotation marks.',
        ),
        (
            'key = "fence"',
            'key = "The Fence"',
            (
                'checklists/yard.toml, item 1 ("The Fence"): "key" may hold small letters, digits, - and _ only. '
                "Write it so."
            ),
        ),
        (
            'words = "Fence"',
            f'words = "{"Fence" * 9}"',
            'checklists/yard.toml, item 1 ("fence"): "words" is too long. Make it shorter.',
        ),
        (
            'words = "Fence"',
            'words = "Fence',
            "checklists/yard.toml, line 6, column 15: this is not TOML (illegal character '\\n'). Correct that line.",
        ),
    ],
)
def test_a_fault_is_told_with_its_file_and_place(was: str, becomes: str, says: str) -> None:
    assert was in GOOD
    assert told(GOOD.replace(was, becomes, 1)) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('title = "Yard"\nitems = []', 'checklists/yard.toml: "items" is empty. Add at least one [[items]].'),
        ('title = "Yard"', 'checklists/yard.toml: "items" is missing. Add it.'),
        (
            'title = "Yard"\nitems = "fence"',
            'checklists/yard.toml: "items" must be a list. Write each item under its own [[items]].',
        ),
        (
            'title = "Yard"\nitems = ["fence"]',
            "checklists/yard.toml, item 1: this is no item. Write each item under its own [[items]].",
        ),
        ("", 'checklists/yard.toml: "title" is missing. Add it. checklists/yard.toml: "items" is missing. Add it.'),
    ],
)
def test_a_list_that_holds_nothing_is_told(text: str, says: str) -> None:
    assert told(text) == says


def test_every_fault_is_told_at_once() -> None:
    twice = GOOD.replace('hint = "Locked."', 'colour = "red"')
    assert told(twice).count("checklists/yard.toml, item 2") == 2


@given(st.text(max_size=200))
def test_whatever_stands_in_the_file_nothing_but_a_sentence_comes_out(text: str) -> None:
    sentence = told(text)
    assert sentence.startswith("checklists/yard.toml")
    assert sentence.endswith(".")
