"""Scales filled in item by item: their items and points, totals, bands, and when they are owed again.

BVC: Broset violence checklist (Almvik, Woods, Rasmussen 2000), 6 items of 0 or 1. CIWA-Ar: Sullivan et al. 1989, ten
items, at most 67. COWS: Wesson and Ling 2003, eleven items, at most 48; not every number of points is allowed there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import AssessmentKind, TaskKind
from station.rules.intervals import Deadlines
from station.rules.moments import utc
from station.rules.policy_people import Shift
from station.rules.policy_vitals import Assessments
from station.rules.shifts import shift_after, shift_at


@dataclass(frozen=True, slots=True)
class Item:
    """`points`: those that may be given."""

    key: str
    words: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    kind: AssessmentKind
    title: str
    items: tuple[Item, ...]
    bands: tuple[str, ...]
    """From the lowest on."""

    @property
    def most(self) -> int:
        return sum(max(item.points) for item in self.items)


class AssessmentError(ValueError):
    """What was filled in cannot stand; the message is for the person who did."""


def _items(points: tuple[int, ...], *named: tuple[str, str]) -> tuple[Item, ...]:
    return tuple(Item(key, words, points) for key, words in named)


_YES_NO: Final = (0, 1)
_TO_4: Final = tuple(range(5))
_TO_7: Final = tuple(range(8))

BVC: Final = Scale(
    AssessmentKind.BVC,
    "Violence checklist",
    _items(
        _YES_NO,
        ("confused", "Confused"),
        ("irritable", "Irritable"),
        ("boisterous", "Boisterous"),
        ("verbal", "Verbal threats"),
        ("physical", "Physical threats"),
        ("objects", "Attacking objects"),
    ),
    ("low", "moderate", "high"),
)
CIWA: Final = Scale(
    AssessmentKind.CIWA,
    "Alcohol withdrawal",
    (
        *_items(
            _TO_7,
            ("nausea", "Nausea and vomiting"),
            ("tremor", "Tremor"),
            ("sweats", "Paroxysmal sweats"),
            ("anxiety", "Anxiety"),
            ("agitation", "Agitation"),
            ("tactile", "Tactile disturbances"),
            ("auditory", "Auditory disturbances"),
            ("visual", "Visual disturbances"),
            ("headache", "Headache, fullness in head"),
        ),
        *_items(_TO_4, ("orientation", "Orientation and clouding of sensorium")),
    ),
    ("mild", "moderate", "severe"),
)
COWS: Final = Scale(
    AssessmentKind.COWS,
    "Opioid withdrawal",
    (
        *_items((0, 1, 2, 4), ("pulse", "Resting pulse rate")),
        *_items(_TO_4, ("sweating", "Sweating")),
        *_items((0, 1, 3, 5), ("restlessness", "Restlessness")),
        *_items((0, 1, 2, 5), ("pupils", "Pupil size")),
        *_items((0, 1, 2, 4), ("aches", "Bone or joint aches"), ("nose", "Runny nose or tearing")),
        *_items((0, 1, 2, 3, 5), ("gut", "Gastrointestinal upset")),
        *_items((0, 1, 2, 4), ("tremor", "Tremor"), ("yawning", "Yawning"), ("anxiety", "Anxiety or irritability")),
        *_items((0, 3, 5), ("gooseflesh", "Gooseflesh skin")),
    ),
    ("none", "mild", "moderate", "severe"),
)
SCALES: Final[Mapping[AssessmentKind, Scale]] = {one.kind: one for one in (BVC, CIWA, COWS)}
TASK_OF: Final[Mapping[AssessmentKind, TaskKind]] = {
    AssessmentKind.BVC: TaskKind.BVC,
    AssessmentKind.CIWA: TaskKind.CIWA,
    AssessmentKind.COWS: TaskKind.COWS,
}
ORDERED: Final = (AssessmentKind.CIWA, AssessmentKind.COWS)
"""Those made again and again by order; BVC needs none."""


def check_items(kind: AssessmentKind, items: Mapping[str, int], *, whole: bool) -> None:
    """Raises AssessmentError naming what is unknown, out of range, or, of a whole one, missing."""
    scale = SCALES[kind]
    known = {item.key: item for item in scale.items}
    for key, points in items.items():
        if key not in known:
            raise AssessmentError(f"This assessment has no item “{key}”. Fill in its own items.")
        if points not in known[key].points:
            allowed = ", ".join(str(one) for one in known[key].points)
            raise AssessmentError(f"{known[key].words}: {points} cannot be given. Choose one of {allowed}.")
    left = [item.words for item in scale.items if item.key not in items]
    if whole and left:
        raise AssessmentError(f"Not filled in yet: {', '.join(left)}. Fill it in, or say why it was not possible.")


def total(kind: AssessmentKind, items: Mapping[str, int]) -> int | None:
    """The sum of all items; None while one of them is missing."""
    wanted = [item.key for item in SCALES[kind].items]
    return sum(items[key] for key in wanted) if all(key in items for key in wanted) else None


def band_index(policy: Assessments, kind: AssessmentKind, points: int) -> int:
    """Which of the scale's bands so many points are, from 0."""
    limits = {
        AssessmentKind.BVC: (1, policy.bvc_high),
        AssessmentKind.CIWA: (policy.ciwa_moderate, policy.ciwa_severe),
        AssessmentKind.COWS: (policy.cows_mild, policy.cows_moderate, policy.cows_severe),
    }[kind]
    return sum(1 for limit in limits if points >= limit)


def band(policy: Assessments, kind: AssessmentKind, points: int) -> str:
    """The band in words: of a BVC of 3, "high"."""
    return SCALES[kind].bands[band_index(policy, kind, points)]


@dataclass(frozen=True, slots=True)
class Made:
    """One time that an assessment was made or refused. `points`: of what was filled in; None: refused."""

    at: datetime
    points: int | None
    whole: bool


def again_after(policy: Assessments, kind: AssessmentKind, made: Sequence[Made]) -> timedelta:
    """How soon it is owed again after these, the latest first: what the latest whole one asks for, or a later part of
    one that asks for more. Of nothing known, the shortest time."""
    times = policy.ciwa_again if kind is AssessmentKind.CIWA else policy.cows_again
    asked = list[timedelta]()
    for one in made:
        if one.points is not None:
            asked.append(times[band_index(policy, kind, one.points)])
        if one.whole:
            return min(asked)
    return min(times)


def ordered_again(
    policy: Assessments, kind: AssessmentKind, made: Sequence[Made], *, ordered_at: datetime, not_before: datetime
) -> Deadlines:
    """When an ordered one is owed: the first soon after the order, the others by the band of the one before."""
    since = [one for one in made if one.at >= ordered_at]
    if not since:
        begins = utc(ordered_at)
        due_at = begins + policy.soon
        owed = Deadlines(begins, begins, due_at, due_at + policy.lapsed)
    else:
        asked = again_after(policy, kind, since)
        begins = utc(since[0].at)
        due_at = begins + asked
        owed = Deadlines(begins, due_at - min(policy.soon, asked / 3), due_at, due_at + min(policy.lapsed, asked))
    return owed.no_sooner(utc(not_before))


def bvc_owed(
    policy: Assessments,
    shifts: Sequence[Shift],
    zone: ZoneInfo | str,
    *,
    last: datetime | None,
    begins: datetime,
) -> Deadlines:
    """One BVC in every shift, due by its end. It runs from the last one, or from when it came to be owed (`begins`:
    the admission, or the return to the unit); a shift of which no more than the lapse is left then owes none."""
    if last is not None and last >= begins:
        span = shift_after(shifts, shift_at(shifts, last, zone), zone)
        since = utc(last)
    else:
        since = utc(begins)
        span = shift_at(shifts, since, zone)
        if span.next_at - since <= policy.lapsed:
            span = shift_after(shifts, span, zone)
    due_at = span.next_at
    return Deadlines(since, max(since, due_at - policy.soon), due_at, due_at + policy.lapsed)
