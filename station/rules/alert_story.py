"""The story of one alert, told line by line: due, lapsed, found, shown, told, accepted, asked, closed, explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from station.models.enums import Priority, ShownKind, StepKind, TaskKind
from station.rules.moments import utc
from station.rules.wording import short

_AT_ONCE: Final = timedelta(seconds=1)


class Tone(StrEnum):
    """What a line of the story weighs."""

    PLAIN = ""
    FAULT = "high"
    """Time ran out: due, lapsed, a lease that ended."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    words: str
    tone: Tone = Tone.PLAIN


class StepOf(Protocol):
    """What this needs to know of a step; the store's row has it."""

    @property
    def kind(self) -> StepKind: ...
    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def detail(self) -> str: ...


class ShownOf(Protocol):
    @property
    def station(self) -> str: ...
    @property
    def kind(self) -> ShownKind: ...
    @property
    def priority(self) -> Priority: ...
    @property
    def at(self) -> datetime: ...


class AlertOf(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def lapsed_at(self) -> datetime | None: ...
    @property
    def detected_at(self) -> datetime: ...


def story(alert: AlertOf, steps: Sequence[StepOf], shown: Sequence[ShownOf]) -> tuple[Line, ...]:
    """Everything in the order in which it happened; at one moment the facts first, then who saw, then who did what."""
    told = [*_facts(alert), *(_shown(one) for one in shown), *(_step(alert, one) for one in steps)]
    order = {id(line): place for place, line in enumerate(told)}
    return tuple(sorted(told, key=lambda line: (utc(line.at), order[id(line)])))


def _facts(alert: AlertOf) -> list[Line]:
    if alert.kind == "technical":
        return []
    facts = [Line(alert.due_at, "Fell due", Tone.FAULT)]
    if alert.kind == TaskKind.CHECK and alert.since < alert.due_at:
        facts.insert(0, Line(alert.since, "Last seen, or owed from then"))
    if alert.lapsed_at is not None:
        facts.append(Line(alert.lapsed_at, "Lapsed", Tone.FAULT))
    return facts


def _shown(one: ShownOf) -> Line:
    how = "Shown on" if one.kind is ShownKind.PAINTED else "Sounded at"
    return Line(one.at, f"{how} {one.station}, as {one.priority.value}")


def found_after(alert: AlertOf) -> timedelta | None:
    """How long after it fell due Station found it; None before its time."""
    delay = utc(alert.detected_at) - utc(alert.due_at)
    return delay if delay >= timedelta(0) else None


def _step(alert: AlertOf, step: StepOf) -> Line:
    if step.kind is StepKind.OPENED and alert.kind != "technical":
        delay = found_after(alert)
        late = "" if delay is None else ", at once" if delay < _AT_ONCE else f", {short(delay)} after it fell due"
        told = f". {_told(step.who)}" if step.who else ""
        return Line(step.at, f"Found by Station{late}{told}")
    tone = {StepKind.LEASE_ENDED: Tone.FAULT, StepKind.CLOSED: Tone.DONE}.get(step.kind, Tone.PLAIN)
    return Line(step.at, step_words(step), tone)


def step_words(step: StepOf) -> str:
    """Charge told; R. Osei accepted: going to look; Closed by R. Osei: seen"""
    who, detail = step.who, f": {step.detail}" if step.detail else ""
    told = _told(who) if who else ""
    words = {
        StepKind.OPENED: f"{told or 'Opened'}{detail}",
        StepKind.RAISED: f"Alert raised{detail}",
        StepKind.ESCALATED: f"{told}{detail}",
        StepKind.ACCEPTED: f"{who} accepted{detail}",
        StepKind.LEASE_ENDED: f"The time to deal with it ran out{detail}" + (f". {told} again" if told else ""),
        StepKind.REOPENED: f"Open again{detail}",
        StepKind.CLOSED: f"Closed by {who}{detail}" if who else f"Closed{detail}",
        StepKind.DELEGATED: f"{who} asked to take it" + (f", by {step.detail}" if step.detail else ""),
        StepKind.EXPLAINED: f"{who} said why{detail}",
    }
    return words[step.kind]


def _told(role: str) -> str:
    return f"{role[:1].upper()}{role[1:]} told"
