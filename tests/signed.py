"""Signs a changed policy on a built unit, as its administrator does on the page."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from station.models.enums import Role
from station.rules.durations import unstored
from station.services import Store, reading
from station.services.events import Event
from station.services.policy_signing import sign_policy
from station.services.unit_reading import read_unit_sheet
from tests.builders import PEOPLE, BuiltUnit, build_unit

ADMINISTRATOR: Final = "M. Ruiz"
Change = Callable[[dict[str, Any]], None]


def administered(store: Store, **more: Any) -> BuiltUnit:
    """A unit with an administrator besides the people it always has."""
    return build_unit(store, people=PEOPLE | {ADMINISTRATOR: Role.ADMINISTRATOR}, **more)


def body_of(unit: BuiltUnit) -> dict[str, Any]:
    """The policy that holds, to be changed."""
    return deepcopy(reading.read_policy(unit.store).to_json())


def sign(unit: BuiltUnit, at: datetime, change: Change, *, by: str = ADMINISTRATOR) -> list[Event]:
    """Sign the policy that holds, changed by `change`, at `at`."""
    body = body_of(unit)
    change(body)
    return sign_policy(unit.store, body, read_unit_sheet(unit.store).version, actor=unit.who(by, at), now=at)


def level(code: str, **times: Any) -> Change:
    """Another time, or ladder, of one level; where nobody would be told in time, a ladder that fits."""

    def change(body: dict[str, Any]) -> None:
        one = next(one for one in body["levels"] if one["code"] == code)
        one.update(times)
        if unstored(one["escalation"][0]["after"]) > unstored(one["lapsed"]):
            one["escalation"] = [{"role": "tech", "after": one["late"]}, {"role": "charge", "after": one["lapsed"]}]

    return change


def set_at(values: Mapping[str, Any]) -> Change:
    """Other values at these paths."""

    def change(body: dict[str, Any]) -> None:
        for path, value in values.items():
            *parents, name = path.split(".")
            part = body
            for parent in parents:
                part = part[parent]
            part[name] = value

    return change
