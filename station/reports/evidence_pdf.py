"""Evidence as a PDF, for A4 and Letter, black and white: what a surveyor reads, with every row behind it in the tables.

What was over its limit, corrected, late or unknown is told by words; a corrected entry is struck through and stays.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import Stage
from station.reports import evidence_words as say
from station.reports.canvas import Canvas, Paper
from station.reports.evidence_page import SMALL, Line, Pages
from station.reports.evidence_tables import Table
from station.reports.evidence_words import Evidence, brief, lasted, moment
from station.reports.inter import cut_for
from station.rules.evidence_gaps import Ends, Gap
from station.rules.wording import full_day
from station.store.rows.evidence import AlertTimelineRow, EvidenceCheckRow, HeldRow

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
        self._assigned()
        self._wall()
        self._journal()

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
        pages.boxed(self._summary())

    def _summary(self) -> Iterator[str]:
        evidence = self._evidence
        here = [one for one in evidence.checks if self._inside(one)]
        yield from say.kept_lines(evidence)
        late = sum(one.check.late_entry for one in here)
        void = sum(one.void_at is not None for one in here)
        if here:
            yield (
                f"{_many(len(here), 'entry', 'entries')} of checks, {_many(late, 'late entry', 'late entries')}, "
                f"{void} corrected or taken back."
            )
        else:
            yield say.NO_CHECKS
        lapsed = sum(one.lapsed_at is not None for one in evidence.alerts)
        yield f"{_many(len(evidence.alerts), 'alert', 'alerts')}, {lapsed} of them lapsed."
        yield from self._doubts()

    def _doubts(self) -> Iterator[str]:
        """Where the record and the journal are not at one."""
        evidence = self._evidence
        rows = [one.backing.words for one in (*evidence.orders, *evidence.checks)]
        rows += [one.backing.words for one in evidence.alerts if one.backing is not None]
        count = sum(map(bool, rows))
        if count or evidence.missing:
            yield (
                f"CAUTION: {_many(count, 'row is', 'rows are')} not borne out by the journal, and "
                f"{_many(len(evidence.missing), 'check', 'checks')} of the journal not in the record. See part 7."
            )
        else:
            yield "Every order, check and alert agrees with the journal entry that was written with it."

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
                    _joined(one.order.entered_by, one.order.second_person and f"second {one.order.second_person}"),
                    brief(one.order.review_by, zone, None), _joined(one.order.reason, one.backing.words),
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
        said = [say.check_state(one), say.said_later(one, zone), check.note or "", one.backing.words]
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
        for line in say.kept_lines(evidence):
            pages.words(line)
        if not over:
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
            for said in one.moments:
                detail = said.detail if said.detail != Stage.LATE.value or said.what != "opened, told" else ""
                yield Line((brief(said.at, self._zone, day), said.what, said.who, detail))
                day = said.at

    # 5

    def _assigned(self) -> None:
        evidence, pages, zone = self._evidence, self._pages, self._zone
        pages.heading("5  Who was assigned, who walked, who held him, where he was")
        beds = ", then ".join(f"{one.bed} from {brief(one.starts_at, zone, None)}" for one in evidence.beds)
        pages.words(f"Bed: {beds or 'not known'}.")
        if evidence.planned:
            head = ("From", "To", "Who", "To do", "Shift and plan")
            pages.table(head, (0.16, 0.14, 0.22, 0.24, 0.24), self._plan_lines())
        else:
            pages.words("No plan of a shift is on record for this time.")
        self._rounds()
        self._observers()
        self._off_unit()

    def _plan_lines(self) -> Iterator[Line]:
        zone = self._zone
        for one in self._evidence.planned:
            plan = f"{one.shift}, plan {one.number}" if one.number else f"{one.shift}, none published"
            published = f", published {brief(one.published_at, zone, one.starts_at)} by {one.published_by}"
            yield Line(
                (
                    brief(one.starts_at, zone, None), brief(one.ends_at, zone, one.starts_at), one.staff or say.NOBODY,
                    one.words, plan + (published if one.published_at else ""),
                )
            )  # fmt: skip

    def _rounds(self) -> None:
        evidence, zone = self._evidence, self._zone
        if not evidence.walked:
            self._pages.words("No round over where he was is on record in this time.")
            return
        lines = [
            Line(
                (
                    brief(one.started_at, zone, None), brief(one.ended_at, zone, one.started_at) or "not ended",
                    one.staff, one.area, brief(one.seen_at, zone, one.started_at) or "not seen on it",
                )
            )
            for one in evidence.walked
        ]  # fmt: skip
        self._pages.table(
            ("Round begun", "Ended", "Walked by", "Over", "He was seen on it at"), (0.18, 0.16, 0.24, 0.22, 0.2), lines
        )

    def _observers(self) -> None:
        evidence, pages, zone = self._evidence, self._pages, self._zone
        if evidence.held:
            head = ("Held from", "To", "By", "For")
            pages.table(head, (0.2, 0.2, 0.35, 0.25), [self._held_line(one) for one in evidence.held])
        if evidence.handed:
            lines = [
                Line(
                    (
                        brief(one.offered_at, zone, None), one.holder, one.to, one.by, one.answer or "not answered",
                        brief(one.answered_at, zone, one.offered_at), one.reason,
                    )
                )
                for one in evidence.handed
            ]  # fmt: skip
            head = ("Offered at", "Who had him", "To", "Offered by", "Answer", "At", "Reason")
            pages.table(head, (0.16, 0.15, 0.15, 0.15, 0.11, 0.11, 0.17), lines)

    def _held_line(self, one: HeldRow) -> Line:
        zone, until = self._zone, min(self._evidence.until, self._evidence.as_of)
        return Line(
            (
                brief(one.starts_at, zone, None), brief(one.ends_at, zone, one.starts_at) or "still",
                one.staff or "NOBODY, while his level asked for an observer",
                lasted((one.ends_at or until) - one.starts_at),
            ),
            bold=not one.staff,
        )  # fmt: skip

    def _off_unit(self) -> None:
        evidence, zone = self._evidence, self._zone
        if not evidence.away:
            return
        lines = [
            Line(
                (
                    brief(one.at, zone, None), one.kind.value, one.who, one.said,
                    _joined(one.by, one.late_entry and f"late entry, {brief(one.recorded_at, zone, one.at)}"),
                )
            )
            for one in evidence.away
        ]  # fmt: skip
        self._pages.table(
            ("Off the unit, at", "What", "Who has him", "Said", "Entered by"), (0.18, 0.12, 0.2, 0.3, 0.2), lines
        )

    # 6

    def _wall(self) -> None:
        evidence, pages, zone = self._evidence, self._pages, self._zone
        pages.heading("6  What the wall showed", 80)
        pages.words(say.NOT_A_PHOTOGRAPH)
        if evidence.stations:
            lines = [
                Line(
                    (
                        one.name, one.kind or "not known",
                        "before" if one.started_at is None else brief(one.started_at, zone, None),
                        brief(one.ended_at, zone, None) or "not known", one.how,
                    )
                )
                for one in evidence.stations
            ]  # fmt: skip
            pages.table(("Station", "Kind", "Ran from", "To", "What is known"), (0.17, 0.1, 0.17, 0.17, 0.39), lines)
        else:
            pages.words("No station is on record as running in this time: whether any wall showed anything is unknown.")
        self._faults()
        self._painted()
        pages.words("His card, when it was anything but in time:", bold=True)
        alarming = [one for one in evidence.shown if one.away or one.stage.rank >= Stage.LATE.rank]
        if not alarming:
            pages.words("It had to show nothing but times within their limits. Every change is in 6-shown.csv.")
            return
        lines = [
            Line(
                (
                    brief(one.since, zone, None), brief(one.until, zone, one.since), one.level, say.shown_words(one),
                    brief(one.counted_from, zone, one.since) or "no time ran",
                )
            )
            for one in alarming
        ]  # fmt: skip
        pages.table(("From", "To", "Level", "Shown", "Time counted from"), (0.2, 0.16, 0.12, 0.32, 0.2), lines)

    def _faults(self) -> None:
        evidence, zone = self._evidence, self._zone
        for at in evidence.looks:
            self._pages.words(f"{moment(at, zone)}: nothing had been watched before; a look at him was owed.")
        if not evidence.faults:
            self._pages.words("No fault of Station itself stood in this time.")
            return
        lines = [
            Line(
                (
                    brief(one.due_at, zone, None), brief(one.closed_at, zone, one.due_at) or "open",
                    say.alert_title(one), one.close_reason,
                )
            )
            for one in evidence.faults
        ]  # fmt: skip
        self._pages.table(
            ("Not as it should, from", "To", "What was said on every screen", "Ended with"), (0.2, 0.15, 0.5, 0.15), lines
        )  # fmt: skip

    def _painted(self) -> None:
        zone = self._zone
        lines = [
            Line(
                (
                    brief(said.at, zone, None), said.who, said.what, said.detail, say.alert_title(one),
                    f"{(said.at - one.due_at).total_seconds():.1f} s",
                )
            )
            for one in self._evidence.alerts
            for said in one.moments
            if said.what in ("painted", "sounded")
        ]  # fmt: skip
        if lines:
            head = ("At", "Station", "First", "Priority", "Alert", "After it fell due")
            self._pages.table(head, (0.19, 0.19, 0.12, 0.12, 0.23, 0.15), lines)
        elif self._evidence.alerts:
            self._pages.words("When these alerts were painted or sounded is not on record.")

    # 7

    def _journal(self) -> None:
        evidence, pages = self._evidence, self._pages
        rows, head = evidence.journal, evidence.head
        pages.heading("7  The journal, and how to verify this", 110)
        pages.words(
            f"When this was made the journal ended at entry {head.seq:,} with the hash {head.hash}. "
            f"Entries {head.looked_from:,} to {head.looked_to:,} were looked through."
        )
        if rows:
            pages.words(
                f"{_many(len(rows), 'entry tells', 'entries tell')} of him: the first is {rows[0].seq:,} "
                f"({rows[0].hash}), the last {rows[-1].seq:,} ({rows[-1].hash}). All stand in 7-journal.csv."
            )
        else:
            pages.words("No entry of the journal tells of him in this time.")
        pages.words(f"Is the record still the one this was made from?  station verify --head {head.seq}:{head.hash}")
        pages.words("Are these files still as they were made?  station evidence verify FOLDER")
        for words in self._not_borne_out():
            pages.words(words, bold=True)

    def _not_borne_out(self) -> Iterable[str]:
        evidence, zone = self._evidence, self._zone
        yield from evidence.missing
        for order in evidence.orders:
            if order.backing.words:
                yield f"The order of {order.order.words} from {moment(order.order.starts_at, zone)} {_is(order.backing.words)}."
        for check in evidence.checks:
            if check.backing.words:
                yield f"The check of {moment(check.check.observed_at, zone)} {_is(check.backing.words)}."
        for alert in evidence.alerts:
            if alert.backing is not None and alert.backing.words:
                yield f"The alert of {moment(alert.due_at, zone)} {_is(alert.backing.words)}."


_CHECK_SHARES: Final = (0.085, 0.085, 0.075, 0.105, 0.13, 0.11, 0.2, 0.21)


def _is(words: str) -> str:
    return words if words.startswith("differs") else f"is {words}"


def _upper(one: Gap) -> str:
    """LATE and LAPSED stand out without colour."""
    return say.gap_state(one).upper() if one.is_over else "" if one.ends is Ends.SEEN else say.gap_state(one)


def _alert_head(one: AlertTimelineRow) -> tuple[str, str, str]:
    closed = "OPEN" if one.closed_at is None else f"closed: {one.close_reason or 'no reason given'}"
    late = "lapsed, documented late" if one.documented_late and one.lapsed_at else ""
    return say.alert_title(one), one.priority.value, _joined(closed, late, one.close_note)


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return brief(at, zone, at)


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def _joined(*words: str | bool) -> str:
    return ", ".join(one for one in words if isinstance(one, str) and one)
