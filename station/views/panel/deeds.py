"""The other things that can be done with a patient, beside recording a check: their names and their forms."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from station.models.enums import AbsenceKind, AssessmentKind, TaskKind
from station.rules import permissions
from station.rules.assessments import SCALES
from station.store.rows import BoardSnapshot, PatientRow
from station.store.rows.absences import AwayRow
from station.views.panel.absence_forms import AwolForm, BackForm, ExpectForm, HandOnForm, LeaveForm, TellForm
from station.views.panel.admission import TITLES, AdmissionForm
from station.views.panel.assessment import AssessmentForm, AssessmentOrderForm
from station.views.panel.assessments_list import AssessmentsList
from station.views.panel.beds import DischargeForm, MoveForm, SwapForm
from station.views.panel.desk import Desk, Placed, empty_beds, everyone
from station.views.panel.form import Form
from station.views.panel.level import LevelForm
from station.views.panel.look_for import LookForForm
from station.views.panel.observer import ObserverForm
from station.views.panel.orders import ProviderOrderForm, ReviewForm
from station.views.panel.photo import PhotoForm
from station.views.panel.sets_list import SetsList
from station.views.panel.vital_orders import AnswerForm, VitalOrderForm
from station.views.panel.vitals import VitalsForm

Make = Callable[[Desk, BoardSnapshot, Placed], Form | None]
"""None: it does not fit the patient as he is now; somebody else has just done it."""


def always(patient: PatientRow) -> bool:
    del patient
    return True


@dataclass(frozen=True, slots=True)
class Deed:
    """One of the other things that can be done with a patient."""

    key: str
    title: str
    make: Make
    act: permissions.Deed | None = None
    """Whether the person here may do it decides whether it is offered; None: it is, and says so itself."""
    fits: Callable[[PatientRow], bool] = always
    """Whether it is offered for the patient as he is."""


def others(snapshot: BoardSnapshot, one: Placed) -> tuple[Placed, ...]:
    """Everybody else of the unit."""
    return tuple(other for other in everyone(snapshot) if other.patient.stay_id != one.patient.stay_id)


def _of_patient(form: Callable[[Desk, PatientRow], Form], desk: Desk, _: BoardSnapshot, one: Placed) -> Form:
    return form(desk, one.patient)


def _of_absence(
    form: Callable[[Desk, PatientRow, AwayRow], Form], desk: Desk, _: BoardSnapshot, one: Placed
) -> Form | None:
    away = one.patient.away
    return None if away is None else form(desk, one.patient, away)


def _settling(kind: TaskKind, desk: Desk, _: BoardSnapshot, one: Placed) -> Form:
    return AdmissionForm(desk, one.patient, kind)


def _assessing(kind: AssessmentKind, desk: Desk, _: BoardSnapshot, one: Placed) -> Form:
    return AssessmentForm(desk, one.patient, kind)


def _owes(kind: TaskKind, patient: PatientRow) -> bool:
    return any(one.kind is kind for one in patient.owed)


def _of_others(
    form: Callable[[Desk, PatientRow, tuple[Placed, ...]], Form], desk: Desk, snapshot: BoardSnapshot, one: Placed
) -> Form:
    return form(desk, one.patient, others(snapshot, one))


def _move(desk: Desk, snapshot: BoardSnapshot, one: Placed) -> Form:
    return MoveForm(desk, one, empty_beds(snapshot))


def _swap(desk: Desk, snapshot: BoardSnapshot, one: Placed) -> Form:
    return SwapForm(desk, one, others(snapshot, one))


def _discharge(desk: Desk, _: BoardSnapshot, one: Placed) -> Form:
    return DischargeForm(desk, one)


def _order_owed(patient: PatientRow) -> bool:
    return any(one.kind is TaskKind.PROVIDER_ORDER for one in patient.owed)


def is_here(patient: PatientRow) -> bool:
    return patient.away is None


def is_awol(patient: PatientRow) -> bool:
    return patient.away is not None and patient.away.kind is AbsenceKind.AWOL


def _is_not_awol(patient: PatientRow) -> bool:
    return not is_awol(patient)


def _somebody_has_him(patient: PatientRow) -> bool:
    return patient.away is not None and not is_awol(patient)


def _is_away(patient: PatientRow) -> bool:
    return patient.away is not None


_ABSENCE: Final = permissions.Deed.OFF_UNIT

DEEDS: Final = {
    one.key: one
    for one in (
        Deed("level", "Change level", LevelForm),
        Deed("observer", "Observer", partial(_of_patient, ObserverForm)),
        Deed("leave", "Off unit…", partial(_of_patient, LeaveForm), _ABSENCE, is_here),
        Deed("hand on", "Hand on…", partial(_of_absence, HandOnForm), _ABSENCE, _somebody_has_him),
        Deed("expect", "Expect later…", partial(_of_absence, ExpectForm), _ABSENCE, _somebody_has_him),
        Deed("back", "Back on the unit…", partial(_of_absence, BackForm), _ABSENCE, _is_away),
        Deed("AWOL", "Report AWOL…", partial(_of_patient, AwolForm), _ABSENCE, _is_not_awol),
        Deed("tell", "Who was told…", partial(_of_patient, TellForm), _ABSENCE, is_awol),
        Deed("vitals", "Record vitals", partial(_of_patient, VitalsForm), permissions.Deed.VITALS, is_here),
        Deed("answer", "Answer the score…", partial(_of_patient, AnswerForm), None, partial(_owes, TaskKind.SCORE)),
        Deed("sets", "Vital signs lately…", partial(_of_others, SetsList)),
        Deed("assessments", "Assessments lately…", partial(_of_others, AssessmentsList)),
        Deed("vital order", "Order vitals…", partial(_of_patient, VitalOrderForm), permissions.Deed.PROVIDER_ORDER),
        Deed(
            "assessment order",
            "Order an assessment…",
            partial(_of_patient, AssessmentOrderForm),
            permissions.Deed.PROVIDER_ORDER,
        ),
        *(
            Deed(
                kind.value,
                f"{SCALES[kind].title} ({kind.value})…",
                partial(_assessing, kind),
                permissions.Deed.ASSESSMENT,
                is_here,
            )
            for kind in SCALES
        ),
        Deed("provider", "Provider's order has come…", partial(_of_patient, ProviderOrderForm), None, _order_owed),
        Deed("review", "Review the order…", partial(_of_patient, ReviewForm)),
        Deed("move", "Move to another bed…", _move),
        Deed("swap", "Swap beds…", _swap),
        Deed("look for", "What to look for…", partial(_of_patient, LookForForm), permissions.Deed.PRECAUTIONS),
        Deed("photo", "Photo…", partial(_of_patient, PhotoForm), permissions.Deed.PHOTO),
        Deed("discharge", "Discharge…", _discharge),
        Deed(
            TaskKind.FIRST_VITALS.value,
            TITLES[TaskKind.FIRST_VITALS],
            partial(_of_patient, VitalsForm),
            permissions.Deed.VITALS,
            is_here,
        ),
        Deed(
            "no vitals",
            "First vital signs not possible…",
            partial(_settling, TaskKind.FIRST_VITALS),
            permissions.Deed.ADMISSION_TASK,
            partial(_owes, TaskKind.FIRST_VITALS),
        ),
        *(
            Deed(kind.value, TITLES[kind], partial(_settling, kind), permissions.Deed.ADMISSION_TASK)
            for kind in TITLES
            if kind is not TaskKind.FIRST_VITALS
        ),
    )
}
"""By key."""

VITALS: Final = (
    "vitals", "answer", "sets", "vital order", *(kind.value for kind in SCALES), "assessments", "assessment order",
)  # fmt: skip
"""What is about vital signs and assessments."""
AFTER_ADMISSION: Final = (*(kind.value for kind in TITLES), "no vitals")
"""What is owed once after an admission."""
MENU: Final = ("leave", "AWOL", "provider", "review", "move", "swap", "look for", "photo")
"""In this order in the panel's menu; what is owed after an admission and the discharge follow."""
