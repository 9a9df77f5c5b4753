"""The left edge of a desk: the unit, finding a bed, the pages, how it looks, and who is signed in."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCompleter,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from station.store.rows import BoardSnapshot
from station.views.board.grid import Order
from station.views.dress import sheet
from station.views.icons import icon
from station.views.look_menu import LookMenu
from station.views.mine import MineCard
from station.views.panel.controls import TOUCH, button, dress_button, dress_font, label, restyle, rule
from station.views.panel.fields import TallLines
from station.views.panel.not_put_in import count_words
from station.views.recorder import Recorder
from station.views.signing.who import WhoIsHere
from station.views.sound import SoundControls
from station.views.theme import Theme

_LETTERS_WIDE: Final = 19
_HOW: Final = "Bed, initials, name or record number (Ctrl+F). Enter opens him, Shift and Enter his page"
_LOW: Final = 860
"""Pixels of a window's height."""
LOOK: Final = "Theme, text size and order of the cards"


class FindBed(QLineEdit):
    """Type a bed, initials or a name; Enter opens the first that fits, with Shift his page. A badge or wristband
    scanner types the same."""

    found = Signal(int)
    """A bed id; negative, that of a stay without a bed."""
    page_found = Signal(int)
    """Stay id: his page was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find a bed")
        self.setAccessibleName("Find a bed")
        self.setToolTip(_HOW)
        self.setMinimumHeight(TOUCH)
        self.setClearButtonEnabled(True)
        dress_font(self)
        self.to_pages = False
        """Pages of patients are shown: a bed that is found opens one."""
        self._beds: dict[str, int] = {}
        self._stays: dict[int, int] = {}
        self._keys: dict[str, int] = {}
        self._records: dict[str, int] = {}
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        if (popup := completer.popup()) is not None:
            popup.setItemDelegate(TallLines(self))
        completer.activated[str].connect(self._picked)  # type: ignore[index]  # overloads are missing in the stub
        self.returnPressed.connect(self._entered)
        self.textChanged.connect(self._not_wrong)

    @property
    def suggestions(self) -> QWidget:
        """The window of the words that fit: keys go there while it is open."""
        popup = self.completer().popup()
        if popup is None:
            return self
        popup.winId()
        return popup

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        beds, keys = {}, {}
        places = [(bed.label, bed.bed_id, bed.patient) for bed in snapshot.beds]
        places += [("no bed", -one.stay_id, one) for one in snapshot.unplaced]
        for place, bed_id, one in places:
            words = f"{place}  {one.initials}  {one.family}, {one.given}" if one else f"{place}  empty"
            beds[words] = bed_id
            keys[f"{words} {one.mrn} {one.mrn.replace(' ', '')}".casefold() if one else words] = bed_id
        self._keys = keys
        self._stays = {bed_id: one.stay_id for _, bed_id, one in places if one is not None}
        self._records = {_bare(one.mrn): bed_id for _, bed_id, one in places if one is not None}
        if beds != self._beds:
            self._beds = beds
            self._words.setStringList(list(beds))

    def first_match(self, typed: str) -> int | None:
        """The bed whose label is exactly this, else the first that contains it."""
        wanted = typed.strip().casefold()
        if not wanted:
            return None
        exact = next((bed for words, bed in self._keys.items() if words.split()[0] == wanted), None)
        return exact or next((bed for words, bed in self._keys.items() if wanted in words), None)

    def of_record_number(self, scanned: str) -> int | None:
        """The bed of the patient whose record number is exactly this: what a wristband says."""
        return self._records.get(_bare(scanned))

    @Slot(str)
    def _picked(self, words: str) -> None:
        self._open(self._beds.get(words))

    @Slot()
    def _entered(self) -> None:
        typed = self.text()
        if typed:
            self._open(self._beds.get(typed) or self.first_match(typed))

    @Slot()
    def _not_wrong(self) -> None:
        """Other words, or none: what was said of the last ones is about them no more."""
        self._say_wrong(wrong=False)

    def _say_wrong(self, *, wrong: bool) -> None:
        self.setToolTip("No bed or patient fits what was typed" if wrong else _HOW)
        restyle(self, "wrong", "true" if wrong else "false")

    def _open(self, bed_id: int | None) -> None:
        self._say_wrong(wrong=bed_id is None)
        if bed_id is None:
            return
        stay_id, shift = self._stays.get(bed_id), Qt.KeyboardModifier.ShiftModifier
        to_page = self.to_pages or bool(QApplication.keyboardModifiers() & shift)
        self.clear()
        self._close_popup()
        if to_page and stay_id is not None:
            self.page_found.emit(stay_id)
        else:
            self.found.emit(bed_id)

    def _close_popup(self) -> None:
        popup = self.completer().popup()
        if popup is not None:
            popup.hide()


class Count(QLabel):
    """How many there are, at the end of a page's button; nothing where there are none."""

    def __init__(self, on: QPushButton) -> None:
        super().__init__(on)
        self._on = on
        self.setObjectName("count")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dress_font(self, scale=0.85, weight=QFont.Weight.Bold)
        self.hide()

    def say(self, count: int, tone: str) -> None:
        self.setText(str(count) if count else "")
        restyle(self, "tone", tone)
        self.setVisible(bool(count))
        self.place()

    def place(self) -> None:
        on, size = self._on, self.sizeHint()
        width, height = max(size.width(), size.height()), size.height()
        self.setGeometry(on.width() - width - 8, (on.height() - height) // 2, width, height)


class PageButton(QPushButton):
    """A page's, with room for a count at its end."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.count = Count(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.count.place()


class Pages(QScrollArea):
    """As high as its buttons where there is room; else they scroll, and what stands beneath them keeps its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pages")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside = QWidget()
        inside.setObjectName("pages")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.setWidget(inside)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.column.sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, TOUCH * 2)


class Navigation(QWidget):
    """Holds no page itself: it says which one is wanted."""

    page_wanted = Signal(str)
    theme_wanted = Signal(str)
    text_size_wanted = Signal(float)
    not_put_in_wanted = Signal()
    """Show what was entered while the record was away and could not go in."""
    order_wanted = Signal(object)
    """board.grid.Order: how the cards shall stand."""

    def __init__(self, recorder: Recorder, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Navigation")
        self._theme = theme
        self._pages: dict[str, tuple[PageButton, str]] = {}
        self._buttons = Pages()
        self._group = QButtonGroup(self)
        self._unit = label("Station", scale=1.2, weight=QFont.Weight.Bold)
        self.finder = FindBed()
        self.look = button("Look", "page", tip=LOOK, name=f"Look: {LOOK[:1].lower()}{LOOK[1:]}")
        self.menu = LookMenu(self.look)
        self.sound = SoundControls(recorder, theme, self)
        self.mine = MineCard(recorder)
        self.not_put_in = button("", "page")
        self.not_put_in.hide()
        self.who = WhoIsHere(recorder, theme)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        self.fit()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 14, 12, 12)
        self._column.setSpacing(4)
        self._column.addWidget(self._unit)
        self._column.addSpacing(8)
        self._column.addWidget(self.finder)
        self._column.addSpacing(8)
        self._column.addWidget(self._buttons)
        self._column.addStretch(1)
        self._column.addWidget(self.not_put_in)
        self._column.addWidget(self.mine)
        self._column.addSpacing(4)
        self._column.addWidget(self.sound.button)
        self._column.addWidget(self.look)
        self._column.addSpacing(4)
        self._column.addWidget(rule())
        self._column.addSpacing(6)
        self._column.addWidget(self.who)

    def _connect(self) -> None:
        self.look.clicked.connect(self._open_look)
        self.menu.theme_wanted.connect(self.theme_wanted)
        self.menu.text_size_wanted.connect(self.text_size_wanted)
        self.menu.order_wanted.connect(self.order_wanted)
        self.not_put_in.clicked.connect(self.not_put_in_wanted)
        self._group.buttonClicked.connect(self._page_clicked)

    def fit(self) -> None:
        """Take the width the application's font asks for."""
        self.setFixedWidth(round(QFontMetricsF(QApplication.font()).averageCharWidth() * _LETTERS_WIDE) + 28)

    def add_page(self, key: str, title: str, icon_name: str) -> None:
        number = len(self._pages) + 1
        made = PageButton(title)
        dress_button(made, "page", tip=f"Ctrl+{number}")
        made.setCheckable(True)
        made.setIcon(icon(icon_name, self._theme))
        self._group.addButton(made)
        self._pages[key] = (made, icon_name)
        self._buttons.column.addWidget(made)
        self._buttons.updateGeometry()

    def show_page(self, key: str) -> None:
        self._pages[key][0].setChecked(True)
        self.finder.to_pages = key == "patients"
        made = self._pages[key][0]
        made.setChecked(True)
        self._buttons.ensureWidgetVisible(made, 0, 0)

    def show_count(self, key: str, count: int, tone: str) -> None:
        """How many stand on this page: at the end of its button; `tone`: "high", "medium" or "low"."""
        made = self._pages[key][0]
        made.count.say(count, tone)
        made.setAccessibleName(f"{made.text()}, {count} open" if count else made.text())

    def show_snapshot(self, snapshot: BoardSnapshot, now: datetime, zone: ZoneInfo) -> None:
        self._unit.setText(snapshot.unit.name)
        self.finder.show_snapshot(snapshot)
        self.mine.show_snapshot(snapshot, now, zone)
        words = count_words(snapshot.not_put_in)
        self.not_put_in.setText(words.replace(" not in", "\nnot in"))
        self.not_put_in.setAccessibleName(words)
        self.not_put_in.setVisible(bool(snapshot.not_put_in))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(sheet(theme))
        self.look.setIcon(icon("theme", theme))
        self.not_put_in.setIcon(icon("alert", theme))
        for made, icon_name in self._pages.values():
            made.setIcon(icon(icon_name, theme))
        self.menu.set_theme(theme)
        self.sound.set_theme(theme)
        self.who.set_theme(theme)

    def show_order(self, order: Order) -> None:
        """How the cards stand now."""
        self.menu.show_order(order)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the pages stand closer together, so that who is signed in is never cut."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        self._buttons.column.setSpacing(0 if low else 4)
        self._column.setSpacing(2 if low else 4)
        self._buttons.updateGeometry()
        self.who.be_brief(brief=low)

    @Slot()
    def _open_look(self) -> None:
        """Over the button. As the button's own menu it would move its icon and words from those of the pages."""
        self.menu.popup(self.look.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    @Slot(object)
    def _page_clicked(self, clicked: object) -> None:
        for key, (made, _) in self._pages.items():
            if made is clicked:
                self.page_wanted.emit(key)


def _bare(record_number: str) -> str:
    """Without the spaces it is read with."""
    return record_number.replace(" ", "").casefold()
