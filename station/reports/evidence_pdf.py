"""Evidence as a PDF, for A4 and Letter, black and white: what a surveyor reads, with every row behind it in the tables.

What was over its limit, corrected, late or unknown is told by words; a corrected entry is struck through and stays.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from station.reports import evidence_words as say
from station.reports.canvas import Canvas, Paper
from station.reports.evidence_floor import assigned_part
from station.reports.evidence_journal import journal_part, not_borne_out
from station.reports.evidence_page import SMALL, Line, Pages
from station.reports.evidence_tables import Table
from station.reports.evidence_wall import wall_part
from station.reports.evidence_words import Evidence, brief, joined, lasted, many, moment
from station.reports.inter import cut_for
from station.rules.evidence_gaps import Ends, Gap
from station.rules.wording import full_day
from station.store.rows.evidence import AlertMomentRow, AlertTimelineRow, EvidenceCheckRow

_TITLE: Final = 15.0


def evidence_pdf(
    evidence: Evidence,
    tables: Sequence[Table],
    paper: Paper,
    *,
    printed_by: str,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """The whole document; not on the GUI thread. `tables`: for the letters in them. Raises Stopped."""
    zone = ZoneInfo(evidence.zone)
    title = f"Evidence · {say.patient_title(evidence)} · MRN {evidence.subject.mrn}"
    made = f"{evidence.unit} · Made {moment(evidence.as_of, zone)} by {printed_by}"
    letters = {letter for table in tables for row in table.rows for cell in row for letter in cell}
    letters |= set(title + made + _LETTERS)
    with (
        cut_for("".join(sorted(letters))) as fonts,
        Canvas(paper, fonts, title=title, author=printed_by, at=evidence.as_of) as canvas,
    ):
        foot = (made, "Contains the name of a patient: keep it with the record, or shred it.")
        pages = Pages(canvas, title, foot, cancelled)
        _Writer(pages, evidence, zone).write(title)
        pages.close()
        return canvas.bytes()


_LETTERS: Final = "→·–—…“”’×0123456789"


class _Writer:
    """Section after section."""

    def __init__(self, pages: Pages, evidence: Evidence, zone: ZoneInfo) -> None:
        self._pages, self._evidence, self._zone = pages, evidence, zone

    def write(self, title: str) -> None:
        self._head(title)
        self._orders()
        self._checks()
        self._gaps()
        self._alerts()
        assigned_part(self._pages, self._evidence, self._zone)
        wall_part(self._pages, self._evidence, self._zone)
        journal_part(self._pages, self._evidence, self._zone)

    def _head(self, title: str) -> None:
        evidence, pages, zone = self._evidence, self._pages, self._zone
        subject = evidence.subject
        pages.title(title, _TITLE)
        stay = f"Admitted {moment(subject.admitted_at, zone)}"
        if subject.discharged_at is not None:
            stay += f", discharged {moment(subject.discharged_at, zone)}"
        born = f"Born {full_day(subject.birth_date)[4:]}. " if subject.birth_date is not None else ""
        pages.words(f"{born}{stay}. All times by the unit's clock, {evidence.zone}.")
        pages.words(f"From {moment(evidence.since, zone)} to {moment(evidence.until, zone)}.", 10.5, bold=True)
        for remark in evidence.remarks:
            pages.words(remark)
        pages.boxed([*self._caution(), *self._summary()])

    def _summary(self) -> Iterator[str]:
        evidence = self._evidence
        here = [one for one in evidence.checks if self._inside(one)]
        yield from say.kept_lines(evidence)
        void = sum(one.void_at is not None for one in here)
        late = sum(one.check.late_entry and one.void_at is None for one in here)
        if here:
            entries = many(len(here), "entry", "entries")
            yield f"{entries} of checks: {void} corrected or taken back, {late} entered late."
        else:
            yield say.NO_CHECKS
        lapsed = sum(one.lapsed_at is not None for one in evidence.alerts)
        yield f"{many(len(evidence.alerts), 'alert', 'alerts')}, {lapsed} of them lapsed."
        if not not_borne_out(evidence, self._zone):
            yield "Every order, check and alert agrees with the journal entry that was written with it."

    def _caution(self) -> Iterator[str]:
        """Where the record and the journal are not at one, that is said first."""
        missing = len(self._evidence.missing)
        count = len(not_borne_out(self._evidence, self._zone)) - missing
        if count or missing:
            yield (
                f"CAUTION: {many(count, 'row is', 'rows are')} not borne out by the journal, and "
                f"{many(missing, 'check', 'checks')} of the journal not in the record. See part 7."
            )

    def _inside(self, one: EvidenceCheckRow) -> bool:
        return self._evidence.since <= one.check.observed_at <= self._evidence.until

    # 1

    def _orders(self) -> None:
        evidence, zone, pages = self._evidence, self._zone, self._pages
        pages.heading("1  Observation levels as ordered")
        lines = [
            Line(
                (
                    one.order.words, one.order.kind.value, brief(one.order.starts_at, zone, None),
                    brief(one.order.ended_at, zone, None) or "in force", one.order.ordered_by,
                    joined(one.order.entered_by, one.order.second_person and f"second {one.order.second_person}"),
                    brief(one.order.review_by, zone, None), joined(one.order.reason, one.backing.words),
                )
            )
            for one in evidence.orders
        ]  # fmt: skip
        head = ("Level", "Kind", "From", "To", "Ordered by", "Entered by", "Review by", "Reason")
        pages.table(head, (0.12, 0.08, 0.125, 0.125, 0.12, 0.15, 0.125, 0.155), lines)
        for version, by, at in evidence.policies:
            pages.words(f"Limits by policy version {version}, signed {moment(at, zone)} by {by}.", SMALL)

    # 2

    def _checks(self) -> None:
        pages = self._pages
        here = [one for one in self._evidence.checks if self._inside(one)]
        pages.heading(f"2  Every check · {len(here)}")
        if not here:
            pages.words(say.NO_CHECKS)
            return
        pages.words(
            "Struck through: corrected or taken back, kept as it was. Before it: the time since he was last seen, and "
            "the limit that then held.", SMALL,
        )  # fmt: skip
        head = ("Seen at", "Entered", "Before it", "Limit", "By", "Where", "Doing, how life was seen", "Remarks")
        pages.table(head, _CHECK_SHARES, self._check_lines(here))

    def _check_lines(self, here: Sequence[EvidenceCheckRow]) -> Iterator[Line]:
        ended = {one.check_id: one for one in self._evidence.gaps if one.check_id is not None}
        zone, day = self._zone, None
        for one in here:
            local = one.check.observed_at.astimezone(zone)
            if local.date() != day:
                day = local.date()
                yield Line((full_day(day),), bold=True, shaded=True)
            yield self._check_line(one, ended.get(one.check.id))

    def _check_line(self, one: EvidenceCheckRow, gap: Gap | None) -> Line:
        check, zone = one.check, self._zone
        passed = check.recorded_at - check.observed_at
        entered = brief(check.recorded_at, zone, check.observed_at) if passed >= timedelta(seconds=1) else "at once"
        wait = "" if gap is None else lasted(gap.lasts)
        limit = "" if gap is None else f"{lasted(gap.limit)} {_upper(gap)}".strip()
        said = [say.check_state(one), say.corrected(one, zone), check.note or "", one.backing.words]
        void = one.void_at is not None
        cells = (
            _clock(check.observed_at, zone), entered, wait, limit, check.observer, check.location or "",
            say.seen_doing(one), "; ".join(filter(None, said)),
        )  # fmt: skip
        return Line(cells, bold=gap is not None and gap.is_over, struck=void)

    # 3

    def _gaps(self) -> None:
        evidence, pages = self._evidence, self._pages
        over = [one for one in evidence.gaps if one.is_over]
        pages.heading(f"3  Gaps over the limit · {len(over)} of {len(evidence.gaps)} waits")
        pages.words(
            "Waits on the unit, each whole where it reaches beyond this time. All of them are in 3-gaps.csv.", SMALL
        )
        if not over:
            pages.words("None went over its limit." if evidence.gaps else "He was not on the unit.")
            return
        head = ("From", "Began with", "To", "Ended with", "Lasted", "Limit", "Over by", "Level", "Policy")
        pages.table(head, (0.15, 0.12, 0.13, 0.12, 0.09, 0.12, 0.1, 0.08, 0.09), map(self._gap_line, over))

    def _gap_line(self, one: Gap) -> Line:
        zone = self._zone
        return Line(
            (
                brief(one.starts_at, zone, None), one.begins.value, brief(one.ends_at, zone, one.starts_at),
                one.ends.value, lasted(one.lasts), f"{lasted(one.limit)} {_upper(one)}",
                lasted(one.ends_at - (one.late_at or one.ends_at)), one.level, f"version {one.policy}",
            ),
            bold=one.lapsed_at is not None,
        )  # fmt: skip

    # 4

    def _alerts(self) -> None:
        alerts, pages = self._evidence.alerts, self._pages
        pages.heading(f"4  Alerts, each from beginning to end · {len(alerts)}")
        if not alerts:
            pages.words("No alert of him stood in this time.")
            return
        pages.table(("When", "What happened", "Who or where", "Detail"), (0.19, 0.22, 0.2, 0.39), self._alert_lines())

    def _alert_lines(self) -> Iterator[Line]:
        for one in self._evidence.alerts:
            yield Line((brief(one.due_at, self._zone, None), *_alert_head(one)), bold=True, shaded=True)
            day: datetime | None = one.due_at
            for said, more in _told_once(one.moments):
                again = (
                    ""
                    if len(more) < 2
                    else f"and {len(more)} times more, the last {brief(more[-1].at, self._zone, said.at)}"
                )
                yield Line((brief(said.at, self._zone, day), said.what, said.who, joined(said.detail, again)))
                day = (more or (said,))[-1].at


_CHECK_SHARES: Final = (0.085, 0.085, 0.075, 0.105, 0.13, 0.11, 0.2, 0.21)


def _upper(one: Gap) -> str:
    """LATE and LAPSED stand out without colour."""
    return say.gap_state(one).upper() if one.is_over else "" if one.ends is Ends.SEEN else say.gap_state(one)


def _alert_head(one: AlertTimelineRow) -> tuple[str, str, str]:
    closed = "OPEN" if one.closed_at is None else f"closed: {one.close_reason or 'no reason given'}"
    late = "lapsed, documented late" if one.documented_late and one.lapsed_at else ""
    return say.alert_title(one), one.priority.value, joined(closed, late, one.close_note)


def _told_once(
    moments: Sequence[AlertMomentRow],
) -> Iterator[tuple[AlertMomentRow, tuple[AlertMomentRow, ...]]]:
    """Each moment with those right after it that say the same: the last step of a ladder is told for ever."""
    for _, same in groupby(moments, key=lambda one: (one.what, one.who, one.detail)):
        first, *more = same
        if len(more) > 1:
            yield first, tuple(more)
        else:
            yield from ((one, ()) for one in (first, *more))


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return brief(at, zone, at)
