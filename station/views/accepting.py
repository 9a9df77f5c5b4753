"""Accepting alerts from where there is no form: the strip, the rail, the list of all."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from station.services.errors import NeedsPin, Refused
from station.services.events import Event
from station.views.bridge import Bridge
from station.views.commands import Commands, Events
from station.views.panel.desk import Desk
from station.views.panel.proving import ProveForm
from station.views.panel.side import SidePanel
from station.views.recorder import ASK, Recorder


class Accepting(QObject):
    """In the name of whoever is signed in."""

    said = Signal(str)
    """Why not."""

    def __init__(
        self,
        commands: Commands,
        bridge: Bridge,
        recorder: Recorder,
        panel: SidePanel,
        desk: Callable[[], Desk | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._commands, self._bridge, self._recorder = commands, bridge, recorder
        self._panel, self._desk = panel, desk
        self._wanted: tuple[int, ...] = ()

    @Slot(object)
    def accept(self, alert_ids: tuple[int, ...]) -> None:
        staff = self._recorder.staff
        if staff is None:
            self.said.emit(ASK)
            self._recorder.wanted.emit()
            return
        self._wanted = alert_ids
        self._bridge.run(partial(self._accept_all, alert_ids, staff.id), self._accepted, self._not_accepted)

    def _accept_all(self, alert_ids: tuple[int, ...], staff_id: int) -> Events:
        """Accept each; the first refusal is raised once the others have been accepted."""
        events: list[Event] = []
        refusal: Exception | None = None
        for alert_id in alert_ids:
            try:
                events += self._commands.accept_alert(staff_id, alert_id, "")
            except Refused as error:
                refusal = refusal or error
        if refusal is not None:
            raise refusal
        return events

    @Slot(object)
    def _accepted(self, _: object) -> None:
        if self._panel.content is None:
            self._panel.shut()

    @Slot(object)
    def _not_accepted(self, error: Exception) -> None:
        desk = self._desk()
        if isinstance(error, NeedsPin) and desk is not None:
            again = partial(self._accept_all, self._wanted)
            self._panel.show_form("Accept", ProveForm(desk, again, "Accepted.", error))
            return
        self.said.emit(str(error))
