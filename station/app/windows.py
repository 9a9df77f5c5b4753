"""Puts the windows together: a wall that only shows, a desk that works."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from station.app.alerting import PAGE, Alerting
from station.app.core import Core
from station.app.keeping_binding import DeskCommands, DeskReads
from station.app.kept_look import KeptLook
from station.app.living import Living
from station.app.seen import WhileSeen
from station.clock import SystemClock
from station.views import fonts
from station.views import theme as themes
from station.views.alerts.page import AlertsPage
from station.views.assignments.page import AssignmentsPage
from station.views.board.grid import Order
from station.views.board.health import Health, stopped_detail, stopped_headline
from station.views.board.page import BoardPage, DeskPage, WallPage
from station.views.bridge import Bridge
from station.views.commands import DeskFacts
from station.views.environment.page import EnvironmentPage
from station.views.handover.page import HandoverPage
from station.views.patient.page import PatientsPage
from station.views.people.page import PeoplePage
from station.views.rounds.page import RoundsPage
from station.views.setup.page import UnitPage
from station.views.shell import DeskShell
from station.views.theme import ThemeName
from station.views.wall_shell import WallShell
from station.views.widgets.states import error

BACK: Final = "the record is back, and a PIN can be asked for"


def show_on(page: BoardPage, living: Living) -> None:
    """Have a board follow what lives."""
    living.snapshot.connect(WhileSeen(page, page.show_snapshot).take)
    living.tick.connect(page.tick)
    living.health.connect(page.set_health)
    living.ticker.flashed.connect(page.flash)


def fill_screen(window: QWidget) -> None:
    """As large as the screen, also where no window manager could make it so."""
    window.setGeometry(window.screen().availableGeometry())
    window.showMaximized()
    window.activateWindow()


class Wall(QObject):
    """The wall: a board, and nothing that could change anything."""

    def __init__(
        self,
        app: QApplication,
        core: Core,
        bridge: Bridge,
        theme: ThemeName,
        *,
        order: Order = Order.BED,
        speed: float = 1.0,
    ) -> None:
        """`speed`: seconds of the unit's clock in a real one."""
        super().__init__()
        look = themes.load(theme)
        themes.apply(app, look)
        self.living = Living(core, bridge, self, speed=speed)
        self.page = WallPage(look)
        self.page.set_order(order)
        self.shell = WallShell(self.page)
        show_on(self.page, self.living)
        self.page.flash_wanted.connect(self._flash)
        self.living.unread.connect(self._unread)
        self.living.tick.connect(self.shell.tick)

    @Slot(bool)
    def _flash(self, wanted: bool) -> None:
        self.living.ticker.set_flashing("board", wanted)

    @Slot(str)
    def _unread(self, why: str) -> None:
        if self.page.snapshot is None:
            self.page.show_state(error("The board cannot be read", why))

    def say(self, sentence: str) -> None:
        """Across the top for a while: a wall has no panel to say it in."""
        self.living.say(sentence)

    def show(self, *, full_screen: bool = True) -> None:
        self.living.start()
        if full_screen:
            self.shell.showFullScreen()
        else:
            self.shell.show()


class Desk(QObject):
    """The desk: the same board among its pages, with the services behind it."""

    def __init__(
        self,
        app: QApplication,
        core: Core,
        bridge: Bridge,
        theme: ThemeName,
        station: str,
        *,
        order: Order = Order.BED,
        speed: float = 1.0,
        look_file: Path | None = None,
        note: str = "",
    ) -> None:
        """`order` is what the desk starts with; `speed` as for a wall; `look_file` None keeps no look.

        `note` stands on the card to sign in: how a demo is entered.
        """
        super().__init__()
        self._app = app
        self.kept = KeptLook(bridge, theme, look_file)
        look = themes.load(self.kept.look.theme)
        themes.apply(app, look, point_size=self.kept.look.points)
        clock = core.time.clock
        self.living = Living(core, bridge, self, speed=speed)
        self.board = DeskPage(look)
        self.commands = DeskCommands(core, station)
        self.shell = DeskShell(
            commands=self.commands,
            reads=DeskReads(core),
            bridge=bridge,
            now=clock.now,
            theme=look,
            elapsed=SystemClock().elapsed,
        )
        self.shell.entrance.view.card.set_note(note)
        self.board.go_by(self.shell.recorder)
        self.board.leave_warning_to_the_window()
        self.assignments = AssignmentsPage(look)
        self.rounds = RoundsPage(look)
        self.patients = PatientsPage(look)
        self.alerts = AlertsPage(look)
        self.environment = EnvironmentPage(look)
        self.handover = HandoverPage(look)
        self.people = PeoplePage(look)
        self.unit = UnitPage(look)
        self.shell.add_page("board", "Board", "board", self.board)
        self.shell.add_page("assignments", "Assignments", "assignments", self.assignments, wide=True)
        self.shell.add_page("rounds", "Rounds", "rounds", self.rounds)
        self.shell.add_page("patients", "Patients", "person", self.patients)
        self.shell.add_page(PAGE, "Alerts", "alert", self.alerts)
        self.shell.add_page("environment", "Environment", "environment", self.environment)
        self.shell.add_page("handover", "Handover", "handover", self.handover)
        self.shell.add_page("people", "People", "people", self.people)
        self.shell.add_page("unit", "Unit", "bed", self.unit)
        self._connect()
        self._connect_rounds(bridge)
        self._alerting = Alerting(self.alerts, self.board, self.shell, self)
        self.living.snapshot.connect(self._alerting.show_snapshot)
        self._stand(order)

    def _connect(self) -> None:
        living, board, shell = self.living, self.board, self.shell
        show_on(board, living)
        living.ticker.flashed.connect(shell.strip.flash)
        living.snapshot.connect(shell.show_snapshot)
        living.snapshot.connect(self.unit.show_snapshot)
        living.snapshot.connect(self._offer_forms)
        self._connect_locked()
        living.tick.connect(shell.tick)
        living.tick.connect(self.people.tick)
        living.health.connect(self._warn)
        living.health.connect(shell.watching.set_health)
        board.watchers_requested.connect(shell.watching.open)
        living.unread.connect(self._unread)
        board.flash_wanted.connect(self._flash)
        board.bed_activated.connect(shell.open_bed)
        board.accept_requested.connect(shell.accept_alerts)
        shell.strip.flash_wanted.connect(self._flash_strip)
        shell.order_wanted.connect(self._stand)
        shell.theme_wanted.connect(self._wear)
        shell.text_size_wanted.connect(self._size)
        shell.facts_changed.connect(self._facts)
        shell.page_of_patient_wanted.connect(self._show_patient)
        board.page_wanted.connect(self._show_patient)
        self.patients.deed_wanted.connect(shell.panel.show_deed)

    @Slot(bool)
    def _flash(self, wanted: bool) -> None:
        self.living.ticker.set_flashing("board", wanted)

    @Slot(int)
    def _show_patient(self, stay_id: int) -> None:
        """His page, with the side panel closed: it says the same and takes the room."""
        self.shell.show_page("patients")
        self.shell.panel.shut()
        self.patients.open_patient(stay_id)

    def _connect_rounds(self, bridge: Bridge) -> None:
        living = self.living
        for page in (self.assignments, self.rounds, self.patients, self.alerts, self.environment, self.handover):
            living.snapshot.connect(page.show_snapshot)
            living.tick.connect(page.tick)
            living.health.connect(page.set_health)
            living.unread.connect(page.show_unread)
            bridge.changed.connect(page.on_events)

    def _connect_locked(self) -> None:
        """The locked desk is a board too."""
        living, view = self.living, self.shell.entrance.view
        living.snapshot.connect(WhileSeen(view, view.show_snapshot).take)
        living.tick.connect(view.tick)
        living.health.connect(view.set_health)
        living.ticker.flashed.connect(view.flash)
        view.flash_wanted.connect(self._flash_locked)

    @Slot(bool)
    def _flash_locked(self, wanted: bool) -> None:
        self.living.ticker.set_flashing("locked", wanted)

    @Slot(bool)
    def _flash_strip(self, wanted: bool) -> None:
        self.living.ticker.set_flashing("strip", wanted)

    @Slot(object)
    def _stand(self, order: Order) -> None:
        """How the cards stand, until the desk is closed."""
        for board in (self.board, self.shell.entrance.view.board):
            board.set_order(order)
        self.shell.navigation.show_order(order)

    @Slot(str)
    def _unread(self, why: str) -> None:
        if self.board.snapshot is None:
            for one in (self.board, self.shell.entrance.view):
                one.show_state(error("The board cannot be read", why))

    @Slot(str)
    def _wear(self, name: ThemeName) -> None:
        look = themes.load(name)
        themes.apply(self._app, look, point_size=self._app.font().pointSizeF())
        pages = (
            self.assignments,
            self.rounds,
            self.patients,
            self.alerts,
            self.environment,
            self.handover,
            self.people,
            self.unit,
        )
        for part in (self.board, *pages, self.shell):
            part.set_theme(look)
        self.kept.keep(replace(self.kept.look, theme=name))

    @Slot(float)
    def _size(self, points: float) -> None:
        self._app.setFont(fonts.body(points))
        self.kept.keep(replace(self.kept.look, points=points))

    @Slot(object)
    def _facts(self, facts: DeskFacts) -> None:
        self.unit.show_facts(facts)
        self._offer_forms()

    @Slot()
    def _offer_forms(self) -> None:
        """As soon as both the unit and its people have been read."""
        desk = self.shell.desk()
        if desk is not None:
            self.people.show_desk(desk)
            self.assignments.show_desk(desk)
            self.unit.show_desk(desk)
            self.rounds.show_desk(desk)
            self.patients.show_desk(desk)
            self.alerts.show_desk(desk)
            self.environment.show_desk(desk)
            self.handover.show_desk(desk)

    @Slot(object)
    def _warn(self, health: Health) -> None:
        """On every page: that nobody watches."""
        self.shell.show_health(health)
        self.shell.warn(stopped_headline(health, self.shell.zone), stopped_detail(health))
        here, unproven = self.shell.recorder.staff, self.commands.is_unproven
        by_name = health.away is not None and health.away.as_of is not None and (here is None or unproven)
        self.shell.entrance.set_away(away=health.away is not None, by_name=by_name)
        if health.away is not None and here is not None and not unproven:
            self.shell.entrance.idle.begin()  # a desk that locked itself now could be opened by nobody
        if health.away is None and unproven:
            self.shell.entrance.door.lock(BACK)

    def sign_in(self, staff_id: int, pin: str) -> None:
        """As if it had been typed: who sits at the desk of a demo."""
        self.shell.entrance.door.sign_in(staff_id, pin)

    def say(self, sentence: str) -> None:
        self.shell.say(sentence)

    def show(self, *, full_screen: bool = False) -> None:
        self.living.start()
        if full_screen:
            fill_screen(self.shell)
        else:
            self.shell.show()
