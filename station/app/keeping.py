"""What a person may do although the record is away: it is kept on this computer, and put in when that is back."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from station.app.patience import Publishing
from station.models.enums import Role
from station.monitor import judging
from station.monitor.eyes import Eyes
from station.monitor.judging import Known
from station.services import keeping
from station.services.errors import Refused
from station.services.events import Event, KeptHere
from station.store.errors import StoreError

_logger = logging.getLogger(__name__)


class Now(Protocol):
    def now(self) -> datetime: ...


class Keeper:
    """Does what is asked on the record; keeps it where the record is away, or goes away in the middle of it.

    Somebody signed in before stays signed in: PINs can only be checked where the record is.
    """

    def __init__(self, eyes: Eyes, clock: Now, publishing: Publishing) -> None:
        self._eyes = eyes
        self._clock = clock
        self._publishing = publishing

    @property
    def eyes(self) -> Eyes:
        return self._eyes

    def do(
        self,
        entry: keeping.Kind,
        staff_id: int,
        name: str,
        role: Role,
        direct: Callable[[], list[Event]],
        *,
        confirmed: bool,
        unproven: bool = False,
    ) -> list[Event]:
        """`direct`: the same on the record. Raises what it raises, but for an error of the surroundings. `unproven`: he
        chose his name from a list; then it is kept only, never done."""
        pressed = self._clock.now()
        if not self._eyes.keeps and not unproven:
            try:
                return self._publishing.patiently(direct)
            except StoreError as error:
                _logger.warning("What was entered is kept here: %s", error)
                self._eyes.lost(error)
        return self._keep(entry, staff_id, name, role, pressed, confirmed=confirmed, unproven=unproven)

    def _keep(
        self,
        entry: keeping.Kind,
        staff_id: int,
        name: str,
        role: Role,
        pressed: datetime,
        *,
        confirmed: bool,
        unproven: bool,
    ) -> list[Event]:
        """`pressed`: when he entered it, before the record was tried: he saw the patient then, if he says no other."""
        request = getattr(entry, "request_id", "")
        if request and judging.is_kept_already(request, self._eyes.kept()):
            return [KeptHere(unproven)]
        now = self._clock.now()
        judging.check_deed(entry, role)
        if not isinstance(entry, keeping.Paused):
            judging.check(entry, name, role, self._known(), now, confirmed=confirmed)
        body = keeping.body_of(entry, pressed) | ({keeping.UNPROVEN: True} if unproven else {})
        self._eyes.keep(keeping.kind_of(entry), body, staff_id, name)
        return [KeptHere(unproven)]

    def _known(self) -> Known:
        view, policy = self._eyes.view, self._eyes.policy
        board = view.board if view is not None else self._eyes.last
        if board is None or policy is None:
            raise Refused(
                "The record cannot be reached, and nothing was known of the unit before. "
                "Write it on paper with its time, and enter it when the record is back."
            )
        return Known(board, policy, self._eyes.kept())

    def accepted(self, alert_id: int, note: str) -> keeping.Accepted | None:
        """The alert of this number as it stands on the screen; None where it is not known."""
        view = self._eyes.view
        board = view.board if view is not None else self._eyes.last
        alerts = () if board is None else board.alerts
        found = next((one for one in alerts if one.id == alert_id), None)
        return None if found is None else keeping.Accepted(found.subject, found.stay_id, note)
