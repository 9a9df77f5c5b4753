"""What a page shows when it has nothing to show: why, and the next step in words."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from station.views import fonts, icons
from station.views.theme import Theme
from station.views.widgets.label import Role


@dataclass(frozen=True, slots=True)
class State:
    """An icon, what is the case, and the next step."""

    icon: str
    title: str
    text: str = ""


LOADING: Final = State("clock", "Reading the board", "This takes a moment.")


def empty(title: str, text: str) -> State:
    return State("bed", title, text)


def error(title: str, text: str) -> State:
    return State("alert", title, text)


class StatePanel(QWidget):
    """A state in the middle of the page. Nothing on it can be operated; whoever shows it may set a button beneath."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = LOADING
        self._picture = _Picture(theme, self)
        self._title = _centred(Role.WindowText, self)
        self._text = _centred(Role.WindowText, self)
        self.body = QVBoxLayout(self)
        self.body.addStretch(3)
        self.body.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        self.body.addStretch(4)
        self.set_theme(theme)
        self.set_base(17.0)
        self.show_state(LOADING)

    @property
    def state(self) -> State:
        return self._state

    def show_state(self, state: State) -> None:
        self._state = state
        self._picture.show_icon(state.icon)
        self._title.setText(state.title)
        self._text.setText(state.text)
        self._text.setVisible(bool(state.text))
        self.setAccessibleName(f"{state.title}. {state.text}".strip())

    def set_theme(self, theme: Theme) -> None:
        """The words have a colour of their own: the style sheet of a page makes muted ones half transparent."""
        self._picture.set_theme(theme)
        self._text.setStyleSheet(f"color: {theme.muted.name()}")

    def set_base(self, pixels: float) -> None:
        """The size of body type, in pixels."""
        self._title.setFont(fonts.pixels(pixels * 1.5, fonts.Weight.DemiBold))
        self._text.setFont(fonts.pixels(pixels))
        self._picture.setFixedSize(QSize(round(pixels * 4), round(pixels * 4)))
        self.body.setSpacing(round(pixels * 0.6))


class _Picture(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = ""

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mark = icons.pixmap(self._icon, self._theme.muted, self.width(), ratio=self.devicePixelRatioF())
        painter.drawPixmap(QRect(0, 0, self.width(), self.height()), mark)
        painter.end()


def _centred(role: Role, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    label.setForegroundRole(role)
    return label
