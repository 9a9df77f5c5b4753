"""The published plan of a shift, to be printed."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from station.reports.canvas import Paper
from station.rules.plan_words import Terms
from station.services.plan_sheet import PlanSheet
from station.views.assignments.words import Names
from station.views.printing import Printable


def printable(sheet: PlanSheet, names: Names) -> Printable:
    """As it is published; what is only drafted is not printed, since nobody goes by it."""
    from station.reports.assignments import file_name

    return Printable(
        "Save the published plan as a PDF", file_name(sheet, names.zone), partial(_pdf, sheet, names.terms)
    )  # fmt: skip


def _pdf(sheet: PlanSheet, terms: Terms, paper: Paper, at: datetime, by: str, _cancelled: Callable[[], bool]) -> bytes:
    from station.reports.assignments import Printed, assignments_pdf

    return assignments_pdf(sheet, terms, paper, Printed(at, by))
