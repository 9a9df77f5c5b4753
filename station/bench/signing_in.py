"""Somebody of the made-up unit sits down at the desk of a figure."""

from PySide6.QtCore import QObject, QTimer, Slot
from sqlalchemy import insert, select

from station.app.windows import Desk
from station.clock import SystemClock
from station.models import Credential, ObserverDuty, Staff
from station.models.enums import Role
from station.services import Store
from station.services.pin_hashes import PIN_HASHES

PIN = "2468"
_LOOK_MS = 100


def let_in(store: Store) -> list[int]:
    """Give the technicians a PIN. Those of them who hold nobody."""
    now, pin_hash = SystemClock().now(), PIN_HASHES.hash(PIN)
    held = select(ObserverDuty.staff_id).where(ObserverDuty.ended_at.is_(None))
    free = select(Staff.id).where(Staff.role == Role.TECH, Staff.active, Staff.id.not_in(held)).order_by(Staff.id)
    with store.read() as session:
        people = list(session.scalars(free))
        known = set(session.scalars(select(Credential.staff_id)))
    rows = [
        {"staff_id": one, "pin_hash": pin_hash, "pin_set_at": now, "must_change": False, "failures": 0}
        for one in people
        if one not in known
    ]
    if rows:
        with store.engine.begin() as connection:
            connection.execute(insert(Credential), rows)
    return people


class Sitting(QObject):
    """Signs in as soon as that can be done, and again whenever the desk has locked itself."""

    def __init__(self, desk: Desk, staff_id: int) -> None:
        super().__init__()
        self._desk, self._staff_id = desk, staff_id
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    @property
    def sits(self) -> bool:
        return self._desk.shell.recorder.staff is not None

    @Slot()
    def _look(self) -> None:
        shell = self._desk.shell
        if not self.sits and not shell.entrance.door.is_checking and shell.desk() is not None:
            self._desk.sign_in(self._staff_id, PIN)
