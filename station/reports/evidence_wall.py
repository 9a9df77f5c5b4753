"""The part of the evidence that says what the wall showed, as far as that is known."""

from zoneinfo import ZoneInfo

from station.models.enums import Stage
from station.reports import evidence_words as say
from station.reports.evidence_page import Line, Pages
from station.reports.evidence_words import Evidence, brief, moment
from station.store.rows.evidence import RUNNING


def wall_part(pages: Pages, evidence: Evidence, zone: ZoneInfo) -> None:
    """Which stations ran, when Station was not itself, what was painted, and what his card had to show."""
    _Part(pages, evidence, zone).write()


class _Part:
    def __init__(self, pages: Pages, evidence: Evidence, zone: ZoneInfo) -> None:
        self._pages, self._evidence, self._zone = pages, evidence, zone

    def write(self) -> None:
        evidence, pages, zone = self._evidence, self._pages, self._zone
        pages.heading("6  What the wall showed", 80)
        pages.words(say.NOT_A_PHOTOGRAPH)
        if evidence.stations:
            lines = [
                Line(
                    (
                        one.name, one.kind or "not known",
                        "before" if one.started_at is None else brief(one.started_at, zone, None),
                        brief(one.ended_at, zone, None) or ("still" if one.how == RUNNING else "not known"), one.how,
                    )
                )
                for one in evidence.stations
            ]  # fmt: skip
            pages.table(("Station", "Kind", "Ran from", "To", "What is known"), (0.17, 0.1, 0.17, 0.17, 0.39), lines)
        else:
            pages.words("No station is on record as running in this time: whether any wall showed anything is unknown.")
        self._said()
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
            ("Not as it should, from", "To", "What every screen said", "Ended with"), (0.2, 0.15, 0.5, 0.15), lines
        )

    def _said(self) -> None:
        zone = self._zone
        lines = [Line((brief(one.at, zone, None), one.station, one.what)) for one in self._evidence.said]
        if lines:
            self._pages.table(("Said at", "Station", "Of its sound, and of the record"), (0.2, 0.2, 0.6), lines)
        elif self._evidence.stations:
            self._pages.words("No station said anything of its sound: whether it could be heard is not known.")

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
