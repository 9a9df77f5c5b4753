"""The board as a page: header, cards, rail and footer over one snapshot and one `now`."""

from datetime import datetime
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.models.enums import AlertState, TaskKind
from station.rules import wording
from station.store.rows import AlertRow, BedRow, BoardSnapshot
from station.views.board import health as words
from station.views.board.card import CardLook, Marks
from station.views.board.face import ON_CARD
from station.views.board.footer import DeskFooter, Footer
from station.views.board.grid import BoardGrid, DeskGrid, Order
from station.views.board.header import Header
from station.views.board.health import Health
from station.views.board.places import places_of
from station.views.board.rail import DeskRail, Rail
from station.views.recorder import Recorder
from station.views.theme import Theme
from station.views.ticker import Flash
from station.views.widgets.banner import Banner, BannerTone
from station.views.widgets.states import LOADING, State, StatePanel, empty

NO_BEDS: Final = empty("No beds yet", "Name the unit's beds at the desk, or import a census.")
_SMALLEST_BASE: Final = 10.0
_WALL_GROWTH: Final = 1.12
"""The wall is read from across the room."""


class Mode(Enum):
    WALL = "wall"
    DESK = "desk"


class BoardPage(QWidget):
    """What both the wall and the desk see. It reads no clock: `show_snapshot`, `set_health` and `tick` move it."""

    flash_wanted = Signal(bool)
    """Something must flash, or nothing any more: for the ticker."""

    painted = Signal(object)
    """tuple[tuple[int, ...], Priority]: these alerts have just been drawn, first or at another priority."""

    def __init__(self, theme: Theme, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mode = mode
        self._snapshot: BoardSnapshot | None = None
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None
        self._health = Health()
        self._stale = False
        self._flashing = False
        self._is_warned = False
        self._make_parts()
        self._show_body(LOADING)
        self.setAccessibleName("Board")

    @property
    def snapshot(self) -> BoardSnapshot | None:
        return self._snapshot

    @property
    def grid(self) -> BoardGrid:
        return self._grid

    @property
    def rail(self) -> Rail:
        return self._rail

    @property
    def banners(self) -> tuple[str, ...]:
        """What stands across the window now."""
        return tuple(one.says for one in (self._stopped, self._old) if not one.isHidden())

    @property
    def flashing(self) -> bool:
        return self._flashing

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        """Show what was read; only what differs from before is touched."""
        if snapshot.unit.zone != self._zone.key:
            self._zone = ZoneInfo(snapshot.unit.zone)
        self._snapshot = snapshot
        now = self._now = max(self._now, snapshot.read_at) if self._now else snapshot.read_at
        beds = places_of(snapshot)
        if not beds:
            self._show_body(NO_BEDS)
        else:
            self._show_body(None)
            self._show_beds(beds, now)
        self._header.show_snapshot(snapshot, self._zone, now)
        self._footer.show_snapshot(snapshot, self._zone, now)
        self._rail.show_snapshot(snapshot, beds, self._zone, now, places=self._look().precautions)
        self._show_truth(now)

    def show_state(self, state: State) -> None:
        """Show a sentence in place of the cards: reading, an error and what to do."""
        self._show_body(state)

    @Slot(object)
    def tick(self, now: datetime) -> None:
        """The clock's second has changed (`now` aware)."""
        self._now = now
        if self._snapshot is not None:
            self._grid.tick(now)
            self._rail.tick(now)
        self._header.tick(now)
        self._footer.tick(now)
        self._show_truth(now)

    @Slot(object)
    def flash(self, phase: Flash) -> None:
        """The ticker's step for what flashes."""
        self._grid.flash(phase)
        self._rail.flash(phase)

    @Slot(object)
    def set_health(self, health: Health) -> None:
        """What the program knows about itself now."""
        self._health = health
        self._header.set_health(health, self._now)
        self._footer.set_health(health, self._now)
        self._show_truth(self._now)

    def leave_warning_to_the_window(self) -> None:
        """That nobody watches stands across the whole window, beside and above this page."""
        self._is_warned = True

    def set_order(self, order: Order) -> None:
        """How the cards stand, from now on."""
        self._grid.set_order(order, self._now)

    def set_theme(self, theme: Theme) -> None:
        """Another look, at once. The application's palette is the caller's to change (`theme.apply`)."""
        self._theme = theme
        for part in (self._header, self._footer, self._rail, self._stopped, self._old, self._state):
            part.set_theme(theme)
        if self._now is not None:
            self._grid.set_look(self._look(), self._now)
        self.update()

    def cut_texts(self) -> list[str]:
        """Every text that is lost for want of room at the present size. Empty is what it should be."""
        bars: list[Banner] = [one for one in (self._stopped, self._old) if not one.isHidden()]
        around = [text for part in (self._header, self._footer, self._rail) for text in part.cut_texts()]
        on_cards = [text for card in self._grid.cards.values() for text in card.cut_texts()]
        return [*around, *(text for bar in bars for text in bar.cut_texts()), *on_cards]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def _make_parts(self) -> None:
        theme = self._theme
        self._header = Header(theme, self)
        self._footer = self._make_footer()
        self._stopped = Banner(theme, BannerTone.HIGH, self)
        self._old = Banner(theme, BannerTone.MEDIUM, self)
        self._state = StatePanel(theme, self)
        self._grid = self._make_grid()
        self._rail = self._make_rail()
        for part in (self._grid, self._rail):
            part.painted.connect(self.painted)

    def _make_grid(self) -> BoardGrid:
        return BoardGrid(self._look(), parent=self)

    def _make_rail(self) -> Rail:
        return Rail(self._theme, parent=self)

    def _make_footer(self) -> Footer:
        return Footer(self._theme, self)

    def _look(self) -> CardLook:
        on_wall = self._snapshot is not None and self._snapshot.show_precautions_on_wall
        return CardLook(self._theme, precautions=self._mode is Mode.DESK or on_wall, stale=self._stale)

    def _show_beds(self, beds: tuple[BedRow, ...], now: datetime) -> None:
        if self._snapshot is None:
            return
        self._grid.set_look(self._look(), now)
        alerts = self._snapshot.alerts
        self._grid.show_beds(beds, self._zone, now, accepted=_accepted(alerts), worn=_worn(alerts))

    def _show_body(self, state: State | None) -> None:
        """Either a state in words or the cards."""
        if state is not None:
            self._state.show_state(state)
        self._state.setVisible(state is not None)
        self._grid.setVisible(state is None)

    def _show_truth(self, now: datetime | None) -> None:
        """What the board must say about itself, and whether anything flashes."""
        headline = "" if self._is_warned else words.stopped_headline(self._health, self._zone)
        self._stopped.say(headline, words.stopped_detail(self._health))
        self._show_age(now)
        flashing = not self._grid.isHidden() and (self._grid.flashes or self._rail.flashes)
        if flashing != self._flashing:
            self._flashing = flashing
            self.flash_wanted.emit(flashing)
        if (self._stopped.isHidden(), self._old.isHidden()) != self._arranged_for:
            self._arrange()

    def _show_age(self, now: datetime | None) -> None:
        snapshot = self._snapshot
        stale = snapshot is not None and now is not None and words.is_stale(snapshot, self._health, now)
        if snapshot is not None and now is not None and stale:
            read = words.data_at(snapshot, self._health)
            headline = words.age_words(now - read).upper().replace(" S ", " s ")
            at = wording.clock_seconds(read, self._zone)
            self._old.say(headline, f"Last read {at}. Checks made since then are not shown here.")
        elif self._health.monitoring is not False and self._health.sentence and self._health.away is None:
            first, stop, rest = self._health.sentence.partition(". ")
            self._old.say(f"{first}{stop}".rstrip(), rest)
        else:
            self._old.say("")
        if now is not None and stale != self._stale:
            self._stale = stale
            self._grid.set_look(self._look(), now)
        self._rail.set_stale(stale=stale or words.is_unwatched(self._health))

    # Places

    _arranged_for = (True, True)

    def _arrange(self) -> None:
        base = self._base()
        for part in (self._header, self._footer, self._rail, self._stopped, self._old, self._state):
            part.set_base(base)
        self._arranged_for = (self._stopped.isHidden(), self._old.isHidden())
        width, top = self.width(), 0
        for banner in (self._stopped, self._old):
            banner.setGeometry(0, top, width, banner.height())
            top += 0 if banner.isHidden() else banner.height()
        self._header.setGeometry(0, top, width, self._header.height())
        top += self._header.height()
        bottom = self.height() - self._footer.height()
        self._footer.setGeometry(0, bottom, width, self._footer.height())
        rail, margin = self._rail_width(base), round(base * 0.8)
        self._rail.setGeometry(width - rail, top, rail, bottom - top)
        body = QRect(margin, top + margin, width - rail - 2 * margin, bottom - top - 2 * margin)
        taken = top - self._header.height()
        self._grid.set_room(body, smallest=max(_SMALLEST_BASE, base * 0.78), taken=taken)
        self._state.setGeometry(body)

    def _base(self) -> float:
        """The size of body type: it grows with the window and never falls under what the desk's font allows."""
        grown = min(self.height() / 63.0, self.width() / 98.0)
        least = max(_SMALLEST_BASE, QFontMetricsF(self.font()).height() * 0.62)
        return max(least, grown * (_WALL_GROWTH if self._mode is Mode.WALL else 1.0))

    def _rail_width(self, base: float) -> int:
        return round(min(max(self.width() * 0.193, base * 17.5), self.width() * 0.3))


class WallPage(BoardPage):
    """The wall: read by everyone, operated by no one. It holds no widget that can be operated."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Mode.WALL, parent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class DeskPage(BoardPage):
    """The desk's board: a card opens its bed, an alert can be accepted."""

    bed_activated = Signal(int)
    """The bed's id; of a patient without a bed, the negative of his stay's id."""
    page_wanted = Signal(int)
    """Stay id: the page of this patient."""
    accept_requested = Signal(object)
    """tuple[int, ...]: the alerts' ids."""
    alerts_requested = Signal()
    """Show everything that needs action, also what the rail has no room for."""
    watchers_requested = Signal()
    """Show who watches."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Mode.DESK, parent)

    def go_by(self, recorder: Recorder) -> None:
        """Who is at the desk, and so what he may accept; before anything is shown."""
        if isinstance(self._rail, DeskRail):
            self._rail.go_by(recorder)

    def focus_bed(self, bed_id: int) -> None:
        """Give the focus to this bed's card."""
        if isinstance(self._grid, DeskGrid):
            self._grid.focus_bed(bed_id)

    @override
    def _make_grid(self) -> BoardGrid:
        grid = DeskGrid(self._look(), self)
        grid.bed_activated.connect(self.bed_activated)
        grid.page_wanted.connect(self.page_wanted)
        return grid

    @override
    def _make_rail(self) -> Rail:
        rail = DeskRail(self._theme, self)
        rail.accept_requested.connect(self.accept_requested)
        rail.list_requested.connect(self.alerts_requested)
        return rail

    @override
    def _make_footer(self) -> Footer:
        footer = DeskFooter(self._theme, self)
        footer.watchers_requested.connect(self.watchers_requested)
        return footer


def _worn(alerts: tuple[AlertRow, ...]) -> dict[int, Marks]:
    """The alerts of checks, which a card shows by its stage, by stay."""
    worn: dict[int, Marks] = {}
    for alert in alerts:
        if alert.kind == TaskKind.CHECK and alert.stay_id is not None:
            worn[alert.stay_id] = (*worn.get(alert.stay_id, ()), (alert.id, alert.priority))
    return worn


def _accepted(alerts: tuple[AlertRow, ...]) -> frozenset[int]:
    """The stays all of whose alerts somebody has; those of paperwork, which a card does not wear, do not count."""
    worn = [alert for alert in alerts if alert.kind in ON_CARD]
    stays = {alert.stay_id for alert in worn if alert.stay_id is not None}
    waiting = {alert.stay_id for alert in worn if alert.state is not AlertState.ACCEPTED}
    return frozenset(stays - waiting)
