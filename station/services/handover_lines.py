"""The sections of a handover, each from what was read for it."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from station.models.enums import ADMISSION_TASKS, AbsenceKind, OrderKind, Stage, TaskKind
from station.rules import handover_page as page
from station.rules.alert_words import happened, title
from station.rules.environment import WORST
from station.rules.environment_words import hazard_line, hazard_title
from station.rules.handover_page import Line, Section
from station.rules.intervals import stage_of
from station.rules.wording import away_line, short
from station.services.handover_saying import Saying, called, level_words, place
from station.store.rows import AlertRow, OwedRow, PatientRow
from station.store.rows.environment import HazardRow, UnitTaskRow
from station.store.rows.handover import ComingRow, HandoverFacts, LapseRow, LevelChangeRow, NoteRow, WhoRow
from station.store.rows.plan import ShiftRow
from station.store.rows.vitals import CardVitals

_VITALS: Final = (TaskKind.FIRST_VITALS, TaskKind.WEIGHT)
_WATCHED: Final = (TaskKind.CHECK, TaskKind.RETURN, TaskKind.AWOL)
_LATE: Final = (Stage.LATE, Stage.LAPSED)
_OWN: Final = TaskKind.HANDOVER.value
_NAMED_ALL: Final = 3
"""Acceptances of one alert that are all named."""


def sections_of(facts: HandoverFacts, say: Saying, following: ShiftRow) -> tuple[Section, ...]:
    """In the order in which they are handed over."""
    board = facts.board
    here = [(WhoRow(one.stay_id, label, one.family, one.given), one) for label, one in _everybody(facts)]
    return (
        Section(page.COMINGS, "Came and left", tuple(_coming(one, say) for one in facts.comings), "Nobody."),
        _levels(facts, here, say),
        _lapses(facts, say),
        Section(page.ALERTS, "Alerts open", tuple(_alerts(board.alerts, say)), "None."),
        Section(page.AWAY, "Off the unit", tuple(_away(here, say)), "Nobody."),
        Section(page.OBSERVERS, "Observers", tuple(_observers(here, say)), "Nobody is on a continuous level."),
        Section(page.OVERDUE, "Overdue", tuple(_overdue(facts, here, say)), "Nothing beyond the alerts."),
        Section(page.OWED, "Owed after admission", tuple(_owed(here, say)), "Nothing."),
        Section(page.HAZARDS, "Hazards", tuple(_hazard(one, say) for one in board.hazards), "None stands."),
        Section(page.REVIEWS, "Reviews due on the next shift", tuple(_reviews(here, say, following)), "None."),
        Section(page.VITALS, "Vitals that worry", tuple(_vitals(here, say)), "Nobody's."),
        Section(page.NOTES, "Notes", tuple(_note(one, say) for one in facts.notes), "None."),
    )


_Here = list[tuple[WhoRow, PatientRow]]


def _everybody(facts: HandoverFacts) -> list[tuple[str | None, PatientRow]]:
    board = facts.board
    placed: list[tuple[str | None, PatientRow]] = [(one.label, one.patient) for one in board.beds if one.patient]
    return placed + [(None, one) for one in board.unplaced]


def _coming(one: ComingRow, say: Saying) -> Line:
    did = "admitted" if one.came else "discharged"
    return Line(f"{did}:{one.who.stay_id}", place(one.who), f"{called(one.who)} {did} {say.at(one.at)}")


def _levels(facts: HandoverFacts, here: _Here, say: Saying) -> Section:
    owed = {one.stay_id: row for _, one in here for row in one.owed if row.kind is TaskKind.PROVIDER_ORDER}
    lines = [_level(one, say) for one in facts.levels]
    for who, one in here:
        if one.stay_id in owed:
            due = say.at(owed[one.stay_id].due_at)
            lines.append(Line(f"order:{one.stay_id}", place(who), f"{called(who)}: provider's order owed by {due}"))
    return Section(page.LEVELS, "Level changes", tuple(lines), "None.")


def _level(one: LevelChangeRow, say: Saying) -> Line:
    did = "raised" if one.kind is OrderKind.RAISE else "lowered"
    by = one.ordered_by if one.entered_by == one.ordered_by else f"{one.ordered_by}, entered by {one.entered_by}"
    agreed = f", agreed by {one.second_person}" if one.second_person else ""
    text = (
        f"{called(one.who)} {did} {say.at(one.at)} from {level_words(*one.before)} to {level_words(*one.now)}: "
        f"{one.reason}. {by}{agreed}"
    )
    return Line(f"level:{one.order_id}", place(one.who), text)


def _lapses(facts: HandoverFacts, say: Saying) -> Section:
    lapsed = [one for one in facts.lapses if one.stage is Stage.LAPSED]
    late = Counter(one.kind for one in facts.lapses if one.stage is Stage.LATE and one.closed_at)
    said = [f"Late, and done before they lapsed: {_counted(late)}."] if late else []
    if facts.longest is not None:
        one = facts.longest
        gap = short(timedelta(seconds=one.seconds))
        said.append(
            f"Longest time unseen that ended: {gap}, {place(one.who)} {called(one.who)}, {say.at(one.ended_at)}."
        )
    return Section(
        page.LAPSES, "Lapses, and why", tuple(_lapse(one, say) for one in lapsed), "Nothing lapsed.", " ".join(said)
    )


def _counted(late: Counter[TaskKind]) -> str:
    return ", ".join(f"{count} {kind.value}{'' if count == 1 else 's'}" for kind, count in late.most_common())


def _lapse(one: LapseRow, say: Saying) -> Line:
    lead, name = (one.text, "") if one.who is None else (place(one.who), f"{called(one.who)}: ")
    what = f"{name}{happened(one.kind, one.stage)} {say.at(one.lapsed_at or one.due_at)}"
    text = f"{what}{_unseen(one, say)}; {_why(one, say)}"
    return Line(f"alert:{one.alert_id}", lead, text)


def _unseen(one: LapseRow, say: Saying) -> str:
    return f", last seen {say.at(one.since)}" if one.kind is TaskKind.CHECK else ""


def _answered(one: LapseRow, say: Saying) -> str:
    """Of many acceptances the first and the last, and how many there were: a page is read, not counted."""
    if not one.accepted:
        return "nobody accepted it"
    count = len(one.accepted)
    named = one.accepted if count <= _NAMED_ALL else (one.accepted[0], one.accepted[-1])
    said = [f"{each.by} {say.at(each.at)}{f' ({each.doing})' if each.doing else ''}" for each in named]
    if count <= _NAMED_ALL:
        return f"accepted by {', '.join(said)}"
    return f"accepted {count} times, first by {said[0]}, last by {said[1]}"


def _why(one: LapseRow, say: Saying) -> str:
    """Who answered for it, and what ended it."""
    parts = [_answered(one, say)]
    if one.closed_at is None:
        parts.append("still open")
    elif one.seen_at is not None:
        gap = f", unseen for {short(one.seen_at - one.since)}" if one.kind is TaskKind.CHECK else ""
        parts.append(f"seen {say.at(one.seen_at)} by {one.seen_by}{gap}")
    else:
        parts.append(f"ended {say.at(one.closed_at)}: {one.close_reason}")
    if one.documented_late:
        parts.append("documented late")
    return "; ".join(parts)


def _alerts(alerts: Iterable[AlertRow], say: Saying) -> Iterable[Line]:
    for one in sorted(alerts, key=lambda each: (each.priority.rank, each.due_at, each.id)):
        if one.kind == _OWN:
            continue
        lead, _, what = title(one).rpartition(" · ")
        since = f"since {say.at(one.due_at)}"
        held = f"{one.accepted_by} has it" if one.accepted_by else "nobody has accepted it"
        text = "; ".join(part for part in (f"{what if lead else ''} {since}".strip(), held) if part)
        yield Line(f"alert:{one.id}", lead or what, text, one.priority.value.upper())


def _away(here: _Here, say: Saying) -> Iterable[Line]:
    for who, one in here:
        away = one.away
        if away is None:
            continue
        if away.kind is AbsenceKind.AWOL:
            where = f" from {away.destination}" if away.destination else ""
            yield Line(
                f"away:{away.absence_id}", place(who), f"{called(who)}{where} since {say.at(one.check.due_at)}", "AWOL"
            )
            continue
        back = f"back by {say.at(away.expected_at)}" if away.expected_at else "no time given"
        text = f"{called(who)} {away_line(away)} since {say.at(away.left_at)}, {back}"
        yield Line(f"away:{away.absence_id}", place(who), text)


def _observers(here: _Here, say: Saying) -> Iterable[Line]:
    for who, one in here:
        if not one.continuous or one.away is not None:
            continue
        if one.observer is None:
            yield Line(
                f"observer:{one.stay_id}", place(who), f"{called(who)}, {one.level}: nobody is observing", "NOBODY"
            )
            continue
        relief = next((row.due_at for row in one.owed if row.kind is TaskKind.RELIEF), None)
        by = f", relief by {say.at(relief)}" if relief else ""
        text = f"{called(who)}, {one.level}: {one.observer.name} since {say.at(one.observer.started_at)}{by}"
        yield Line(f"observer:{one.stay_id}", place(who), text)


def _overdue(facts: HandoverFacts, here: _Here, say: Saying) -> Iterable[Line]:
    """What is past its time and has no alert of its own, which the monitor will have raised within the second."""
    now = facts.board.read_at
    alerted = {one.task_id for one in facts.board.alerts}
    for who, one in here:
        for row in (one.check, *one.owed):
            if row.task_id not in alerted and stage_of(row, now) in _LATE:
                what = happened(row.kind, stage_of(row, now))
                yield Line(f"task:{row.task_id}", place(who), f"{called(who)}: {what}, due {say.at(row.due_at)}")
    for task in facts.board.unit_tasks:
        if task.task_id not in alerted and task.kind != _OWN and stage_of(task, now) in _LATE:
            yield _unit_line(task, say)


def _unit_line(task: UnitTaskRow, say: Saying) -> Line:
    return Line(f"task:{task.task_id}", task.label, f"due {say.at(task.due_at)}")


def _tasks(here: _Here, kinds: Iterable[TaskKind], say: Saying) -> Iterable[Line]:
    wanted = tuple(kinds)
    for who, one in here:
        for row in sorted((row for row in one.owed if row.kind in wanted), key=_due):
            yield Line(f"task:{row.task_id}", place(who), f"{called(who)}: {row.kind.value} by {say.at(row.due_at)}")


def _due(row: OwedRow) -> tuple[float, int]:
    return row.due_at.timestamp(), row.task_id


def _owed(here: _Here, say: Saying) -> Iterable[Line]:
    return _tasks(here, (one for one in ADMISSION_TASKS if one not in _VITALS), say)


def _vitals(here: _Here, say: Saying) -> Iterable[Line]:
    """Whose latest score asks for a nurse, and what is owed of the first ones."""
    for who, one in here:
        if one.vitals is not None and one.vitals.asks:
            yield Line(f"score:{one.stay_id}", place(who), f"{called(who)}: {_score(one.vitals, say)}")
    yield from _tasks(here, _VITALS, say)


def _score(vitals: CardVitals, say: Saying) -> str:
    """As it is said: "NEWS2 6, before it 2; next set by 15:14"."""
    now = f"NEWS2 at least {vitals.at_least}, incomplete" if vitals.total is None else f"NEWS2 {vitals.total}"
    earlier = vitals.scores[:-1] if vitals.total is not None else vitals.scores
    before = f", before it {earlier[-1][1]}" if earlier else ""
    due = "" if vitals.due_at is None else f"; next set by {say.at(vitals.due_at)}"
    return f"{now}{before}{due}"


def _hazard(one: HazardRow, say: Saying) -> Line:
    severity = f"severity {one.severity}"
    text = hazard_line(one, say.zone, say.starts_at)
    mark, text = (severity.upper(), text) if one.severity == WORST else ("", f"{severity}. {text}")
    return Line(f"hazard:{one.hazard_id}", hazard_title(one), text, mark)


def _reviews(here: _Here, say: Saying, following: ShiftRow) -> Iterable[Line]:
    due = [(one.review_by, who, one) for who, one in here if one.review_by and one.review_by <= following.next_at]
    for by, who, one in sorted(due, key=lambda each: (each[0], each[1].stay_id)):
        level = level_words(one.level_ordered, one.level_asleep)
        yield Line(
            f"review:{one.stay_id}", place(who), f"{called(who)}, {level}: review by {say.at(by)}, the level stays"
        )


def _note(one: NoteRow, say: Saying) -> Line:
    lead, name = ("Unit", "") if one.who is None else (place(one.who), f"{called(one.who)}: ")
    text = f"{name}{one.words} ({one.by}, {say.at(one.at)})"
    return Line(f"note:{one.note_id}", lead, text, struck=one.withdrawn_at is not None)
