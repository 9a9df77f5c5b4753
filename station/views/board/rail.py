"""What needs a person, by urgency. What does not fit is counted, never silently cut."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from station.rules.announce import Announcement, announce
from station.rules.permissions import Deed
from station.store.rows import AlertRow, BedRow, BoardSnapshot, PatientRow
from station.views import fonts
from station.views.board.duties import sections_of
from station.views.board.next_due import NextDue
from station.views.board.rail_card import DeskRailCard, RailCard
from station.views.board.rail_list import RailList
from station.views.board.rail_words import entry_of
from station.views.permit import Permit
from station.views.recorder import Recorder
from station.views.theme import Theme
from station.views.ticker import Flash
from station.views.widgets.label import FitText, Role, Text

MakeRailCard = Callable[[Theme, QWidget], RailCard]

NOT_READ: Final = "Not known yet"
_NOTHING: Final = "Nothing needs action"
_NOTHING_THEN: Final = ("Nothing needed action when last read", "Nothing when last read")
_TOUCH: Final = 44
_NEXT_ROWS: Final = 4
"""Rows of "Due next" shown only where at least so many have room."""
_LOWEST: Final = 3.0
"""No card is lower than so many times the size of body type: for more than that leaves room for, none is made."""
_LOT: Final = 6
"""New cards made in one turn on a screen where the cards of the beds have changed as well."""


class Rail(QWidget):
    """The wall's rail: nothing on it can be operated."""

    painted = Signal(object)
    """As of a card."""

    def __init__(self, theme: Theme, make_card: MakeRailCard = RailCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make_card = make_card
        self._base = 17.0
        self._cards: dict[str, RailCard] = {}
        self._announced: tuple[Announcement[AlertRow], ...] = ()
        self._carded: tuple[Announcement[AlertRow], ...] = ()
        self._patients: dict[int, PatientRow] = {}
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None
        self._count = 0
        self._stale = False
        self._shown: tuple[object, ...] | None = None
        self._title = FitText("Needs action", Role.PlaceholderText, self)
        self._nothing = FitText(NOT_READ, Role.WindowText, self)
        self._more = Text("", Role.WindowText, self)
        self._duties = RailList(theme, self)
        self._snapshot: BoardSnapshot | None = None
        self._beds: tuple[BedRow, ...] = ()
        self._places = True
        self._next = NextDue(theme, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._go_on)
        self._more.hide()

    @property
    def flashes(self) -> bool:
        return any(card.flashes for card in self._cards.values())

    @property
    def cards(self) -> list[RailCard]:
        """By urgency, as many as could have room; some of them have none."""
        return [self._cards[one.key] for one in self._carded]

    @property
    def duties(self) -> RailList:
        """What is listed beneath the alerts."""
        return self._duties

    @property
    def overflow(self) -> str:
        """The words for what has no room; empty when all has."""
        return "" if self._more.isHidden() else self._more.text()

    def show_snapshot(
        self, snapshot: BoardSnapshot, beds: tuple[BedRow, ...], zone: ZoneInfo, now: datetime, *, places: bool = True
    ) -> None:
        """`beds` are all places of the board, those of patients without a bed included; `places` as for a face, and
        whether what somebody wrote himself may be read here."""
        shown = (snapshot.alerts, beds, zone, snapshot.unit_tasks, snapshot.hazards, places)
        if shown == self._shown:
            return
        self._shown, self._zone, self._now = shown, zone, now
        self._snapshot, self._beds, self._places = snapshot, beds, places
        self._list_duties(snapshot, now)
        self._announced = announce(snapshot.alerts)
        self._patients = {bed.patient.stay_id: bed.patient for bed in beds if bed.patient is not None}
        self._fill_cards(now)
        self._count = len(snapshot.alerts)
        self._say_title()
        self._next.show_beds(beds, now)
        self._arrange()

    def _fill_cards(self, now: datetime) -> None:
        """Five hundred alerts at once are twenty cards and a count: the rest would be made for nobody to see. Where
        somebody looks on, a few in each turn, the most urgent first: until then the others are counted."""
        wanted = self._announced[: self._most()]
        new = [place for place, one in enumerate(wanted) if one.key not in self._cards]
        in_lots = self.isVisible() and len(new) > _LOT
        self._carded = wanted[: new[_LOT]] if in_lots else wanted
        self._keep_only({one.key for one in self._carded})
        for one in self._carded:
            card = self._cards.get(one.key) or self._make(one.key)
            said = entry_of(one, self._patients, self._zone, now, own_words=self._places)
            card.show_entry(said, one.due_at, now)
        if in_lots:
            self._later.start(0)

    @Slot()
    def _go_on(self) -> None:
        self._arrange()

    def _most(self) -> int:
        return 1 + round(self.height() / (self._base * _LOWEST))

    def tick(self, now: datetime) -> None:
        self._now = now
        for one in self._carded:
            self._cards[one.key].tick(now)
        until = self._duties.until()
        if self._snapshot is not None and until is not None and now >= until and self._list_duties(self._snapshot, now):
            self._arrange()
        self._next.tick(now)

    def flash(self, phase: Flash) -> None:
        for card in self._cards.values():
            card.flash(phase)

    def set_stale(self, *, stale: bool) -> None:
        """Whether the data is old, or nobody looks for what is late: the title then says so."""
        if stale != self._stale:
            self._stale = stale
            self._say_title()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._next.set_theme(theme)
        self._duties.set_theme(theme)
        for card in self._cards.values():
            card.set_theme(theme)
        self.update()

    def set_base(self, pixels: float) -> None:
        self._base = pixels
        self._title.set_font(fonts.pixels(pixels * 0.94, fonts.Weight.DemiBold))
        self._nothing.set_font(fonts.pixels(pixels * 1.08))
        self._more.setFont(fonts.pixels(pixels * 1.08, fonts.Weight.DemiBold))
        self._next.set_base(pixels)
        self._duties.set_base(pixels)
        for card in self._cards.values():
            card.set_base(pixels)
        self._arrange()

    def cut_texts(self) -> list[str]:
        shown = [text for card in self._cards.values() if not card.isHidden() for text in card.cut_texts()]
        shown += self._duties.cut_texts()
        return shown + [
            one.full_text for one in (self._title, self._nothing, self._more) if one.is_cut() and not one.isHidden()
        ]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), self._theme.line)
        painter.end()

    def _say_title(self) -> None:
        count = f" ({self._count})" if self._count else ""
        short = f"As last read{count}" if self._stale else ""
        self._title.say(f"Needs action{count}{', as last read' if self._stale else ''}", short)
        if self._shown is not None:
            self._nothing.say(*(_NOTHING_THEN if self._stale else (_NOTHING,)))

    def _list_duties(self, snapshot: BoardSnapshot, now: datetime) -> bool:
        """True when the list reads otherwise than before."""
        return self._duties.show_sections(sections_of(snapshot, self._beds, self._zone, now, places=self._places))

    def _make(self, key: str) -> RailCard:
        card = self._cards[key] = self._make_card(self._theme, self)
        card.set_base(self._base)
        card.painted.connect(self.painted)
        self._added(card)
        return card

    def _added(self, card: RailCard) -> None:
        """For rails that do more with a new card."""

    def _keep_only(self, keys: set[str]) -> None:
        for gone in set(self._cards) - keys:
            card = self._cards.pop(gone)
            card.hide()
            card.deleteLater()

    def _arrange(self) -> None:
        is_short = len(self._carded) < min(len(self._announced), self._most())
        if self._now is not None and is_short and not self._later.isActive():
            self._fill_cards(self._now)
        margin, line = round(self._base * 1.05), round(self._base * 1.6)
        width = max(1, self.width() - 2 * margin)
        self._title.setGeometry(margin, margin, width, line)
        top = self._arrange_cards(margin, margin + line + margin // 3, width)
        self._nothing.setGeometry(margin, top, width, line)
        self._nothing.setVisible(not self._announced)
        top += line if not self._announced else 0
        top = self._arrange_duties(margin, top, width)
        room = self.height() - top - 2 * margin
        self._next.setVisible(room >= self._base * 1.75 * _NEXT_ROWS and self._more.isHidden())
        self._next.setGeometry(margin, top + margin, width, max(0, room))

    def _arrange_duties(self, left: int, top: int, width: int) -> int:
        """Beneath the alerts, in the room they leave; returns its bottom."""
        if not self._duties.least():
            self._duties.hide()
            return top
        top += self._duties_gap()
        height = self._duties.arrange(width, self.height() - top - self._duties_gap())
        self._duties.setGeometry(left, top, width, height)
        self._duties.show()
        return top + height

    def _duties_gap(self) -> int:
        return round(self._base * 0.45)

    def _arrange_cards(self, left: int, top: int, width: int) -> int:
        gap, line = round(self._base * 0.6), self._more_height()
        cards = self.cards
        room, least = self.height() - top, self._duties.least()
        kept = least + 2 * self._duties_gap() if least else 0
        heights = _heights(cards, width, room, brief=False)
        if kept and sum(heights) + gap * len(heights) + self._duties.wanted(width) + 2 * self._duties_gap() > room:
            heights = _heights(cards, width, room, brief=True)
        shown = _fitting(heights, room - kept, gap, line)
        for place, card in enumerate(cards):
            card.setVisible(place < shown)
            if place < shown:
                card.setGeometry(left, top, width, heights[place])
                top += heights[place] + gap
        hidden = sum(len(one.alerts) for one in self._announced[shown:])
        self._show_more(hidden, QRect(left, top, width, line))
        return top + (line if hidden else 0)

    def _more_height(self) -> int:
        """Of the line that counts the rest, in pixels."""
        return round(self._base * 1.6)

    def _show_more(self, hidden: int, place: QRect) -> None:
        """Count what has no room."""
        self._more.say(f"and {hidden} more")
        self._more.setVisible(hidden > 0)
        self._more.setGeometry(place)


class DeskRail(Rail):
    """The desk's rail, where an alert can be accepted, and the count of the rest opens the whole list."""

    accept_requested = Signal(object)
    """tuple[int, ...]: the alerts' ids."""
    list_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, DeskRailCard, parent)
        self._recorder: Recorder | None = None
        self.more_button = QPushButton(self)
        self.more_button.hide()
        self.more_button.clicked.connect(self.list_requested)
        self.all_button = QPushButton("All ›", self)
        self.all_button.setFlat(True)
        self.all_button.setToolTip("All alerts, and the history")
        self.all_button.setAccessibleName("All alerts, and the history")
        self.all_button.clicked.connect(self.list_requested)

    @override
    def set_base(self, pixels: float) -> None:
        self.more_button.setFont(fonts.pixels(pixels, fonts.Weight.DemiBold))
        self.all_button.setFont(fonts.pixels(pixels * 0.94, fonts.Weight.DemiBold))
        super().set_base(pixels)

    @override
    def _arrange(self) -> None:
        """The way to all of them stands at the end of the title's line, as high as a finger."""
        super()._arrange()
        side = max(_TOUCH, round(self._base * 2.4))
        width = max(_TOUCH, self.all_button.sizeHint().width())
        middle = round(self._base * 1.05) + round(self._base * 0.8)
        left = self.width() - width - round(self._base * 0.5)
        self.all_button.setGeometry(left, middle - side // 2, width, side)
        self._title.resize(max(1, left - self._title.x()), self._title.height())

    @override
    def _more_height(self) -> int:
        return max(self.more_button.sizeHint().height(), round(self._base * 2.0))

    @override
    def _show_more(self, hidden: int, place: QRect) -> None:
        super()._show_more(hidden, place)
        words = self._more.text()
        self.more_button.setText(words)
        self.more_button.setAccessibleName(f"{words}: show everything that needs action")
        self.more_button.setGeometry(place)
        self.more_button.setVisible(hidden > 0)
        self.more_button.raise_()

    @override
    def _added(self, card: RailCard) -> None:
        if isinstance(card, DeskRailCard):
            card.accept_requested.connect(self.accept_requested)
            if self._recorder is not None:
                Permit(card.button, self._recorder, Deed.ACCEPT_ALERT)

    def go_by(self, recorder: Recorder) -> None:
        """Who is at the desk, and so what may be accepted; before anything is shown."""
        self._recorder = recorder


def _heights(cards: list[RailCard], width: int, room: int, *, brief: bool) -> list[int]:
    """Laid out for this width; those after the first without room are not laid out and count as too high."""
    heights: list[int] = []
    for card in cards:
        heights.append(card.arrange(width, brief=brief) if sum(heights) <= room else room + 1)
    return heights


def _fitting(heights: list[int], room: int, gap: int, line: int) -> int:
    """How many from the top fit into `room`, leaving a line to count the rest."""
    taken = 0
    for place, height in enumerate(heights):
        last = place == len(heights) - 1
        if taken + height + (0 if last else gap + line) > room:
            return place
        taken += height + gap
    return len(heights)
