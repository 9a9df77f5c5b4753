"""Many trials told as one result, with the names of the simulation without faults and a few of its own."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain
from random import Random
from typing import Any, Final

from station.clock import Clock, SystemClock
from station.simulation.habits import Habits
from station.simulation.verdict import delay_figures
from station.trial.outcome import Outcome, Trial
from station.trial.plan import Kind
from station.trial.run import attempt
from station.trial.zones import CHANGES, START, ZONES

SHORT_DAYS: Final = 1.5 / 24
"""What a trial lasts unless it is said otherwise."""
_SHORT: Final = 0.5
"""Days up to which a trial is short: much that is rare happens in it."""
_RARER: Final = 24.0
"""In a long one each fault comes this many times as seldom: every six hours a race, every ten a kill."""

Tell = Callable[[str], None]


class UnknownFault(ValueError):
    """A name that is no family of faults; the message names those there are."""


def kinds_of(names: str) -> tuple[Kind, ...]:
    """The families in "kill,clock"; "all" is every one. Raises UnknownFault."""
    asked = [name.strip() for name in names.split(",") if name.strip()]
    if asked == ["all"]:
        return tuple(Kind)
    unknown = [name for name in asked if name not in tuple(Kind)]
    if unknown or not asked:
        raise UnknownFault(f"no fault is called {', '.join(unknown) or names!r}; there are {', '.join(Kind)}")
    return tuple(kind for kind in Kind if kind in asked)


def trials(kinds: tuple[Kind, ...], *, days: float, beds: int, seed: int, seeds: int, stations: int) -> Iterator[Trial]:
    """One for each seed from `seed` on. Short ones are spread over six zones and both days on which their clocks
    change; long ones begin where the simulation without faults begins."""
    for number in range(seed, seed + seeds):
        if days > _SHORT:
            yield Trial(
                kinds, number, stations, days * 24, beds, habits=Habits(), rarer=_RARER, is_short=False
            )  # fmt: skip
            continue
        zone, start = _place(number, days)
        yield Trial(kinds, number, stations, days * 24, beds, zone, start)


def _place(seed: int, days: float) -> tuple[str, datetime]:
    """Where and when: half of the trials run over a change of the clock."""
    rng = Random(f"place:{seed}")
    zone = rng.choice(ZONES)
    if rng.random() < 0.5:
        return zone, START
    return zone, rng.choice(CHANGES[zone]) - timedelta(hours=round(days * 12, 1))


def run_series(
    series: Iterable[Trial], *, tell: Tell | None = None, clock: Clock | None = None, until_bad: bool = False
) -> dict[str, Any]:
    """Run them one after the other. `tell` is given a line now and then. `until_bad`: stop at the first that is not
    clean."""
    clock = clock or SystemClock()
    began, done = clock.elapsed(), list[tuple[Trial, Outcome]]()
    for trial in series:
        outcome = attempt(trial, tell=None if tell is None else _progress(trial, tell, clock))
        done.append((trial, outcome))
        if tell is not None:
            tell(_line(trial, outcome))
        if until_bad and not outcome.is_clean:
            break
    return result_of(done, clock.elapsed() - began)


def _progress(trial: Trial, tell: Tell, clock: Clock) -> Callable[[float], None]:
    began = clock.elapsed()

    def progress(share: float) -> None:
        if not trial.is_short:
            gone = clock.elapsed() - began
            left = gone / share - gone
            tell(f"seed {trial.seed}: {share:.0%} of {trial.hours / 24:g} days, {left / 60:.0f} min left")

    return progress


def _line(trial: Trial, outcome: Outcome) -> str:
    state = "clean" if outcome.is_clean else f"NOT CLEAN: {outcome.words()[0]}"
    return f"seed {trial.seed}: {sum(outcome.counts.values())} faults, {outcome.verdict.late} late, {state}"


def result_of(done: Sequence[tuple[Trial, Outcome]], wall_s: float) -> dict[str, Any]:
    """All of them added up."""
    outcomes = [outcome for _, outcome in done]
    verdicts = [outcome.verdict for outcome in outcomes]
    first = done[0][0]
    days = sum(trial.hours for trial, _ in done) / 24
    checks, late_checks = sum(one.checks for one in outcomes), sum(one.late_checks for one in verdicts)
    off = [delay for one in verdicts for delay in one.delays_while_off]
    added = {name: sum(getattr(one, name) for one in verdicts) for name in _ADDED}
    words = chain.from_iterable(
        (f"seed {trial.seed}: {words}" for words in outcome.words()) for trial, outcome in done if not outcome.is_clean
    )
    return {
        "checks": checks,
        "lapses": added["lapses"],
        "alerts": added["alerts"],
        "missed": added["missed"],
        "duplicate": added["duplicate"],
        "invented": added["invented"],
        "lost": sum(len(one.lost) + len(one.erased) for one in outcomes),
        "escalations_stopped": sum(len(one.stopped) for one in outcomes),
        "detection_delay": delay_figures([delay for one in verdicts for delay in one.delays]),
        "journal": "ok" if all(one.journal == "ok" and not one.broken for one in outcomes) else "broken",
        "wall_s": round(wall_s, 2),
        "speed": round(days * 86400 / max(wall_s, 1e-9)),
        "late": added["late"],
        "late_checks": late_checks,
        "on_time_percent": round(100 * (1 - late_checks / checks), 1) if checks else 100.0,
        "lapse_delay": delay_figures([delay for one in verdicts for delay in one.lapse_delays]),
        "while_off": {"count": len(off), "max": round(max(off, default=0.0), 3)},
        "late_entries": sum(one.late_entries for one in outcomes),
        "restarts": sum(one.starts - trial.stations for trial, one in done),
        "sweeps": sum(one.passes for one in outcomes),
        "refused": sum(one.refused for one in outcomes),
        "refused_by_faults": sum(one.refused_by_faults for one in outcomes),
        **{name: added[name] for name in ("closed_early", "left_open", "not_raised", "wrong_due", "brief")},
        "by_kind": dict(sorted(sum((one.by_kind for one in verdicts), Counter[str]()).items())),
        "faults": list(words)[:40],
        "fault_counts": dict(sorted(sum((one.counts for one in outcomes), Counter[str]()).items())),
        "acknowledged": sum(one.acknowledged for one in outcomes),
        "commits": sum(one.commits for one in outcomes),
        "crossings": sum(one.crossings for one in outcomes),
        "unclean_seeds": [trial.seed for trial, outcome in done if not outcome.is_clean],
        "days": round(days, 4),
        "beds": first.beds,
        "stations": first.stations,
        "seed": first.seed,
        "seeds": len(done),
        "digest": _digest(outcomes),
    }


def _digest(outcomes: Sequence[Outcome]) -> str:
    """Of all their stories."""
    return sha256(" ".join(one.digest for one in outcomes).encode()).hexdigest()[:16]


_ADDED: Final = (
    "lapses", "alerts", "missed", "duplicate", "invented", "late", "closed_early", "left_open", "not_raised",
    "wrong_due", "brief",
)  # fmt: skip


def is_clean(result: dict[str, Any]) -> bool:
    """Whether nothing at all was found."""
    return not result["unclean_seeds"]
