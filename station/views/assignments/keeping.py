"""Keeps a draft: every change goes to the store at once, one saving at a time, and again until it is there."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from station.views.assignments.editor import Working
from station.views.commands import Events
from station.views.panel.desk import Desk

_AGAIN: Final = timedelta(seconds=5)
_REMEMBERED: Final = 60
"""Drafts we have stored, so that an older one of ours that is read late is not taken for another desk's."""

Kept = tuple[int, dict[str, Any]]


class DraftKeeper(QObject):
    """Belongs to one person and one shift. Saves only while that person is here; what is left waits for him."""

    told = Signal()
    """`trouble` is another."""

    def __init__(self, desk: Desk, staff_id: int, starts_at: datetime, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._staff_id, self._starts_at = desk, staff_id, starts_at
        self._wanted: Working | None = None
        self._saving: Working | None = None
        self._drops = False
        self._failed_at: datetime | None = None
        self._ours: deque[Kept] = deque(maxlen=_REMEMBERED)
        self._trouble = ""
        self._paused: Callable[[], bool] = _never

    @property
    def trouble(self) -> str:
        """Why the draft is not stored; empty while it is, or is about to be."""
        return self._trouble

    @property
    def waiting(self) -> bool:
        """Something has not been stored yet."""
        return self._wanted is not None or self._saving is not None

    def pause_while(self, paused: Callable[[], bool]) -> None:
        """Nothing is saved while this holds: a plan that is being published takes its draft away with it."""
        self._paused = paused

    def keep(self, working: Working) -> None:
        self._wanted, self._drops = working, False
        self._go_on()

    def forget(self) -> None:
        """There is no draft any more: it has been published."""
        self._wanted = None
        self._drops = False
        self._say("")

    def drop(self) -> None:
        """Throw the draft away; the journal keeps what was in it."""
        self._wanted, self._drops = None, True
        self._go_on()

    def is_ours(self, working: Working) -> bool:
        """Whether this was stored from here."""
        return working.kept in self._ours

    def tick(self, now: datetime) -> None:
        if self._wanted is not None and (self._failed_at is None or now - self._failed_at >= _AGAIN):
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        here = self._desk.recorder.staff
        if self._saving is not None or here is None or here.id != self._staff_id or self._paused():
            return
        if self._drops:
            self._drops = False
            discard = partial(self._desk.commands.discard_draft, self._staff_id, self._starts_at)
            self._desk.bridge.run(discard, self._dropped, self._not_saved)
        if self._wanted is None:
            return
        self._saving, self._wanted = self._wanted, None
        self._ours.append(self._saving.kept)
        save = partial(
            self._desk.commands.save_draft, self._staff_id, self._starts_at, self._saving.based_on, self._saving.plan
        )
        self._desk.bridge.run(save, self._saved, self._not_saved)

    @Slot(object)
    def _dropped(self, events: Events) -> None:
        del events

    @Slot(object)
    def _saved(self, events: Events) -> None:
        del events
        self._saving, self._failed_at = None, None
        self._say("")
        self._go_on()

    @Slot(object)
    def _not_saved(self, error: Exception) -> None:
        """What came after it counts, or the same is tried again."""
        self._wanted, self._saving = self._wanted or self._saving, None
        self._failed_at = self._desk.now()
        self._say(str(error))

    def _say(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self.told.emit()


def _never() -> bool:
    return False
