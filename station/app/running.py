"""Runs a wall or a desk on the unit's own database."""

import logging
import signal
import sys
from collections.abc import Callable
from functools import partial
from threading import Event as Flag
from types import FrameType
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from station.app.core import Core, identity_of, open_core, open_from_memory
from station.app.guarded import guarded, plan_of, started_again
from station.app.heard import Heard
from station.app.kept_look import look_file
from station.app.living import Living
from station.app.opener import SLOW, Opener
from station.app.patience import PATIENCE_S, TooSlow, waited_for
from station.app.signs import StationSigns
from station.app.tidying import Tidying
from station.app.trouble import RETRY_S, Opening
from station.app.windows import Desk, Wall, fill_screen

if TYPE_CHECKING:
    from station.app.demonstration import Demo
from station.config import DemoOptions, Settings, Theme
from station.logs import Faults, watched
from station.monitor.station_duties import Identity
from station.services import Store
from station.services.errors import Refused
from station.services.events import ChangedElsewhere
from station.services.reading import unit_exists
from station.store.errors import StoreError
from station.views import theme as themes
from station.views.board.grid import Order
from station.views.bridge import Bridge
from station.views.theme import ThemeName

Kind = Literal["wall", "desk"]

_logger = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

END_S: Final = 15.0
"""Closing in good order is waited for so long."""

UNFORESEEN: Final = "Something unexpected happened ({fault}) as the record was being opened. It is in the log."

SENTENCES = (Refused, StoreError)
"""Errors whose message is for a person."""


def application() -> QApplication:
    """The one Qt application of this process."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    qInstallMessageHandler(log_qt)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Station")
    Tidying(app)
    end_on_signals(app)
    return app


def log_qt(kind: QtMsgType, _context: object, message: str) -> None:
    """What Qt has to say belongs in the log, not between the lines of whoever started Station in a terminal."""
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)


def end_on_signals(app: QApplication) -> None:
    """Ctrl-C, an ordinary kill and a terminal that is closed end Station in good order. Python hears them at the
    ticker's next second."""

    def end(_number: int, _frame: FrameType | None) -> None:
        app.quit()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


def theme_of(chosen: Theme | None, kind: Kind) -> ThemeName:
    """Dark on a wall, light at a desk, unless the settings say otherwise."""
    if chosen is None:
        return "dark" if kind == "wall" else "light"
    return chosen.value


def run(settings: Settings, kind: Kind, *, painted: Callable[[], None] | None = None) -> int:
    """Open the board and stay until it is closed. `painted` is told once, when the live board has first been drawn."""
    app = application()
    session = Session(app, settings, kind, painted)
    again = started_again()
    signs = StationSigns(session, settings.name_of(kind), again)
    with watched(Faults(session.unexpected.emit)):
        with guarded(plan_of(settings), signs, again=again is not None):
            session.begin()
            code = app.exec()
        session.end()
    return code


class Session(QObject):
    """One run of a wall or a desk: from the database, through whatever stands in the way, to the window."""

    unexpected = Signal(str)
    """A sentence about an error that nobody foresaw; from any thread."""

    def __init__(
        self, app: QApplication, settings: Settings, kind: Kind, painted: Callable[[], None] | None = None
    ) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._kind: Kind = kind
        self._station = settings.name_of(kind)
        self._painted = painted
        self._theme = theme_of(settings.theme, kind)
        self._bridge = Bridge(sentences=SENTENCES, on_unexpected=self._on_unexpected)
        self._opening: Opening | None = None
        self._core: Core | None = None
        """Of the unit's own database, also while a demo is shown."""
        self.first: QWidget | None = None
        """The first start, where there was no unit."""
        self._demo: Demo | None = None
        self.window: Wall | Desk | None = None
        self._heard: Heard | None = None
        self._opener: Opener[Store] = Opener()
        self._has_failed = False
        """The watch could not be started at the first try."""
        self._ending = Flag()
        self.unexpected.connect(self._say, Qt.ConnectionType.QueuedConnection)  # it may come in the middle of a paint

    def begin(self) -> None:
        """Open the database; where that fails, go on from what was known, say so on screen, and go on trying."""
        themes.apply(self._app, themes.load(self._theme))
        try:
            core = in_a_sentence(self._attempt)
        except StoreError as trouble:
            self._begin_without(trouble)
        else:
            self._on_opened(core)

    def _attempt(self) -> Core:
        return open_core(
            self._settings.database, self._identity(), self._bridge.publish,
            spool_folder=self._settings.spool_folder, waiting=self._opener,
        )  # fmt: skip

    def _begin_without(self, trouble: StoreError) -> None:
        """From what this station knew last; where that is nothing, the board is there when the record is."""
        try:
            core = in_a_sentence(partial(self._recall, trouble))
        except StoreError as nothing:
            self._opening = Opening(self._attempt, self._bridge, themes.load(self._theme), str(nothing))
            self._opening.opened.connect(self._on_opened)
            self._opening.show(trouble, full_screen=self._kind == "wall")
        else:
            self._on_opened(core)

    def _recall(self, trouble: StoreError) -> Core:
        return open_from_memory(
            self._settings.database, self._identity(), self._bridge.publish, trouble,
            spool_folder=self._settings.spool_folder, waiting=self._opener,
        )  # fmt: skip

    def end(self) -> None:
        """Close everything in good order: nothing is begun any more, what was begun ends, then the watchers go."""
        self._ending.set()
        if self._opening is not None:
            self._opening.stop()
        if self._heard is not None:
            self._heard.stop()
        if self.window is not None:
            self.window.living.stop()
        self._bridge.shutdown()
        if self._demo is not None:
            self._demo.close()
        if self._core is not None:
            _in_good_time(self._core.close)

    @property
    def core(self) -> Core | None:
        """Of what is shown."""
        return self._core if self._demo is None else self._demo.core

    @property
    def living(self) -> Living | None:
        return None if self.window is None else self.window.living

    @property
    def waits_for_a_person(self) -> bool:
        """The database cannot be opened, or there is no unit yet: that stands on the screen."""
        return self.window is None and (self._opening is not None or self.first is not None)

    def _identity(self) -> Identity:
        return identity_of(self._station, self._kind)

    @Slot(object)
    def _on_opened(self, core: Core) -> None:
        self._core = core
        if self._kind == "desk" and _is_new(core):
            self._first_start(core)
        else:
            self._show_board(core)

    def _first_start(self, core: Core) -> None:
        from station.app.demonstration import build  # here: it makes classes of Qt's (docs/decisions/0039)
        from station.app.founding import Founder, proposed_areas
        from station.views.setup.first_start import FirstStart

        founder = Founder(core, self._station, partial(self._build_demo, build))
        self.first = FirstStart(self._bridge, founder, themes.load(self._theme), propose=proposed_areas)
        self.first.ready.connect(self._founded)
        fill_screen(self.first)

    def _build_demo(self, build: Callable[[DemoOptions, Kind, Bridge], "Demo"]) -> None:
        """Off the GUI thread. The unit's own database is left as it is."""
        self._demo = build(DemoOptions(), self._kind, self._bridge)

    @Slot()
    def _founded(self) -> None:
        if self._core is None or self.first is None:
            return
        self._show_board(self._core if self._demo is None else self._demo.core)
        self.first.close()

    def _show_board(self, core: Core) -> None:
        order = Order(self._settings.order.value)
        if self._kind == "wall":
            self.window = Wall(self._app, core, self._bridge, self._theme, order=order)
        else:
            station, look, note = self._station, look_file(), self._note()
            self.window = Desk(
                self._app, core, self._bridge, self._theme, station, order=order, look_file=look, note=note
            )
            self._sit_down(self.window)
        if self._painted is not None:
            self.window.living.snapshot.connect(self._first_picture)
        self._heard = Heard(self.window, core, self._bridge, self._station, wanted=self._settings.sound)
        self._heard.start()
        self.window.show(full_screen=True)
        self._start(core.start if self._demo is None else self._demo.start)

    def _note(self) -> str:
        """What stands on the card to sign in."""
        if self._demo is None:
            return ""
        from station.app.demonstration import NOTE

        return NOTE

    def _sit_down(self, desk: Desk) -> None:
        """At a demo's desk somebody sits already."""
        if self._demo is not None:
            from station.simulation.demo import DEMO_PIN

            desk.sign_in(self._demo.at_the_desk, DEMO_PIN)

    def _start(self, start: Callable[[], None]) -> None:
        self._bridge.run(start, self._started, self._not_started)

    @Slot(object)
    def _first_picture(self, _: object) -> None:
        if self.window is None or self._painted is None:
            return
        self.window.living.snapshot.disconnect(self._first_picture)
        self.window.shell.repaint()
        self._painted()

    @Slot(object)
    def _started(self, _: None) -> None:
        """What was shown from memory meanwhile is read from the record now."""
        if self._core is not None and self._has_failed:
            self._bridge.publish([ChangedElsewhere()])

    @Slot(object)
    def _not_started(self, error: Exception) -> None:
        """Say so, and try again. Until it succeeds there is at best what is known without the record."""
        self._has_failed = True
        if self._core is None or not self._core.kept.eyes.is_away:
            self._say(f"Monitoring could not be started. {error} Station tries again every {RETRY_S:.0f} seconds.")
        if self._core is not None:
            self._start(partial(self._start_later, self._core))

    def _start_later(self, core: Core) -> None:
        if not self._ending.wait(RETRY_S):
            core.start()

    def _on_unexpected(self, error: Exception) -> None:
        self._say(f"Something unexpected happened ({type(error).__name__}). It is in the log; the board goes on.")

    @Slot(str)
    def _say(self, sentence: str) -> None:
        if self.window is not None:
            self.window.say(sentence)


def _in_good_time(end: Callable[[], None]) -> None:
    """A disk that hangs holds nobody up who closes Station: what is kept is safe already."""
    try:
        waited_for(end, END_S, SLOW)
    except TooSlow:
        _logger.warning("Station is closed although the record does not answer.")


def _is_new(core: Core) -> bool:
    """Whether there is no unit yet. One that cannot be read at this moment is no new one."""
    try:
        return core.late is None and not waited_for(partial(unit_exists, core.store), PATIENCE_S, SLOW)
    except StoreError:
        return False


def in_a_sentence(begin: Callable[[], Core]) -> Core:
    """Raises StoreError whatever stands in the way: there is a window all the same, and it is tried again."""
    try:
        return begin()
    except StoreError:
        raise
    except Exception as fault:
        _logger.exception("Station met something unexpected as it started.")
        raise StoreError(UNFORESEEN.format(fault=type(fault).__name__)) from fault
