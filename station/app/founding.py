"""The first start of a desk: what it asks for, done through the services."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from station.app.core import Core
from station.gateways import census
from station.services import Actor, reading, setup, signing
from station.services.errors import Refused
from station.services.handover_planning import plan_handover
from station.services.setup import AreaPlan
from station.views.commands import CensusChecked, CensusLine, NewUnit


def proposed_areas(path: Path) -> tuple[AreaPlan, ...]:
    """The areas and beds that a census file speaks of. Raises Refused when it is no census."""
    return census.plan_from_census(census.read_census_file(path), name="", zone="UTC").areas


@dataclass(slots=True)
class Founder:
    """`Founding` on the database of `core`. All of it is called off the GUI thread.

    `build_demo` makes a demo unit elsewhere: the unit's own database stays as empty as it is.
    """

    core: Core
    station: str
    build_demo: Callable[[], None]

    def start_demo(self) -> None:
        self.build_demo()

    def create_unit(self, new: NewUnit) -> None:
        """Set the unit up with its people. After a failure in the middle, asked again it goes on where it was."""
        actor = Actor(None, new.signed_by, self.station)
        store = self.core.store
        if not reading.unit_exists(store):
            setup.create_unit(store, new.plan, signed_by=new.signed_by, actor=actor, now=self.core.now())
        plan_handover(store, actor=actor, now=self.core.now())
        here = {one.name for one in reading.read_staff(store)}
        for person in new.people:
            if person.name not in here:
                setup.add_staff(store, person.name, person.role, actor=actor, now=self.core.now())
        if signing.needs_first_administrator(store):
            first = new.administrator
            signing.create_first_administrator(store, first.name, first.pin, actor=actor, now=self.core.now())

    def check_census(self, path: Path) -> CensusChecked:
        report = census.check_file(self.core.store, path, now=self.core.now())
        return CensusChecked(
            path=path,
            patients=len(report.to_admit) + len(report.unchanged),
            already_here=len(report.unchanged),
            problems=tuple(CensusLine(fault.line, str(fault)) for fault in report.faults),
        )

    def import_census(self, path: Path, skip_bad: bool) -> int:
        actor = Actor(None, "Station", self.station)
        done = census.import_file(self.core.store, path, skip_bad=skip_bad, actor=actor, now=self.core.now())
        if done.refused:
            raise Refused(done.summary)
        return done.admitted
