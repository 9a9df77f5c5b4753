"""The part of the binding that is about sound."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from station.services import sounds
from station.services.events import Event


class SoundCommands:
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        raise NotImplementedError

    def note_pause(self, staff_id: int, until: datetime) -> list[Event]:
        """`until` in the past: the pause is ended."""
        return self._do(staff_id, sounds.note_pause, until)

    def may_test_sound(self, staff_id: int) -> list[Event]:
        return self._do(staff_id, sounds.may_test)
