"""What an entry of the rail says, worked out without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import AlertState, Priority
from station.rules import alert_words, wording
from station.rules.alert_phrases import is_offered
from station.rules.announce import Announcement
from station.store.rows import AlertRow, PatientRow
from station.views.board.away import together

STYLE: Final = {Priority.HIGH: "high", Priority.TECHNICAL: "high", Priority.MEDIUM: "medium", Priority.LOW: "low"}
"""The tone of a priority, as style sheets name it."""
NOT_SAVED: Final = " · not saved"
"""Raised, or answered for, from memory: the record is away."""
_TECHNICAL: Final = "technical"
_ITSELF: Final = "Station itself"
_YIELDING: Final = (Priority.MEDIUM, Priority.LOW)
_BEDS_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the rail as shown."""

    key: str
    priority: Priority
    alert_ids: tuple[int, ...]
    title: str
    lines: tuple[str, ...]
    open: bool
    """Whether somebody still has to accept it."""
    answer: str = ""
    """Which of the lines says who was told, where nobody has it yet; in little room it gives way."""
    held: AlertRow | None = None
    """Somebody has it: who, in the last of the lines, which runs out in sight."""
    brief: str = ""
    """The title for a narrow place; then `where` begins the first line."""
    where: str = ""
    more: str = ""
    """Which of the lines says what to do about Station itself; in little room it gives way too."""

    def lines_at(self, now: datetime) -> tuple[str, ...]:
        return self.lines if self.held is None else (*self.lines[:-1], held_line(self.held, now))

    @property
    def named(self) -> tuple[int, ...]:
        """Those of its alerts that it names; of a large round it counts the rest."""
        return self.alert_ids[:_BEDS_NAMED]


def entry_of(
    announced: Announcement[AlertRow],
    patients: Mapping[int, PatientRow],
    zone: ZoneInfo,
    now: datetime,
    *,
    own_words: bool = True,
) -> Entry:
    """`patients` by stay, for what is known of them beside the alert. `own_words`: whether what somebody wrote himself
    as he accepted it may be read here; visitors read only what was offered to him."""
    first = announced.alerts[0]
    if not own_words and first.accepted_note and not is_offered(first.accepted_note):
        first = replace(first, accepted_note=None)
    brief, where = _parted(first)
    lines = _round_lines(announced) if announced.grouped else _alert_lines(first, patients, zone, now)
    yields = not announced.grouped and first.state is AlertState.OPEN and first.priority in _YIELDING
    return Entry(
        key=announced.key,
        priority=announced.priority,
        alert_ids=tuple(alert.id for alert in announced.alerts),
        title=alert_words.late_round_title(announced.alerts) if announced.grouped else title_of(first),
        lines=lines,
        answer=lines[-1] if yields else "",
        open=is_open(announced),
        held=first if first.state is AlertState.ACCEPTED else None,
        brief=brief,
        where=where,
        more=_sentences(first)[1],
    )


def is_open(announced: Announcement[AlertRow]) -> bool:
    """Whether somebody still has to accept it."""
    return any(alert.state is AlertState.OPEN for alert in announced.alerts)


def held_line(alert: AlertRow, now: datetime) -> str:
    """Who has it, and for how long still."""
    return alert_words.lease_line(alert, now) + (NOT_SAVED if alert.unsaved else "")


def over_words(due_at: datetime, now: datetime) -> str:
    """At the right of the title: "+6:18" past its time, "in 13:00" before it."""
    return wording.over(due_at, now) if now >= due_at else f"in {wording.short_left(due_at - now)}"


def title_of(alert: AlertRow) -> str:
    """Of one alert; of Station itself what is wrong, alone."""
    return _sentences(alert)[0] or alert_words.title(alert)


def _sentences(alert: AlertRow) -> tuple[str, str]:
    """Of Station itself what is wrong, and the sentences behind it; of anything else nothing."""
    return alert_words.sentences(alert.text) if alert.kind == _TECHNICAL else ("", "")


def _parted(alert: AlertRow) -> tuple[str, str]:
    """The title and the place of what is owed to no patient: "Safety round · overdue", "West hall"; of Station itself
    that it is, and what: a sentence is too long for a title there; else nothing."""
    if alert.kind == _TECHNICAL:
        return _ITSELF, title_of(alert)
    what, comma, where = alert.text.partition(", ")
    if not comma or alert.bed is not None or alert.initials is not None:
        return "", ""
    return alert_words.title(replace(alert, text=what)), where


def _round_lines(announced: Announcement[AlertRow]) -> tuple[str, ...]:
    named = announced.alerts[:_BEDS_NAMED]
    rest = len(announced.alerts) - len(named)
    unsaved = any(alert.unsaved for alert in announced.alerts)
    line = alert_words.late_round_line(named) + (NOT_SAVED if unsaved else "")
    return (line, f"and {rest} more") if rest else (line,)


def _alert_lines(alert: AlertRow, patients: Mapping[int, PatientRow], zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    patient = patients.get(alert.stay_id) if alert.stay_id is not None else None
    about = alert_words.about_line(
        alert,
        zone,
        now,
        seen=replace(patient.seen, observer=together(patient.seen.observer)) if patient and patient.seen else None,
        observer=together(patient.observer.name) if patient and patient.observer else None,
    )
    more = _sentences(alert)[1]
    answer = alert_words.answer_line(alert, zone, now) + (NOT_SAVED if alert.unsaved else "")
    return (about, more, answer) if more else (about, answer)
