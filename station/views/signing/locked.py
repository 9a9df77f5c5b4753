"""A desk while nobody is signed in: the wall's board, and across its foot a quiet bar to sign in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from station.store.rows import BoardSnapshot, StaffRow
from station.views import icons
from station.views.board.health import Health
from station.views.board.page import WallPage
from station.views.dress import sheet
from station.views.panel.controls import button, label
from station.views.signing.administrator import AdministratorCard
from station.views.signing.card import SignInCard
from station.views.theme import Theme
from station.views.ticker import Flash
from station.views.widgets.states import State

LOCKED: Final = "This desk is locked. Sign in, or scan your badge."
LOCKED_BY_NAME: Final = "This desk is locked. The record is away: go on under your name, without a PIN."
LOCKED_AWAY: Final = "This desk is locked. Nobody can sign in until the record is back."
SWITCHING: Final = "Somebody else signs in here now."
DEMO_NOTE: Final = "Demo: everybody's PIN is {pin}."
_LETTERS_WIDE: Final = 92
_MARGIN: Final = 12
_ICON: Final = 22


class LockedView(QWidget):
    """Shows what a wall shows, to whoever stands there; alerts and their flashing too. Nothing here changes anything.

    It keeps what it is told and draws it only while it is seen.
    """

    flash_wanted = Signal(bool)
    """Something on the board must flash, and is seen: for the ticker."""
    given_up = Signal()
    """The card was closed without anybody having signed in."""

    def __init__(self, card: SignInCard, first: AdministratorCard, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Locked desk")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._snapshot: BoardSnapshot | None = None
        self._health = Health()
        self._now: datetime | None = None
        self._away = self._by_name = False
        self.board = WallPage(theme, self)
        self.board.setCursor(Qt.CursorShape.ArrowCursor)
        self.card, self.first = card, first
        self.bar = QFrame()
        self.bar.setObjectName("lockbar")
        self._icon = QLabel()
        self.says = label(LOCKED)
        self.sign_in = button("Sign in", "primary", tip="Enter")
        self._lay_out()
        self.sign_in.clicked.connect(self.open_card)
        self.card.closed.connect(self.close_card)
        self.board.flash_wanted.connect(self._flash_changed)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self.says, 1)
        row.addWidget(self.sign_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.board, 1)
        column.addWidget(self.bar)
        for one in (self.card, self.first):
            one.setParent(self)
            one.hide()

    # What it is told

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot
        if self.isVisible():
            self.board.show_snapshot(snapshot)

    @Slot(object)
    def set_health(self, health: Health) -> None:
        self._health = health
        if self.isVisible():
            self.board.set_health(health)

    @Slot(object)
    def tick(self, now: datetime) -> None:
        self._now = now
        if self.isVisible():
            self.board.tick(now)

    @Slot(object)
    def flash(self, phase: Flash) -> None:
        if self.isVisible():
            self.board.flash(phase)

    def show_state(self, state: State) -> None:
        self.board.show_state(state)

    def set_away(self, *, away: bool, by_name: bool = False) -> None:
        """Whether the record cannot be reached, and so no PIN can be checked: said before anybody tries. `by_name`:
        whether a name will do."""
        if (away, by_name) != (self._away, self._by_name):
            self._away, self._by_name = away, by_name
            self.card.set_away(away=away, by_name=by_name)
            self.says.setText(self._usual())
            self.sign_in.setText("Choose your name" if away and by_name else "Sign in")

    def _usual(self) -> str:
        if not self._away:
            return LOCKED
        return LOCKED_BY_NAME if self._by_name else LOCKED_AWAY

    def show_people(self, staff: Sequence[StaffRow], lately: Sequence[int]) -> None:
        self.card.show_people(staff, lately)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.board.set_theme(theme)
        for one in (self.bar, self.card, self.first):
            one.setStyleSheet(sheet(theme))
        self._icon.setPixmap(icons.pixmap("lock", theme.muted, _ICON, ratio=self.devicePixelRatioF()))

    # Signing in

    @property
    def is_open(self) -> bool:
        """Whether the card stands on the board."""
        return not self.card.isHidden() or not self.first.isHidden()

    @Slot()
    def open_card(self) -> None:
        """Ask who it is."""
        if self.first.isHidden():
            self._show_card()
            self.card.begin()

    def ask_pin(self, person: StaffRow) -> None:
        """Ask straight for this person's PIN."""
        if self.first.isHidden():
            self._show_card()
            self.card.ask(person)

    def ask_first_administrator(self) -> None:
        """Nobody can sign in yet."""
        self.card.hide()
        self.first.show()
        self.first.raise_()
        self._place()
        self.sign_in.setEnabled(False)
        self.first.fields.name.editor.setFocus()

    def shut(self) -> None:
        """No card, nothing typed."""
        for one in (self.card, self.first):
            one.hide()
        self.sign_in.setEnabled(True)
        self.say("")
        if self.isVisible():
            self.sign_in.setFocus()

    @Slot()
    def close_card(self) -> None:
        self.shut()
        self.given_up.emit()

    def say(self, sentence: str) -> None:
        """On the card where it is open, else in the bar."""
        if not self.card.isHidden():
            self.card.say(sentence)
        self.says.setText(sentence or self._usual())

    def _show_card(self) -> None:
        self.says.setText(self._usual())
        self.card.show()
        self.card.raise_()
        self._place()

    def _place(self) -> None:
        """Over the cards of the beds: what needs action stays in sight."""
        room = QRect(0, 0, max(self.board.rail.x(), self.width() // 2), self.height() - self.bar.height())
        room.adjust(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        for one in (self.card, self.first):
            wide = min(room.width(), self.fontMetrics().averageCharWidth() * _LETTERS_WIDE)
            wide = max(wide, min(one.minimumSizeHint().width(), room.width()))
            high = min(room.height(), max(one.sizeHint().height(), one.minimumSizeHint().height()))
            place = QRect(0, 0, wide, high)
            place.moveCenter(room.center())
            one.setGeometry(place)

    @Slot(bool)
    def _flash_changed(self, wanted: bool) -> None:
        self.flash_wanted.emit(wanted and self.isVisible())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, or the first letter of a name, begins to sign in."""
        typed = event.text()
        if self.is_open or not (
            (typed and typed.isprintable()) or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            super().keyPressEvent(event)
            return
        self.open_card()
        if typed.isprintable():
            self.card.people.search.insert(typed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Bring the board up to what is known by now."""
        super().showEvent(event)
        if self._snapshot is not None:
            self.board.show_snapshot(self._snapshot)
        self.board.set_health(self._health)
        if self._now is not None:
            self.board.tick(self._now)
        self.flash_wanted.emit(self.board.flashing)


def close_popups(window: QWidget) -> None:
    """Menus, lists and dialogs that stand open over a window."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
