"""What the simulated people told Station, in the order they told it: the record that the truth is counted from."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said about one stay and taken by the services. `at`: when Station was told."""

    at: datetime
    stay: int


@dataclass(frozen=True, slots=True)
class OfUnit:
    """One thing said about what is owed to no patient. `about`: the name of its task, as "round:12"."""

    at: datetime
    about: str


@dataclass(frozen=True, slots=True)
class Admitted(Said):
    level: str
    level_asleep: str | None
    review_by: datetime | None = None
    admitted: datetime | None = None
    """Earlier than Station was told; None: just then."""


@dataclass(frozen=True, slots=True)
class Settled(Said):
    """One thing owed after an admission is done, or cannot be."""

    kind: str


@dataclass(frozen=True, slots=True)
class PutOff(Said):
    """One thing owed after an admission was refused by the patient: to be asked again."""

    kind: str


@dataclass(frozen=True, slots=True)
class Discharged(Said):
    pass


@dataclass(frozen=True, slots=True)
class NotWatched(Said):
    """Station does not know how long it was off: he is owed a look from then."""

    since: datetime


@dataclass(frozen=True, slots=True)
class LevelSet(Said):
    """A level raised or lowered. `by_provider` False: a nurse raised it, the provider's order is still owed."""

    level: str
    level_asleep: str | None
    raised: bool
    by_provider: bool
    review_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProviderOrdered(Said):
    pass


@dataclass(frozen=True, slots=True)
class Reviewed(Said):
    review_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checked(Said):
    """Seen. `check`: the number Station gave the entry."""

    check: int
    observed: datetime
    sleeping: bool
    late_entry: bool = False
    kept: datetime | None = None
    """When it was entered, where the record was away then: it is put in as of that time. None: just then."""
    stood_still: datetime | None = None
    """When it was entered, where the process stood still before it was saved: it is of that time. None: just then."""


@dataclass(frozen=True, slots=True)
class NotFound(Said):
    check: int
    since: datetime | None = None
    """Noticed before Station was told: kept while the record was away. None: just then."""


@dataclass(frozen=True, slots=True)
class Amended(Said):
    """An earlier entry now says this. `check`: the entry amended; `now_check`: what stands in its place."""

    check: int
    now_check: int
    observed: datetime
    sleeping: bool


@dataclass(frozen=True, slots=True)
class TakenBack(Said):
    """An entry that spoke of another patient, or was undone at once: it counts for nothing here any more."""

    check: int


@dataclass(frozen=True, slots=True)
class DutyTaken(Said):
    """Somebody took a continuous patient over, from nobody or from the one before."""

    staff: int


@dataclass(frozen=True, slots=True)
class Left(Said):
    """Off the unit with somebody, expected back."""

    expected: datetime


@dataclass(frozen=True, slots=True)
class Expected(Said):
    """He is expected back at another time."""

    expected: datetime


@dataclass(frozen=True, slots=True)
class Gone(Said):
    """AWOL, noticed then."""

    noticed: datetime


@dataclass(frozen=True, slots=True)
class Back(Said):
    """Back on the unit since `back`, which may be a while before Station was told."""

    back: datetime


@dataclass(frozen=True, slots=True)
class VitalsTaken(Said):
    """A set, or a refusal. `points`: of its parts on the chart; `three`: one of them is a 3."""

    observed: datetime
    refused: bool
    complete: bool
    points: int
    three: bool
    since: datetime | None = None
    """Entered before Station was told: kept while the record was away. None: just then."""


@dataclass(frozen=True, slots=True)
class VitalsOrdered(Said):
    """Every so many seconds; None: as everybody."""

    every_s: int | None


@dataclass(frozen=True, slots=True)
class Answered(Said):
    """A nurse has answered for a score."""


@dataclass(frozen=True, slots=True)
class Assessed(Said):
    kind: str
    observed: datetime
    points: int


@dataclass(frozen=True, slots=True)
class AssessmentOrdered(Said):
    kind: str


@dataclass(frozen=True, slots=True)
class RoundBegun(OfUnit):
    pass


@dataclass(frozen=True, slots=True)
class RoundEnded(OfUnit):
    pass


@dataclass(frozen=True, slots=True)
class EnvironmentOwed(OfUnit):
    """From now on the rounds of an area are owed by the clock on the wall of this IANA zone."""

    zone: str


@dataclass(frozen=True, slots=True)
class EnvironmentWalked(OfUnit):
    """A walk through an area with a checklist ended. `looked`: at something; it was not all left unchecked."""

    looked: bool


@dataclass(frozen=True, slots=True)
class HazardFound(OfUnit):
    severity: int


@dataclass(frozen=True, slots=True)
class HazardVerified(OfUnit):
    """Fixed, and another person has looked."""


@dataclass(frozen=True, slots=True)
class HandoverOwed(OfUnit):
    """From now on each shift is to be handed over, by the clock on the wall of this IANA zone."""

    zone: str


@dataclass(frozen=True, slots=True)
class HandedOver(OfUnit):
    """Both charges have signed for the shift that ends at `until`."""

    until: datetime


@dataclass(slots=True)
class Record:
    """Everything said, and when Station was off and could not be told."""

    said: list[Said | OfUnit] = field(default_factory=list)
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)

    def add(self, one: Said | OfUnit) -> None:
        self.said.append(one)

    def checks(self) -> list[Checked]:
        return [one for one in self.said if isinstance(one, Checked)]
