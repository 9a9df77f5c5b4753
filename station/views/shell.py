"""The window of a desk: navigation, alert strip, pages, side panel; or, while nobody is signed in, the locked board."""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.services.events import ChangedElsewhere, Event, PutIntoRecord, UnitChanged
from station.store.rows import BoardSnapshot
from station.views.accepting import Accepting
from station.views.actions import KeyList, add_actions
from station.views.board.health import Health, none_open
from station.views.bridge import Bridge
from station.views.commands import Commands, DeskFacts, Reads
from station.views.navigation import Navigation
from station.views.panel.controls import follow_font
from station.views.panel.desk import Desk
from station.views.panel.focus import focus_first
from station.views.panel.form import Notice
from station.views.panel.not_put_in import TITLE as NOT_PUT_IN
from station.views.panel.not_put_in import NotPutInList
from station.views.panel.side import SidePanel
from station.views.permit import Permit
from station.views.recorder import Recorder
from station.views.returning import Returning
from station.views.scanner import Scanner, stamped
from station.views.shell_keys import ShellKeys
from station.views.signing.change_pin import ChangePinForm
from station.views.signing.entrance import Entrance
from station.views.signing.threshold import Threshold
from station.views.strip import AlertStrip
from station.views.theme import Theme
from station.views.watching import Watching
from station.views.widgets.banner import Banner, BannerTone

_BOTH: Final = 1000
"""Pixels of a window in which a page and the side panel stand side by side."""
_WIDE: Final = 1600
"""So of a page that needs all the room it can get."""


class DeskShell(QMainWindow):
    """Registers pages and holds what stands beside them. Pages are handed their own collaborators by the program."""

    theme_wanted = Signal(str)
    text_size_wanted = Signal(float)
    """Points of the application's font."""
    order_wanted = Signal(object)
    """board.grid.Order: how the cards of the board shall stand."""
    facts_changed = Signal(object)
    """DeskFacts, each time they have changed, and once more with the first snapshot: from then on there is a desk."""
    page_of_patient_wanted = Signal(int)
    """Stay id: show his page."""
    closing = Signal()

    def __init__(
        self,
        *,
        commands: Commands,
        reads: Reads,
        bridge: Bridge,
        now: Callable[[], datetime],
        theme: Theme,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        """`elapsed` counts real seconds, for what must not go by a clock that can be set."""
        super().__init__()
        self._commands, self._reads, self._bridge, self._now = commands, reads, bridge, now
        self._facts: DeskFacts | None = None
        self._snapshot: BoardSnapshot | None = None
        self._health = Health()
        self._pages: dict[str, QWidget] = {}
        self._wide_pages: frozenset[str] = frozenset()
        self._page = ""
        self.recorder = Recorder(self)
        self.scanner = Scanner(stamped(elapsed), self)
        self.entrance = Entrance(commands, reads, bridge, self.recorder, theme, elapsed, self)
        self.navigation = Navigation(self.recorder, theme)
        self.banner = Banner(theme, BannerTone.HIGH)
        self.strip = AlertStrip(theme, self.navigation.sound.pause)
        self.stack = QStackedWidget()
        self.panel = SidePanel(self.desk, theme)
        self.watching = Watching(self.panel, self.desk, self)
        self._accepting = Accepting(commands, bridge, self.recorder, self.panel, self.desk, self)
        self._accepting.set_theme(theme)
        self._lay_out()
        self._connect()
        self.setWindowTitle("Station")
        self.setMinimumSize(800, 640)
        self._threshold.show_face()
        self._read_facts()
        self.entrance.begin()

    @Slot()
    def _read_facts(self) -> None:
        self._bridge.run(self._reads.facts, self.show_facts, self._no_facts)

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.stack, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.strip)
        column.addLayout(row, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.navigation)
        across.addWidget(page, 1)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.banner)
        rows.addLayout(across, 1)
        self.banner.set_base(self.fontMetrics().height() * 0.9)
        self._threshold = Threshold(
            self, whole, self.entrance, self.recorder, self.panel, self.navigation.finder, self._pages.values
        )
        self.setCentralWidget(self._threshold.faces)

    def _connect(self) -> None:
        self.navigation.page_wanted.connect(self.show_page)
        self.navigation.theme_wanted.connect(self.theme_wanted)
        self.navigation.text_size_wanted.connect(self.text_size_wanted)
        self.navigation.order_wanted.connect(self.order_wanted)
        self.navigation.not_put_in_wanted.connect(self._show_not_put_in)
        self.navigation.finder.found.connect(self.open_bed)
        self.navigation.finder.page_found.connect(self.page_of_patient_wanted)
        self.navigation.mine.opened.connect(self.panel.show_deed)
        self.strip.accept_wanted.connect(self.accept_alerts)
        self.strip.opened.connect(self.open_alert)
        self.panel.page_wanted.connect(self.page_of_patient_wanted)
        self._returning = Returning(self.panel, self.stack, self)
        for changed in (self.panel.opened, self.panel.closed):
            changed.connect(self._make_room)
        self._bridge.changed.connect(self.on_events)
        keys = ShellKeys(self.stack, self.panel, self.strip, self.navigation, self.recorder, self)
        keys.page_of_patient_wanted.connect(self.page_of_patient_wanted)
        keys.order_wanted.connect(self.order_wanted)
        self.actions_by_name = add_actions(
            self,
            {
                "find": keys.find,
                "record": keys.record,
                "level": keys.level,
                "vitals": keys.vitals,
                "more": keys.more,
                "page": keys.open_page,
                "accept": keys.accept,
                "alert": keys.show_first_alert,
                "mine": self.navigation.mine.open,
                "watchers": self.watching.open,
                "order": keys.change_order,
                "sound": self.navigation.sound.toggle,
                "who": self.entrance.sign_in,
                "lock": self.entrance.lock,
                "back": keys.back,
                "full_screen": self._toggle_full_screen,
                "help": self._help,
            },
            self.scanner.when_settled,
        )
        self._connect_entrance()

    def _connect_entrance(self) -> None:
        who, entrance = self.navigation.who, self.entrance
        who.switch_wanted.connect(entrance.sign_in)
        who.lock_wanted.connect(entrance.lock)
        who.pin_wanted.connect(self._change_pin)
        self._threshold.opened.connect(self._focus_page)
        self.recorder.changed.connect(self._focus_page)
        self._threshold.bed_wanted.connect(self.open_bed)
        entrance.facts_wanted.connect(self._read_facts)
        entrance.said.connect(self.say)
        self.scanner.scanned.connect(self._threshold.take_scan)
        self._accepting.said.connect(self.say)
        Permit(self.strip.accept, self.recorder, Deed.ACCEPT_ALERT)

    @Slot()
    def _focus_page(self) -> None:
        """Letters go to the window: what whoever was here had open has gone with him, and the focus with it."""
        if not self.entrance.is_open:
            return
        if self.panel.content is None:
            self.stack.setFocus()
        elif self.navigation.finder.hasFocus():
            focus_first(self.panel)

    @Slot()
    def _change_pin(self) -> None:
        desk = self.desk()
        if desk is not None:
            self.panel.show_form("Change your PIN", ChangePinForm(desk))

    def add_page(self, key: str, title: str, icon: str, widget: QWidget, *, wide: bool = False) -> None:
        """Register a page; the first one is shown. It is reached by Ctrl and its number.

        `wide`: on a small screen what stands beside it gives way when it is asked for.
        """
        self._pages[key] = widget
        self._wide_pages |= {key} if wide else frozenset()
        self.stack.addWidget(widget)
        self.navigation.add_page(key, title, icon)
        shortcut = self.addAction(title, f"Ctrl+{len(self._pages)}")
        shortcut.setData(key)
        shortcut.setEnabled(self.entrance.is_open)
        shortcut.triggered.connect(self._page_key)
        if len(self._pages) == 1:
            self.show_page(key)

    @property
    def zone(self) -> ZoneInfo:
        """Of the unit; UTC until it has been read."""
        return ZoneInfo(self._snapshot.unit.zone if self._snapshot else "UTC")

    def desk(self) -> Desk | None:
        """What a form works with; None until the unit has been read."""
        if self._facts is None or self._snapshot is None:
            return None
        return Desk(
            commands=self._commands,
            reads=self._reads,
            bridge=self._bridge,
            recorder=self.recorder,
            facts=self._facts,
            zone=self.zone,
            now=self._now,
            settled=self.scanner.when_settled,
        )

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Raises KeyError when there is no such page."""
        self.stack.setCurrentWidget(self._pages[key])
        if key in self._wide_pages and key != self._page and self.width() < _WIDE:
            self.panel.give_way()
        self._page = key
        self.navigation.show_page(key)

    @Slot(object)
    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        """The unit as it is now, for the strip and the side panel. Pages are given it by the program."""
        first, self._snapshot = self._snapshot is None, snapshot
        self.setWindowTitle(f"{snapshot.unit.name} · Station")
        self.navigation.show_snapshot(snapshot, self._now(), self.zone)
        self.strip.show_snapshot(snapshot, self._now(), self.zone)
        self.panel.show_snapshot(snapshot)
        self._accepting.show_snapshot(snapshot)
        if first and self._facts is not None:
            self.facts_changed.emit(self._facts)

    @Slot(object)
    def show_facts(self, facts: DeskFacts) -> None:
        """They are read after every commit of another process; nothing is touched where they are as they were."""
        if facts == self._facts:
            return
        self._facts = facts
        self.entrance.show_facts(facts)
        self.facts_changed.emit(facts)

    @Slot(object)
    def _no_facts(self, error: Exception) -> None:
        self.say(f"The unit's people and policy cannot be read. {error}")

    @Slot(object)
    def show_health(self, health: Health) -> None:
        """What the program knows about itself: whether the strip may say that nothing is open."""
        self._health = health
        self._say_none(self._now())

    def _say_none(self, now: datetime) -> None:
        if self._snapshot is not None:
            self.strip.say_none(none_open(self._snapshot, self._health, now))

    @Slot(object)
    def tick(self, now: datetime) -> None:
        self._say_none(now)
        for one in (self.strip, self.panel, self.navigation.mine, self.entrance.idle):
            one.tick(now)

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        self.panel.on_events(events)
        left_out = [one.left_out for one in events if isinstance(one, PutIntoRecord) and one.left_out is not None]
        if left_out:
            for notice in self.findChildren(Notice):
                notice.follow(all_in=not any(left_out))
        if any(isinstance(one, UnitChanged | ChangedElsewhere) for one in events):
            self._read_facts()

    def warn(self, headline: str, detail: str = "") -> None:
        """Words across the window that nobody can overlook ("NOT MONITORING SINCE …"); empty when all is well."""
        self.banner.say(headline, detail)

    def say(self, sentence: str) -> None:
        """One sentence: something unexpected, shown once. On a locked desk to whoever stands there."""
        if self.entrance.is_open:
            self.panel.say(sentence)
        else:
            self.entrance.view.say(sentence)

    def set_theme(self, theme: Theme) -> None:
        """The application's palette has been changed already; this is what stands beside the pages."""
        for one in (self.navigation, self.banner, self.strip, self.panel, self._accepting, self.entrance.view):
            one.set_theme(theme)

    @Slot(int)
    def open_bed(self, bed_id: int) -> None:
        """A bed by its id; a negative id is that of a stay without a bed."""
        if bed_id < 0:
            self.panel.show_patient(-bed_id)
        else:
            self.panel.show_bed(bed_id)

    @Slot(int)
    def open_patient(self, stay_id: int) -> None:
        self.panel.show_patient(stay_id)

    @Slot(int)
    def open_alert(self, alert_id: int) -> None:
        self.panel.show_alert(alert_id)

    @Slot()
    def _show_not_put_in(self) -> None:
        desk = self.desk()
        if desk is not None:
            self.panel.show_other(NOT_PUT_IN, NotPutInList(desk))

    @Slot(object)
    def accept_alerts(self, alert_ids: tuple[int, ...]) -> None:
        """Accept these, in the name of the person signed in."""
        self._accepting.accept(alert_ids)

    @Slot()
    def _page_key(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_page(str(action.data()))

    @Slot()
    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def _make_room(self) -> None:
        """On a tablet held upright there is room for the page or for the side panel, not for both."""
        self.stack.setVisible(self.panel.isHidden() or self.width() >= _BOTH)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @Slot()
    def _help(self) -> None:
        self.panel.show_other("Keys", KeyList())

    @override
    def focusNextPrevChild(self, forward: bool, /) -> bool:
        """For Tab; Qt asks it too when what has the focus has just been hidden."""
        before = QApplication.focusWidget()
        moved = super().focusNextPrevChild(forward)
        if before is not None and self.isVisible() and not before.isVisible():
            self._returning.after(before)
        return moved

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the page, not with a field that would take the keys for typing."""
        super().showEvent(event)
        self.scanner.watch(self.windowHandle())
        self.scanner.watch(self.navigation.finder.suggestions.windowHandle())
        self.entrance.idle.begin()
        (self.stack if self.entrance.is_open else self.entrance.view.sign_in).setFocus()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange):
            follow_font(self)
            self.navigation.fit()
            self.panel.fit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
