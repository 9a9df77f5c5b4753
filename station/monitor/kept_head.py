"""The head of the journal as this station last saw it, in a small file beside what it remembers of the unit.

What is taken off the end of a journal while nobody runs leaves it whole in itself: only a head kept elsewhere tells.
"""

import json
import logging
from pathlib import Path
from typing import Final

from station.services import Store
from station.store.verify import Anchor, first_of
from station.store.whole_file import NotWhole, read_whole, write_whole

SUFFIX: Final = ".head"
_logger = logging.getLogger(__name__)


class KeptHead:
    """`file`: of this station and this database. One that cannot be used proves nothing, and stops nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def last(self, store: Store) -> Anchor:
        """As it was kept; of an empty journal where nothing was, or of another record. Raises StoreError."""
        record = first_of(store)
        try:
            said = json.loads(read_whole(self._file))
            return Anchor(int(said["seq"]), str(said["hash"])) if said["record"] == record else Anchor.genesis()
        except FileNotFoundError:
            return Anchor.genesis()
        except (OSError, NotWhole, ValueError, TypeError, LookupError) as fault:
            _logger.warning("The head of the journal kept in %s cannot be used: %s", self._file, fault)
            return Anchor.genesis()

    def keep(self, store: Store, head: Anchor) -> None:
        """In place of the one before. Raises StoreError."""
        body = json.dumps({"record": first_of(store)} | head.as_dict()).encode()
        try:
            write_whole(self._file, body)
        except OSError as error:
            _logger.warning("The head of the journal cannot be kept in %s: %s", self._file, error)
