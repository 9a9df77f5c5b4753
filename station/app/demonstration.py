"""The demo: a simulated unit over a database of its own, worked through the same services as the floor works."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from station.app.core import Core, identity_of, open_core
from station.app.demo_folder import DemoFolder
from station.app.guarded import Plan, guarded, plan_of, started_again
from station.app.heard import Heard
from station.app.living import Living
from station.app.running import SENTENCES, Kind, application, theme_of
from station.app.signs import StationSigns
from station.app.windows import Desk, Wall
from station.clock import SystemClock
from station.config import DemoOptions, Settings, default_spool_folder
from station.logs import Faults, watched
from station.simulation.clocks import FastClock
from station.simulation.demo import DEMO_PIN, DemoDriver, DemoUnit, prepare
from station.store.engine import close_store, open_store
from station.views import theme as themes
from station.views.board.grid import Order
from station.views.bridge import Bridge
from station.views.theme import ThemeName
from station.views.widgets.states import State, StatePanel, error

_logger = logging.getLogger(__name__)

NOTE: Final = f"This is a demo: everybody's PIN is {DEMO_PIN}."
"""On the card to sign in."""

PICTURE_AFTER_MS: Final = 4_000
"""Time for the first passes of the monitor and the first proof of the journal."""

PICTURE_SIZE: Final = (1920, 1080)


class Demo:
    """A core whose unit lives by itself."""

    def __init__(self, core: Core, driver: DemoDriver, folder: DemoFolder | None, at_the_desk: int) -> None:
        """`at_the_desk`: who is signed in when a desk is shown, with DEMO_PIN."""
        self.core = core
        self.at_the_desk = at_the_desk
        self._driver = driver
        self._folder = folder

    def start(self) -> None:
        self.core.start()
        self._driver.start()

    def close(self) -> None:
        self._driver.stop()
        self.core.close()
        if self._folder is not None:
            self._folder.close()


def build(
    options: DemoOptions,
    kind: Kind,
    bridge: Bridge,
    *,
    progress: Callable[[float], None] | None = None,
) -> Demo:
    """A unit with some hours behind it, ready to go on. Raises Refused for a database that holds a unit already."""
    folder = None if options.database else DemoFolder()
    try:
        return _built(options, kind, bridge, folder, progress)
    except BaseException:
        if folder is not None:
            folder.close()
        raise


def _built(
    options: DemoOptions,
    kind: Kind,
    bridge: Bridge,
    folder: DemoFolder | None,
    progress: Callable[[float], None] | None,
) -> Demo:
    database = str(folder.path / "demo.db") if folder else options.database or ""
    now = SystemClock().now()
    unit = _with_history(database, options, now, progress)
    clock = FastClock(SystemClock(), options.speed, now)
    core = open_core(
        database, identity_of(_name_of(kind), kind), bridge.publish, base=clock, speed=options.speed,
        spool_folder=folder.path / "spool" if folder else default_spool_folder(),
    )  # fmt: skip
    unit.reopened(core.store)
    driver = DemoDriver(unit, core.time.clock, speed=options.speed, failed=_stumbled)
    return Demo(core, driver, folder, unit.charge_nurse(now))


def _stumbled(fault: Exception) -> None:
    _logger.error("The simulated unit stumbled and goes on.", exc_info=fault)


def _with_history(
    database: str, options: DemoOptions, now: datetime, progress: Callable[[float], None] | None
) -> DemoUnit:
    """Some hours of an invented unit, written without waiting for the disk: nobody loses anything if it fails."""
    store = open_store(database, synchronous="OFF")
    try:
        return prepare(store, beds=options.beds, seed=options.seed, now=now, progress=progress)
    finally:
        close_store(store)


def run(options: DemoOptions, settings: Settings) -> int:
    """Show the demo until it is closed, or write one picture of it. The exit code."""
    app = application()
    theme, order = theme_of(settings.theme, options.kind), Order(settings.order.value)
    show = DemoShow(app, options, theme, order, sounds=settings.sound)
    again = started_again()
    signs = StationSigns(show, _name_of(options.kind), again)
    with watched(Faults(show.unexpected.emit)):
        with guarded(_plan(options, settings), signs, again=again is not None):
            show.begin()
            app.exec()
        show.end()
    return show.code


def _plan(options: DemoOptions, settings: Settings) -> Plan | None:
    """A picture, and a demo on no screen, are watched by nobody."""
    seen = options.screenshot is None and QApplication.platformName() != "offscreen"
    return plan_of(settings) if seen else None


def _name_of(kind: Kind) -> str:
    return "Wall 1" if kind == "wall" else "Desk 1"


class DemoShow(QObject):
    """One showing: the unit is built while its window says so; then it lives."""

    unexpected = Signal(str)
    _progress = Signal(float)

    def __init__(
        self, app: QApplication, options: DemoOptions, theme: ThemeName, order: Order, *, sounds: bool
    ) -> None:
        super().__init__()
        self._app, self._options, self._theme, self._order = app, options, theme, order
        self._sounds = sounds
        self._bridge = Bridge(sentences=SENTENCES)
        self._demo: Demo | None = None
        self._window: Wall | Desk | None = None
        self._heard: Heard | None = None
        self._waiting = Waiting(theme)
        self.code = 0
        self._progress.connect(self._waiting.show_progress)
        self.unexpected.connect(self._say, Qt.ConnectionType.QueuedConnection)  # it may come in the middle of a paint

    def begin(self) -> None:
        themes.apply(self._app, themes.load(self._theme))
        self._waiting.resize(*PICTURE_SIZE if self._options.screenshot else (1024, 640))
        self._waiting.show()
        make = partial(
            build,
            self._options,
            self._options.kind,
            self._bridge,
            progress=self._progress.emit,
        )
        self._bridge.run(make, self._built, self._not_built)

    def end(self) -> None:
        if self._heard is not None:
            self._heard.stop()
        if self._window is not None:
            self._window.living.stop()
        self._bridge.shutdown()
        if self._demo is not None:
            self._demo.close()

    @property
    def core(self) -> Core | None:
        return None if self._demo is None else self._demo.core

    @property
    def living(self) -> Living | None:
        return None if self._window is None else self._window.living

    @property
    def waits_for_a_person(self) -> bool:
        """It is being built, and says so; or it says why it cannot be shown."""
        return self._window is None

    @Slot(object)
    def _built(self, demo: Demo) -> None:
        self._demo = demo
        speed = self._options.speed
        if self._options.kind == "wall":
            self._window = Wall(self._app, demo.core, self._bridge, self._theme, order=self._order, speed=speed)
        else:
            self._window = Desk(
                self._app, demo.core, self._bridge, self._theme, "Desk 1", order=self._order, speed=speed, note=NOTE
            )
            self._window.sign_in(demo.at_the_desk, DEMO_PIN)
        if self._options.screenshot is None:
            name = _name_of(self._options.kind)
            self._heard = Heard(self._window, demo.core, self._bridge, name, wanted=self._sounds)
            self._heard.start()
        self._bridge.run(demo.start, self._started, self._not_built)
        if self._options.screenshot is not None:
            self._window.shell.resize(*PICTURE_SIZE)
            self._window.show(full_screen=False)
            QTimer.singleShot(PICTURE_AFTER_MS, self._take_picture)
        else:
            self._window.show(full_screen=True)
        self._waiting.close()

    @Slot(object)
    def _started(self, _: object) -> None:
        """The monitor watches, and the unit lives."""

    @Slot(object)
    def _not_built(self, trouble: Exception) -> None:
        self.code = 1
        self._waiting.show_trouble(trouble)
        print(trouble, file=sys.stderr)  # noqa: T201 - the command line's answer
        if self._options.screenshot is not None:
            self._app.exit(1)

    @Slot()
    def _take_picture(self) -> None:
        if self._window is None or self._options.screenshot is None:
            return
        target = self._options.screenshot
        if not self._window.shell.grab().save(str(target), "PNG"):
            self.code = 1
            print(f"{target} could not be written. Name a file in a folder you may write to.", file=sys.stderr)  # noqa: T201
        self._app.exit(self.code)

    @Slot(str)
    def _say(self, sentence: str) -> None:
        if self._window is not None:
            self._window.say(sentence)
        else:
            self._not_built(RuntimeError(sentence))


class Waiting(QMainWindow):
    """What stands on the screen while the unit is built."""

    def __init__(self, theme: ThemeName) -> None:
        super().__init__()
        self.setWindowTitle("Station demo")
        self._panel = StatePanel(themes.load(theme), self)
        self.setCentralWidget(self._panel)
        self.show_progress(0.0)

    @Slot(float)
    def show_progress(self, share: float) -> None:
        """`share`: 0 to 1."""
        text = f"Three hours on an invented unit: {share:.0%}"
        self._panel.show_state(State("clock", "Building the demo unit", text))

    def show_trouble(self, trouble: Exception) -> None:
        self._panel.show_state(error("The demo cannot be shown", str(trouble)))
