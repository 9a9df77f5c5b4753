"""What is stored: SQLAlchemy mapped classes, one file per aggregate."""

from station.models.alert import Alert, AlertStep
from station.models.base import Base
from station.models.check import Amendment, Check
from station.models.journal import JournalEntry
from station.models.order import ObservationOrder, ObserverDuty
from station.models.patient import Patient, Precaution, Stay
from station.models.policy import PolicyVersion
from station.models.staff import Staff
from station.models.station import Station
from station.models.task import Task
from station.models.unit import Area, Bed, Room, Unit

__all__ = [
    "Alert",
    "AlertStep",
    "Amendment",
    "Area",
    "Base",
    "Bed",
    "Check",
    "JournalEntry",
    "ObservationOrder",
    "ObserverDuty",
    "Patient",
    "PolicyVersion",
    "Precaution",
    "Room",
    "Staff",
    "Station",
    "Stay",
    "Task",
    "Unit",
]
