"""Who is signed in at this desk: shown always, and the one in whose name everything here is recorded."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from station.models.enums import Role
from station.rules.permissions import CHARGES, Deed, may, refusal
from station.store.rows import StaffRow

ASK: Final = "This desk is locked. Sign in first, then do it again: nothing has been lost."
_AFTERWARDS: Final = " Nothing has been changed."

_AT_ONCE: Final = frozenset({Role.NURSE}) | CHARGES


class Recorder(QObject):
    """The person signed in. Nobody while the desk is locked."""

    changed = Signal()
    wanted = Signal()
    """An action needs somebody to be signed in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._staff: StaffRow | None = None

    @property
    def staff(self) -> StaffRow | None:
        return self._staff

    @property
    def raises_at_once(self) -> bool:
        """Whether this person may raise a level before a provider has ordered it: a nurse, or a charge."""
        return self._staff is not None and self._staff.role in _AT_ONCE

    @property
    def is_provider(self) -> bool:
        """Whether what this person orders is ordered."""
        return self._staff is not None and self._staff.role is Role.PROVIDER

    def choose(self, staff: StaffRow | None) -> None:
        """From now on this desk records for that person; None: for nobody."""
        if staff != self._staff:
            self._staff = staff
            self.changed.emit()

    def keep_to(self, staff: Sequence[StaffRow]) -> None:
        """The people of the unit have changed: keep the one here, with his present role, or nobody if he has gone."""
        here = self._staff
        if here is not None:
            self.choose(next((one for one in staff if one.id == here.id), None))

    def why_not(self, *deeds: Deed) -> str:
        """Why the person here may do none of these, in words; empty when he may do one. Nobody here: empty too."""
        if self._staff is None or any(may(self._staff.role, deed) for deed in deeds):
            return ""
        return refusal(self._staff.role, deeds[0]).removesuffix(_AFTERWARDS)


def described(staff: StaffRow) -> str:
    """J. Moore · tech"""
    return f"{staff.name} · {staff.role.value}"
