"""Holds what stands in the file against what people were told is saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from station.simulation.lateness import Episode, late_episodes
from station.simulation.said import OfUnit, Said
from station.simulation.truth import Place
from station.simulation.verdict import PROMISE, Bounds, Verdict, judge
from station.trial.desk import TICK
from station.trial.screens import Screens
from station.trial.sight import Sight, Silences, Standing, spans_of

SAME: Final = timedelta(seconds=0.05)


@dataclass(frozen=True, slots=True)
class Judged:
    """`stopped`: alerts that were left without their next step. `erased`: lapses that are gone from the record."""

    verdict: Verdict
    stopped: list[str]
    erased: list[str]


def judge_trial(
    said: Sequence[Said | OfUnit],
    sight: Sight,
    outages: Sequence[tuple[datetime, datetime]],
    until: datetime,
    *,
    zone: str,
    spare: timedelta,
    doubled: Sequence[str],
) -> Judged:
    """`spare`: how far apart the clocks of two stations may have stood. `doubled`: found while it ran."""
    alerts = sight.alerts()
    episodes = late_episodes(said, until, zone)
    bounds = Bounds(PROMISE + spare, SAME + spare, PROMISE + TICK + spare)
    verdict = judge(episodes, spans_of(alerts), outages, until, bounds)
    twice = [*sorted(sight.doubled), *sight.twice(), *doubled]
    verdict.duplicate += _all(verdict, "doubled", twice)
    verdict.duplicate += _all(verdict, "doubled", sight.screens.doubled)
    verdict.invented += _all(verdict, "invented", [*sight.kept.invented(), *sight.screens.invented])
    verdict.missed += _all(verdict, "missed", sight.screens.missed)
    hindsight = late_episodes(sight.kept.as_entered(said), until, zone)
    verdict.missed += _all(verdict, "missed", _gone_unsaid(sight.screens, hindsight, alerts, SAME + spare))
    silences = Silences(outages, 2 * TICK + spare)
    stopped = [words for alert in alerts if (words := silences.of(alert, until)) is not None]
    stopped += [f"alert {alert} had no next step" for alert in sorted(sight.silent)]
    return Judged(verdict, stopped, _erased(alerts, episodes))


def _gone_unsaid(
    screens: Screens, episodes: Sequence[Episode], alerts: Sequence[Standing], slack: timedelta
) -> Iterator[str]:
    """What was raised from memory, and was so then as is known now, is in the record with its true time, healed or not.

    Not so then: who had been seen by others since the screen last heard of him.
    """
    lasted: dict[Place, list[Episode]] = defaultdict(list)
    for one in episodes:
        if one.ended is None or one.ended - one.began >= 2 * TICK + slack:
            lasted[one.stay, one.kind, one.about].append(one)
    for (place, due), (desk, at) in screens.raised.items():
        then = [one for one in lasted[place] if one.ended is None or one.ended > at + slack]
        was_so = any(abs(one.due - due) <= slack for one in then)
        if was_so and not any(_covers(one, place, due, slack) for one in alerts):
            yield f"{place} due {due}, raised from memory at {desk}, is not in the record"


def _covers(alert: Standing, place: Place, due: datetime, slack: timedelta) -> bool:
    """It is of that time; or of an earlier one and stood until then, because a station that knew less came first."""
    if (alert.stay, alert.kind, alert.about) != place:
        return False
    closed = max((step.at for step in alert.steps if step.kind == "closed"), default=due)
    return abs(alert.due - due) <= slack or alert.due <= due <= closed


def _all(verdict: Verdict, what: str, words: Iterable[str]) -> int:
    found = list(words)
    for one in found:
        verdict.fault(f"{what}: {one}")
    return len(found)


def _erased(alerts: Sequence[Standing], episodes: Sequence[Episode]) -> list[str]:
    """A lapse that was found and no longer stands as one."""
    lapsed = {(one.stay, one.kind, one.about) for one in episodes if one.lapsed is not None}
    return [
        f"the lapse of alert {alert.id} ({alert.kind}) is gone from the record"
        for alert in alerts
        if alert.lapsed is None
        and (alert.stay, alert.kind, alert.about) in lapsed
        and any(step.detail == "lapsed" for step in alert.steps)
    ]


def merged(outages: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """In order, each once; what lies closer together than two passes is one."""
    whole: list[tuple[datetime, datetime]] = []
    for start, end in sorted(outages):
        if whole and start <= whole[-1][1] + TICK:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return whole
