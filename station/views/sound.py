"""The sound at a desk: a button with its menu, and a button beside the alert that pauses it."""

from typing import Final

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from station.rules.permissions import Deed
from station.sounding.status import NONE, OFF, ON, OPENING, SoundState, SoundStatus, left_words
from station.views import icons
from station.views.board.sound_mark import icon_name
from station.views.dress import sheet
from station.views.panel.controls import button
from station.views.permit import Permit, permit_action
from station.views.recorder import Recorder
from station.views.theme import Theme

VOLUMES: Final = ((0, "Volume as the policy says"), (60, "Volume 60 %"), (80, "Volume 80 %"), (100, "Volume 100 %"))
PAUSE: Final = "Pause sound"
END_PAUSE: Final = "End the pause"
TEST: Final = "Test the sound"
KEY: Final = "Ctrl+M"


def short_words(status: SoundStatus) -> str:
    """For a narrow place: "Sound on", "Paused 1:43", "NO SOUND"."""
    if status.state is SoundState.PAUSED:
        return f"Paused {left_words(status.left_s)}"
    return {SoundState.ON: ON, SoundState.OFF: OFF, SoundState.FAILED: NONE}.get(status.state, OPENING)


class SoundMenu(QMenu):
    """Changes nothing itself: it says what is wanted."""

    pause_wanted = Signal()
    test_wanted = Signal()
    volume_wanted = Signal(int)
    """Per cent of full; 0: as the policy says."""

    def __init__(self, recorder: Recorder, parent: QWidget) -> None:
        super().__init__(parent)
        self._recorder = recorder
        self._status = SoundStatus()
        self.pause = self.addAction(PAUSE)
        self.test = self.addAction(TEST)
        self.addSeparator()
        self._volumes = QActionGroup(self)
        for volume, title in VOLUMES:
            made = self.addAction(title)
            made.setCheckable(True)
            made.setData(volume)
            self._volumes.addAction(made)
        self.setToolTipsVisible(True)
        self.pause.triggered.connect(self.pause_wanted)
        self.test.triggered.connect(self.test_wanted)
        self._volumes.triggered.connect(self._chosen)
        self.aboutToShow.connect(self._permit)
        self.show_volume(0)

    def show_status(self, status: SoundStatus) -> None:
        self._status = status
        paused = status.state is SoundState.PAUSED
        self.pause.setText(f"{END_PAUSE if paused else PAUSE}\t{KEY}")

    def show_volume(self, volume: int) -> None:
        """What was chosen at this desk."""
        for action in self._volumes.actions():
            action.setChecked(action.data() == volume)

    @Slot()
    def _permit(self) -> None:
        permit_action(self.test, self._recorder, Deed.TEST_SOUND)
        permit_action(self.pause, self._recorder, Deed.PAUSE_SOUND)
        if not can_pause(self._status):
            self.pause.setEnabled(False)
            self.pause.setToolTip("Nothing sounds now.")

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        self.volume_wanted.emit(int(action.data()))


def can_pause(status: SoundStatus) -> bool:
    """Whether there is something to pause, or a pause to end."""
    return status.state is SoundState.PAUSED or (status.state is SoundState.ON and status.asking)


class SoundControls(QObject):
    """A button in the navigation, with its menu, and one in the alert strip. Neither shows until there is sound."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    test_wanted = Signal()
    volume_wanted = Signal(int)

    def __init__(self, recorder: Recorder, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._recorder, self._theme = recorder, theme
        self._status = SoundStatus()
        self.button = button("Sound", "page", name="Sound", tip="The sound of this desk")
        self.pause = button(PAUSE, tip=KEY)
        self.menu = SoundMenu(recorder, self.button)
        for one in (self.button, self.pause):
            one.hide()
        Permit(self.pause, recorder, Deed.PAUSE_SOUND)
        self.button.clicked.connect(self._open)
        self.pause.clicked.connect(self.toggle)
        self.menu.pause_wanted.connect(self.toggle)
        self.menu.test_wanted.connect(self.test_wanted)
        self.menu.volume_wanted.connect(self.volume_wanted)

    @property
    def status(self) -> SoundStatus:
        return self._status

    @Slot(object)
    def show_status(self, status: SoundStatus) -> None:
        """How the sound stands; each second of a pause."""
        changed, self._status = status.state is not self._status.state or self.button.isHidden(), status
        said = short_words(status)
        self.button.setText(said)
        self.button.setAccessibleName(f"Sound of this desk: {said}")
        self.button.show()
        paused = status.state is SoundState.PAUSED
        self.pause.setText(f"Sound paused {left_words(status.left_s)}" if paused else PAUSE)
        self.pause.setAccessibleName(f"{self.pause.text()}: {END_PAUSE.lower()}" if paused else PAUSE)
        self.pause.setVisible(can_pause(status))
        self.menu.show_status(status)
        if changed:
            self._dress()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.menu.setStyleSheet(sheet(theme))
        self._dress()

    @Slot()
    def toggle(self) -> None:
        """Pause the sound, or end the pause: where there is one to end, or something to pause."""
        if not can_pause(self._status) or self._recorder.why_not(Deed.PAUSE_SOUND):
            return
        if self._status.state is SoundState.PAUSED:
            self.resume_wanted.emit()
        else:
            self.pause_wanted.emit()

    @Slot()
    def _open(self) -> None:
        self.menu.popup(self.button.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    def _dress(self) -> None:
        failed = self._status.state is SoundState.FAILED
        colour = self._theme.high.text if failed else None
        self.button.setIcon(icons.icon(icon_name(self._status.state), self._theme, colour))
