"""The card on which somebody signs in: who, then the PIN; and a PIN of his own where his was set by another."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from station.rules.pins import SHORTEST
from station.store.rows import StaffRow
from station.store.rows.people import SignedIn
from station.views.panel.controls import button, label, restyle
from station.views.signing.door import Door
from station.views.signing.people_list import PeopleList
from station.views.signing.pin_pad import TOO_SHORT, PinPad, hint, what_is_wrong

WHO = "Tap your name or type it, or scan your badge."
CHECKING = "Checking…"
NO_PIN = (
    "The record is away, so no PIN can be checked. What you enter is kept under your name, and waits until somebody "
    "has confirmed it."
)
WITHOUT = "Go on without PIN"
OWN = "Choose a PIN of your own, 4 to 8 digits: the one you have was set by somebody else."
AGAIN = "Type it once more."
AWAY = "Nobody can sign in until the record is back. Cancel goes back to where you were."


class SignInCard(QFrame):
    """Says to the door what was typed, and shows what the door says. Never the PIN."""

    closed = Signal()
    """Given up."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.setObjectName("doorcard")
        self._door = door
        self._away = False
        self._person: StaffRow | None = None
        self._own: SignedIn | None = None
        self._once = ""
        self._asks_pin = True
        self.people = PeopleList()
        self.title = label("", scale=1.35, weight=QFont.Weight.Bold)
        self.close_button = button("Cancel", tip="Esc")
        self.name = label("", scale=1.15, weight=QFont.Weight.DemiBold)
        self.name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.asks = hint()
        self.pad = PinPad()
        self.without = button(WITHOUT, "primary")
        self.said = label("")
        self.said.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.note = label("", tone="muted", scale=0.93)
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.people, 1)
        left.addWidget(self.note)
        for one in (self.name, self.asks, self.pad, self.without, self.said):
            right.addWidget(one)
        right.addStretch(1)
        self.asks.setMinimumHeight(self.asks.fontMetrics().lineSpacing() * 2)
        self.said.setMinimumHeight(self.said.fontMetrics().lineSpacing() * 3)
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addLayout(left, 10)
        across.addLayout(right, 11)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(across, 1)

    def _connect(self) -> None:
        self.people.chosen.connect(self.choose)
        self.pad.entered.connect(self._entered)
        self.without.clicked.connect(self._go_without)
        self.close_button.clicked.connect(self.close_card)
        self._door.checking.connect(self._show_checking)
        self._door.refused.connect(self._show_refusal)
        self._door.must_change.connect(self._ask_for_own)

    @property
    def person(self) -> StaffRow | None:
        """Whose PIN is asked for."""
        return self._person

    def show_people(self, staff: Sequence[StaffRow], lately: Sequence[int]) -> None:
        self.people.show_people(staff, lately)

    def set_note(self, words: str) -> None:
        """A line beneath the list: how a demo is entered."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def set_away(self, *, away: bool, by_name: bool = False) -> None:
        """The record cannot be reached: no PIN can be checked, which stands where it would be asked for.

        `by_name`: then a name is chosen, and no more.
        """
        self._away = away and not by_name
        self.asks.setText(self._question())
        self.pad.setAccessibleDescription(f"{self.name.text()}. {self.asks.text()}")
        if self._asks_pin is (away and by_name) and not self._door.is_checking:
            self._asks_pin = not self._asks_pin
            self._show_state()

    def begin(self) -> None:
        """Nobody is chosen, nothing is typed."""
        self._person, self._own, self._once = None, None, ""
        self.people.clear()
        self.say("")
        self._show_state()
        self.people.search.setFocus()

    def ask(self, person: StaffRow) -> None:
        """Whose badge was scanned: straight to his PIN; whatever name was looked for before is forgotten."""
        if not self._door.is_checking:
            self.begin()
            self.choose(person)

    @Slot(object)
    def choose(self, person: StaffRow) -> None:
        """Straight to this person's PIN."""
        if self._door.is_checking:
            return
        self._person, self._own, self._once = person, None, ""
        self.people.show_chosen(person)
        self.say("")
        self._show_state()
        (self.pad if self._asks_pin else self.without).setFocus()

    def say(self, sentence: str) -> None:
        self.said.setText(sentence)
        restyle(self.said, "tone", "muted" if sentence == CHECKING else "")
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    @Slot()
    def close_card(self) -> None:
        """Not while a PIN is being checked: it would be known in a moment."""
        if not self._door.is_checking:
            self._door.give_up()
            self.pad.clear()
            self.closed.emit()

    def _show_state(self) -> None:
        person = self._person
        self.title.setText("Sign in" if self._asks_pin else "Choose your name")
        self.pad.clear()
        self.pad.setEnabled(person is not None)
        self.pad.setVisible(self._asks_pin)
        self.without.setVisible(not self._asks_pin)
        self.without.setEnabled(person is not None)
        self.people.setEnabled(self._own is None)
        self.name.setText(f"{person.name} · {person.role.value}" if person else "")
        self.asks.setText(self._question())
        self.pad.setAccessibleDescription(f"{self.name.text()}. {self.asks.text()}")

    def _question(self) -> str:
        if self._away:
            return AWAY
        if not self._asks_pin:
            return NO_PIN
        if self._person is None:
            return WHO
        if self._own is None:
            return "Your PIN, then Enter"
        return AGAIN if self._once else OWN

    @Slot(str)
    def _entered(self, pin: str) -> None:
        if self._person is None or self._door.is_checking:
            return
        if len(pin) < SHORTEST:
            self.say(TOO_SHORT)
        elif self._own is None:
            self._door.sign_in(self._person.id, pin)
        elif not self._once:
            self._once = pin
            self.say("")
            self._show_state()
        else:
            self._choose_own(pin)

    @Slot()
    def _go_without(self) -> None:
        if self._person is not None and not self._door.is_checking:
            self._door.sign_in(self._person.id, "")

    def _choose_own(self, again: str) -> None:
        pin, self._once = self._once, ""
        wrong = what_is_wrong(pin, again)
        self._show_state()
        if wrong:
            self.say(wrong)
        else:
            self._door.choose_pin(pin)

    @Slot(bool)
    def _show_checking(self, checking: bool) -> None:
        self.pad.setEnabled(not checking and self._person is not None)
        self.people.setEnabled(not checking and self._own is None)
        self.close_button.setEnabled(not checking)
        if checking:
            self.say(CHECKING)
        else:
            self.say("")
            self.pad.setFocus()

    @Slot(str)
    def _show_refusal(self, sentence: str) -> None:
        self.say(sentence)

    @Slot(object)
    def _ask_for_own(self, here: SignedIn) -> None:
        self._own, self._once = here, ""
        self._person = StaffRow(here.staff_id, here.name, here.role)
        self._show_state()
        self.pad.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits typed anywhere but in the list go to the pad, once somebody is chosen."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)
