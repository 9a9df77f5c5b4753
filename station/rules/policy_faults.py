"""What is wrong with a policy that somebody wants to sign: each fault at its place, in words a nurse understands.

Stricter than reading one: a policy signed long ago must stay readable, a new one must make sense as well.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from station.rules import durations
from station.rules.policy import parse_policy
from station.rules.policy_changes import row_key, title
from station.rules.policy_shape import Kind, Shape, by_path, shapes, value_at
from station.rules.policy_values import PolicyError
from station.rules.policy_words import Words, words
from station.rules.schedule import parse as parse_schedule

MOST_ROWS: Final = 40
_MAY_BE_NONE: Final = "vitals.schedule"
"""Then vital signs are taken by order, and by what scores ask for."""
_MAY_BE_EMPTY: Final = ("environment.rounds", "qualifications.required")


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` is that of the field; `row` and `column` say where in a table."""

    path: str
    sentence: str
    row: int | None = None
    column: str = ""


def faults(body: Mapping[str, Any], checklists: Collection[str] | None = None) -> tuple[Fault, ...]:
    """Everything that keeps this policy from being signed, in its own order.

    `body` is its JSON; what was typed and cannot be read stands in it as it was typed. `checklists`: those there are;
    None: not looked at.
    """
    found = [fault for one in shapes() for fault in _of_field(one, value_at(body, one.path), checklists)]
    if not found:
        found = [*_in_order(body), *_across(body)]
    return tuple(found or _unreadable(body))


def _unreadable(body: Mapping[str, Any]) -> list[Fault]:
    """What the rules of the policy itself refuse, and no rule here has found."""
    try:
        parse_policy(body)
    except PolicyError as error:
        return [_worded(str(error))]
    return []


def _worded(message: str) -> Fault:
    """At the field that the message begins with, if it does."""
    said = message.rpartition("Value error, ")[2]
    path, colon, rest = said.partition(": ")
    shape = by_path().get(path) if colon else None
    if shape is None:
        return Fault("", f"{said[:1].upper()}{said[1:]}.")
    return Fault(path, f"{title(shape)}: {rest}.")


def _of_field(shape: Shape, value: Any, checklists: Collection[str] | None) -> Iterator[Fault]:
    if shape.kind is not Kind.TABLE:
        problem = _wrong(shape, value)
        if problem:
            yield Fault(shape.path, f"{title(shape)}: {problem}")
        return
    yield from _of_table(shape, value, checklists)


def _of_table(table: Shape, rows: Sequence[Mapping[str, Any]], checklists: Collection[str] | None) -> Iterator[Fault]:
    if not rows and table.path not in _MAY_BE_EMPTY:
        yield Fault(table.path, f"{title(table)}: there must be at least one. Add a {words()[table.path].item}.")
    if len(rows) > MOST_ROWS:
        yield Fault(table.path, f"{title(table)}: these are {len(rows)}. At most {MOST_ROWS} can be kept.")
    keys = [row_key(table, row) for row in rows]
    for place, row in enumerate(rows):
        name = keys[place] or f"{words()[table.path].item} {place + 1}"
        if keys[place] and keys[place] in keys[:place]:
            yield Fault(table.path, f"{title(table)}: {name} comes twice. Give each its own name.", place)
        for column in table.columns:
            problem = _wrong(column, row.get(column.name)) or _not_there(column, row, checklists)
            if problem:
                yield Fault(table.path, f"{name} · {title(column)}: {problem}", place, column.name)


def _not_there(column: Shape, row: Mapping[str, Any], checklists: Collection[str] | None) -> str:
    if column.path != "environment.rounds.*.checklist" or checklists is None or row[column.name] in checklists:
        return ""
    there = ", ".join(sorted(checklists)) or "none"
    return f"there is no checklist “{row[column.name]}”. Choose one that there is: {there}."


def _wrong(shape: Shape, value: Any) -> str:
    """What is wrong with one value by itself; empty: nothing."""
    check = _CHECKS.get(shape.kind)
    return "" if check is None else check(words()[shape.path], value)


def _length(of: Words, value: Any) -> str:
    try:
        length = _read_length(value)
    except ValueError as error:
        return str(error)
    least, most = (durations.read(one) if one else None for one in (of.least, of.most))
    if (least is not None and length < least) or (most is not None and length > most):
        return f"{durations.said(length)} makes no sense here. It can be from {of.least} to {of.most}."
    return ""


def _read_length(value: Any) -> timedelta:
    try:
        return durations.unstored(str(value))
    except ValueError:
        return durations.read(str(value))


def _lengths(of: Words, value: Sequence[Any]) -> str:
    for label, one in zip(of.labels, value, strict=False):
        problem = _length(of, one)
        if problem:
            return f"{label}: {problem}"
    return ""


def _count(of: Words, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"“{value}” is not a whole number. Write one from {of.least} to {of.most}."
    return _number(of, value)


def _number(of: Words, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"“{value}” is not a number. Write one from {of.least} to {of.most}."
    if not float(of.least) <= value <= float(of.most):
        return f"{value} makes no sense here. It can be from {of.least} to {of.most}."
    return ""


def _text(of: Words, value: Any) -> str:
    plain = str(value if value is not None else "").strip()
    if of.path.endswith(".schedule"):
        return "" if of.path == _MAY_BE_NONE and not plain else _schedule(plain)
    if not plain and not of.path.endswith(".look_for"):
        return "is missing. Write it."
    if of.most and len(plain) > int(of.most):
        return f"these are {len(plain)} letters. Say it in at most {of.most}."
    return ""


def _schedule(plain: str) -> str:
    try:
        parse_schedule(plain)
    except ValueError as error:
        return f"{error}."
    return ""


def _time(_of: Words, value: Any) -> str:
    hours, colon, minutes = str(value or "").partition(":")
    plain = f"{hours}{minutes[:2]}"
    if colon and plain.isdigit() and len(minutes) >= 2 and int(hours) <= 23 and int(minutes[:2]) <= 59:
        return ""
    return f"“{value or ''}” is not a time of day. Write 00:00 to 23:59."


def _list(of: Words, value: Sequence[Any]) -> str:
    plain = [str(one).strip() for one in value]
    if not plain and of.path in ("checks.places", "checks.life_signs"):
        return f"there must be at least one {of.item}."
    twice = next((one for place, one in enumerate(plain) if one.lower() in map(str.lower, plain[:place])), None)
    if twice is not None:
        return f"“{twice}” comes twice. Take one of them out."
    if not all(plain):
        return f"one {of.item} is empty. Write it, or take it out."
    long = next((one for one in plain if of.most and len(one) > int(of.most)), None)
    return "" if long is None else f"“{long}” has {len(long)} letters. Say it in at most {of.most}."


def _roles(_of: Words, value: Sequence[Any]) -> str:
    return "" if value else "nobody is chosen. Choose whose it is."


def _ladder(_of: Words, steps: Sequence[Mapping[str, Any]]) -> str:
    if not steps:
        return "nobody is told. Somebody must be: add who."
    afters = list[timedelta]()
    for place, step in enumerate(steps, start=1):
        if not str(step.get("role") or "").strip():
            return f"step {place} does not say who is told."
        try:
            afters.append(_read_length(step.get("after")))
        except ValueError as error:
            return f"step {place}: {error}"
    wrong = next((place for place in range(1, len(afters)) if afters[place] < afters[place - 1]), None)
    if wrong is not None:
        later, sooner = (f"{steps[at]['role']} at {durations.said(afters[at])}" for at in (wrong - 1, wrong))
        return f"{sooner} stands after {later}. Put them in order of time."
    if afters[-1] > timedelta(hours=24):
        return f"{durations.said(afters[-1])} is too late to tell anybody. Use at most 24 h."
    return ""


_CHECKS: Final[Mapping[Kind, Callable[[Words, Any], str]]] = {
    Kind.DURATION: _length,
    Kind.DURATIONS: _lengths,
    Kind.COUNT: _count,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.TIME: _time,
    Kind.WORDS: _list,
    Kind.CHOICES: _roles,
    Kind.LADDER: _ladder,
}


def _in_order(body: Mapping[str, Any]) -> Iterator[Fault]:
    """Due soon, late and lapsed follow each other wherever the three, or the last two, stand together."""
    for chain in _chains(shapes()):
        problem = _out_of_order(chain, [value_at(body, one.path) for one in chain])
        if problem:
            yield Fault(problem[0].path, problem[1])
    for table in (one for one in shapes() if one.kind is Kind.TABLE):
        for chain in _chains(table.columns):
            for place, row in enumerate(value_at(body, table.path)):
                problem = _out_of_order(chain, [row[one.name] for one in chain])
                if problem:
                    yield Fault(table.path, f"{row_key(table, row)} · {problem[1]}", place, problem[0].name)


def _chains(among: Iterable[Shape]) -> list[tuple[Shape, ...]]:
    """The fields that must follow each other: those of one thing that end in soon, late and lapsed."""
    stems: defaultdict[str, dict[str, Shape]] = defaultdict(dict)
    for one in among:
        for ending in ("soon", "late", "lapsed"):
            if one.kind is Kind.DURATION and one.name.endswith(ending):
                stems[one.path.removesuffix(ending)][ending] = one
    return [
        tuple(found[ending] for ending in ("soon", "late", "lapsed") if ending in found)
        for found in stems.values()
        if "late" in found
    ]


def _out_of_order(chain: Sequence[Shape], values: Sequence[Any]) -> tuple[Shape, str] | None:
    """Which of them comes too soon, and the sentence."""
    lengths = [_read_length(one) for one in values]
    for before, after, one, following in zip(lengths, lengths[1:], chain, chain[1:], strict=False):
        is_lapse = following.name.endswith("lapsed")
        if before > after or (is_lapse and before == after):
            kind = "must come after" if is_lapse else "cannot come before"
            sooner = f"{title(following)} ({durations.said(after)})"
            return following, f"{sooner} {kind} {_lower(title(one))} ({durations.said(before)}). Change one of the two."
    return None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _told_in_time(levels: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Of a check that has lapsed somebody has been told."""
    for place, level in enumerate(levels):
        first, lapsed = (_read_length(one) for one in (level["escalation"][0]["after"], level["lapsed"]))
        if first > lapsed:
            said = f"nobody is told before {durations.said(first)}, and it lapses at {durations.said(lapsed)}."
            yield Fault("levels", f"{level['code']} · Told: {said} Tell somebody sooner.", place, "escalation")


def _across(body: Mapping[str, Any]) -> Iterator[Fault]:
    checks = body["checks"]
    if checks["first_places"] > len(checks["places"]):
        said = f"{checks['first_places']} are to be offered first, and there are {len(checks['places'])} places."
        yield Fault("checks.first_places", f"Places offered first: {said} Use at most that many.")
    if not any(one.get("sleeping") for one in checks["activities"]):
        said = "none says that the patient is asleep. Without one nobody is asked how life was seen. Say yes for one."
        yield Fault("checks.activities", f"Activities: {said}")
    sound = body["sound"]
    if sound["volume"] < sound["least_volume"]:
        said = f"{sound['volume']} % is under the least volume, {sound['least_volume']} %. Change one of the two."
        yield Fault("sound.volume", f"Volume: {said}")
    yield from _told_in_time(body["levels"])
    starts = [one["starts"][:5] for one in body["shifts"]]
    for place, start in enumerate(starts):
        if start in starts[:place]:
            name = body["shifts"][place]["name"]
            yield Fault("shifts", f"{name} · Starts: another shift starts at {start} too. Change one.", place, "starts")
