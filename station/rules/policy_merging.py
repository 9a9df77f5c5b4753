"""Two people change one policy: what the one has not touched follows the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from station.rules.policy_changes import row_key
from station.rules.policy_shape import Kind, Shape

Row = Mapping[str, Any]


def merged(shape: Shape, base: Any, mine: Any, theirs: Any) -> Any:
    """My value of a field, made from `base`, beside the other's, made from it too.

    Of a table each cell, of a list each word is taken from whoever changed it; from me where both did.
    """
    if theirs in (base, mine):
        return mine
    if shape.kind is Kind.TABLE:
        return _rows(shape, base, mine, theirs)
    if shape.kind is Kind.WORDS:
        return _ordered(base, mine, theirs)
    return mine


def _rows(shape: Shape, base: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row]) -> list[dict[str, Any]]:
    was, my, other = ({row_key(shape, row): row for row in rows} for rows in (base, mine, theirs))
    keys = _ordered(list(was), list(my), list(other), changed={key for key in my if my[key] != was.get(key)})
    return [_cells(was.get(key, {}), my.get(key), other.get(key)) for key in keys]


def _cells(was: Row, mine: Row | None, theirs: Row | None) -> dict[str, Any]:
    if mine is None or theirs is None:
        return dict(mine or theirs or {})
    return {name: theirs.get(name) if value == was.get(name) else value for name, value in mine.items()}


def _ordered(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], changed: set[str] | None = None
) -> list[str]:
    """Mine in my order; without what the other took out and I left as it was; and at the end what the other added."""
    kept = [one for one in mine if one in theirs or one not in base or one in (changed or ())]
    mine_is_as_before = [one for one in mine if one in base] == [one for one in base if one in mine]
    if mine_is_as_before:
        kept.sort(key=lambda one: theirs.index(one) if one in theirs else len(theirs))
    return [*kept, *(one for one in theirs if one not in base and one not in mine)]
