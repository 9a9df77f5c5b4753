"""All cards in their places. Cards are kept by bed; a refresh touches only those that changed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.models.enums import Stage
from station.store.rows import BedRow
from station.views.board.away import is_awol
from station.views.board.card import Card, CardLook, Marks
from station.views.board.desk_card import DeskCard
from station.views.board.face import last_moment, stage_on_card
from station.views.board.layout import GridPlan, Needs, plan_grid
from station.views.board.parts import CardType
from station.views.board.ruler import Ruler
from station.views.ticker import Flash

MakeCard = Callable[[CardLook, QWidget], Card]

_LOT: Final = 20
"""Cards that change in one turn on a screen: to work out and draw one takes a millisecond; there may be sixty."""

_STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Order(Enum):
    """How cards stand. Bed order is the default: staff learn them by position."""

    BED = "bed"
    URGENCY = "urgency"


class BoardGrid(QWidget):
    """Cards for beds, as large as fit without scrolling."""

    painted = Signal(object)
    """As of a card."""

    def __init__(self, look: CardLook, make_card: MakeCard = Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._make_card = make_card
        self._cards: dict[int, Card] = {}
        self._beds: tuple[BedRow, ...] = ()
        self._accepted: frozenset[int] = frozenset()
        self._worn: Mapping[int, Marks] = {}
        self._zone = ZoneInfo("UTC")
        self._now = datetime.min.replace(tzinfo=UTC)
        self._waiting: list[BedRow] = []
        """Read, and not yet shown."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._go_on)
        self._order = Order.BED
        self._places: list[int] = []
        self._smallest = 11.0
        self._taken = 0
        self._is_arranged = False
        self._ruler = Ruler()
        self._needs: Needs | None = None
        self._plan: GridPlan | None = None

    @property
    def cards(self) -> Mapping[int, Card]:
        """By bed id."""
        return self._cards

    @property
    def plan(self) -> GridPlan | None:
        return self._plan

    @property
    def flashes(self) -> bool:
        return any(card.flashes for card in self._cards.values())

    def in_place(self) -> list[Card]:
        """The cards as they stand, row by row."""
        return [self._cards[bed_id] for bed_id in self._places]

    def show_beds(
        self,
        beds: tuple[BedRow, ...],
        zone: ZoneInfo,
        now: datetime,
        *,
        accepted: frozenset[int],
        worn: Mapping[int, Marks] | None = None,
    ) -> list[Card]:
        """Show these beds; `accepted` are the stays whose alerts somebody has, `worn` the alerts of checks by stay;
        None: as they were.

        Returns the cards that changed. Where somebody looks on and very many change at once, the rest follow in turns
        of their own, so that the window never stands still for all of them; unless all are laid out anew.
        """
        same_beds = [bed.bed_id for bed in beds] == [bed.bed_id for bed in self._beds]
        self._beds, self._zone, self._now, self._accepted = beds, zone, now, accepted
        self._worn = self._worn if worn is None else worn
        if not same_beds:
            self._keep_only({bed.bed_id for bed in beds})
        self._waiting = list(beds)
        in_turns = same_beds and self.isVisible() and self._measured() == self._needs
        changed = self._show_waiting(_LOT if in_turns else len(beds))
        if changed or not same_beds:
            self._sort(now)
            self._measure()
        return changed

    def _show_waiting(self, most: int) -> list[Card]:
        """Until so many have changed."""
        changed: list[Card] = []
        while self._waiting and len(changed) < most:
            card = self._show_bed(self._waiting.pop(0))
            changed += [] if card is None else [card]
        if self._waiting:
            self._later.start(0)
        return changed

    @Slot()
    def _go_on(self) -> None:
        self._show_waiting(_LOT)

    def tick(self, now: datetime) -> None:
        self._now = now
        for card in self._cards.values():
            card.tick(now)
        if self._order is Order.URGENCY:
            self._sort(now)

    def flash(self, phase: Flash) -> None:
        for card in self._cards.values():
            card.flash(phase)

    @property
    def order(self) -> Order:
        return self._order

    def set_order(self, order: Order, now: datetime | None) -> None:
        """`now` is None before anything has been read."""
        self._order = order
        if now is not None:
            self._sort(now)

    def set_room(self, room: QRect, *, smallest: float, taken: int) -> None:
        """Take this room. `smallest` is the smallest type that may be used on a card, in pixels; `taken` how much of
        the usual height a banner takes now: cards keep their places under it.
        """
        same_room = room == self.geometry()
        changed = (smallest, taken) != (self._smallest, self._taken)
        self._smallest, self._taken = smallest, taken
        self.setGeometry(room)
        if changed and same_room:
            self._arrange()

    def set_look(self, look: CardLook, now: datetime) -> None:
        if look != self._look:
            self._look = look
            for card in self._cards.values():
                card.set_look(look, now)
            self._measure()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_arranged:
            self._arrange()

    def _show_bed(self, bed: BedRow) -> Card | None:
        card = self._cards.get(bed.bed_id)
        if card is None:
            card = self._cards[bed.bed_id] = self._make_card(self._look, self)
            card.painted.connect(self.painted)
            self._added(card)
            card.show()
        stay_id = None if bed.patient is None else bed.patient.stay_id
        is_other = card.show_bed(bed, self._zone, self._now, accepted=stay_id in self._accepted)
        worn = () if stay_id is None else self._worn.get(stay_id, ())
        return card if card.wear(worn, self._now) or is_other else None

    def _added(self, card: Card) -> None:
        """For boards that do more with a new card."""

    def _keep_only(self, bed_ids: set[int]) -> None:
        for gone in set(self._cards) - bed_ids:
            card = self._cards.pop(gone)
            card.hide()
            card.deleteLater()
            self._places = []

    def _sort(self, now: datetime) -> None:
        beds: Iterable[BedRow] = self._beds
        if self._order is Order.URGENCY:
            beds = sorted(self._beds, key=lambda bed: _urgency(bed, now))
        places = [bed.bed_id for bed in beds]
        if places != self._places:
            self._places = places
            self._arrange()

    def _measured(self) -> Needs:
        return self._ruler.measure(self._beds, precautions=self._look.precautions)

    def _measure(self) -> None:
        needs = self._measured()
        if needs != self._needs:
            self._needs = needs
            self._arrange()

    def _arrange(self) -> None:
        """Lay the cards out, unless nobody sees them: then when they are shown."""
        self._is_arranged = self.isVisible()
        if not self._is_arranged or not self._places or self._needs is None:
            return
        plan = plan_grid(
            len(self._places),
            self.width(),
            self.height(),
            self._needs,
            smallest=self._smallest,
            full_height=self.height() + self._taken,
        )
        self._plan = plan
        kind = CardType.of(plan.card)
        for place, card in enumerate(self.in_place()):
            row, column = divmod(place, plan.columns)
            left, top = column * (plan.card.width + plan.gap), row * (plan.card.height + plan.gap)
            card.setGeometry(left, top, plan.card.width, plan.card.height)
            card.set_plan(plan.card, kind)


class DeskGrid(BoardGrid):
    """The grid of the desk: one card has the focus, arrow keys move it, Enter opens."""

    bed_activated = Signal(int)
    page_wanted = Signal(int)
    """Stay id."""

    def __init__(self, look: CardLook, parent: QWidget | None = None) -> None:
        super().__init__(look, DeskCard, parent)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_focus(*step)

    def move_focus(self, right: int, down: int) -> None:
        """Move the focus by this many places; it stays where there is no card."""
        places = self._desk_cards()
        at = next((place for place, card in enumerate(places) if card.button.hasFocus()), None)
        if at is None or self._plan is None:
            target = 0
        else:
            columns = self._plan.columns
            column = at % columns + right
            target = at + right + down * columns if 0 <= column < columns else at
        if 0 <= target < len(places):
            self._focus(places, target)

    def focus_bed(self, bed_id: int) -> None:
        """Give the focus to this bed's card; nothing happens when there is none."""
        places = self._desk_cards()
        at = next((place for place, card in enumerate(places) if card.bed and card.bed.bed_id == bed_id), None)
        if at is not None:
            self._focus(places, at)

    @override
    def _sort(self, now: datetime) -> None:
        super()._sort(now)
        places = self._desk_cards()
        if places and not any(card.button.focusPolicy() == Qt.FocusPolicy.StrongFocus for card in places):
            places[0].button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def _added(self, card: Card) -> None:
        if isinstance(card, DeskCard):
            card.activated.connect(self.bed_activated)
            card.page_wanted.connect(self.page_wanted)

    def _desk_cards(self) -> list[DeskCard]:
        return [card for card in self.in_place() if isinstance(card, DeskCard)]

    def _focus(self, places: list[DeskCard], target: int) -> None:
        """Only the card with the focus is a stop of the Tab key; the arrows reach the others."""
        for card in places:
            card.button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button = places[target].button
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setFocus(Qt.FocusReason.OtherFocusReason)


def _urgency(bed: BedRow, now: datetime) -> tuple[int, float]:
    """AWOL first, then by stage and nearness to the lapse; last those off the unit in time, and empty beds."""
    if bed.patient is None:
        return 9, 0.0
    patient, stage = bed.patient, stage_on_card(bed.patient, now)
    if patient.away is not None and stage is Stage.OK:
        return 8, (patient.check.due_at - now).total_seconds()
    left = (patient.check.lapsed_at - now).total_seconds()
    whole = max(1.0, (patient.check.lapsed_at - last_moment(patient)).total_seconds())
    return -4 if is_awol(patient.away) else -stage.rank, left / whole
