"""What an alert says: its title, what it is about, and who answers for it. Never a diagnosis."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from station.models.enums import ADMISSION_TASKS, ASSESSMENTS, AlertState, Stage, TaskKind
from station.rules.wording import Away, Seen, away_line, clock_time, short_left

_TITLES = {
    TaskKind.CHECK: {Stage.LATE: "check late", Stage.LAPSED: "check lapsed"},
    TaskKind.OBSERVER: {Stage.LATE: "nobody observing", Stage.LAPSED: "nobody observing"},
    TaskKind.RELIEF: {Stage.DUE_SOON: "relief soon", Stage.LATE: "relief late", Stage.LAPSED: "relief lapsed"},
    # Never "lapsed" of an order: it would be read as if the level had run out.
    TaskKind.REVIEW: {
        Stage.DUE_SOON: "order review due soon",
        Stage.LATE: "order review due",
        Stage.LAPSED: "order review overdue",
    },
    TaskKind.PROVIDER_ORDER: {
        Stage.DUE_SOON: "provider order owed",
        Stage.LATE: "provider order late",
        Stage.LAPSED: "provider order overdue",
    },
    TaskKind.NOT_FOUND: {Stage.LATE: "not found", Stage.LAPSED: "not found"},
    TaskKind.RETURN: {Stage.DUE_SOON: "back soon", Stage.LATE: "not back yet", Stage.LAPSED: "not back, overdue"},
    TaskKind.AWOL: {Stage.LATE: "AWOL", Stage.LAPSED: "AWOL"},
    TaskKind.ROUND_OPEN: {Stage.LATE: "left open", Stage.LAPSED: "left open"},
    TaskKind.ENVIRONMENTAL: {Stage.DUE_SOON: "due soon", Stage.LATE: "overdue", Stage.LAPSED: "long overdue"},
    TaskKind.HANDOVER: {
        Stage.DUE_SOON: "not signed yet",
        Stage.LATE: "not signed",
        Stage.LAPSED: "not signed, overdue",
    },
    TaskKind.HAZARD: dict.fromkeys((Stage.DUE_SOON, Stage.LATE, Stage.LAPSED), "hazard not put right"),
    TaskKind.BELONGINGS: {Stage.LATE: "belongings search late", Stage.LAPSED: "belongings search lapsed"},
    TaskKind.ORIENTATION: {Stage.LATE: "orientation late", Stage.LAPSED: "orientation lapsed"},
    TaskKind.FIRST_VITALS: {Stage.LATE: "first vitals late", Stage.LAPSED: "first vitals lapsed"},
    TaskKind.WEIGHT: {Stage.LATE: "weight late", Stage.LAPSED: "weight lapsed"},
    TaskKind.VITALS: {Stage.LATE: "vitals late", Stage.LAPSED: "vitals lapsed"},
    TaskKind.SCORE: {Stage.LATE: "score, nurse asked", Stage.LAPSED: "score, not answered"},
    TaskKind.CANARY: {Stage.LATE: "Station's own probe", Stage.LAPSED: "Station's own probe, lapsed"},
    **{one: {Stage.LATE: "assessment late", Stage.LAPSED: "assessment lapsed"} for one in ASSESSMENTS},
}
_ABOUT = {
    TaskKind.OBSERVER: "since {since}",
    TaskKind.RELIEF: "since {since}",
    TaskKind.REVIEW: "review by {due}, level stays",
    TaskKind.PROVIDER_ORDER: "raised {since}, order due by {due}",
    TaskKind.NOT_FOUND: "looked for at {since}",
    TaskKind.RETURN: "expected back at {due}",
    TaskKind.AWOL: "gone since {since}",
    TaskKind.ROUND_OPEN: "begun {since}, not ended",
    TaskKind.ENVIRONMENTAL: "due {due}",
    TaskKind.HANDOVER: "shift began {since}, both charges to have signed by {due}",
    TaskKind.HAZARD: "found {since}, to be fixed and verified by {due}",
    **dict.fromkeys(ADMISSION_TASKS, "admitted {since}, due by {due}"),
    TaskKind.VITALS: "due {due}",
    TaskKind.SCORE: "since {since}",
    TaskKind.CANARY: "since {since}",
    **dict.fromkeys(ASSESSMENTS, "due {due}"),
}
_TECHNICAL = "technical"


class TitledAlert(Protocol):
    """What the title of an alert needs to know, open or past."""

    @property
    def bed(self) -> str | None: ...
    @property
    def initials(self) -> str | None: ...
    @property
    def level(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def text(self) -> str: ...


class HeldAlert(Protocol):
    """What is said of who answers for an alert."""

    @property
    def accepted_by(self) -> str | None: ...
    @property
    def accepted_note(self) -> str | None: ...
    @property
    def lease_until(self) -> datetime | None: ...
    @property
    def delegated_to(self) -> str | None: ...


class SpokenAlert(TitledAlert, HeldAlert, Protocol):
    """What this needs to know of an alert; the store's row of an open alert has it."""

    @property
    def area(self) -> str | None: ...
    @property
    def state(self) -> AlertState: ...
    @property
    def since(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def told(self) -> str: ...
    @property
    def told_at(self) -> datetime | None: ...


def title(alert: TitledAlert) -> str:
    """The first line: "1210 · check lapsed", "1307 · 1:1 relief soon"; of a technical alert, its own words."""
    if alert.kind == _TECHNICAL:
        return alert.text
    return f"{_place(alert)} · {_happened(alert)}"


def sentences(text: str) -> tuple[str, str]:
    """Of what Station says of itself what is wrong, without its full stop: a title; and what to do about it."""
    first, _, rest = text.partition(". ")
    return first.rstrip("."), rest


def late_round_title(alerts: Sequence[SpokenAlert]) -> str:
    """The first line of the late checks of one area: "Late round · 2 patients"."""
    return f"Late round · {len(alerts)} {'patient' if len(alerts) == 1 else 'patients'}"


def late_round_line(alerts: Sequence[SpokenAlert]) -> str:
    """Their beds and the area: "1204, 1305 · West hall"."""
    beds = ", ".join(_place(alert) for alert in alerts)
    area = alerts[0].area if alerts else None
    return f"{beds} · {area}" if area else beds


def about_line(
    alert: SpokenAlert,
    zone: ZoneInfo,
    now: datetime,
    *,
    seen: Seen | None = None,
    observer: str | None = None,
    away: Away | None = None,
) -> str:
    """The second line: "Q15 · last seen 14:10 Room, J. Moore"; "R. Osei since 12:45"; "Q15 · expected back at 14:55 ·
    Radiology with A. Park (escort)".

    `seen` is the last check of the patient, `observer` who holds him, `away` where he is off the unit; without them
    the line says less, never something else.
    """
    since, due = clock_time(alert.since, zone, now), clock_time(alert.due_at, zone, now)
    if alert.kind == _TECHNICAL:
        return f"since {since}"
    kind = TaskKind(alert.kind)
    if kind is TaskKind.RELIEF and observer:
        return f"{observer} since {since}"
    if kind is TaskKind.CHECK:
        words = _last_seen(seen, zone, now) if seen else f"not seen yet, due by {due}"
    elif kind is TaskKind.HAZARD and alert.due_at == alert.since:
        words = f"found {since}, to be made safe at once"
    else:
        words = _ABOUT[kind].format(since=since, due=due) + _from_where(kind, away)
    return f"{alert.level} · {words}" if alert.level else words


def _from_where(kind: TaskKind, away: Away | None) -> str:
    if away is None or kind not in (TaskKind.RETURN, TaskKind.AWOL):
        return ""
    if kind is TaskKind.RETURN:
        return f" · {away_line(away)}"
    return f" from {away.destination}" if away.destination else ""


def answer_line(alert: SpokenAlert, zone: ZoneInfo, now: datetime) -> str:
    """The third line: "Charge told 14:27 · not accepted", or "R. Osei has it until 14:35: going to look"."""
    if alert.state is AlertState.ACCEPTED and alert.accepted_by:
        until = f" until {clock_time(alert.lease_until, zone, now)}" if alert.lease_until else ""
        note = f": {alert.accepted_note}" if alert.accepted_note else ""
        return f"{alert.accepted_by} has it{until}{note}{_asked(alert)}"
    when = f" {clock_time(alert.told_at, zone, now)}" if alert.told_at and alert.told else ""
    told = f"{alert.told[:1].upper()}{alert.told[1:]} told{when}" if alert.told else "Nobody told yet"
    return f"{told} · not accepted{_asked(alert)}"


def lease_line(alert: HeldAlert, now: datetime) -> str:
    """The third line of one that somebody has, as it runs out: "R. Osei has it for 2:10 more: going to look"."""
    note = f": {alert.accepted_note}" if alert.accepted_note else ""
    if alert.lease_until is None:
        return f"{alert.accepted_by} has it{note}{_asked(alert)}"
    left = alert.lease_until - now
    held = f"has it for {short_left(left)} more" if left > timedelta(0) else "has had it, and the time is over"
    return f"{alert.accepted_by} {held}{note}{_asked(alert)}"


def _asked(alert: HeldAlert) -> str:
    return f" · {alert.delegated_to} asked" if alert.delegated_to else ""


def cause(kind: str, stage: Stage) -> str:
    """What happened, for counting: "check lapsed"; of technical ones only that they are."""
    return "Station itself" if kind == _TECHNICAL else happened(TaskKind(kind), stage)


def _place(alert: TitledAlert) -> str:
    if alert.text and alert.bed is None and alert.initials is None:
        return alert.text
    return alert.bed or f"{alert.initials or 'patient'}, no bed"


def happened(kind: TaskKind, stage: Stage) -> str:
    """What has happened, without where: "check lapsed"."""
    return _TITLES[kind].get(stage, f"{kind.value} due")


def _happened(alert: TitledAlert) -> str:
    kind = TaskKind(alert.kind)
    words = happened(kind, alert.stage)
    return f"{alert.level} {words}" if kind is TaskKind.RELIEF and alert.level else words


def _last_seen(seen: Seen, zone: ZoneInfo, now: datetime) -> str:
    where = ", ".join(part for part in (seen.location, seen.observer) if part)
    return f"last seen {clock_time(seen.observed_at, zone, now)} {where}".rstrip()
