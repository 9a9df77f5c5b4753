"""What is owed in an hour, who can do it, and which hour is the worst, in words."""

import pytest

from station.rules.policy import Policy
from station.rules.rounding import extra_work
from station.rules.workload import checks_per_hour
from tests.rules.test_rounding import varying


@pytest.mark.parametrize(("code", "owed"), [("Q5", 12), ("Q15", 4), ("Q30", 2), ("Q60", 1), ("LOS", 0), ("1:1", 0)])
def test_a_level_owes_so_many_checks_an_hour(policy: Policy, code: str, owed: int) -> None:
    assert checks_per_hour(varying(policy, 1.0), code) == pytest.approx(owed)
    assert checks_per_hour(policy, code) == pytest.approx(owed * (1 + extra_work(policy)))


def test_a_level_that_is_not_there_is_said_with_those_that_are(policy: Policy) -> None:
    with pytest.raises(KeyError, match="Q15"):
        checks_per_hour(policy, "Q7")
