"""What differs between two plans, as a charge would say it."""

from collections.abc import Iterator

from station.rules.plan import Block, Plan, Worker
from station.rules.plan_words import Terms, duty, hours, planned


def changes(before: Plan, after: Plan, terms: Terms) -> tuple[str, ...]:
    """One sentence or less for each person and block that differs: people first, then in order of time. None of them
    when the two plan the same."""
    zone = terms.zone
    said = []
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        was, now = hours(before.starts_at, before.ends_at, zone), hours(after.starts_at, after.ends_at, zone)
        said.append(f"The shift from {was} to {now}")
    return (*said, *_people(before, after, terms), *_blocks(before, after, terms))


def person_change(was: Worker | None, now: Worker | None, terms: Terms) -> str:
    """What became of somebody; "" where nothing did."""
    if now is None:
        return "" if was is None else f"{was.name} is not on any more"
    span = hours(now.starts_at, now.ends_at, terms.zone)
    if was is None:
        return f"{now.name} is on, {span}"
    if (was.starts_at, was.ends_at) == (now.starts_at, now.ends_at):
        return ""
    return f"{now.name} is on {span} instead of {hours(was.starts_at, was.ends_at, terms.zone)}"


def block_change(was: Block | None, now: Block | None, terms: Terms) -> str:
    """What became of a block; "" where nothing did."""
    if was == now:
        return ""
    if was is None:
        return _alone(now, "added", terms)
    if now is None:
        return _alone(was, "taken out", terms)
    if was.staff_id != now.staff_id:
        return _given(was, now, terms)
    return f"{terms.person(now.staff_id)}: {_changed(was, now, terms)}"


def _alone(one: Block | None, became: str, terms: Terms) -> str:
    return f"{terms.person(one.staff_id)}: {planned(one, terms)} {became}" if one else ""


def _given(was: Block, now: Block, terms: Terms) -> str:
    who = f"from {terms.person(was.staff_id)} to {terms.person(now.staff_id)}"
    if _same_work(was, now) and (was.starts_at, was.ends_at) == (now.starts_at, now.ends_at):
        return f"{planned(now, terms)} {who}"
    return f"{_changed(was, now, terms)}, {who}"


def _changed(was: Block, now: Block, terms: Terms) -> str:
    """Other hours ("1:1 with 1309 from 15:00–17:00 to 15:00–16:30"), or other work instead of what it was."""
    if not _same_work(was, now):
        return f"{planned(now, terms)} instead of {planned(was, terms)}"
    from_, to = hours(was.starts_at, was.ends_at, terms.zone), hours(now.starts_at, now.ends_at, terms.zone)
    return f"{duty(now, terms)} from {from_} to {to}"


def _same_work(was: Block, now: Block) -> bool:
    return (was.kind, was.area_id, was.stay_id, was.words) == (now.kind, now.area_id, now.stay_id, now.words)


def _people(before: Plan, after: Plan, terms: Terms) -> Iterator[str]:
    ids = dict.fromkeys(one.staff_id for one in (*before.people, *after.people))
    return filter(None, (person_change(before.worker(one), after.worker(one), terms) for one in ids))


def _blocks(before: Plan, after: Plan, terms: Terms) -> Iterator[str]:
    was, now = ({one.key: one for one in plan.blocks} for plan in (before, after))

    def place(key: str) -> tuple[object, ...]:
        one = now.get(key) or was[key]
        return (one.starts_at, one.ends_at, one.staff_id, key)

    for key in sorted(was.keys() | now.keys(), key=place):
        if words := block_change(was.get(key), now.get(key), terms):
            yield words
