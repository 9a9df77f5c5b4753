"""Who is let in at this desk and what he sees: the locked board, the card to sign in, or the desk itself."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from station.rules.wording import short
from station.store.rows import StaffRow
from station.views.bridge import Bridge
from station.views.commands import Commands, DeskFacts, Reads
from station.views.idle import USUAL, Idle
from station.views.recorder import Recorder
from station.views.signing.administrator import AdministratorCard
from station.views.signing.card import SignInCard
from station.views.signing.door import Door
from station.views.signing.locked import LockedView
from station.views.theme import Theme

BY_HAND: Final = "locked by hand"
GONE: Final = "does not work here any more"
_HERE_ALREADY: Final = "{name} is signed in here already."
NO_WAY_BACK: Final = (
    "The record is away: once locked, this desk cannot be opened until it is back, and nothing can be entered here. "
    "Lock it once more to lock it all the same."
)
_LATELY: Final = 30


class Entrance(QObject):
    """The desk is open while somebody is signed in and nobody else is about to be."""

    face_changed = Signal()
    """What stands on the screen: the desk (`is_open`) or `view`."""
    facts_wanted = Signal()
    """People have been made here: read them again."""
    lately_changed = Signal(object)
    """tuple[int, ...]: who signed in here, the last one first."""
    said = Signal(str)
    """A sentence for whoever is at the open desk."""

    def __init__(
        self,
        commands: Commands,
        reads: Reads,
        bridge: Bridge,
        recorder: Recorder,
        theme: Theme,
        elapsed: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reads, self._bridge, self._recorder = reads, bridge, recorder
        self._staff: tuple[StaffRow, ...] = ()
        self._lately: tuple[int, ...] = ()
        self._switching = False
        self._away = self._told_of_it = False
        self._awaited = ""
        self._limit = USUAL
        self.door = Door(commands, reads, bridge, recorder, self)
        self.view = LockedView(SignInCard(self.door), AdministratorCard(commands, bridge), theme)
        self.idle = Idle(elapsed, self)
        self._connect()

    def _connect(self) -> None:
        door, view = self.door, self.view
        door.opened.connect(self._opened)
        door.locked.connect(self._locked)
        door.badge_read.connect(self._badge_read)
        door.badge_unknown.connect(self._say)
        view.given_up.connect(self._given_up)
        view.first.made.connect(self._administrator_made)
        self._recorder.changed.connect(self._person_changed)
        self._recorder.wanted.connect(self.sign_in)
        self.idle.idle.connect(self._left_alone)

    @property
    def is_open(self) -> bool:
        return self._recorder.staff is not None and not self._switching

    def begin(self) -> None:
        """Ask whether anybody can sign in at all."""
        self.idle.begin()
        self._bridge.run(self._reads.needs_first_administrator, self._first_needed, self._not_known)

    def show_facts(self, facts: DeskFacts) -> None:
        """The people who may sign in, and how long a desk may stand idle."""
        self._staff = tuple(facts.staff)
        here = self._recorder.staff
        if here is not None and here.id not in {one.id for one in facts.staff}:
            self.door.lock(GONE)
        self._recorder.keep_to(facts.staff)
        self.idle.set_limit(facts.policy.signing.lock_after)
        self._limit = facts.policy.signing.lock_after
        self.view.show_people(facts.staff, self._lately)
        self._ask_awaited()

    def set_lately(self, lately: Sequence[int]) -> None:
        """Who signed in here, the last one first."""
        self._lately = tuple(lately)
        self.view.show_people(self._staff, self._lately)

    @Slot()
    def sign_in(self) -> None:
        """Ask who it is. Somebody who is in stays in until another one is."""
        self._switching = self._recorder.staff is not None
        self.idle.begin()
        self.view.open_card()
        self.face_changed.emit()

    def set_away(self, *, away: bool, by_name: bool = False) -> None:
        """Whether the record cannot be reached: whoever leaves the desk then cannot come back in. `by_name`: but by
        choosing his name, since nobody here has proved who he is."""
        self._away = away and not by_name
        self._told_of_it = self._told_of_it and self._away
        self.view.set_away(away=away, by_name=by_name)

    @Slot()
    def lock(self) -> None:
        """While the record is away at the second time: at the first it says what that means."""
        if self._recorder.staff is None:
            return
        if self._away and not self._told_of_it:
            self._told_of_it = True
            self._say(NO_WAY_BACK)
        else:
            self.door.lock(BY_HAND)

    @Slot(str)
    def read_badge(self, badge: str) -> None:
        """Whoever's badge was scanned, wherever: on to his PIN."""
        self.door.read_badge(badge)

    @Slot(object)
    def _badge_read(self, staff: StaffRow) -> None:
        here = self._recorder.staff
        if here is not None and here.id == staff.id and self.is_open:
            self._say(_HERE_ALREADY.format(name=staff.name))
            return
        self._switching = here is not None
        self.idle.begin()
        self.view.ask_pin(staff)
        self.face_changed.emit()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        if self.is_open:
            self.said.emit(sentence)
        else:
            self.view.say(sentence)

    @Slot(object)
    def _opened(self, staff: StaffRow) -> None:
        self._lately = (staff.id, *(one for one in self._lately if one != staff.id))[:_LATELY]
        self.lately_changed.emit(self._lately)
        self.view.show_people(self._staff, self._lately)
        self.view.shut()
        self.idle.begin()

    @Slot()
    def _locked(self) -> None:
        self.view.shut()

    @Slot()
    def _given_up(self) -> None:
        self._switching = False
        self.face_changed.emit()

    @Slot()
    def _person_changed(self) -> None:
        """Somebody has come, or he who was here has gone: also from the unit, while he was signed in."""
        self._switching = False
        self.face_changed.emit()

    @Slot()
    def _left_alone(self) -> None:
        if self._recorder.staff is not None:
            self.door.lock(f"nobody touched the desk for {short(self._limit)}")
        elif self.view.first.isHidden():
            self.view.shut()
        self.idle.begin()

    @Slot(object)
    def _first_needed(self, needed: bool) -> None:
        if needed and self._recorder.staff is None:
            self.view.ask_first_administrator()

    @Slot(object)
    def _not_known(self, error: Exception) -> None:
        self.view.say(f"Nobody can sign in: the record cannot be read. {error}")

    @Slot(str)
    def _administrator_made(self, name: str) -> None:
        self._awaited = name
        self.view.shut()
        self.facts_wanted.emit()
        self._ask_awaited()

    def _ask_awaited(self) -> None:
        """The administrator who has just been made signs in next."""
        made = next((one for one in self._staff if one.name == self._awaited), None)
        if self._awaited and made is not None:
            self._awaited = ""
            self.view.ask_pin(made)
