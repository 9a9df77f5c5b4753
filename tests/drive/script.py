"""What the hand does on its evening: every screen of the floor at least once, and its own area's rounds all through."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from station.rules.permissions import ALLOWED, Deed
from tests.drive.absence import Absence
from tests.drive.admission import Admission
from tests.drive.entries import Entries
from tests.drive.environment import Environment
from tests.drive.hand import Lost, Script, Until
from tests.drive.newcomers import Newcomers
from tests.drive.rounds import Rounds
from tests.drive.scene import ASLEEP_FROM, Scene
from tests.drive.signing import Signing
from tests.drive.vitals import Vitals
from tests.drive.walking import Walking

WORKING: Final = 2.0
"""Seconds of the unit in one of the hand, while it tries something out: an Undo stays in reach."""
WALKING: Final = 5.0
"""The same on an ordinary round."""
_TAPPED_EVERY: Final = 4
"""Every so many rounds one is walked by taps, the others by digits."""


def _at_once() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done once. `when`: not before this is so; `alone`: the round before it must be fresh."""

    do: Callable[[], Script]
    when: Callable[[], bool] = _at_once
    alone: bool = False

    @property
    def name(self) -> str:
        return self.do.__name__


class Evening:
    """From signing in to the night shift."""

    def __init__(self, scene: Scene, *, hours: float, speed: float, only: frozenset[str]) -> None:
        """`speed`: the unit's seconds in one while the hand waits. `only`: names of steps to do; none: all of them."""
        self._s, self._speed = scene, speed
        self._until = scene.core.now() + timedelta(hours=hours)
        self.walking = Walking(scene)
        self.signing = Signing(scene)
        self._steps = [one for one in self._all() if not only or one.name in only]
        self.asked = len(self._steps)

    def _all(self) -> Iterator[Step]:
        absence, rounds, newcomers = Absence(self._s), Rounds(self._s, self.walking), Newcomers(self._s)
        entries, admission, environment = Entries(self._s), Admission(self._s), Environment(self._s)
        signing, vitals = self.signing, Vitals(self._s)
        early = (
            *(signing.sign_in_by_hand, signing.sign_in_by_badge, signing.scan_into_find),
            *(rounds.first_round, rounds.round_by_route_and_not_found, rounds.found_again, rounds.census),
            *(entries.late_entry, entries.amend, entries.wrong_patient),
            *(absence.escort, absence.handed_on_and_later, absence.back, absence.pass_with_family),
            *(absence.awol, absence.leave_overnight),
        )
        later = (
            *(environment.report_hazard, environment.hazard_fixed_and_verified),
            *(admission.admit, admission.belongings, admission.first_vitals, admission.weight),
            *(admission.orientation, admission.lowered_by_two),
            *(vitals.vitals_by_keys, vitals.vitals_in_part, vitals.vitals_refused, vitals.pounds_and_late),
            *(vitals.vitals_amended_and_moved, vitals.score_answered, vitals.assessments),
            *(vitals.vitals_round, vitals.page_by_keys),
            *(newcomers.new_person, newcomers.his_own_pin, newcomers.pin_lost, signing.five_wrong_pins),
            *(rounds.round_by_keys, signing.lock),
        )
        yield from map(Step, early)
        yield Step(absence.overdue_and_back, absence.is_overdue)
        yield Step(environment.environmental_round, alone=True)
        yield from map(Step, later)
        yield Step(signing.lock_by_itself, alone=True)
        yield Step(rounds.round_of_everybody)
        yield Step(rounds.round_of_the_sleeping, lambda: self._s.hour() >= ASLEEP_FROM)

    def figures(self) -> dict[str, Any]:
        tally = self._s.tally
        return {
            "steps_asked": self.asked,
            "rounds": tally.rounds,
            "looks": tally.looks,
            "checks_by_hand": tally.checks,
        }

    def script(self) -> Script:
        waiting = list(self._steps)
        while waiting or self._s.core.now() < self._until:
            ready = next((one for one in waiting if one.when()), None)
            if ready is None or self._s.nearly_late():
                yield from self._live_on(waiting)
            if ready is not None:
                waiting.remove(ready)
                yield from self._try(ready)
            if self._s.core.now() >= self._until:
                break
        self._s.hand.log.lost += [f"{one.name}: its time did not come" for one in waiting]
        yield from self._looked_after()
        yield from self._s.hand.picture("end")

    def _try(self, step: Step) -> Script:
        """Twice, from where everybody knows the way. What is lost is told, and the evening goes on."""
        self._s.clock.set_pace(WORKING)
        if step.alone:
            yield from self._looked_after()
        for is_last in (False, True):
            try:
                yield from step.do()
            except Exception as fault:  # noqa: BLE001  # whatever it is, it is told
                if not isinstance(fault, Lost):
                    self._s.hand.shoot("lost")
                log = self._s.hand.log
                words = f"{step.name}: {type(fault).__name__}: {fault}"
                (log.lost if is_last else log.again).append(words)
                self._tell(f"LOST {words}" if is_last else f"AGAIN {words}")
                yield from self._known_state()
            else:
                self._s.hand.log.steps.append(f"{step.name} {self._clock_now()}")
                self._tell(f"{step.name} done")
                return

    def _tell(self, words: str) -> None:
        """At once: whoever drives for an hour does not wait for the report."""
        sys.stdout.write(f"  {self._clock_now()} {words}\n")
        sys.stdout.flush()

    def _clock_now(self) -> str:
        return f"{self._s.core.now().astimezone(self._s.desk.shell.zone):%H:%M}"

    def _known_state(self) -> Script:
        """Nothing half open, no round of ours, somebody signed in."""
        h = self._s.hand
        yield from h.key("Escape", "Escape", "Escape")
        yield from h.pause(0.3)
        try:
            yield from self._somebody_here()
            yield from self.walking.leave()
            yield from h.key("Escape")
        except Lost as lost:
            h.log.again.append(f"on the way back: {lost}")

    def _somebody_here(self) -> Script:
        """Somebody who may make rounds."""
        yield from self._s.be_one_of(*ALLOWED[Deed.ROUND])

    def _looked_after(self) -> Script:
        """Whoever of the hall is nearly late is seen; now and then by taps, else by digits."""
        self._s.clock.set_pace(WALKING)
        for _ in range(2):
            try:
                yield from self._somebody_here()
                yield from self.walking.look_after(by_keys=self._s.tally.rounds % _TAPPED_EVERY > 0)
            except Lost as lost:
                self._s.hand.log.again.append(f"looking after the hall: {lost}")
                yield from self._known_state()
            else:
                return

    def _live_on(self, waiting: list[Step]) -> Script:
        """Time goes by fast until somebody is nearly late, or it is time for something."""
        due = next((one for one in waiting if one.when()), None)
        if due is None and not self._s.nearly_late():
            self._s.clock.set_pace(self._speed)
            yield Until(lambda: self._is_time(waiting), "the next round", 300)
        if self._s.nearly_late():
            yield from self._looked_after()

    def _is_time(self, waiting: list[Step]) -> bool:
        over = self._s.core.now() >= self._until
        return over or bool(self._s.nearly_late()) or any(one.when() for one in waiting)
