"""Which tests run where, and in which order, when several workers share them.

pytest-xdist 3.8 reads the groups of tests from their ids, and pytest 9 no longer lets it write them there: its own
groups do nothing. Here a file that is named runs as one, on one worker, and before all others.
"""

from typing import Final

import pytest

WAITING: Final = (
    "tests/app/test_hard_days.py",
    "tests/app/test_hard_starts.py",
    "tests/guarding/test_real.py",
    "tests/guarding/test_crash_only.py",
    "tests/sounding/test_real_sound.py",
)
"""They watch real processes and listen to real sound, and wait more than they work. One worker does them all, one
after the other, while the others work: so none of them disturbs another, and no core waits."""

WHOLE: Final = ("tests/test_wheel.py", "tests/views/test_overrides.py", "tests/gateways/test_evidence.py")
"""What it has made once is for all of its tests."""


def lane(nodeid: str) -> str:
    """Tests of one lane run on one worker, one after the other."""
    file = nodeid.partition("::")[0]
    if file in WAITING:
        return "waiting"
    return file if file in WHOLE else nodeid


def _place(item: pytest.Item) -> int:
    """What takes longest begins first: a long one that began last would be waited for alone."""
    if lane(item.nodeid) == "waiting":
        return 0
    return 1 if lane(item.nodeid) in WHOLE else 2 if item.get_closest_marker("slow") else 3


class InOrder:
    """Sort what was collected; on every worker alike, after pytest-randomly has mixed it."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=_place)


class Lanes:
    """Deal the tests out, a lane at a time."""

    @pytest.hookimpl
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> object:
        from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # has no types

        config.option.loadscopereorder = False  # else those that are alone in their lane come in another order
        dealer: object = LoadScopeScheduling(config, log)
        dealer._split_scope = lane  # type: ignore[attr-defined]
        return dealer


def pytest_configure(config: pytest.Config) -> None:
    """Only where there are several workers: one runs them as they come."""
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(InOrder())
    elif config.getoption("numprocesses", None):
        config.pluginmanager.register(Lanes())
