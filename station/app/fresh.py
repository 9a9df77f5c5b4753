"""Reads the board again only when it can have changed. Without Qt."""

from typing import Final, Protocol

from station.store.rows import BoardSnapshot

WHOLE_EVERY: Final = 5
"""Looks after which the board is read whole in any case: heartbeats and the end of a shift are not journalled."""


class Reads(Protocol):
    def head(self) -> int: ...

    def board(self) -> BoardSnapshot: ...


class FreshBoard:
    """One look costs a question to the journal; everything a person does or the sweep finds is journalled.

    Used by one thread at a time.
    """

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._head: int | None = None
        self._looks = 0

    def look(self) -> BoardSnapshot | None:
        """The board as stored now; None: it is as it was. Raises what the database raises."""
        head = self._reads.head()
        self._looks += 1
        if head == self._head and self._looks < WHOLE_EVERY:
            return None
        snapshot = self._reads.board()
        self._head, self._looks = head, 0
        return snapshot
