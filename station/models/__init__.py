"""What is stored: SQLAlchemy mapped classes, one file per aggregate."""

from station.models.absence import Absence, AbsenceStep
from station.models.admission import AdmissionDeed
from station.models.alert import Alert, AlertShown, AlertStep
from station.models.base import Base
from station.models.check import Amendment, Check
from station.models.environment import EnvironmentalRound, Finding, Hazard, HazardStep
from station.models.handover import HandoverNote, ShiftHandover
from station.models.journal import JournalEntry
from station.models.order import Handing, ObservationOrder, ObserverDuty
from station.models.patient import Patient, PatientPhoto, Precaution, Stay
from station.models.policy import PolicyVersion
from station.models.round import Round
from station.models.shift import PlanDraft, PlannedBlock, PlannedPerson, Shift, ShiftPlan
from station.models.spool import SpoolEntry
from station.models.staff import Credential, Qualification, Staff
from station.models.station import Station
from station.models.task import Task
from station.models.unit import Area, Bed, Room, Unit
from station.models.vitals import (
    Assessment,
    AssessmentOrder,
    ScoreAnswer,
    VitalAmendment,
    VitalOrder,
    VitalSet,
)

__all__ = [
    "Absence",
    "AbsenceStep",
    "AdmissionDeed",
    "Alert",
    "AlertShown",
    "AlertStep",
    "Amendment",
    "Area",
    "Assessment",
    "AssessmentOrder",
    "Base",
    "Bed",
    "Check",
    "Credential",
    "EnvironmentalRound",
    "Finding",
    "Handing",
    "HandoverNote",
    "Hazard",
    "HazardStep",
    "JournalEntry",
    "ObservationOrder",
    "ObserverDuty",
    "Patient",
    "PatientPhoto",
    "PlanDraft",
    "PlannedBlock",
    "PlannedPerson",
    "PolicyVersion",
    "Precaution",
    "Qualification",
    "Room",
    "Round",
    "ScoreAnswer",
    "Shift",
    "ShiftHandover",
    "ShiftPlan",
    "SpoolEntry",
    "Staff",
    "Station",
    "Stay",
    "Task",
    "Unit",
    "VitalAmendment",
    "VitalOrder",
    "VitalSet",
]
