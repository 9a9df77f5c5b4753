"""Gives a window its sound and its proof: what sounds, what a person may do about it, what is kept of both."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, Slot

from station.app.core import Core
from station.app.showing import Showing
from station.app.sounding import Sound
from station.app.windows import Desk, Wall
from station.services.errors import Refused
from station.sounding.device import Outputs
from station.store.rows import StaffRow
from station.views.bridge import Bridge


class Heard(QObject):
    """The sound of one window, and the proof of what it shows and sounds."""

    def __init__(
        self,
        window: Wall | Desk,
        core: Core,
        bridge: Bridge,
        station: str,
        *,
        wanted: bool = True,
        outputs: Outputs | None = None,
    ) -> None:
        """`wanted`: whether the settings let this station sound."""
        super().__init__(window)
        is_wall = isinstance(window, Wall)
        self.sound = Sound(
            core, bridge, window.living, station, is_wall=is_wall, wanted=wanted, outputs=outputs, parent=self
        )
        self.showing = Showing(core, bridge, window.living, station, self)
        self.sound.sounded.connect(self.showing.sounded)
        if isinstance(window, Wall):
            window.page.painted.connect(self.showing.painted)
        else:
            for part in (window.board, window.shell.strip, window.shell.entrance.view.board):
                part.painted.connect(self.showing.painted)
            self.hands = SoundHands(self.sound, window, core, bridge, self)

    def start(self) -> None:
        self.sound.start()

    def stop(self) -> None:
        self.sound.stop()


class SoundHands(QObject):
    """What people do about the sound of a desk, each in his own name."""

    def __init__(self, sound: Sound, desk: Desk, core: Core, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._sound, self._desk, self._core, self._bridge = sound, desk, core, bridge
        self._testing: StaffRow | None = None
        controls = desk.shell.navigation.sound
        sound.stood.connect(controls.show_status)
        sound.played.connect(desk.shell.say)
        controls.pause_wanted.connect(self._pause)
        controls.resume_wanted.connect(self._resume)
        controls.test_wanted.connect(self._test)
        controls.volume_wanted.connect(self._turn)
        self._turn(desk.kept.look.volume)

    @Slot()
    def _pause(self) -> None:
        """At once; it is written down beside it."""
        staff = self._desk.shell.recorder.staff
        if staff is not None:
            self._sound.sounder.pause()
            until = self._core.now() + self._sound.longest_pause
            self._bridge.run(partial(self._desk.commands.note_pause, staff.id, until), self._done, self._not_paused)

    @Slot()
    def _resume(self) -> None:
        self._sound.sounder.resume()
        staff = self._desk.shell.recorder.staff
        if staff is not None:
            before = self._core.now() - timedelta(seconds=1)
            self._bridge.run(partial(self._desk.commands.note_pause, staff.id, before), self._done, self._done)

    @Slot(object)
    def _done(self, _: object) -> None:
        """Written, or the record is away: a pause ends by itself within 2 minutes."""

    @Slot(object)
    def _not_paused(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._sound.sounder.resume()
            self._desk.shell.say(str(error))

    @Slot()
    def _test(self) -> None:
        self._testing = staff = self._desk.shell.recorder.staff
        if staff is not None:
            self._bridge.run(partial(self._desk.commands.may_test_sound, staff.id), self._play, self._not_tested)

    @Slot(object)
    def _play(self, _: object) -> None:
        if self._testing is not None:
            self._sound.test(self._testing.name)

    @Slot(object)
    def _not_tested(self, error: Exception) -> None:
        """A test is made also where it cannot be written down; not by somebody who may not."""
        if isinstance(error, Refused):
            self._desk.shell.say(str(error))
        else:
            self._play(None)

    @Slot(int)
    def _turn(self, volume: int) -> None:
        """0: as the policy says."""
        self._sound.sounder.set_volume(volume or None)
        self._desk.shell.navigation.sound.menu.show_volume(volume)
        if volume != self._desk.kept.look.volume:
            self._desk.kept.keep(replace(self._desk.kept.look, volume=volume))
