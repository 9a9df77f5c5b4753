"""The command line: exit codes, one sentence for what went wrong, one JSON object where asked for."""

import json
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from station import __version__
from station.cli import main
from station.store.engine import close_store, open_store
from tests.databases import lay_sqlite


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        assert self.out.count("\n") == 1, self.out
        found: dict[str, Any] = json.loads(self.out)
        return found


Run = Callable[..., Said]


@pytest.fixture
def station(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Run]:
    """Run one command as a person would, with a log folder of its own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setenv("STATION_LOG_FOLDER", str(tmp_path / "log"))

    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["station", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    yield run
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return lay_sqlite(tmp_path / "station.db")


def test_help_names_every_command(station: Run) -> None:
    said = station("--help")
    assert said.code == 0
    for command in ("run", "demo", "simulate", "import", "backup", "restore", "report", "verify", "doctor"):
        assert f"\n  {command} " in said.out


def test_the_version_is_said(station: Run) -> None:
    assert station("--version") == Said(0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    "words", [("nonsense",), ("run", "--sideways"), ("demo", "--beds", "7"), ("import", "a", "b", "c")]
)
def test_a_command_that_is_not_understood_ends_with_2(station: Run, words: tuple[str, ...]) -> None:
    said = station(*words)
    assert (said.code, said.out) == (2, "")
    assert "--help" in said.err


def test_the_doctor_answers_as_one_json_object(station: Run, database: Path) -> None:
    said = station("doctor", "--json", "--database", database)
    assert said.code == 0
    assert said.json["status"] in {"ok", "warn"}
    assert {finding["name"] for finding in said.json["findings"]} >= {"qt", "database", "clock"}


def test_the_doctor_ends_with_1_when_something_is_in_the_way(station: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear all, " * 100, encoding="utf-8")
    said = station("doctor", "--database", tmp_path / "letter.db")
    assert said.code == 1
    assert "fail  database" in said.out


def test_a_journal_in_order_is_verified(station: Run, database: Path) -> None:
    said = station("verify", "--json", "--database", database)
    assert said.code == 0
    assert set(said.json) == {"journal", "entries", "head"}


def test_the_environment_names_the_database_as_well(
    station: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATION_DATABASE", str(database))
    assert station("verify").code == 0


def test_a_database_that_is_not_there_is_told_in_one_sentence(station: Run, tmp_path: Path) -> None:
    said = station("verify", "--database", tmp_path / "gone.db")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "There is no database at" in said.err


def test_with_json_what_went_wrong_is_json_too(station: Run, tmp_path: Path) -> None:
    said = station("verify", "--json", "--database", tmp_path / "gone.db")
    assert said.code == 1
    assert "There is no database at" in said.json["error"]


def test_a_wrong_setting_is_told_in_one_sentence(station: Run, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATION_THEME", "pink")
    said = station("verify", "--database", database)
    assert said.code == 1
    assert said.err.startswith("STATION_THEME does not fit")


def test_a_backup_is_made_refused_twice_and_restored(station: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert station("backup", copy, "--database", database).code == 0
    again = station("backup", copy, "--database", database)
    assert again.code == 1
    assert str(copy) in again.err
    assert station("backup", copy, "--replace", "--database", database).code == 0
    assert station("verify", "--against", copy, "--database", database).code == 0
    restored = station("restore", copy, "--database", database)
    assert restored.code == 0, restored.err
    assert "is kept as" in restored.out
    assert station("verify", "--database", database).code == 0


def test_a_backup_without_its_head_cannot_be_verified_against(station: Run, database: Path, tmp_path: Path) -> None:
    said = station("verify", "--against", tmp_path / "none.db", "--database", database)
    assert said.code == 1
    assert "Name a backup" in said.err


def test_an_error_nobody_foresaw_is_logged_and_told(
    station: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("station.store.verify.verify_journal", broken)
    said = station("verify", "--database", database)
    assert said.code == 1
    assert "Something unexpected happened (ZeroDivisionError: oh)" in said.err
    log = database.parent / "log" / "station.log"
    assert "Traceback" in log.read_text(encoding="utf-8")


@pytest.fixture
def unit(database: Path) -> Path:
    """A database with a unit of two beds."""
    from station.clock import SystemClock
    from station.services import Actor
    from station.services.setup import AreaPlan, RoomPlan, UnitPlan, create_unit

    store = open_store(database)
    plan = UnitPlan("East", "America/Chicago", (AreaPlan("Hall", (RoomPlan("12", ("1201", "1202")),)),))
    create_unit(store, plan, signed_by="R. Stone", actor=Actor(None, "Station", "Desk 1"), now=SystemClock().now())
    close_store(store)
    return database


CENSUS = """mrn,family,given,birth date,bed,level,precautions,admitted at
100,Adams,Mary,1980-02-03,1201,Q15,SI,2026-03-01 09:00
101,Baker,John,1975-11-30,1202,Q30,,2026-03-01 10:30
"""


@pytest.mark.parametrize("kind", [(), ("census",)])
def test_a_census_is_imported_and_again_changes_nothing(station: Run, unit: Path, kind: tuple[str, ...]) -> None:
    file = unit.parent / "census.csv"
    file.write_text(CENSUS, encoding="utf-8")
    first = station("import", *kind, file, "--database", unit)
    assert (first.code, first.out) == (0, "2 admitted, 0 already here.\n"), first.err
    entries = station("verify", "--json", "--database", unit).json["entries"]
    assert station("import", *kind, file, "--database", unit).out == "0 admitted, 2 already here.\n"
    assert station("verify", "--json", "--database", unit).json["entries"] == entries


def test_a_bad_line_is_named_and_nothing_is_imported_unless_told(station: Run, unit: Path) -> None:
    file = unit.parent / "census.csv"
    file.write_text(CENSUS.replace("1202", "9999"), encoding="utf-8")
    refused = station("import", file, "--database", unit)
    assert refused.code == 1
    assert "9999" in refused.err
    assert refused.out.startswith("Nothing has been imported")
    skipped = station("import", file, "--skip-bad", "--database", unit)
    assert (skipped.code, skipped.out.split(",")[0]) == (0, "1 admitted")


def test_vital_signs_are_told_column_by_column_and_then_imported(station: Run, unit: Path) -> None:
    census, file = unit.parent / "census.csv", unit.parent / "vitals.csv"
    census.write_text(CENSUS, encoding="utf-8")
    station("import", census, "--database", unit)
    file.write_text("mrn,time,Pulse,Temp (F)\n100,2026-03-01 10:10,72,98.6\n", encoding="utf-8")
    looked = station("import", "vitals", file, "--dry-run", "--json", "--database", unit)
    assert looked.json["columns"][3] == {"column": "Temp (F)", "is": "temp", "unit": "[degF]"}
    assert (looked.code, looked.json["stored"], looked.json["done"]) == (0, 0, False)
    done = station("import", "vitals", file, "--database", unit)
    assert (done.code, done.out.splitlines()[-1]) == (0, "1 stored, 0 stored before."), done.err
    assert station("import", "vitals", file, "--json", "--database", unit).json["stored_before"] == 1
    file.write_text("mrn,time,hr\n100,2026-03-01 10:20,999\n", encoding="utf-8")
    bad = station("import", "vitals", file, "--database", unit)
    assert bad.code == 1
    assert "Line 2: hr: Heart rate is between 20 and 300" in bad.err


def test_a_file_that_cannot_be_read_is_told_in_one_sentence(station: Run, unit: Path, tmp_path: Path) -> None:
    said = station("import", tmp_path / "gone.csv", "--database", unit)
    assert (said.code, said.err.count("\n")) == (1, 1)


def test_simulated_hours_are_told_as_one_json_object(station: Run) -> None:
    said = station("simulate", "--days", "0.05", "--beds", "8", "--seed", "3", "--json")
    assert said.code == 0, said.err
    counted = {"checks", "lapses", "alerts", "missed", "duplicate", "invented"}
    assert set(said.json) >= counted | {"detection_delay", "journal", "wall_s", "speed"}
    assert set(said.json["detection_delay"]) == {"p50", "p99", "max"}


def test_a_simulation_that_missed_something_ends_with_1(station: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = {"missed": 1, "duplicate": 0, "invented": 0, "journal": "ok"}
    monkeypatch.setattr("station.simulation.run.simulate", lambda *_args, **_named: result)
    assert station("simulate", "--json").code == 1


def _trying(station: Run, *words: object) -> Said:
    return station("simulate", "--faults", "all", "--days", "0.01", "--seed", "7", "--stations", "2", *words)


@pytest.mark.slow
def test_faults_are_tried_and_told_as_one_json_object_and_a_line_for_each_seed(station: Run) -> None:
    said = _trying(station, "--seeds", "2", "--json")
    assert said.code == 0, said.json["faults"]
    assert said.json.keys() >= {"missed", "duplicate", "invented", "lost", "unclean_seeds", "fault_counts", "digest"}
    assert (said.json["seed"], said.json["seeds"], said.json["stations"]) == (7, 2, 2)
    assert [line.split(":")[0] for line in said.err.splitlines()] == ["seed 7", "seed 8"]


def test_a_trial_that_is_not_clean_ends_with_1(station: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.trial.series.run_series", lambda *_, **__: {"unclean_seeds": [7]})
    assert _trying(station, "--json").code == 1


@pytest.mark.parametrize("words", [("--faults", "kill,flood"), ("--faults", "kill", "--restart-every", "2")])
def test_faults_that_there_are_not_or_that_do_not_go_with_it_end_with_2(station: Run, words: tuple[str, ...]) -> None:
    said = station("simulate", *words)
    assert (said.code, said.out) == (2, "")


def test_a_broken_journal_is_named_by_its_first_bad_entry(station: Run, founded: Path) -> None:
    connection = sqlite3.connect(founded)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    with connection:
        connection.execute("UPDATE journal SET actor = 'somebody else' WHERE seq = 1")
    connection.close()
    said = station("verify", "--json", "--database", founded)
    assert said.code == 1
    assert said.json["journal"] == "broken"
    assert said.json["first_bad"] == 1
    assert said.err.count("\n") == 1


@pytest.fixture
def founded(database: Path) -> Path:
    """A database with something in its journal."""
    from station.clock import SystemClock
    from station.services import Actor

    store = open_store(database)
    with store.write(Actor(None, "Station", "Desk 1"), SystemClock().now()) as work:
        work.journal("noted", {"text": "the first entry"})
    close_store(store)
    return database


# The handover on paper.


def test_the_handover_is_printed_and_not_over_a_file_that_is_there(station: Run, unit: Path) -> None:
    target = unit.parent / "paper.pdf"
    said = station("report", "handover", "--paper", "letter", "--output", target, "--database", unit)
    assert said.code == 0, said.err
    assert said.out.startswith(f"{target} holds the handover of the ")
    assert said.out.endswith("not signed.\n")
    assert target.read_bytes().startswith(b"%PDF-")
    again = station("report", "handover", "--output", target, "--database", unit)
    assert again.code == 1
    assert again.err == f"{target} is there already. Name another file, or say --replace.\n"
    assert station("report", "handover", "--output", target, "--replace", "--database", unit).code == 0


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("report", "wall"), 2, "nothing is called 'wall'"),
        (("report", "handover", "--paper", "a5"), 2, "say a4 or letter"),
        (("report", "handover", "--shift", "yesterday"), 1, "'yesterday' is no moment. Write it like 2026-11-23T14:00"),
        (("report", "handover", "--shift", "2020-01-02T09:00"), 1, "Nobody has handed over the Day shift that began"),
    ],
)
def test_what_cannot_be_printed_is_said(station: Run, unit: Path, words: tuple[str, ...], code: int, why: str) -> None:
    said = station(*words, "--database", unit)
    assert said.code == code
    assert why in " ".join(said.err.split())


def test_the_journal_is_held_against_the_head_on_a_printed_page(station: Run, founded: Path) -> None:
    head = station("verify", "--json", "--database", founded).json["head"]
    assert station("verify", "--head", f"1:{head}", "--database", founded).code == 0
    assert station("verify", "--head", f" 1 : {head.upper()}", "--database", founded).code == 0
    cut = station("verify", "--json", "--head", f"9:{head}", "--database", founded)
    assert (cut.code, cut.json["first_bad"]) == (1, 2)
    assert "its end was cut off" in cut.err
    other = station("verify", "--head", f"1:{'0' * 64}", "--database", founded)
    assert other.code == 1
    assert "the journal was written anew" in other.err


@pytest.mark.parametrize("head", ["", "12", "1:abc", f"x:{'0' * 64}", f"1:{'g' * 64}"])
def test_a_head_mistyped_is_asked_for_again(station: Run, founded: Path, head: str) -> None:
    said = station("verify", "--head", head, "--database", founded)
    assert said.code == 2
    assert "as it stands at the foot of the page" in " ".join(said.err.split())


def test_a_backup_and_a_head_are_held_against_one_after_the_other(station: Run, founded: Path) -> None:
    said = station("verify", "--head", f"1:{'0' * 64}", "--against", founded, "--database", founded)
    assert said.code == 2
    assert "say either --against or --head" in said.err
