"""The part of the binding that is about the unit itself: its people, its places, its policy."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from station.models.enums import Role
from station.services import Store, people, places, policy_signing, qualifications, setup, unit_reading
from station.services.events import Event
from station.services.unit_sheet import UnitSheet
from station.store.rows import StaffRow
from station.store.rows.people import PersonRow


class UnitReads:
    _store: Store

    def people(self) -> tuple[PersonRow, ...]:
        return people.read_people(self._store)

    def person_of_badge(self, badge: str) -> StaffRow:
        return people.person_of_badge(self._store, badge)

    def unit_sheet(self) -> UnitSheet:
        return unit_reading.read_unit_sheet(self._store)


class UnitCommands:
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        raise NotImplementedError

    def add_staff(self, staff_id: int, name: str, role: Role) -> list[Event]:
        return self._do(staff_id, setup.add_staff, name, role)

    def set_badge(self, staff_id: int, of_staff_id: int, badge: str | None) -> list[Event]:
        return self._do(staff_id, people.set_badge, of_staff_id, badge)

    def change_person(
        self, staff_id: int, of_staff_id: int, name: str | None, role: Role | None, active: bool | None
    ) -> list[Event]:
        return self._do(staff_id, people.change_person, of_staff_id, name=name, role=role, active=active)

    def set_qualification(self, staff_id: int, of_staff_id: int, code: str, expires_on: date | None) -> list[Event]:
        return self._do(staff_id, qualifications.set_qualification, of_staff_id, code, expires_on)

    def sign_policy(self, staff_id: int, body: Mapping[str, Any], based_on: int) -> list[Event]:
        return self._do(staff_id, policy_signing.sign_policy, body, based_on)

    def add_area(self, staff_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.add_area, name)

    def rename_area(self, staff_id: int, area_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.rename_area, area_id, name)

    def add_room(self, staff_id: int, area_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.add_room, area_id, name)

    def rename_room(self, staff_id: int, room_id: int, name: str) -> list[Event]:
        return self._do(staff_id, places.rename_room, room_id, name)

    def move_room(self, staff_id: int, room_id: int, area_id: int) -> list[Event]:
        return self._do(staff_id, places.move_room, room_id, area_id)

    def add_bed(self, staff_id: int, room_id: int, label: str) -> list[Event]:
        return self._do(staff_id, places.add_bed, room_id, label)

    def rename_bed(self, staff_id: int, bed_id: int, label: str) -> list[Event]:
        return self._do(staff_id, places.rename_bed, bed_id, label)

    def move_bed(self, staff_id: int, bed_id: int, room_id: int) -> list[Event]:
        return self._do(staff_id, places.move_bed, bed_id, room_id)

    def set_bed_in_use(self, staff_id: int, bed_id: int, in_use: bool) -> list[Event]:
        return self._do(staff_id, places.set_bed_in_use, bed_id, in_use=in_use)

    def reorder(self, staff_id: int, kind: str, inside_id: int | None, ids: tuple[int, ...]) -> list[Event]:
        return self._do(staff_id, places.reorder, kind, inside_id, ids)
