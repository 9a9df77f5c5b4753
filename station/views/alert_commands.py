"""What a desk may do and read about alerts; see `views.commands`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from station.services.events import Event
from station.store.rows.alerts import AlertLoad, AlertPage, AlertStory, AlertWanted, PastAlertRow

Events = Sequence[Event]


class AlertCommands(Protocol):
    def accept_alert(self, staff_id: int, alert_id: int, note: str) -> Events: ...

    def delegate_alert(self, staff_id: int, alert_id: int, to_staff_id: int) -> Events:
        """Ask somebody else to take it; until he accepts, nothing of it changes."""
        ...

    def close_alert(self, staff_id: int, alert_id: int, reason: str) -> Events: ...

    def explain_alert(self, staff_id: int, alert_id: int, why: str) -> Events:
        """Why a high one closed without what it asked for."""
        ...


class AlertReads(Protocol):
    def alert_page(self, wanted: AlertWanted, before: int | None) -> AlertPage:
        """A stretch of the history, the one found last first; `before`: older than the alert of this number."""
        ...

    def alert_story(self, alert_id: int) -> AlertStory: ...

    def reasons_owed(self, stay_id: int | None) -> tuple[PastAlertRow, ...]:
        """Of one stay, or of all; the last first."""
        ...

    def alert_load(self, since: datetime) -> AlertLoad:
        """From then until now."""
        ...
