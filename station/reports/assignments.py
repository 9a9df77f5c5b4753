"""The plan of a shift as a PDF, for A4 and Letter: people down, hours across, as on the screen, in black and white."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from station.models.enums import BlockKind
from station.reports.canvas import LEADING, MARGIN, Canvas, Paper, Run
from station.reports.inter import cut_for
from station.rules.cover import gaps
from station.rules.plan import Block, Gap, Need, Plan, Worker
from station.rules.plan_words import Terms, duty, hours, missing, planned, title
from station.rules.wording import clock_time, full_day
from station.store.rows.plan import ShiftRow

_HOUR: Final = timedelta(hours=1)
_TITLE: Final = 15.0
_TYPE: Final = 8.4
_SMALL: Final = 6.8
_TINY: Final = 5.8
_NAMES: Final = 104.0
"""Width of the names, in points."""
_LANE: Final = 27.0
_FOOT: Final = 26.0
_INSET: Final = 2.0
_GREY: Final = 232
_LIGHT: Final = 246


class Published(Protocol):
    """What this needs to know of a plan that is in force."""

    @property
    def number(self) -> int: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime | None: ...
    @property
    def plan(self) -> Plan: ...


class Sheet(Protocol):
    """What this needs to know of a shift; the sheet of the Assignments page has it."""

    @property
    def shift(self) -> ShiftRow: ...
    @property
    def needs(self) -> tuple[Need, ...]: ...
    @property
    def checks_per_hour(self) -> float: ...
    @property
    def published(self) -> Published: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Printed:
    """When and by whom a sheet is printed."""

    at: datetime
    by: str


def file_name(sheet: Sheet, zone: ZoneInfo) -> str:
    """What the PDF is called: "assignments 2026-11-23 Evening.pdf"."""
    plain = "".join(letter for letter in sheet.shift.name if letter.isalnum() or letter in " -_")
    return f"assignments {sheet.shift.starts_at.astimezone(zone).date().isoformat()} {plain.strip() or 'shift'}.pdf"


def assignments_pdf(sheet: Sheet, terms: Terms, paper: Paper, printed: Printed) -> bytes:
    """The published plan of this shift; of one that has none, an empty sheet that says so. About 0.3 s."""
    words = _Words(sheet, terms, printed)
    heading = f"Assignments of the {sheet.shift.name} shift, {words.day}, {sheet.unit}"
    with (
        cut_for("".join(words.all()) + heading) as fonts,
        Canvas(paper, fonts, title=heading, author=printed.by, at=printed.at) as canvas,
    ):
        _Pages(canvas, words).draw()
        return canvas.bytes()


class _Words:
    """Everything that is said on it."""

    def __init__(self, sheet: Sheet, terms: Terms, printed: Printed) -> None:
        self.sheet, self.terms = sheet, terms
        self.plan = sheet.published.plan
        self.open = gaps(self.plan, sheet.needs, sheet.checks_per_hour) if sheet.published.number else ()
        zone = terms.zone
        self.day = full_day(sheet.shift.starts_at.astimezone(zone).date())
        self.printed = f"Printed {_moment(printed.at, zone)} by {printed.by}"

    @property
    def heading(self) -> str:
        return f"{self.sheet.unit} · Assignments of the {self.sheet.shift.name} shift"

    @property
    def state(self) -> str:
        published, zone = self.sheet.published, self.terms.zone
        span = hours(self.sheet.shift.starts_at, self.sheet.shift.ends_at, zone)
        if published.at is None:
            return f"{self.day}, {span}. Nothing has been published for this shift."
        return (
            f"{self.day}, {span}. Published {_moment(published.at, zone)} by {published.by}, number {published.number}."
        )

    def under(self, worker: Worker) -> str:
        span = hours(worker.starts_at, worker.ends_at, self.terms.zone)
        return f"{worker.role.value.capitalize()}, {span}"

    def on(self, block: Block) -> tuple[str, str]:
        """What it is, and its hours."""
        said = duty(block, self.terms)
        return said[:1].upper() + said[1:], hours(block.starts_at, block.ends_at, self.terms.zone)

    def uncovered(self, gap: Gap) -> str:
        return f"{title(gap.need)} {hours(gap.starts_at, gap.ends_at, self.terms.zone)}: {missing(gap)}"

    @property
    def warnings(self) -> list[str]:
        return [f"{one.name}: {', '.join(one.warnings)}" for one in self.plan.people if one.warnings]

    @property
    def lines(self) -> list[str]:
        """Each person's shift, for where a stretch is too short to be written in."""
        of_each = ((one, self.plan.blocks_of(one.staff_id)) for one in self.plan.people)
        return [
            f"{one.name}: {', '.join(planned(each, self.terms) for each in blocks)}"
            for one, blocks in of_each
            if blocks
        ]

    def all(self) -> Iterator[str]:
        """For the letters in them."""
        yield from (
            self.heading,
            self.state,
            self.printed,
            "Page of Not covered To know In words … Everything is covered.",
        )
        yield from (f"{one.name}{self.under(one)}" for one in self.plan.people)
        yield from ("".join(self.on(one)) for one in self.plan.blocks)
        yield from (self.uncovered(one) for one in self.open)
        yield from (*self.warnings, *self.lines)
        yield "0123456789:"


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{full_day(moment.astimezone(zone).date())} {clock_time(moment, zone)}"


class _Pages:
    """As many pages as the people take; the hours stand over each."""

    def __init__(self, canvas: Canvas, words: _Words) -> None:
        self._canvas, self._words = canvas, words
        self._y = MARGIN

    @property
    def _bottom(self) -> float:
        return self._canvas.height - MARGIN - _FOOT

    def draw(self) -> None:
        self._begin()
        for worker in self._words.plan.people:
            self._make_room(_LANE)
            self._lane(worker)
        self._canvas.rule(MARGIN, self._y, self._canvas.inner, 0.5)
        self._y += 10
        self._list("Not covered", [self._words.uncovered(one) for one in self._words.open], "Everything is covered.")
        self._list("To know", self._words.warnings, "")
        self._list("In words", self._words.lines, "")

    def _begin(self) -> None:
        canvas, words = self._canvas, self._words
        canvas.new_page()
        self._y = MARGIN
        for text, size, bold in ((words.heading, _TITLE, True), (words.state, 9.0, False)):
            lines = canvas.wrap((Run(text, bold),), size, canvas.inner)
            canvas.lines(MARGIN, self._y, lines, size)
            self._y += len(lines) * size * LEADING
        canvas.text(MARGIN, canvas.height - MARGIN - 8, words.printed, _SMALL)
        self._y += 6
        if words.plan.people:
            self._hours()

    def _make_room(self, height: float) -> None:
        if self._y + height > self._bottom:
            self._begin()

    def _left(self, at: datetime) -> float:
        plan = self._words.plan
        share = (at - plan.starts_at) / (plan.ends_at - plan.starts_at)
        return MARGIN + _NAMES + (self._canvas.inner - _NAMES) * min(1.0, max(0.0, share))

    def _hours(self) -> None:
        plan, zone = self._words.plan, self._words.terms.zone
        at = plan.starts_at
        while at < plan.ends_at:
            self._canvas.text(self._left(at) + 1.5, self._y, clock_time(at, zone), _SMALL)
            at += _HOUR
        self._y += _SMALL * LEADING + 2

    def _lane(self, worker: Worker) -> None:
        canvas, top = self._canvas, self._y
        canvas.rule(MARGIN, top, canvas.inner, 0.25)
        canvas.text(MARGIN, top + 3, self._fitting(worker.name, _TYPE, _NAMES - 6, bold=True), _TYPE, bold=True)
        canvas.text(MARGIN, top + 14, self._fitting(self._words.under(worker), _SMALL, _NAMES - 6), _SMALL)
        for block in self._words.plan.blocks_of(worker.staff_id):
            self._block(block, top + 2)
        self._y += _LANE

    def _block(self, block: Block, top: float) -> None:
        left, right = self._left(block.starts_at), self._left(block.ends_at)
        width, held = right - left - 1, block.kind is BlockKind.CONTINUOUS
        shade = _GREY if block.kind is BlockKind.BREAK else _LIGHT
        self._canvas.box(left, top, width, _LANE - 4, weight=0.6, filled=held, shade=None if held else shade)
        self._canvas.white_text(on=held)
        what, when = self._words.on(block)
        self._say(left, top + 2.5, (what,), width, bold=True)
        self._say(left, top + 12, (when, when[:5]), width, bold=False)
        self._canvas.white_text(on=False)

    def _say(self, left: float, top: float, ways: Sequence[str], width: float, *, bold: bool) -> None:
        """The first way that has room, in small type rather than cut; what has none ends in dots."""
        room = width - 2 * _INSET
        tried = [(way, size) for way in ways for size in (_SMALL, _TINY)]
        fits = (one for one in tried if self._canvas.measure(one[0], one[1], bold=bold) <= room)
        text, size = next(fits, (self._fitting(ways[-1], _TINY, room, bold=bold), _TINY))
        self._canvas.text(left + _INSET, top + (_SMALL - size) / 2, text, size, bold=bold)

    def _fitting(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """What is longer than its place ends in dots; nothing where even they have none."""
        if self._canvas.measure(text, size, bold=bold) <= width:
            return text
        while text and self._canvas.measure(f"{text.rstrip()}…", size, bold=bold) > width:
            text = text[:-1]
        return f"{text.rstrip()}…" if text else ""

    def _list(self, heading: str, lines: Sequence[str], empty: str) -> None:
        if not lines and (not empty or not self._words.sheet.published.number):
            return
        self._make_room(3 * _TYPE * LEADING)
        self._canvas.text(MARGIN, self._y, heading, _TYPE, bold=True)
        self._y += _TYPE * LEADING
        for line in lines or [empty]:
            placed = self._canvas.wrap((Run(line),), _TYPE, self._canvas.inner)
            self._make_room(len(placed) * _TYPE * LEADING)
            self._canvas.lines(MARGIN, self._y, placed, _TYPE)
            self._y += len(placed) * _TYPE * LEADING
        self._y += 6
