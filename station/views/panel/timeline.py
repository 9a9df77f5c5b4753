"""What has happened, line by line: times on the left, words on the right."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.views.panel.controls import label

Line = tuple[str, str] | tuple[str, str, str]
"""A time, what happened then, and the tone of the words."""


class Timeline(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What has happened")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._lines: list[Line] = []
        self.show_lines([("", "Reading…")])

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        return tuple((one[0], one[1]) for one in self._lines)

    def show_lines(self, lines: Sequence[Line]) -> None:
        if list(lines) == self._lines and self._column.count():
            return
        self._lines = list(lines)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, words, *tone in lines or [("", "Nothing yet.")]:
            self._column.addWidget(_timed(at, words, *tone))


def _timed(at: str, words: str, tone: str = "") -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    clock: QLabel = label(at, tone="muted")
    clock.setWordWrap(False)
    clock.setMinimumWidth(clock.fontMetrics().horizontalAdvance("00:00:00 "))
    row.addWidget(clock)
    row.addWidget(label(words, tone=tone), 1)
    return made
