"""Evidence on paper: everything in its part, corrected entries struck and kept, long and empty ones alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from station.reports.canvas import Paper, Stopped
from station.reports.evidence_pdf import evidence_pdf
from station.reports.evidence_tables import csv_bytes, read_csv, tables_of
from station.reports.evidence_words import lasted, share
from station.services import Store
from station.services.evidence_sheet import Evidence
from tests.builders import build_unit, minutes
from tests.evidence import Morning, live
from tests.fakes import NOON
from tests.reports.papers import LONG, NAMES


@pytest.fixture
def evidence(sqlite_store: Store) -> Evidence:
    return live(build_unit(sqlite_store)).evidence()


def text(evidence: Evidence, paper: Paper = Paper.A4, cancelled: Callable[[], bool] = lambda: False) -> tuple[str, int]:
    made = evidence_pdf(evidence, tables_of(evidence), paper, printed_by="C. Lindt", cancelled=cancelled)
    reader = PdfReader(BytesIO(made))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), len(reader.pages)


@pytest.mark.parametrize("paper", list(Paper))
def test_everything_is_on_it(evidence: Evidence, paper: Paper) -> None:
    said, pages = text(evidence, paper)
    for words in (
        "Evidence · 1201, 1203 · Fam1201, Ada · MRN M1201",
        "Longest time unseen on the unit 22:00, from Mon 2 Mar 2026 06:14:00 to 06:36:00; the limit then was 15:00.",
        "3 of 26 waits went over their limit.",
        "88.4 % were in time. Without 1 late entry: 84.6 %, 4 over.",
        "Ticking slots would have claimed",
        "Every order, check and alert agrees with the journal entry that was written with it.",
        "1 Observation levels as ordered",
        "asleep, breathing seen",
        "late entry, amended: counts no more; 07:02:00 by J. Moore: mistyped",
        "27 entries of checks: 1 corrected or taken back, 1 entered late.",
        "(location Room → Day room)",
        "15:00 LAPSED",
        "3 Gaps over the limit · 3 of 27 waits",
        "painted wall 1 medium",
        "accepted J. Moore going",
        "Bed: 1201 from 2 Mar 06:00:00, then 1203 from 2 Mar 06:50:00.",
        "rounds, the whole unit",
        "The wall cannot be photographed afterwards. What follows is what Station painted by its own record",
        "whether any wall showed anything is unknown",
        "with the hash " + evidence.head.hash,
        f"station verify --head {evidence.head.seq}:{evidence.head.hash}",
        "station evidence verify FOLDER",
        f"page {pages} of {pages}",
    ):
        assert words in said, words
    assert pages <= 4


def test_of_nobody_seen_it_says_so_in_words(sqlite_store: Store) -> None:
    unit = build_unit(sqlite_store)
    stay_id = unit.admit("1202")
    found = Morning(unit, stay_id).evidence("1202", until="2026-03-02T06:30", now=NOON + minutes(30))
    said, _ = text(found)
    assert said.count("No check is on record in this time.") == 2
    assert "Longest time unseen on the unit 30:00 (not seen since)" in said
    assert "1 of 1 waits went over their limit." in said
    assert "0.0 % were in time" in said


def test_away_throughout_no_wait_is_counted(sqlite_store: Store) -> None:
    from tests.absent import leave

    unit = build_unit(sqlite_store)
    stay_id = unit.admit_seen("1202")
    leave(unit, stay_id, NOON + minutes(5), expected_at=NOON + minutes(200))
    found = Morning(unit, stay_id).evidence("1202", "2026-03-02T06:10", "2026-03-02T06:30", now=NOON + minutes(30))
    said, _ = text(found)
    assert "He was not on the unit at any time of this." in said
    assert "off the unit with A. Diaz" in said


@pytest.mark.parametrize("name", [LONG, *NAMES])
def test_names_of_any_length_and_letters_stand_on_it(evidence: Evidence, name: str) -> None:
    family, _, given = name.partition(", ")
    one = evidence.checks[1]
    checks = (evidence.checks[0], replace(one, check=replace(one.check, observer=name, note=name * 4)))
    changed = replace(evidence, subject=replace(evidence.subject, family=family, given=given), checks=checks)
    said, _ = text(changed)
    assert family.split("-")[0][:20] in said.replace("- ", "-")


def test_what_is_not_borne_out_is_warned_of_first(evidence: Evidence) -> None:
    said, _ = text(replace(evidence, missing=("A check of 06:20 is entry 12 of the journal, and not in the record.",)))
    assert "CAUTION: 0 rows are not borne out by the journal, and 1 check of the journal not in the record." in said
    assert said.index("CAUTION") < said.index("1 Observation levels")
    assert "A check of 06:20 is entry 12 of the journal" in said


def test_three_days_of_five_minutes_are_tight(sqlite_store: Store) -> None:
    """864 checks: fourteen pages of them, not hundreds."""
    unit = build_unit(sqlite_store)
    stay_id = unit.admit_seen("1202", "Q5")
    first = Morning(unit, stay_id).evidence("1202", until="2026-03-02T06:01", now=NOON + minutes(1)).checks[0]
    found = Morning(unit, stay_id).evidence("1202", until="2026-03-02T06:01", now=NOON + minutes(1))
    many = tuple(
        replace(first, check=replace(first.check, id=number, observed_at=at, recorded_at=at))
        for number in range(864)
        for at in [NOON + number * timedelta(minutes=4, seconds=59)]
    )
    said, pages = text(replace(found, until=NOON + timedelta(days=3), checks=many))
    assert pages <= 16
    assert said.count("J. Moore") >= 864
    assert said.count("Tue 3 Mar 2026 ") >= 4, "every page of a day says which"


def test_it_can_be_called_off(evidence: Evidence) -> None:
    with pytest.raises(Stopped):
        text(evidence, cancelled=lambda: True)


def test_a_table_reads_back_as_it_was_written(evidence: Evidence) -> None:
    for table in tables_of(evidence):
        head, *rows = read_csv(csv_bytes(table))
        assert head == table.columns
        assert [[cell.removeprefix("'") for cell in row] for row in rows] == [list(row) for row in table.rows]


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert share(0.9996) == "99.9 %"
    assert share(1.0) == "100.0 %"
    assert share(None) == "none to count"


def test_lengths_are_told_with_seconds() -> None:
    assert lasted(timedelta(minutes=31, seconds=2.9)) == "31:02"
    assert lasted(timedelta(hours=2, minutes=5, seconds=9)) == "2:05:09"
    assert lasted(timedelta(seconds=-5)) == "0:00"
