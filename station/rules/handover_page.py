"""The page that one charge hands to the next, in words: what is frozen as it is signed, shown, and printed.

It is kept as words, not as figures to be worded again: what was signed reads the same in every later version.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

LEVELS: Final = "levels"
LAPSES: Final = "lapses"
ALERTS: Final = "alerts"
AWAY: Final = "away"
OVERDUE: Final = "overdue"
HAZARDS: Final = "hazards"
REVIEWS: Final = "reviews"
OBSERVERS: Final = "observers"
OWED: Final = "owed"
VITALS: Final = "vitals"
COMINGS: Final = "comings"
NOTES: Final = "notes"

_NEW: Final = {
    LEVELS: "",
    LAPSES: "",
    ALERTS: "alert",
    AWAY: "off the unit",
    OVERDUE: "overdue",
    HAZARDS: "hazard",
    OBSERVERS: "observer",
    COMINGS: "",
    NOTES: "note",
}
"""What is said before a line that was not there when the page was signed. Other sections follow from these."""
_OVER: Final = {
    ALERTS: "alert over",
    AWAY: "no longer off the unit",
    OVERDUE: "no longer overdue",
    HAZARDS: "hazard put right",
    OBSERVERS: "no longer held",
}
"""The same of a line that is gone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing."""

    key: str
    """What it is about, the same from page to page: "alert:17"."""
    lead: str
    """Where: a bed, or the words of what is owed to no patient."""
    text: str
    mark: str = ""
    """A word that stands before it: "HIGH", "MEDIUM", "LOW", "AWOL"."""
    struck: bool = False
    """Taken back; it stays readable."""

    @property
    def said(self) -> str:
        """As one sentence."""
        words = " ".join(part for part in (self.mark, self.lead, self.text) if part)
        return f"{words} (taken back)" if self.struck else words


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str
    """What is said where there is nothing."""
    more: str = ""
    """One sentence more, beneath the lines."""


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One patient of the unit."""

    key: str
    bed: str
    name: str
    level: str
    precautions: str
    now: str
    """Where he is, asleep or awake; empty where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class HandoverPage:
    unit: str
    shift: str
    """"Day"."""
    day: str
    """"Mon 23 Nov 2026"."""
    hours: str
    """"07:00 to 15:00"."""
    following: str
    """"Evening, from 15:00"."""
    figures: tuple[tuple[str, str], ...]
    """The census: (word, figure)."""
    accounted: str
    """Whether everybody is accounted for, as a sentence."""
    patients: tuple[PatientLine, ...]
    sections: tuple[Section, ...]
    remarks: tuple[str, ...] = ()
    """What has to be said of the page itself: a demo, an earlier shift that nobody handed over."""

    def section(self, key: str) -> Section:
        """Raises KeyError."""
        for one in self.sections:
            if one.key == key:
                return one
        raise KeyError(f"the page has no section {key!r}")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def page_from_json(body: Mapping[str, Any]) -> HandoverPage:
    """As it was signed. Raises KeyError or TypeError for what is no page."""
    plain = {name: body[name] for name in ("unit", "shift", "day", "hours", "following", "accounted")}
    return HandoverPage(
        **plain,
        figures=tuple((str(word), str(figure)) for word, figure in body["figures"]),
        patients=tuple(PatientLine(**one) for one in body["patients"]),
        sections=tuple(_section(one) for one in body["sections"]),
        remarks=tuple(map(str, body["remarks"])),
    )


def _section(body: Mapping[str, Any]) -> Section:
    return Section(**{**body, "lines": tuple(Line(**one) for one in body["lines"])})


def since_signed(signed: HandoverPage, now: HandoverPage) -> tuple[str, ...]:
    """What is not as it was when the page was signed, one sentence each: what is new, what is over, what reads
    otherwise. The same two pages always give the same sentences."""
    return tuple(_sentences(signed, now))


def _sentences(signed: HandoverPage, now: HandoverPage) -> Iterator[str]:
    before = {one.key: one.lines for one in signed.sections}
    lapsed = frozenset(one.key for section in now.sections if section.key == LAPSES for one in section.lines)
    for section in now.sections:
        if section.key in _NEW:
            known = lapsed if section.key == ALERTS else frozenset[str]()
            yield from _changed(section.key, before.get(section.key, ()), section.lines, known)


def _changed(key: str, then: Iterable[Line], now: Iterable[Line], known: frozenset[str]) -> Iterator[str]:
    """`known`: what has been said already, as a lapse."""
    was, those = {one.key: one for one in then}, {one.key: one for one in now}
    for name, line in those.items():
        if was.get(name) != line and name not in known:
            yield _said(_NEW[key], line)
    for name, line in was.items():
        if name not in those and key in _OVER:
            yield _said(_OVER[key], line)


def _said(what: str, line: Line) -> str:
    return f"{what}: {line.said}" if what else line.said
