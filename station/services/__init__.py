"""What people do: one function, one transaction, a list of events."""

from station.store.rows.custody import HandedOver
from station.store.work import Actor, Store, Work

__all__ = ["Actor", "HandedOver", "Store", "Work"]
