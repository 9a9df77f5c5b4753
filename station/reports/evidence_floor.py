"""The part of the evidence that says who was to see to him, and who did."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from station.reports import evidence_words as say
from station.reports.evidence_page import Line, Pages
from station.reports.evidence_words import Evidence, brief, joined, lasted
from station.store.rows.evidence import HeldRow


def assigned_part(pages: Pages, evidence: Evidence, zone: ZoneInfo) -> None:
    """Plans, rounds, observers, and where he was when off the unit."""
    _Part(pages, evidence, zone).write()


class _Part:
    def __init__(self, pages: Pages, evidence: Evidence, zone: ZoneInfo) -> None:
        self._pages, self._evidence, self._zone = pages, evidence, zone

    def write(self) -> None:
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
                    one.staff, one.area, brief(one.seen_at, zone, one.started_at) or self._not_seen(one.started_at),
                )
            )
            for one in evidence.walked
        ]  # fmt: skip
        self._pages.table(
            ("Round begun", "Ended", "Walked by", "Over", "He was seen on it at"), (0.18, 0.16, 0.24, 0.22, 0.2), lines
        )

    def _not_seen(self, at: datetime) -> str:
        held = any(
            one.staff and one.starts_at <= at and (one.ends_at is None or one.ends_at > at)
            for one in self._evidence.held
        )
        return "held by an observer" if held else "not seen on it"

    def _observers(self) -> None:
        evidence, pages, zone = self._evidence, self._pages, self._zone
        if evidence.held:
            head = ("Held from", "To", "By", "For")
            pages.table(head, (0.2, 0.2, 0.35, 0.25), [self._held_line(one) for one in evidence.held])
        if evidence.handed:
            offers = [
                Line(
                    (
                        brief(one.offered_at, zone, None), one.holder, one.to, one.by, one.answer or "not answered",
                        brief(one.answered_at, zone, one.offered_at), one.reason,
                    )
                )
                for one in evidence.handed
            ]  # fmt: skip
            said = ("Offered at", "Who had him", "To", "Offered by", "Answer", "At", "Reason")
            pages.table(said, (0.16, 0.15, 0.15, 0.15, 0.11, 0.11, 0.17), offers)

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
                    joined(one.by, one.late_entry and f"late entry, {brief(one.recorded_at, zone, one.at)}"),
                )
            )
            for one in evidence.away
        ]  # fmt: skip
        self._pages.table(
            ("Off the unit, at", "What", "Who has him", "Said", "Entered by"), (0.18, 0.12, 0.2, 0.3, 0.2), lines
        )
