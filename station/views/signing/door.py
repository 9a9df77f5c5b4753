"""Lets people in at a desk and locks it behind them. It knows the services and the recorder, no widget."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from station.store.rows import StaffRow
from station.store.rows.people import SignedIn
from station.views.bridge import Bridge
from station.views.commands import Commands, Reads
from station.views.recorder import Recorder


class Door(QObject):
    """One try at a time. What comes of a try that was given up meanwhile lets nobody in."""

    checking = Signal(bool)
    """A PIN is being checked: nothing else can be tried until that is known."""
    refused = Signal(str)
    """Why not, in words."""
    must_change = Signal(object)
    """SignedIn: he chooses a PIN of his own (`choose_pin`) before he is let in."""
    opened = Signal(object)
    """StaffRow: he is in."""
    locked = Signal()
    badge_read = Signal(object)
    """StaffRow: whose badge was scanned."""
    badge_unknown = Signal(str)

    def __init__(
        self, commands: Commands, reads: Reads, bridge: Bridge, recorder: Recorder, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._commands, self._reads, self._bridge, self._recorder = commands, reads, bridge, recorder
        self._checking = False
        self._given_up = False
        self._changing: SignedIn | None = None
        self._first_pin = ""

    @property
    def is_checking(self) -> bool:
        return self._checking

    def sign_in(self, staff_id: int, pin: str) -> None:
        if self._checking:
            return
        self._begin()
        self._first_pin = pin
        self._bridge.run(partial(self._commands.sign_in, staff_id, pin), self._signed_in, self._refused)

    def choose_pin(self, pin: str) -> None:
        """A PIN of his own, of whoever must have one."""
        if self._checking or self._changing is None:
            return
        self._begin()
        change = partial(self._commands.change_pin, self._changing.staff_id, self._first_pin, pin)
        self._bridge.run(change, self._changed, self._refused)

    def give_up(self) -> None:
        """Whoever was at it has gone. Somebody who is in already stays in, unless he was still to choose a PIN."""
        self._given_up = self._checking
        if self._changing is not None:
            self._forget()
            self._sign_out("did not choose a PIN of his own")

    def lock(self, why: str) -> None:
        """At once on screen; the record follows. `why` stands in the journal."""
        self._given_up = self._checking
        self._forget()
        self._recorder.choose(None)
        self._sign_out(why)
        self.locked.emit()

    @Slot(str)
    def read_badge(self, badge: str) -> None:
        self._bridge.run(partial(self._reads.person_of_badge, badge), self._badge_read, self._badge_unknown)

    def _begin(self) -> None:
        self._checking, self._given_up = True, False
        self.checking.emit(True)

    def _end(self) -> bool:
        """Whether what was begun still counts."""
        self._checking = False
        self.checking.emit(False)
        return not self._given_up

    def _forget(self) -> None:
        self._changing, self._first_pin = None, ""

    def _sign_out(self, why: str) -> None:
        self._bridge.run(partial(self._commands.sign_out, why), self._signed_out, self._not_signed_out)

    @Slot(object)
    def _signed_in(self, here: SignedIn) -> None:
        if not self._end():
            self._forget()
            self._recorder.choose(None)
            self._sign_out("left before the PIN was checked")
        elif here.must_change:
            self._changing = here
            self._recorder.choose(None)
            self.must_change.emit(here)
        else:
            self._let_in(here)

    @Slot(object)
    def _changed(self, _: object) -> None:
        here = self._changing
        if self._end() and here is not None:
            self._let_in(here)

    def _let_in(self, here: SignedIn) -> None:
        self._forget()
        staff = StaffRow(here.staff_id, here.name, here.role)
        self._recorder.choose(staff)
        self.opened.emit(staff)

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        if self._changing is None:
            self._first_pin = ""
        if self._end():
            self.refused.emit(str(error))

    @Slot(object)
    def _signed_out(self, _: object) -> None:
        return None

    @Slot(object)
    def _not_signed_out(self, error: Exception) -> None:
        """The desk is locked all the same; only the record does not know it yet."""
        self.refused.emit(str(error))

    @Slot(object)
    def _badge_read(self, staff: StaffRow) -> None:
        self.badge_read.emit(staff)

    @Slot(object)
    def _badge_unknown(self, error: Exception) -> None:
        self.badge_unknown.emit(str(error))
