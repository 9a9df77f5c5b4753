"""Whether a check may be recorded as it was entered, and whether it is a late entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from station.rules.moments import utc
from station.rules.policy import Policy
from station.rules.wording import short


class EntryError(ValueError):
    """An entry that cannot be recorded as it stands; the message is for the person who made it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of an entry that may be recorded."""

    late_entry: bool
    asks: str | None
    """A question to answer with yes before it is recorded; None: nothing to ask."""


def judge(
    observed_at: datetime,
    now: datetime,
    *,
    admitted_at: datetime,
    discharged_at: datetime | None,
    last_same_observer_at: datetime | None,
    activity: str,
    life_sign: str | None,
    location: str,
    policy: Policy,
) -> Verdict:
    """Judges a check said to have been made at `observed_at` and recorded at `now` (all moments aware).

    `last_same_observer_at` is when this observer saw this patient, if ever, nearest to the time said. Later than the
    policy's 2:00 is a late entry, at exactly 2:00 it is not; a repeat within the policy's 60 s, inclusive, is asked
    about. Raises EntryError with a sentence for a time in the future, before the admission or after the discharge, for
    a word the policy does not have, and for a sleeping patient of whom no sign of life was seen.
    """
    observed_at, now = utc(observed_at), utc(now)
    _check_time(observed_at, now, admitted_at, discharged_at, policy)
    check_words(policy, location=location, activity=activity, life_sign=life_sign)
    asks = _repeat_question(observed_at, last_same_observer_at, policy)
    return Verdict(is_late_entry(observed_at, now, policy), asks)


def is_late_entry(observed_at: datetime, recorded_at: datetime, policy: Policy) -> bool:
    """Whether the two times of a record are further apart than the policy's 2:00."""
    return utc(recorded_at) - utc(observed_at) > policy.entries.late_entry_after


def check_words(policy: Policy, *, location: str, activity: str, life_sign: str | None) -> None:
    """Raises EntryError when a word is not one of the policy's or a sleeping patient has no sign of life."""
    _one_of("place", location, policy.checks.places)
    _one_of("activity", activity, (one.word for one in policy.checks.activities))
    if life_sign:
        _one_of("sign of life", life_sign, policy.checks.life_signs)
    elif policy.checks.is_sleeping(activity):
        raise EntryError(f"A sleeping patient needs a sign of life: choose {_listed(policy.checks.life_signs)}.")


def _check_time(
    observed_at: datetime, now: datetime, admitted_at: datetime, discharged_at: datetime | None, policy: Policy
) -> None:
    if observed_at > now:
        ahead = short(max(observed_at - now, timedelta(seconds=1)))
        raise EntryError(f"This check would be {ahead} in the future. Correct the time.")
    if policy.entries.not_before_admission and observed_at < admitted_at:
        raise EntryError("This time is before the patient was admitted. Correct the time or the patient.")
    if discharged_at is not None and observed_at > discharged_at:
        raise EntryError("This time is after the patient was discharged. Correct the time or the patient.")


def _repeat_question(observed_at: datetime, last: datetime | None, policy: Policy) -> str | None:
    if last is None:
        return None
    apart = abs(observed_at - utc(last))
    if apart > policy.entries.ask_repeat_within:
        return None
    which = "Your last check" if utc(last) <= observed_at else "A later check of yours"
    return f"{which} of this patient is only {short(apart)} from this one. Record both?"


def _one_of(what: str, word: str, words: Iterable[str]) -> None:
    known = tuple(words)
    if not word:
        raise EntryError(f"Choose the {what}: {_listed(known)}.")
    if word not in known:
        raise EntryError(f"This unit has no {what} {word!r}. Choose {_listed(known)}.")


def _listed(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
