"""The printed plan of a shift: everybody, everything they do, what nobody covers; on both papers."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from station.reports.assignments import Printed, assignments_pdf
from station.reports.canvas import SIZES, Paper
from station.rules.plan import Plan
from station.rules.plan_words import Terms, planned
from station.services.plan_sheet import PlanSheet
from tests.views.plan_fakes import START, ZONE_OF_UNIT, crowded, sheet

BOTH = pytest.mark.parametrize("paper", list(Paper))
PRINTED = Printed(START + timedelta(minutes=30), "M. Ruiz")


def terms(of: PlanSheet) -> Terms:
    return Terms(
        ZONE_OF_UNIT,
        areas={one.area_id: one.name for one in of.areas},
        beds={one.stay_id: one.bed for one in of.continuous},
        levels={one.stay_id: one.level for one in of.continuous},
    )


def pages(of: PlanSheet, paper: Paper) -> list[str]:
    made = assignments_pdf(of, terms(of), paper, PRINTED)
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages]


def plain(words: str) -> str:
    return re.sub(r"\s+", "", words)


@BOTH
def test_everybody_and_everything_they_do_is_on_it(paper: Paper) -> None:
    of = sheet()
    (said,) = pages(of, paper)
    for worker in of.published.plan.people:
        assert plain(worker.name) in said
    for block in of.published.plan.blocks:
        assert plain(planned(block, terms(of))) in said
    assert plain("Evening shift") in said
    assert plain("by M. Ruiz") in said


@BOTH
def test_what_nobody_covers_is_on_it_and_who_lacks_training(paper: Paper) -> None:
    of = sheet()
    (said,) = pages(of, paper)
    assert plain("east hall 19:00–20:00: nobody") in said
    assert plain("D. Lin: CPR expired on 2 Nov") in said


def test_an_area_with_too_few_is_not_said_to_have_nobody() -> None:
    of = sheet()
    busy = replace(of, checks_per_hour=40.0)
    (said,) = pages(busy, Paper.A4)
    assert plain("one more person needed") in said


@BOTH
def test_a_shift_without_a_plan_says_so(paper: Paper) -> None:
    of = sheet()
    nothing = replace(of.published, number=0, at=None, by="", plan=Plan(of.shift.starts_at, of.shift.ends_at))
    (said,) = pages(replace(of, published=nothing), paper)
    assert plain("Nothing has been published for this shift") in said
    assert "covered" not in said


@BOTH
def test_thirty_people_take_as_many_pages_as_they_need(paper: Paper) -> None:
    of = crowded()
    made = PdfReader(io.BytesIO(assignments_pdf(of, terms(of), paper, PRINTED)))
    assert len(made.pages) >= 2
    assert all(tuple(map(float, page.mediabox[2:])) == pytest.approx(SIZES[paper], abs=0.1) for page in made.pages)
    said = "".join(pages(of, paper))
    assert all(plain(one.name) in said for one in of.published.plan.people)
