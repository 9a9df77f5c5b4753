"""What the guard process shows over everything while Station is down. It needs next to nothing of Station itself."""

import tomllib
from typing import Final

from PySide6.QtCore import QMargins, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from station import assets
from station.views import fonts

_CLOSE: Final = "I have read this. Close it and be quiet"
_LEAST_TAP: Final = 44


class OutageWindow(QWidget):
    """A headline that is read from across the room, and what to do. On top of all windows of one screen.

    It cannot be closed before everything was tried: what it says is true until then.
    """

    closed = Signal()
    painted = Signal()
    """For the first time with these words."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Station is not monitoring")
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self._told = False
        self._headline, self._what, self._why = QLabel(), QLabel(), QLabel()
        self.close_button = QPushButton(_CLOSE)
        self.close_button.setAccessibleName(_CLOSE)
        self.close_button.clicked.connect(self.closed)
        for label in (self._headline, self._what, self._why):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addStretch(2)
        for part in (self._headline, self._what, self._why):
            column.addWidget(part)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        self._dress()

    def say(self, headline: str, what_to_do: str, why: str, *, can_be_closed: bool) -> None:
        """Show these words from now on. The time stands on a line of its own, and so does each thing to do."""
        self._headline.setText(headline.replace(" SINCE ", "\nSINCE "))
        self._what.setText(what_to_do.replace(". ", ".\n"))
        self._why.setText(why)
        self.close_button.setVisible(can_be_closed)
        self.setAccessibleName(f"{headline}. {what_to_do} {why}".rstrip())
        self._told = False
        self.update()

    @property
    def says(self) -> str:
        return self.accessibleName()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key closes it by accident, but the button has its own."""
        event.accept()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        base = max(10.0, min(self.height() / 24.0, self.width() / 34.0))
        self._headline.setFont(fonts.display(base * 3.0))
        self._what.setFont(fonts.pixels(base * 1.15, fonts.Weight.DemiBold))
        self._why.setFont(fonts.pixels(base * 0.85, fonts.Weight.Medium))
        self.close_button.setFont(fonts.pixels(base * 0.75, fonts.Weight.DemiBold))
        self.close_button.setMinimumHeight(max(_LEAST_TAP, round(base * 2)))
        self.close_button.setMinimumWidth(self.close_button.sizeHint().width() + round(base * 2))
        side = round(base * 2)
        column = self.layout()
        if column is not None:
            column.setContentsMargins(QMargins(side, side, side, side))
            column.setSpacing(round(base))
            column.invalidate()
            column.activate()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        edge = max(4, self.height() // 90)
        painter.fillRect(QRect(0, 0, self.width(), edge), self._ink)
        painter.fillRect(QRect(0, self.height() - edge, self.width(), edge), self._ink)
        painter.end()
        if not self._told:
            self._told = True
            self.painted.emit()

    def _dress(self) -> None:
        """In the solid tone of a high alert; read for itself, since all of the themes takes longer to load."""
        tone = tomllib.loads(assets.text("theme", "dark.toml"))["high"]
        self._ground, self._ink = QColor(tone["solid"]), QColor(tone["on_solid"])
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.WindowText, self._ink)
        colours.setColor(QPalette.ColorRole.Button, self._ink)
        colours.setColor(QPalette.ColorRole.ButtonText, self._ground)
        self.setPalette(colours)
