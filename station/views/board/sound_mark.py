"""The sound in the footer of a board: an icon and words, loud to the eye where there is silence."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from station.sounding.status import SoundState
from station.views import fonts, icons
from station.views.board.health import SoundHealth
from station.views.theme import Theme
from station.views.widgets.label import Role, Text

_ICONS: Final = {SoundState.ON: "sound", SoundState.OPENING: "sound"}
"""Of every other state: crossed out."""


def icon_name(state: SoundState) -> str:
    return _ICONS.get(state, "sound-off")


class SoundMark(QWidget):
    """Icon and words. Bold where there is silence, in the colour of an alert where silence is a fault."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state: SoundState | None = None
        self._base = 17.0
        self._icon = QLabel(self)
        self._words = Text(role=Role.PlaceholderText, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon)
        row.addWidget(self._words)
        self.hide()

    @property
    def says(self) -> str:
        return self._words.full_text

    def show_sound(self, sound: SoundHealth) -> bool:
        """True when it needs more or less room than before."""
        self.setAccessibleName(sound.words)
        longer = len(sound.words) != len(self.says) or self.isHidden()
        self._words.say(sound.words)
        self.show()
        if sound.state is not self._state:
            self._state = sound.state
            self._dress()
        return longer

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._dress()

    def set_base(self, pixels: float) -> None:
        self._base = pixels
        self._dress()

    def is_cut(self) -> bool:
        return self._words.is_cut()

    def _dress(self) -> None:
        silent = self._state not in (None, SoundState.ON, SoundState.OPENING)
        failed = self._state is SoundState.FAILED
        colour = self._theme.high.text if failed else self._theme.text if silent else self._theme.muted
        self._words.setFont(fonts.pixels(self._base * 0.9, fonts.Weight.Bold if silent else fonts.Weight.Normal))
        found = self._words.palette()
        found.setColor(Role.PlaceholderText, colour)
        self._words.setPalette(found)
        if self._state is not None:
            side, ratio = round(self._base * 1.1), self.devicePixelRatioF()
            self._icon.setPixmap(icons.pixmap(icon_name(self._state), colour, side, ratio=ratio))
