"""A unit as Unit setup is handed it: two areas, three versions of its policy."""

from dataclasses import replace
from typing import Any

from station.rules.policy import Policy, parse_policy
from station.rules.policy_changes import changes
from station.services.unit_sheet import AreaPlace, BedPlace, PolicyVersionRow, RoomPlace, UnitSheet
from tests.views.snapshots import POLICY, ago


def changed(policy: Policy, **sections: dict[str, Any]) -> Policy:
    """Another policy, with other values in some sections."""
    body = policy.to_json()
    return parse_policy({**body, **{name: {**body[name], **values} for name, values in sections.items()}})


FIRST = changed(POLICY, signing={"lock_after": "5:00"}, wall={"distance_m": 4.0})
SECOND = changed(POLICY, signing={"lock_after": "5:00"})

PLACES = (
    AreaPlace(
        1,
        "West hall",
        (
            RoomPlace(11, "1201", (BedPlace(101, "1201A", True, True), BedPlace(102, "1201B", True, False))),
            RoomPlace(12, "1202", (BedPlace(103, "1202", False, False),)),
            RoomPlace(13, "Day room", ()),
        ),
    ),
    AreaPlace(2, "East hall", (RoomPlace(21, "1301", (BedPlace(201, "1301", True, True),)),)),
)


def version(number: int, policy: Policy, before: Policy | None, by: str, days: float) -> PolicyVersionRow:
    """As it was signed so many days ago."""
    differs = () if before is None else changes(before.to_json(), policy.to_json())
    return PolicyVersionRow(number, number, by, ago(days=days), differs)


SHEET = UnitSheet(
    policy=POLICY,
    version=3,
    versions=(
        version(3, POLICY, SECOND, "M. Ruiz", 3),
        version(2, SECOND, FIRST, "A. Hall", 40),
        version(1, FIRST, None, "M. Reyes", 90),
    ),
    places=PLACES,
    checklists=("safety", "weekly"),
)


def signed_by(sheet: UnitSheet, by: str, policy: Policy) -> UnitSheet:
    """The same unit after somebody has signed another policy just now."""
    newest = version(sheet.version + 1, policy, sheet.policy, by, 0)
    return replace(sheet, policy=policy, version=newest.id, versions=(newest, *sheet.versions))
