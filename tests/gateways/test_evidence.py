"""A pack of evidence: what is in it, that it is journalled, and that whatever is altered afterwards is found."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select

from station.gateways.evidence import MANIFEST, PDF, Made, digest
from station.gateways.evidence_verifying import Verified, verify_pack
from station.models import JournalEntry, Staff
from station.models.enums import Role
from station.reports.canvas import Stopped
from station.reports.evidence_tables import read_csv
from station.services import Actor, people, places, setup
from station.services.errors import Refused
from station.store.engine import close_store
from tests.builders import STATION, build_unit, minutes
from tests.databases import fresh_sqlite, open_knowing
from tests.evidence import NOW, Morning, copy_of, live, tamper
from tests.fakes import NOON


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Morning, Made]:
    """A morning lived once, and a pack of it: each test has copies of its own."""
    folder = tmp_path_factory.mktemp("morning")
    lived = live(build_unit(fresh_sqlite(folder / "station.db")))
    made = lived.pack(folder / "pack")
    close_store(lived.store)
    return folder, lived, made


@pytest.fixture
def morning(template: tuple[Path, Morning, Made], tmp_path: Path) -> Iterator[Morning]:
    shutil.copy(template[0] / "station.db", tmp_path / "station.db")
    store = open_knowing(tmp_path / "station.db")
    yield replace(template[1], unit=replace(template[1].unit, store=store))
    close_store(store)


@pytest.fixture
def made(template: tuple[Path, Morning, Made], tmp_path: Path) -> Made:
    return replace(template[2], place=copy_of(template[0] / "pack", tmp_path / "made"))


def verified(morning: Morning, made: Made) -> Verified:
    return verify_pack(morning.store, made.place)


def lines(made: Made, name: str) -> list[dict[str, str]]:
    head, *rows = read_csv((made.place / name).read_bytes())
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_pack_has_a_pdf_tables_and_a_manifest_of_them(made: Made) -> None:
    manifest = json.loads((made.place / MANIFEST).read_bytes())
    assert set(manifest["files"]) | {MANIFEST} == {file.name for file in made.place.iterdir()}
    assert (made.place / PDF).read_bytes().startswith(b"%PDF")
    assert manifest["files"]["2-checks.csv"]["rows"] == 28
    assert (manifest["over_the_limit"], manifest["on_time_percent"]) == (3, 88.4)
    assert manifest["slots_would_claim_percent"] > manifest["on_time_percent"]
    assert manifest["journal"]["first"]["seq"] < manifest["journal"]["last"]["seq"] <= manifest["head"]["seq"]


def test_times_stand_with_their_offset_and_by_the_clock(made: Made) -> None:
    first = lines(made, "2-checks.csv")[0]
    assert first["observed"] == "2026-03-02T06:00:00.000-06:00"
    assert first["observed, unit's clock"] == "2026-03-02 06:00:00"
    assert (made.place / "2-checks.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_a_spreadsheet_would_take_for_a_formula_is_text(made: Made) -> None:
    notes = [one["note"] for one in lines(made, "2-checks.csv") if one["note"]]
    assert notes == ["'=1+1 quiet", "'=1+1 quiet"]


def test_both_entries_of_a_correction_are_in_it(made: Made) -> None:
    was, now = [one for one in lines(made, "2-checks.csv") if one["note"]]
    assert was["status"] == "late entry, amended: counts no more"
    assert now["in place of"] == was["check"]
    assert "location Room → Day room" in was["said later"]
    assert was["said later"] == now["said later"]


def test_making_it_is_journalled_and_changes_nothing_else(morning: Morning, tmp_path: Path) -> None:
    with morning.store.read() as session:
        before = session.scalars(select(JournalEntry.seq)).all()
    made = morning.pack(tmp_path / "pack")
    with morning.store.read() as session:
        added = session.scalars(select(JournalEntry).where(JournalEntry.seq > len(before))).all()
    assert [(one.kind, one.actor) for one in added] == [("evidence.asked", "C. Lindt"), ("evidence.made", "C. Lindt")]
    assert json.loads(added[0].body)["stay"] == morning.stay_id
    assert json.loads(added[1].body)["head"] == made.evidence.head.seq


def test_a_pack_as_it_was_made_is_found_so(morning: Morning, made: Made) -> None:
    found = verified(morning, made)
    assert (found.faults, found.notes, found.files) == ((), (), 19)
    assert list(found.lines) == ["All 19 files are as they were made, and the database still says the same."]


def test_what_is_rightly_entered_afterwards_is_no_fault(morning: Morning, made: Made) -> None:
    unit, at = morning.unit, NOW + minutes(5)
    unit.amend(morning.checks()[1].id, at, location="Hallway", observed_at=NOON + minutes(10))
    unit.check(morning.stay_id, at, observed_at=NOON + minutes(150), by="R. Osei")
    unit.set_level(morning.stay_id, "1:1", at)
    unit.sweep(at + minutes(10))
    assert verified(morning, made).faults == ()


def test_people_called_otherwise_since_and_beds_that_were_moved_are_no_fault(morning: Morning, made: Made) -> None:
    unit, at = morning.unit, NOW + minutes(5)
    setup.add_staff(morning.store, "Adm", Role.ADMINISTRATOR, actor=STATION, now=at)
    with morning.store.read() as session:
        adm = session.scalars(select(Staff).where(Staff.name == "Adm")).one().id
    actor = Actor(adm, "Adm", "desk 1", ((adm, at),))
    people.change_person(
        morning.store, unit.staff["J. Moore"], name="J. Moore-Hill", role=None, active=None, actor=actor, now=at
    )
    assert verified(morning, made).faults == ()
    places.rename_bed(morning.store, unit.beds["1203"], "1203A", actor=actor, now=at)
    found = verified(morning, made)
    assert found.faults == ()
    assert found.notes[0].startswith("Beds, rooms or areas were changed since")


def change(name: str, was: str, now: str) -> Callable[[Path], None]:
    def alter(pack: Path) -> None:
        data = (pack / name).read_bytes()
        assert was.encode() in data
        (pack / name).write_bytes(data.replace(was.encode(), now.encode(), 1))

    return alter


def spoil_pdf(pack: Path) -> None:
    (pack / PDF).write_bytes((pack / PDF).read_bytes() + b" ")


def remove(pack: Path) -> None:
    (pack / "3-gaps.csv").unlink()


def add(pack: Path) -> None:
    (pack / "8-more.csv").write_text("more", encoding="utf-8")


@pytest.mark.parametrize(
    ("alter", "why"),
    [
        (change("2-checks.csv", "06:36:00", "06:33:00"), "2-checks.csv was altered"),
        (change("2-checks.csv", "06:36:00", "06:33:00"), "2-checks.csv: the database does not say any more"),
        (change("3-gaps.csv", "lapsed", "in time"), "3-gaps.csv was altered"),
        (change("7-journal.csv", "desk 1", "desk 2"), "Entry \\d+ of the journal was altered in the pack"),
        (change(MANIFEST, '"over_the_limit": 3', '"over_the_limit": 0'), "manifest.json was altered"),
        (spoil_pdf, "evidence.pdf was altered"),
        (remove, "3-gaps.csv is missing"),
        (add, "8-more.csv is not of this pack"),
    ],
)
def test_what_is_altered_in_a_pack_is_found(
    morning: Morning, made: Made, tmp_path: Path, alter: Callable[[Path], None], why: str
) -> None:
    altered = copy_of(made.place, tmp_path / "altered")
    alter(altered)
    faults = verify_pack(morning.store, altered).faults
    assert [one for one in faults if re.search(why, one)], faults


def test_a_manifest_made_to_fit_an_altered_file_is_found_by_the_journal(
    morning: Morning, made: Made, tmp_path: Path
) -> None:
    altered = copy_of(made.place, tmp_path / "altered")
    change("3-gaps.csv", "lapsed", "in time")(altered)
    manifest = json.loads((altered / MANIFEST).read_bytes())
    manifest["files"]["3-gaps.csv"]["sha256"] = digest((altered / "3-gaps.csv").read_bytes())
    (altered / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    (fault,) = verify_pack(morning.store, altered).faults
    assert fault.startswith("The journal does not tell that a pack with this manifest was made")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE patient_check SET observed_at = observed_at - 240000000 WHERE id = 3", "2-checks.csv"),
        ("UPDATE patient_check SET activity = 'Awake', life_sign = NULL WHERE id = 3", "2-checks.csv"),
        ("UPDATE patient_check SET status = 'taken back' WHERE id = 3", "2-checks.csv"),
        ("UPDATE patient_check SET late_entry = 0 WHERE late_entry = 1", "2-checks.csv"),
        ("DELETE FROM patient_check WHERE id = 3", "2-checks.csv"),
        ("UPDATE amendment SET reason = 'was right'", "2-checks.csv"),
        ("UPDATE observation_order SET level = 'Q30' WHERE id = 1", "1-orders.csv"),
        ("UPDATE alert SET due_at = due_at + 60000000", "4-alerts.csv"),
        ("UPDATE alert_step SET at = at + 1000000 WHERE kind = 'accepted'", "4-alert-timelines.csv"),
        ("UPDATE alert_shown SET at = at - 300000", "6-painted.csv"),
        ("DELETE FROM alert_shown", "6-painted.csv"),
        ("UPDATE planned_block SET staff_id = 2", "5-assigned.csv"),
        ("UPDATE round SET staff_id = 2", "5-rounds.csv"),
        ("UPDATE absence_step SET at = at + 60000000", "5-off-unit.csv"),
    ],
)
def test_a_row_of_the_database_that_was_altered_is_found(
    morning: Morning, made: Made, statement: str, why: str
) -> None:
    tamper(morning.store, statement)
    faults = verified(morning, made).faults
    assert faults
    assert [one for one in faults if one.startswith(f"{why}: the database does not say any more")], faults


def test_a_check_that_was_put_in_without_the_journal_is_found(morning: Morning, made: Made) -> None:
    columns = "stay_id, observer_id, outcome, recorded_at_station, late_entry, location, activity, concern, status"
    tamper(
        morning.store,
        f"INSERT INTO patient_check (request_id, observed_at, recorded_at, {columns}) "
        f"SELECT 'planted', observed_at + 600000000, observed_at + 600000000, {columns} "
        "FROM patient_check WHERE id = 2",
    )
    faults = verified(morning, made).faults
    assert [one for one in faults if "says now what it did not say then" in one], faults


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE journal SET body = replace(body, 'Room', 'Hall') WHERE kind = 'check.recorded'", "was altered"),
        ("DELETE FROM journal WHERE kind = 'alert.accepted'", "is missing"),
        ("DELETE FROM journal WHERE seq > 40", "its end was cut off"),
    ],
)
def test_a_journal_that_was_altered_is_found(morning: Morning, made: Made, statement: str, why: str) -> None:
    tamper(morning.store, statement)
    assert [one for one in verified(morning, made).faults if why in one]


def test_of_another_database_a_pack_is_not(made: Made, tmp_path: Path) -> None:
    other = fresh_sqlite(tmp_path / "other.db")
    live(build_unit(other)).unit.sweep(NOW)
    faults = verify_pack(other, made.place).faults
    close_store(other)
    assert [one for one in faults if "made from another database" in one]


_TAKEN_BACK: Final = (
    "INSERT INTO amendment SELECT 99, 3, NULL, 'taken back', 'x', '{}', 1, recorded_at, 'desk 1' "
    "FROM patient_check WHERE id = 3"
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE patient_check SET observed_at = observed_at - 240000000 WHERE id = 3", "differs from the journal"),
        (_TAKEN_BACK, "differs from the journal: that it was corrected"),
        ("DELETE FROM patient_check WHERE id = 3", "and not in the record"),
        ("UPDATE observation_order SET level = 'Q30' WHERE id = 1", "differs from the journal: the level"),
        ("UPDATE alert SET due_at = due_at + 60000000 WHERE kind = 'check'", "differs from the journal: when it fell"),
        ("UPDATE alert_shown SET at = at - 100000", "differs from the journal: when it was painted or sounded"),
    ],
)  # fmt: skip
def test_what_was_altered_before_the_pack_was_made_is_said_in_it(
    morning: Morning, tmp_path: Path, statement: str, said: str
) -> None:
    tamper(morning.store, statement)
    made = morning.pack(tmp_path / "pack")
    assert [one for one in made.not_borne_out if said in one], made.not_borne_out
    assert json.loads((made.place / MANIFEST).read_bytes())["not_borne_out"]
    assert "see part 7" in list(made.lines)[-1]


def test_a_zip_file_is_the_same_pack(morning: Morning, tmp_path: Path) -> None:
    made = morning.pack(tmp_path / "pack", zipped=True)
    assert made.place.name == "pack.zip"
    with zipfile.ZipFile(made.place) as archive:
        assert len(archive.namelist()) == 19
    assert verified(morning, made).faults == ()
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith("station.db")] == ["pack.zip"]


def test_what_is_there_already_stays(morning: Morning, tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    with pytest.raises(Refused, match="pack is there already. Name another place with --out"):
        morning.pack(tmp_path / "pack")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match="Name another place"):
        morning.pack(tmp_path / "file" / "pack")


def test_called_off_nothing_is_left(morning: Morning, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    with pytest.raises(Stopped):
        morning.pack(folder / "pack", cancelled=lambda: True)
    assert list(folder.iterdir()) == []


def test_whoever_may_not_gets_none_and_is_not_journalled(morning: Morning, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="A tech may not make evidence for a surveyor"):
        morning.pack(tmp_path / "pack", actor=morning.unit.who("J. Moore"))
    assert not (tmp_path / "pack").exists()
    with morning.store.read() as session:
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq.desc()).limit(2)).all()
    assert kinds == ["evidence.made", "evidence.asked"], "those of the morning; nothing since"
    assert morning.pack(tmp_path / "pack", actor=STATION).files == 19


def test_what_is_no_pack_is_said_so(morning: Morning, made: Made, tmp_path: Path) -> None:
    for place, why in ((tmp_path / "none", "is no pack of evidence"), (tmp_path, "has no manifest.json")):
        with pytest.raises(Refused, match=why):
            verify_pack(morning.store, place)
    (made.place / MANIFEST).write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="was altered or damaged"):
        verify_pack(morning.store, made.place)
