"""The garbage collector, kept from looking through what never becomes garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Import without the garbage collector, and have it pass over for ever what has been imported.

    Looking through all that Station imports takes it 50 ms, time and again, while every thread waits; none of that ever
    becomes garbage.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
