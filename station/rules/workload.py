"""Whether a shift can be done: what is owed in an hour against what those who are named can do."""

from datetime import timedelta
from typing import Final

from station.rules.policy import Policy
from station.rules.rounding import extra_work

_HOUR: Final = timedelta(hours=1)


def checks_per_hour(policy: Policy, code: str) -> float:
    """Checks that one patient at this level owes in an hour, with what varying their targets adds.

    None for a continuous level: whoever holds the patient documents. Raises KeyError naming the levels there are.
    """
    level = policy.level(code)
    return 0.0 if level.continuous else _HOUR / level.late * (1.0 + extra_work(policy))
