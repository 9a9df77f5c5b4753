"""`station evidence`: a pack is made and held against its database, and what cannot be is one sentence."""

from pathlib import Path

import pytest

from station.store.engine import close_store, open_store
from tests.builders import BuiltUnit, build_unit
from tests.databases import fresh_sqlite
from tests.evidence import FROM, TO, live
from tests.test_cli import Run, station

__all__ = ["station"]


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> BuiltUnit:
    """A morning that is over."""
    lived = live(build_unit(fresh_sqlite(tmp_path_factory.mktemp("cli") / "station.db"))).unit
    close_store(lived.store)
    return lived


@pytest.fixture
def asked(unit: BuiltUnit, tmp_path: Path) -> tuple[object, ...]:
    where = ("--database", unit.store.where, "--out", tmp_path / "pack")
    return ("evidence", "--patient", "1203", "--from", "2026-03-02T06:55", "--to", TO, *where)


def test_a_pack_is_made_and_verified(station: Run, asked: tuple[object, ...], unit: BuiltUnit, tmp_path: Path) -> None:
    said = station(*asked)
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        f"{tmp_path / 'pack'} holds the evidence of MRN M1201 from 2026-03-02 06:55 to 2026-03-02 09:00, in 19 files.\n"
    )
    found = station("evidence", "verify", tmp_path / "pack", "--database", unit.store.where)
    assert (found.code, found.out) == (
        0, "All 19 files are as they were made, and the database still says the same.\n"
    )  # fmt: skip
    head = station("verify", "--database", unit.store.where, "--json").json["head"]
    assert len(head) == 64


def test_with_json_one_object_is_said(station: Run, asked: tuple[object, ...], unit: BuiltUnit, tmp_path: Path) -> None:
    made = station(*asked, "--zip", "--paper", "letter", "--json").json
    assert (made["mrn"], made["zone"], made["place"]) == ("M1201", "America/Chicago", str(tmp_path / "pack.zip"))
    assert {"checks", "gaps", "over_the_limit", "on_time_percent", "slots_would_claim_percent", "head"} <= set(made)
    found = station("evidence", "verify", made["place"], "--database", unit.store.where, "--json").json
    assert found == {"evidence": "ok", "files": 19, "faults": [], "notes": []}


def test_who_sat_at_the_command_line_is_journalled(
    station: Run, asked: tuple[object, ...], unit: BuiltUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "mreyes")
    assert station(*asked).code == 0
    store = open_store(unit.store.where)
    with store.read() as session:
        said = session.connection().exec_driver_sql(
            "SELECT body FROM journal WHERE kind LIKE 'evidence.%' ORDER BY seq DESC LIMIT 2"
        )
        bodies = [body for (body,) in said]
    close_store(store)
    assert all('"login":"mreyes, at the command line"' in body for body in bodies)


def test_an_altered_pack_ends_with_1(station: Run, asked: tuple[object, ...], unit: BuiltUnit, tmp_path: Path) -> None:
    assert station(*asked).code == 0
    (tmp_path / "pack" / "2-checks.csv").write_text("nothing", encoding="utf-8")
    found = station("evidence", "verify", tmp_path / "pack", "--database", unit.store.where)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("2-checks.csv was altered")


@pytest.mark.parametrize(
    "words",
    [
        ("evidence",),
        ("evidence", "--patient", "1203"),
        ("evidence", "verify"),
        ("evidence", "prove", "x"),
        ("evidence", "--patient", "1203", "--from", FROM, "--to", TO, "--paper", "a5"),
    ],
)
def test_what_is_not_understood_ends_with_2(station: Run, words: tuple[str, ...]) -> None:
    said = station(*words)
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize(
    ("who", "since", "why"),
    [
        ("1204", FROM, "Nobody was in bed 1204"),
        ("M1201", "soon", "'soon' is no moment"),
        ("M1201", TO, "The end is not after"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    station: Run, unit: BuiltUnit, tmp_path: Path, who: str, since: str, why: str
) -> None:
    where = ("--database", unit.store.where, "--out", tmp_path / "pack")
    said = station("evidence", "--patient", who, "--from", since, "--to", TO, *where)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(why)
    assert said.err.count("\n") == 1
    assert not (tmp_path / "pack").exists()
