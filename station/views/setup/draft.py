"""What somebody has changed of the policy and not signed yet. No Qt."""

from collections.abc import Mapping
from typing import Any

from station.rules.policy_changes import Change, changes
from station.rules.policy_faults import Fault, faults
from station.rules.policy_merging import merged
from station.rules.policy_shape import by_path, value_at, with_value
from station.services.unit_sheet import UnitSheet


class Draft:
    """The policy that holds with other values at some paths; a value that cannot be read stands as it was typed."""

    def __init__(self, sheet: UnitSheet) -> None:
        self.sheet = sheet
        self._base = sheet.policy.to_json()
        self._mine: dict[str, Any] = {}

    @property
    def mine(self) -> Mapping[str, Any]:
        """What was changed, by path."""
        return dict(self._mine)

    @property
    def body(self) -> dict[str, Any]:
        whole = self._base
        for path, value in self._mine.items():
            whole = with_value(whole, path, value)
        return whole

    def base(self, path: str) -> Any:
        return value_at(self._base, path)

    def value(self, path: str) -> Any:
        return self._mine.get(path, self.base(path))

    def put(self, path: str, value: Any) -> None:
        if value == self.base(path):
            self._mine.pop(path, None)
        else:
            self._mine[path] = value

    def undo(self, path: str) -> None:
        self._mine.pop(path, None)

    def clear(self) -> None:
        self._mine.clear()

    def changes(self) -> tuple[Change, ...]:
        return changes(self._base, self.body) if self._mine else ()

    def faults(self) -> tuple[Fault, ...]:
        return faults(self.body, self.sheet.checklists) if self._mine else ()

    def rebase(self, sheet: UnitSheet) -> None:
        """Another policy holds now: what is changed here stands beside it, all else follows."""
        before, self.sheet, self._base = self._base, sheet, sheet.policy.to_json()
        for path, value in self.mine.items():
            self.put(path, merged(by_path()[path], value_at(before, path), value, self.base(path)))

    def take_up(self, base: UnitSheet, mine: Mapping[str, Any]) -> None:
        """What was changed of an earlier policy, beside the one that holds now."""
        now, self.sheet, self._base = self.sheet, base, base.policy.to_json()
        self._mine = dict(mine)
        self.rebase(now)
