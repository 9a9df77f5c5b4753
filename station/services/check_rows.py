"""A check, and what was said about it, as rows for screens and paper."""

from collections.abc import Iterable

from station.models import Amendment, Check
from station.store.rows import AmendmentRow, CheckRow


def amendment_row(said: Amendment, name: str | None) -> AmendmentRow:
    """`name`: of whoever said it; None: Station itself."""
    changes = tuple((field, str(pair[0]), str(pair[1])) for field, pair in said.changes.items())
    return AmendmentRow(said.kind, said.reason, changes, name or "Station", said.at, said.replacement_id)


def check_row(
    check: Check, observer: str, said: Iterable[AmendmentRow], stands_for: Iterable[AmendmentRow]
) -> CheckRow:
    """`said`: about it; `stands_for`: about what it stands in place of."""
    return CheckRow(
        id=check.id,
        stay_id=check.stay_id,
        observer_id=check.observer_id,
        observer=observer,
        outcome=check.outcome,
        observed_at=check.observed_at,
        recorded_at=check.recorded_at,
        station=check.recorded_at_station,
        late_entry=check.late_entry,
        location=check.location,
        activity=check.activity,
        life_sign=check.life_sign,
        concern=check.concern,
        note=check.note,
        since=check.since,
        due_at=check.due_at,
        status=check.status,
        amendments=tuple(said),
        round_id=check.round_id,
        stands_for=tuple(stands_for),
    )
