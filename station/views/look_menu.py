"""The menu of a desk's look: its theme, the size of its text, and how the board's cards stand."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from station.views.board.grid import Order
from station.views.dress import sheet
from station.views.menu_words import small_heading
from station.views.theme import THEME_NAMES, Theme, load

TEXT_SIZES: Final = (("Smaller text", 9.5), ("Usual text", 10.5), ("Larger text", 12.0), ("Largest text", 14.0))
"""Points of the application's font."""
ORDERS: Final = (("In bed order", Order.BED), ("By urgency", Order.URGENCY))
ORDER_KEY: Final = "O"


class LookMenu(QMenu):
    """Changes nothing itself: it says what is wanted, and shows what is."""

    theme_wanted = Signal(str)
    text_size_wanted = Signal(float)
    order_wanted = Signal(object)
    """Order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = self._add("Colours", ((load(name).title, name) for name in THEME_NAMES))
        self._sizes = self._add("Text size", TEXT_SIZES)
        self._orders = self._add("Cards", ORDERS)
        self._themes.triggered.connect(self._theme_chosen)
        self._sizes.triggered.connect(self._size_chosen)
        self._orders.triggered.connect(self._order_chosen)
        self.aboutToShow.connect(self._show_size)
        self.show_order(Order.BED)

    @property
    def order(self) -> Order:
        """How the cards stand now."""
        return next(Order(one.data()) for one in self._orders.actions() if one.isChecked())

    @property
    def other_order(self) -> Order:
        return Order.BED if self.order is Order.URGENCY else Order.URGENCY

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))
        for action in self._themes.actions():
            action.setChecked(action.data() == theme.name)

    def show_order(self, order: Order) -> None:
        """The key stands beside the order it would change to."""
        for (title, _), action in zip(ORDERS, self._orders.actions(), strict=True):
            chosen = Order(action.data()) is order
            action.setChecked(chosen)
            action.setText(title if chosen else f"{title}\t{ORDER_KEY}")

    def _add(self, title: str, choices: Iterable[tuple[str, object]]) -> QActionGroup:
        """A part of the menu: a heading, and choices of which one holds."""
        self.addAction(small_heading(title, self))
        group = QActionGroup(self)
        for words, value in choices:
            made = self.addAction(words)
            made.setCheckable(True)
            made.setData(value.value if isinstance(value, Order) else value)
            group.addAction(made)
        return group

    @Slot()
    def _show_size(self) -> None:
        points = QApplication.font().pointSizeF()
        for action in self._sizes.actions():
            action.setChecked(abs(float(action.data()) - points) < 0.05)

    @Slot(QAction)
    def _theme_chosen(self, action: QAction) -> None:
        self.theme_wanted.emit(str(action.data()))

    @Slot(QAction)
    def _size_chosen(self, action: QAction) -> None:
        self.text_size_wanted.emit(float(action.data()))

    @Slot(QAction)
    def _order_chosen(self, action: QAction) -> None:
        self.order_wanted.emit(Order(action.data()))
