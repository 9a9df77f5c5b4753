"""Ready words, one tap each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from station.views.panel.controls import button
from station.views.panel.flow import FlowLayout


class Phrases(QWidget):
    """A button for each; whoever listens does what it stands for."""

    chosen = Signal(str)

    def __init__(self, what: str, phrases: Sequence[str], kind: str = "") -> None:
        """`what`: what is said by choosing one, for a screen reader."""
        super().__init__()
        self.setAccessibleName(what)
        flow = FlowLayout(self, spacing=8)
        self.buttons: tuple[QPushButton, ...] = tuple(button(words, kind, name=f"{what}: {words}") for words in phrases)
        for one in self.buttons:
            one.clicked.connect(self._clicked)
            flow.addWidget(one)

    @Slot()
    def _clicked(self) -> None:
        one = self.sender()
        if isinstance(one, QPushButton):
            self.chosen.emit(one.text())
