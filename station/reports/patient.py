"""A patient's page as a PDF, from the rows that the screen shows: his observation, his vital signs, every set.

Black and white, for A4 and Letter. What is late or lapsed is told in words beneath the bars, never by colour.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import Stage
from station.reports.canvas import LEADING, MARGIN, Canvas, Paper, Run, Stopped
from station.reports.inter import cut_for
from station.reports.patient_words import (
    NOT_MEASURED,
    about,
    checks_of,
    gap_words,
    last_day,
    news_line,
    printed_day,
    set_also,
)
from station.reports.vital_panels import Panel, Values, scored
from station.rules.wording import clock_time
from station.store.rows.vitals import GapRow, PatientDay, VitalRow

_TEXT: Final = 8.4
_SMALL: Final = 7.2
_TITLE: Final = 15.0
_BARS_H: Final = 62.0
_PANEL_H: Final = 40.0
_NAMES: Final = 44.0
_FIGURES: Final = 34.0
_FOOT: Final = 34.0
_DAY: Final = timedelta(hours=24)
_MOST_LATE: Final = 12
_DOTS: Final = 60
"""Points are marked while no line has more."""


@dataclass(frozen=True, slots=True)
class PatientSheet:
    """What is printed. `levels`: what each stretch of the day was, in words; `owed`: seconds until the next set was
    owed after one."""

    unit: str
    zone: ZoneInfo
    day: PatientDay
    panels: tuple[Panel, ...]
    levels: tuple[str, ...]
    owed: Callable[[VitalRow], float]

    @property
    def title(self) -> str:
        return f"{self.day.bed or 'No bed'} · {self.day.family}, {self.day.given}"


def file_name(sheet: PatientSheet) -> str:
    """Of whom and when, without his name: a folder is read by others too."""
    at = sheet.day.until.astimezone(sheet.zone)
    return f"patient-{''.join(sheet.day.mrn.split()) or sheet.day.stay_id}-{at:%Y-%m-%d-%H%M}.pdf"


def patient_pdf(
    sheet: PatientSheet,
    paper: Paper,
    *,
    printed_at: datetime,
    printed_by: str,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """The whole document; not on the GUI thread. Raises Stopped."""
    printed = f"Printed {printed_day(printed_at, sheet.zone)} by {printed_by}"
    with (
        cut_for("".join(_everything(sheet)) + printed) as fonts,
        Canvas(paper, fonts, title=sheet.title, author=printed_by, at=printed_at) as canvas,
    ):
        writer = _Writer(canvas, sheet, printed, cancelled)
        writer.write()
        return canvas.bytes()


def _everything(sheet: PatientSheet) -> Iterator[str]:
    """All words, for the letters in them."""
    day = sheet.day
    yield from (sheet.unit, sheet.title, day.mrn, day.initials, *day.precautions, *sheet.levels, day.vitals.no_score)
    for row in day.sets:
        yield from (row.by, row.why, row.concern, row.note or "", row.route, row.position)
    for mark in day.marks:
        yield from (mark.words, mark.by)
    yield from (span.words for span in day.spans)
    yield from (f"{one.title}{one.unit}" for one in sheet.panels)


class _Writer:
    """Goes down the page, and on to the next."""

    def __init__(self, canvas: Canvas, sheet: PatientSheet, printed: str, cancelled: Callable[[], bool]) -> None:
        self._canvas, self._sheet, self._printed, self._cancelled = canvas, sheet, printed, cancelled
        self._y, self._page = 0.0, 0

    def write(self) -> None:
        self._turn()
        self._head()
        self._observation()
        self._chart()
        self._sets()

    def _turn(self) -> None:
        """A new page, which says itself whose it is."""
        if self._cancelled():
            raise Stopped("Printing was stopped. No file was written.")
        canvas, sheet = self._canvas, self._sheet
        canvas.new_page()
        self._page += 1
        self._y = MARGIN
        if self._page > 1:
            canvas.text(MARGIN, MARGIN, f"{sheet.title} · MRN {sheet.day.mrn}", 9.5, bold=True)
            canvas.rule(MARGIN, MARGIN + 14, canvas.inner, 0.9)
            self._y += 20
        foot = canvas.height - MARGIN - _FOOT + 12
        canvas.rule(MARGIN, foot, canvas.inner, 0.7)
        canvas.text(MARGIN, foot + 3, f"{sheet.unit} · {self._printed}", _SMALL)
        canvas.text(canvas.width - MARGIN, foot + 3, f"page {self._page}", _SMALL, bold=True, right=True)
        words = "Contains the name of a patient: keep it with the record, or shred it."
        canvas.text(MARGIN, foot + 13, words, 6.6)

    def _room(self, height: float) -> None:
        if self._y + height > self._canvas.height - MARGIN - _FOOT:
            self._turn()

    def _words(self, words: str, size: float = _TEXT, *, bold: bool = False) -> None:
        placed = self._canvas.wrap((Run(words, bold),), size, self._canvas.inner)
        height = max(1, len(placed)) * size * LEADING
        self._room(height)
        self._canvas.lines(MARGIN, self._y, placed, size)
        self._y += height + 2

    def _heading(self, words: str) -> None:
        self._room(40)
        self._canvas.rule(MARGIN, self._y + 4, self._canvas.inner, 0.7)
        self._y += 7
        self._words(words, 10.0, bold=True)

    def _head(self) -> None:
        sheet, day = self._sheet, self._sheet.day
        self._words(sheet.title, _TITLE, bold=True)
        said = [about(day, sheet.zone, day.until), day.level, *day.precautions]
        self._words(" · ".join(said))
        since, until = printed_day(day.since, sheet.zone), printed_day(day.until, sheet.zone)
        self._words(f"From {since} to {until}, as it was recorded by then.")

    # Observation

    def _observation(self) -> None:
        sheet, day = self._sheet, self._sheet.day
        gaps = last_day(day.gaps, day.until)
        self._heading("Observation, last 24 h")
        self._words(checks_of(gaps).words)
        for words in sheet.levels:
            self._words(words)
        self._bars(gaps)
        late = [one for one in gaps if one.stage.rank >= Stage.LATE.rank and one.gap_s is not None]
        for one in late[:_MOST_LATE]:
            self._words(f"– {gap_words(one, sheet.zone, day.until)}", _SMALL)
        if len(late) > _MOST_LATE:
            self._words(f"– and {len(late) - _MOST_LATE} more", _SMALL)

    def _bars(self, gaps: Sequence[GapRow]) -> None:
        canvas, day = self._canvas, self._sheet.day
        self._room(_BARS_H + 14)
        top, wide = self._y, canvas.inner - _NAMES - _FIGURES
        left, bottom = MARGIN + _NAMES, self._y + _BARS_H
        scale = max(1.0, day.lapsed_after_s) * 1.35
        canvas.text(MARGIN, top, "Gap, min", _SMALL)
        for seconds, word in ((day.late_after_s, "late"), (day.lapsed_after_s, "lapsed")):
            y = bottom - min(1.0, seconds / scale) * _BARS_H
            canvas.rule(left, y, wide, 0.3)
            canvas.text(left + wide + 3, y - _SMALL * 0.7, f"{seconds / 60:g} {word}", 6.6)
        for one in gaps:
            if one.gap_s is not None:
                x = left + (1 - (day.until - one.observed_at) / _DAY) * wide
                high = min(1.0, one.gap_s / scale) * _BARS_H
                weight = 2.2 if one.stage is Stage.LAPSED else 1.6 if one.stage is Stage.LATE else 0.7
                canvas.path(((x, bottom), (x, bottom - high)), weight)
        canvas.rule(left, bottom, wide, 0.6)
        self._y = bottom + 2
        self._hours(left, wide, day.until - _DAY, day.until)

    def _hours(self, left: float, wide: float, since: datetime, until: datetime) -> None:
        zone = self._sheet.zone
        for at in range(5):
            moment = since + (until - since) * at / 4
            words = clock_time(moment, zone, until)
            x = left + wide * at / 4 - (0, 0.5, 0.5, 0.5, 1)[at] * self._canvas.measure(words, 6.6)
            self._canvas.text(x, self._y, words, 6.6)
        self._y += 12

    # Vital signs

    def _chart(self) -> None:
        sheet, day = self._sheet, self._sheet.day
        self._heading("Vital signs")
        self._words(news_line(day.vitals, day.sets, sheet.zone, day.until))
        if not day.sets:
            self._words("None were recorded in this time.")
            return
        for panel in sheet.panels:
            if any(line.of(row) is not None for row in day.sets for line in panel.lines):
                self._panel(panel)
        self._hours(MARGIN + _NAMES, self._canvas.inner - _NAMES - _FIGURES, day.since, day.until)

    def _panel(self, panel: Panel) -> None:
        canvas = self._canvas
        self._room(_PANEL_H + 16)
        low, high = self._scale(panel)
        left, wide, top = MARGIN + _NAMES, canvas.inner - _NAMES - _FIGURES, self._y

        def y(value: float) -> float:
            return top + _PANEL_H * (high - max(low, min(high, value))) / (high - low)

        if panel.usual is not None:
            canvas.shade(left, y(panel.usual[1]), wide, y(panel.usual[0]) - y(panel.usual[1]), 232)
        canvas.text(MARGIN, top, panel.title, _TEXT, bold=True)
        canvas.text(MARGIN, top + 11, panel.unit, 6.6)
        for line in panel.lines:
            last = self._line(line, panel, y, left, wide)
            if last is not None:
                canvas.text(left + wide + 4, y(last[0]) - _TEXT * 0.7, last[1], _TEXT, bold=True)
        canvas.rule(left, top + _PANEL_H + 3, wide, 0.25)
        self._y = top + _PANEL_H + 6

    def _scale(self, panel: Panel) -> tuple[float, float]:
        values = [value for row in self._sheet.day.sets for one in panel.lines if (value := one.of(row)) is not None]
        low, high = panel.least if panel.least[0] < panel.least[1] else (min(values) - 2, max(values) + 2)
        return min([low, *values]), max([high, *values])

    def _line(
        self, line: Values, panel: Panel, y: Callable[[float], float], left: float, wide: float
    ) -> tuple[float, str] | None:
        """Drawn as on the screen: broken where something is missing. Returns the last value, and its words."""
        day, last = self._sheet.day, None
        whole = max(1.0, (day.until - day.since).total_seconds())
        runs: list[list[tuple[float, float]]] = [[]]
        before: tuple[datetime, float] | None = None
        for row in day.sets:
            value = line.of(row)
            if before is not None and (row.observed_at - before[0]).total_seconds() > 2 * before[1]:
                runs.append([])
            if value is None:
                if panel.expected:
                    runs.append([])
                continue
            before = (row.observed_at, self._sheet.owed(row) if panel.expected else whole)
            runs[-1].append((left + wide * (row.observed_at - day.since).total_seconds() / whole, y(value)))
            last = (value, line.words(row))
        few = sum(map(len, runs)) <= _DOTS
        for run in filter(None, runs):
            self._canvas.path(run, 0.8)
            for point in run if few else ():
                self._canvas.dot(*point)
        return last

    # Every set

    def _sets(self) -> None:
        sheet, day = self._sheet, self._sheet.day
        if not day.sets:
            return
        self._heading(f"Sets · {len(day.sets)}")
        columns = ("Time", "NEWS2", *(f"{one.title} {one.unit}" for one in sheet.panels), "ACVPU", "Also", "By")
        shares = (0.14, 0.06, *(0.075 for _ in sheet.panels), 0.06, 0.17, 0.12)
        self._row(columns, shares, bold=True)
        for row in reversed(day.sets):
            score = "" if day.vitals.no_score else scored(row).words
            cells = [clock_time(row.observed_at, sheet.zone, day.until), score]
            cells += [_figures(one, row) for one in sheet.panels]
            self._row((*cells, row.acvpu or "", set_also(row), row.by), shares)

    def _row(self, cells: Sequence[str], shares: Sequence[float], *, bold: bool = False) -> None:
        canvas = self._canvas
        wide = [share * canvas.inner for share in shares]
        wrapped = [canvas.wrap((Run(cell, bold),), _SMALL, width - 4) for cell, width in zip(cells, wide, strict=True)]
        height = max(1, *map(len, wrapped)) * _SMALL * LEADING + 2
        self._room(height)
        left = MARGIN
        for cell, width in zip(wrapped, wide, strict=True):
            canvas.lines(left, self._y, cell, _SMALL)
            left += width
        canvas.rule(MARGIN, self._y + height - 1, canvas.inner, 0.6 if bold else 0.2)
        self._y += height + 1


def _figures(panel: Panel, row: VitalRow) -> str:
    figures = [line.words(row) for line in panel.lines]
    return "/".join(one or NOT_MEASURED for one in figures) if any(figures) else ""
