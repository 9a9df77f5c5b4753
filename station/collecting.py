"""The garbage collector: kept from what never becomes garbage, and from work in the middle of which it kills."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Import without the garbage collector, and have it pass over for ever what has been imported.

    Looking through all that Station imports takes it 50 ms, time and again, while every thread waits; none of that ever
    becomes garbage.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def collect_what_is_due() -> int:
    """Collect as the collector would have by itself by now, had it not been switched off; the objects found.

    It goes on counting while it is off, and the generations follow one another by their usual thresholds.
    """
    due = [
        at for at, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > limit
    ]
    return gc.collect(due[-1]) if due else 0
