"""Signing in: a PIN proves who somebody is; five wrong ones lock him on every station."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from typing_extensions import override

from station.models import Credential, JournalEntry
from station.models.enums import Role
from station.services import Actor, people, setup, signing
from station.services.errors import NeedsPin, Refused
from station.services.events import Event, SignedInOrOut, UnitChanged
from station.store.engine import close_store
from station.store.rows.people import PersonRow, SignedIn
from station.store.work import Store
from tests.builders import CHEAP, PIN, STATION, BuiltUnit, minutes, seconds
from tests.databases import another
from tests.fakes import NOON

WRONG = "9517"
ADMINISTRATOR = "M. Reyes"


def sign_in(unit: BuiltUnit, name: str = "J. Moore", pin: str = PIN, at: float = 0) -> SignedIn:
    return signing.sign_in(
        unit.store, unit.staff[name], pin, actor=STATION, now=NOON + minutes(at), hasher=CHEAP
    )  # fmt: skip


def wrong(unit: BuiltUnit, name: str = "J. Moore", at: float = 0, times: int = 1) -> str:
    """The last of the answers to so many wrong PINs."""
    said = ""
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            sign_in(unit, name, WRONG, at)
        said = str(refused.value)
    return said


def credential(unit: BuiltUnit, name: str = "J. Moore") -> Credential:
    with unit.store.read() as session:
        return session.get_one(Credential, unit.staff[name])


def journal(unit: BuiltUnit, kind: str) -> list[JournalEntry]:
    with unit.store.read() as session:
        return list(session.scalars(select(JournalEntry).where(JournalEntry.kind == kind)))


def person(unit: BuiltUnit, name: str) -> PersonRow:
    return next(one for one in people.read_people(unit.store) if one.id == unit.staff[name])


@pytest.fixture
def desk(unit: BuiltUnit) -> BuiltUnit:
    """A unit where J. Moore and an administrator have PINs of their own."""
    setup.add_staff(unit.store, ADMINISTRATOR, Role.ADMINISTRATOR, actor=STATION, now=NOON)
    numbers = {one.name: one.id for one in people.read_people(unit.store)}
    known = BuiltUnit(unit.store, numbers, unit.beds)
    known.give_pin(ADMINISTRATOR)
    known.give_pin("J. Moore")
    return known


def boss(desk: BuiltUnit, at: float = 0) -> dict[str, Any]:
    """The administrator, who has typed his PIN again."""
    now = NOON + minutes(at)
    return {"actor": desk.who(ADMINISTRATOR, now), "now": now}


def test_the_right_pin_lets_him_in_and_stands_in_the_journal_in_his_name(desk: BuiltUnit) -> None:
    published: list[Any] = []
    desk.store.publish = published.extend
    here = sign_in(desk)
    assert here == SignedIn(desk.staff["J. Moore"], "J. Moore", Role.TECH, must_change=False)
    assert published == [SignedInOrOut(here.staff_id)]
    (entry,) = journal(desk, "person.signed in")
    assert (entry.actor, entry.station) == ("J. Moore", "desk 1")


def test_signing_out_says_why(desk: BuiltUnit) -> None:
    events = signing.sign_out(desk.store, desk.staff["J. Moore"], "idle for 3 minutes", actor=STATION, now=NOON)
    assert events == [SignedInOrOut(desk.staff["J. Moore"])]
    (entry,) = journal(desk, "person.signed out")
    assert (entry.actor, json.loads(entry.body)["why"]) == ("J. Moore", "idle for 3 minutes")
    with pytest.raises(Refused, match="Nobody of that number"):
        signing.sign_out(desk.store, 999_999, "", actor=STATION, now=NOON)


def test_a_wrong_pin_says_how_many_tries_are_left_and_the_fifth_locks(desk: BuiltUnit) -> None:
    assert "4 tries are left" in wrong(desk)
    assert "3 tries are left" in wrong(desk)
    assert "1 try is left" in wrong(desk, times=2)
    assert "locked after 5 wrong PINs in a row. Try again at 06:05" in wrong(desk)
    assert len(journal(desk, "person.pin wrong")) == 5
    assert len(journal(desk, "person.locked")) == 1
    assert person(desk, "J. Moore").locked_until == NOON + minutes(5)


def test_a_locked_person_is_not_let_in_with_the_right_pin_until_it_ends(desk: BuiltUnit) -> None:
    wrong(desk, times=5)
    with pytest.raises(Refused, match="Try again at 06:05"):
        sign_in(desk, at=4.99)
    with pytest.raises(Refused, match="locked"):
        signing.prove(desk.store, desk.staff["J. Moore"], PIN, actor=STATION, now=NOON + minutes(1), hasher=CHEAP)
    assert sign_in(desk, at=5).name == "J. Moore"
    assert "4 tries are left" in wrong(desk, at=6)


def test_a_lock_that_ends_within_a_minute_is_said_to_end_after_it(desk: BuiltUnit) -> None:
    assert "Try again at 06:07" in wrong(desk, at=1.5, times=5)


def test_the_right_pin_begins_the_count_anew(desk: BuiltUnit) -> None:
    wrong(desk, times=4)
    sign_in(desk)
    assert "4 tries are left" in wrong(desk)


def test_a_failure_is_counted_on_every_station_and_after_a_restart(desk: BuiltUnit) -> None:
    wrong(desk, times=3)
    other = another(desk.store)
    try:
        assert "1 try is left" in wrong(BuiltUnit(other, desk.staff, desk.beds))
    finally:
        close_store(other)
    assert "is now locked" in wrong(desk)


def test_many_desks_at_once_have_five_tries_between_them(desk: BuiltUnit) -> None:
    """All of them have looked before the first has counted: still nobody tries a sixth time."""
    others = [another(desk.store) for _ in range(8)]

    def guess(store: Store) -> str:
        try:
            signing.sign_in(store, desk.staff["J. Moore"], WRONG, actor=STATION, now=NOON, hasher=CHEAP)
        except Refused as refused:
            return str(refused)
        return "in"

    try:
        with ThreadPoolExecutor(8) as pool:
            said = list(pool.map(guess, others))
    finally:
        for store in others:
            close_store(store)
    assert "in" not in said
    assert len(journal(desk, "person.pin wrong")) == 5
    assert len(journal(desk, "person.locked")) == 1


class SlowHasher(PasswordHasher):
    """While this PIN is checked, something else happens."""

    meanwhile: Callable[[], object]

    @override
    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.meanwhile()
        return super().verify(hash, password)


def slow(meanwhile: Callable[[], object]) -> SlowHasher:
    hasher = SlowHasher(time_cost=1, memory_cost=8, parallelism=1)
    hasher.meanwhile = meanwhile
    return hasher


def test_a_right_pin_that_comes_after_the_lock_lets_nobody_in(desk: BuiltUnit) -> None:
    hasher = slow(lambda: wrong(desk, times=5))
    with pytest.raises(Refused, match="is locked after 5"):
        signing.sign_in(desk.store, desk.staff["J. Moore"], PIN, actor=STATION, now=NOON, hasher=hasher)
    assert not journal(desk, "person.signed in")


def test_a_pin_that_was_replaced_meanwhile_is_the_old_one(desk: BuiltUnit) -> None:
    hasher = slow(lambda: signing.set_pin(desk.store, desk.staff["J. Moore"], "7391", **boss(desk), hasher=CHEAP))
    with pytest.raises(Refused, match="Enter it again"):
        signing.sign_in(desk.store, desk.staff["J. Moore"], PIN, actor=STATION, now=NOON, hasher=hasher)


@pytest.mark.parametrize("typed", ["", "12", "123456789", "B-1001", "25 80", "٢٥٨٠"])
def test_what_cannot_be_a_pin_is_said_and_not_counted(desk: BuiltUnit, typed: str) -> None:
    with pytest.raises(Refused, match="4 to 8 digits.*not counted"):
        sign_in(desk, pin=typed)
    assert credential(desk).failures == 0
    assert not journal(desk, "person.pin wrong")


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("123", "4 to 8 digits"),
        ("123456789", "4 to 8 digits"),
        ("12a4", "4 to 8 digits"),
        (" 2580", "4 to 8 digits"),
        ("٢٥٨٠", "4 to 8 digits"),
        ("7777", "over and over"),
        ("1234", "up or down"),
        ("4321", "up or down"),
        ("23456789", "up or down"),
    ],
)
def test_a_pin_that_will_not_do_is_refused_in_words(desk: BuiltUnit, pin: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        signing.set_pin(desk.store, desk.staff["J. Moore"], pin, **boss(desk), hasher=CHEAP)
    with pytest.raises(Refused, match=said):
        signing.change_pin(desk.store, desk.staff["J. Moore"], PIN, pin, actor=desk.who(), now=NOON, hasher=CHEAP)
    assert sign_in(desk).name == "J. Moore"


def test_without_a_pin_nobody_signs_in_and_nobody_who_left(desk: BuiltUnit) -> None:
    with pytest.raises(Refused, match="A. Diaz has no PIN yet. Ask an administrator"):
        sign_in(desk, "A. Diaz")
    people.change_person(desk.store, desk.staff["J. Moore"], active=False, **boss(desk))
    with pytest.raises(Refused, match="not an active member"):
        sign_in(desk)


def test_a_hash_with_other_costs_is_renewed_after_the_right_pin(desk: BuiltUnit) -> None:
    before = credential(desk).pin_hash
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    with pytest.raises(Refused):
        signing.sign_in(desk.store, desk.staff["J. Moore"], WRONG, actor=STATION, now=NOON, hasher=dearer)
    assert credential(desk).pin_hash == before
    signing.sign_in(desk.store, desk.staff["J. Moore"], PIN, actor=STATION, now=NOON, hasher=dearer)
    after = credential(desk).pin_hash
    assert after is not None
    assert "m=16,t=2" in after
    assert sign_in(desk).name == "J. Moore"


def test_a_hash_that_cannot_be_read_is_said(desk: BuiltUnit) -> None:
    with desk.store.write(STATION, NOON) as work:
        work.session.get_one(Credential, desk.staff["J. Moore"]).pin_hash = "spoilt"
    with pytest.raises(Refused, match="cannot be read. Ask an administrator"):
        sign_in(desk)


def test_a_clock_set_back_neither_frees_nor_locks_for_ever(desk: BuiltUnit) -> None:
    wrong(desk, at=60, times=5)
    with pytest.raises(Refused, match="is locked"):
        sign_in(desk, at=0)
    assert person(desk, "J. Moore").locked_until == NOON + minutes(5)
    assert sign_in(desk, at=5).name == "J. Moore"


def test_a_proof_is_for_a_minute_and_never_from_the_future(desk: BuiltUnit) -> None:
    now = NOON + minutes(10)
    proof = signing.prove(desk.store, desk.staff[ADMINISTRATOR], PIN, actor=STATION, now=now, hasher=CHEAP)
    assert proof == (desk.staff[ADMINISTRATOR], now)

    def add(at: datetime, name: str) -> list[Event]:
        actor = Actor(desk.staff[ADMINISTRATOR], ADMINISTRATOR, "desk 1", (proof,))
        return setup.add_staff(desk.store, name, Role.TECH, actor=actor, now=at)

    assert add(now, "One") == [UnitChanged()]
    assert add(now + seconds(60), "Two") == [UnitChanged()]
    for at in (now + seconds(60.1), now - seconds(1)):
        with pytest.raises(NeedsPin, match="M. Reyes: enter your PIN to add people") as asked:
            add(at, "Three")
        assert asked.value.staff_id == desk.staff[ADMINISTRATOR]
    assert "4 tries" in str(_fails_to_prove(desk))


def _fails_to_prove(desk: BuiltUnit) -> Refused:
    with pytest.raises(Refused) as refused:
        signing.prove(desk.store, desk.staff["J. Moore"], WRONG, actor=STATION, now=NOON, hasher=CHEAP)
    return refused.value


def test_a_lost_pin_is_set_by_an_administrator_and_then_changed_by_its_owner(desk: BuiltUnit) -> None:
    wrong(desk, times=5)
    signing.set_pin(desk.store, desk.staff["J. Moore"], "7391", **boss(desk), hasher=CHEAP)
    assert sign_in(desk, pin="7391").must_change
    assert person(desk, "J. Moore").must_change
    signing.change_pin(desk.store, desk.staff["J. Moore"], "7391", "6028", actor=desk.who(), now=NOON, hasher=CHEAP)
    assert not sign_in(desk, pin="6028").must_change


def test_a_pin_is_changed_by_its_owner_alone_and_the_old_one_must_be_right(desk: BuiltUnit) -> None:
    number = desk.staff["J. Moore"]
    with pytest.raises(Refused, match="Only the person himself"):
        signing.change_pin(desk.store, number, PIN, "6028", actor=desk.who("A. Diaz"), now=NOON, hasher=CHEAP)
    with pytest.raises(Refused, match="Choose another one"):
        signing.change_pin(desk.store, number, PIN, PIN, actor=desk.who(), now=NOON, hasher=CHEAP)
    with pytest.raises(Refused, match="4 tries are left"):
        signing.change_pin(desk.store, number, WRONG, "6028", actor=desk.who(), now=NOON, hasher=CHEAP)
    assert sign_in(desk).name == "J. Moore"


def test_an_administrator_ends_a_lock(desk: BuiltUnit) -> None:
    with pytest.raises(Refused, match="J. Moore is not locked"):
        signing.unlock(desk.store, desk.staff["J. Moore"], **boss(desk))
    wrong(desk, times=5)
    signing.unlock(desk.store, desk.staff["J. Moore"], **boss(desk, 1))
    assert sign_in(desk, at=1).name == "J. Moore"


def test_neither_pin_nor_hash_is_ever_in_the_journal(desk: BuiltUnit) -> None:
    wrong(desk, times=5)
    signing.set_pin(desk.store, desk.staff["J. Moore"], "7391", **boss(desk), hasher=CHEAP)
    people.set_badge(desk.store, desk.staff["J. Moore"], "b-77", **boss(desk))
    sign_in(desk, pin="7391")
    with desk.store.read() as session:
        said = " ".join(str(entry.body) for entry in session.scalars(select(JournalEntry)))
    assert "argon2" not in said
    for pin in (PIN, WRONG, "7391", "8642"):
        assert pin not in said


def test_the_first_administrator_is_made_once(unit: BuiltUnit) -> None:
    assert signing.needs_first_administrator(unit.store)
    actor = Actor(None, "S. Webb", "desk 1")
    for name, pin, said in (("  ", PIN, "Enter the person's name"), ("S. Webb", "1234", "up or down")):
        with pytest.raises(Refused, match=said):
            signing.create_first_administrator(unit.store, name, pin, actor=actor, now=NOON, hasher=CHEAP)
    signing.create_first_administrator(unit.store, " S.  Webb", PIN, actor=actor, now=NOON, hasher=CHEAP)
    assert not signing.needs_first_administrator(unit.store)
    row = next(one for one in people.read_people(unit.store) if one.name == "S. Webb")
    assert (row.role, row.has_pin, row.must_change) == (Role.ADMINISTRATOR, True, False)
    with pytest.raises(Refused, match="There is an administrator here already"):
        signing.create_first_administrator(unit.store, "T. Other", PIN, actor=actor, now=NOON, hasher=CHEAP)


def test_an_older_unit_gives_its_administrator_the_pin(unit: BuiltUnit) -> None:
    setup.add_staff(unit.store, ADMINISTRATOR, Role.ADMINISTRATOR, actor=STATION, now=NOON)
    assert signing.needs_first_administrator(unit.store)
    with pytest.raises(Refused, match="N. Park is here already, and not as an administrator"):
        signing.create_first_administrator(unit.store, "N. Park", PIN, actor=STATION, now=NOON, hasher=CHEAP)
    signing.create_first_administrator(unit.store, ADMINISTRATOR, PIN, actor=STATION, now=NOON, hasher=CHEAP)
    assert [one.has_pin for one in people.read_people(unit.store) if one.role is Role.ADMINISTRATOR] == [True]


def test_a_person_is_unknown_in_words(desk: BuiltUnit) -> None:
    with pytest.raises(Refused, match="not known here"):
        signing.set_pin(desk.store, 999_999, PIN, **boss(desk), hasher=CHEAP)
    people.change_person(desk.store, desk.staff["A. Diaz"], active=False, **boss(desk))
    with pytest.raises(Refused, match="A. Diaz does not work here any more"):
        signing.set_pin(desk.store, desk.staff["A. Diaz"], PIN, **boss(desk), hasher=CHEAP)
