"""Who is recording at this desk: chosen explicitly, shown always, asked for before anything is done."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from station.models.enums import Role
from station.store.rows import StaffRow

ASK: Final = "Choose who is recording first, at the bottom left of the window. Nothing has been lost."

_NURSES: Final = frozenset({Role.NURSE, Role.CHARGE_NURSE})


class Recorder(QObject):
    """The person in whose name this desk records. Nobody until somebody has been chosen."""

    changed = Signal()
    wanted = Signal()
    """An action needs somebody to be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._staff: StaffRow | None = None

    @property
    def staff(self) -> StaffRow | None:
        return self._staff

    @property
    def is_nurse(self) -> bool:
        """Whether this person may raise a level at once, before a provider has ordered it."""
        return self._staff is not None and self._staff.role in _NURSES

    def choose(self, staff: StaffRow | None) -> None:
        if staff != self._staff:
            self._staff = staff
            self.changed.emit()

    def keep_to(self, staff: Sequence[StaffRow]) -> None:
        """The people of the unit have changed: keep the one chosen, with his present role, or nobody if he has gone."""
        chosen = self._staff
        if chosen is not None:
            self.choose(next((one for one in staff if one.id == chosen.id), None))


def described(staff: StaffRow) -> str:
    """J. Moore · tech"""
    return f"{staff.name} · {staff.role.value}"
