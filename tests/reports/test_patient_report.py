"""A patient's page on paper: everything that the screen shows, told in black and white."""

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from station.reports.canvas import Paper, Stopped
from station.reports.patient import PatientSheet, file_name, patient_pdf
from station.reports.patient_words import Owed
from station.reports.vital_panels import panels_of
from station.store.rows.vitals import PatientDay
from tests.views.patient_fakes import card, day, vital
from tests.views.snapshots import NOW, POLICY, ZONE, ago


def sheet(of: PatientDay) -> PatientSheet:
    zone = ZoneInfo(ZONE)
    levels = ("1:1 awake, Q15 asleep from 15:32",)
    return PatientSheet("3 West", zone, of, panels_of(POLICY.vitals), levels, Owed(POLICY, zone).after)


def text(of: PatientDay, paper: Paper = Paper.A4) -> tuple[str, int]:
    made = patient_pdf(sheet(of), paper, printed_at=NOW, printed_by="M. Ruiz")
    reader = PdfReader(BytesIO(made))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), len(reader.pages)


@pytest.mark.parametrize("paper", list(Paper))
def test_everything_is_on_it(paper: Paper) -> None:
    said, pages = text(day(), paper)
    for words in (
        "1204 · Nowak, Will",
        "MRN 40 004 · 52 y · admitted 21 Nov",
        "longest gap 21:18",
        "21:18, lapsed, ended",
        "1:1 awake, Q15 asleep from 15:32",
        "NEWS2 6, up from 0 in 6 h · next due 15:05",
        "refused: Asleep",
        "partial: Cuff missing",
        "106/66",
        "concern: looks grey",
        "Printed Mon 23 Nov 2026 14:32 by M. Ruiz",
    ):
        assert words in said
    assert pages <= 2


def test_nothing_recorded_is_said() -> None:
    said, pages = text(day((), gaps=(), vitals=card(total=None, at_least=None, due_at=None)))
    assert "None were recorded in this time." in said
    assert "No check in the last 24 hours" in said
    assert pages == 1


def test_a_long_stay_goes_on_to_other_pages_each_of_which_says_whose_it_is() -> None:
    sets = [vital(ago(hours=200 - at), at) for at in range(200)]
    said, pages = text(day(sets, since=ago(hours=200)))
    assert pages > 3
    assert said.count("1204 · Nowak, Will · MRN 40 004") == pages - 1


def test_a_name_that_inter_cannot_write_breaks_nothing() -> None:
    assert "1204" in text(day(family="漢字"))[0]


def test_it_can_be_stopped() -> None:
    with pytest.raises(Stopped):
        patient_pdf(sheet(day()), Paper.A4, printed_at=NOW, printed_by="M. Ruiz", cancelled=lambda: True)


def test_a_file_is_not_called_by_his_name() -> None:
    assert file_name(sheet(day())) == "patient-40004-2026-11-23-1432.pdf"
