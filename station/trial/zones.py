"""Where the trials are held: six zones whose clocks change, on days of their own."""

from datetime import UTC, datetime
from typing import Final

from station.simulation.run import START as FIRST_DAY

ZONES: Final = (
    "America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Auckland", "Europe/London",
)  # fmt: skip
"""Lord Howe moves its clock by half an hour; St. John's stands half an hour beside the others."""

START: Final = FIRST_DAY

CHANGES: Final = {
    "America/Chicago": (datetime(2026, 3, 8, 8, 0, tzinfo=UTC), datetime(2026, 11, 1, 7, 0, tzinfo=UTC)),
    "Europe/Berlin": (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 10, 3, 15, 30, tzinfo=UTC), datetime(2026, 4, 4, 15, 0, tzinfo=UTC)),
    "America/St_Johns": (datetime(2026, 3, 8, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 4, 30, tzinfo=UTC)),
    "Pacific/Auckland": (datetime(2026, 9, 26, 14, 0, tzinfo=UTC), datetime(2026, 4, 4, 14, 0, tzinfo=UTC)),
    "Europe/London": (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
}
"""When each goes forward, and when it goes back."""
