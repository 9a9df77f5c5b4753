"""Which column of a file of vital signs holds what, and in which unit: guessed from its heading, or told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from station.gateways.sheet import Unreadable, plain
from station.rules.units import CODES, UNITS

PATIENT: Final = "mrn"
TIME: Final = "time"
PRESSURE: Final = "bp"
"""Both numbers in one cell, "120/80"."""
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    PATIENT: ("recordnumber", "patient", "patientid", "medicalrecordnumber", "mrnumber", "recordid", "id"),
    TIME: ("timestamp", "observed", "observedat", "datetime", "date", "takenat", "charttime", "when"),
    "hr": ("heartrate", "pulse", "pulserate", "heart"),
    "sbp": ("systolic", "systolicbp", "systolicbloodpressure", "sys", "sysbp", "bpsystolic", "nisysabp", "sysabp"),
    "dbp": (
        "diastolic",
        "diastolicbp",
        "diastolicbloodpressure",
        "dia",
        "diasbp",
        "bpdiastolic",
        "nidiasabp",
        "diasabp",
    ),
    PRESSURE: ("bloodpressure", "nibp"),
    "rr": ("resp", "resprate", "respiratoryrate", "respirations", "breathingrate"),
    "spo2": ("sao2", "o2sat", "oxygensaturation", "saturation", "sats", "sat"),
    "o2": ("oxygen", "onoxygen", "onsupplementaloxygen", "supplementaloxygen", "airoroxygen"),
    "o2_flow": ("o2flow", "oxygenflow", "oxygenflowratelpm", "oxygenflowrate", "flow", "lpm"),
    "temp": ("temperature", "bodytemperature", "tempc", "tempf", "temperaturec", "temperaturef"),
    "acvpu": ("avpu", "consciousness", "consciousnesslevel", "loc", "mentalstatus"),
    "weight": ("weightkg", "weightlb", "weightlbs", "wt", "bodyweight"),
    "height": ("heightcm", "heightin", "ht", "bodyheight"),
    "pain": ("painscore", "painlevel"),
}
"""Each field, and what else columns with it are called, without case, spaces and signs."""
_ALSO: Final = {
    "f": "[degF]", "degf": "[degF]", "fahrenheit": "[degF]", "c": "Cel", "degc": "Cel", "celsius": "Cel",
    "lb": "[lb_av]", "lbs": "[lb_av]", "pounds": "[lb_av]", "kg": "kg", "in": "[in_i]", "inches": "[in_i]", "cm": "cm",
}  # fmt: skip
_IN_HEADING: Final = re.compile(r"[\[( _]\s*(°?[A-Za-z]+)\s*[\])]?\s*$")
_SAID: Final = re.compile(r"(?P<column>.+?)=(?P<field>[a-z0-9_]+)(?:\[(?P<unit>.+?)\])?")


@dataclass(frozen=True, slots=True)
class Column:
    """`unit`: a UCUM code, for what has more than one."""

    place: int
    heading: str
    field: str
    unit: str = ""
    guessed: bool = True

    @property
    def words(self) -> str:
        """Temp F is temp in [degF], guessed"""
        in_ = f" in {self.unit}" if self.unit else ""
        return f"{self.heading} is {self.field}{in_}{', guessed' if self.guessed else ''}"


def columns_of(header: Sequence[str], rows: Sequence[Sequence[str]], said: Iterable[str]) -> tuple[Column, ...]:
    """What each known column is. `said`: "Temp F=temp[°F]", as a person wrote it; it goes before what is guessed.

    Raises Unreadable where a column or a field is not known, a field comes twice, or patient or time is missing.
    """
    told = [_told(header, one) for one in said]
    taken = {one.place for one in told}, {one.field for one in told}
    guessed = [_guess(place, name, rows) for place, name in enumerate(header) if place not in taken[0]]
    found = [*told, *(one for one in guessed if one is not None and one.field not in taken[1])]
    _check(header, found)
    return tuple(sorted(found, key=lambda one: one.place))


def _told(header: Sequence[str], said: str) -> Column:
    match = _SAID.fullmatch(said.strip())
    if match is None:
        raise Unreadable(f"{said!r} maps nothing. Write it like: Temp=temp[°F]")
    names = [one.strip() for one in header]
    if match["column"].strip() not in names:
        raise Unreadable(f"There is no column {match['column']!r}. There are: {', '.join(names)}.")
    field = match["field"]
    if field not in FIELDS:
        raise Unreadable(f"There is no field {field!r}. There are: {', '.join(FIELDS)}.")
    return Column(
        names.index(match["column"].strip()), match["column"].strip(), field, _unit(field, match["unit"]), False
    )


def _unit(field: str, said: str | None) -> str:
    if field not in UNITS:
        return ""
    if said is None:
        return UNITS[field][0]
    if code := unit_code(field, said):
        return code
    raise Unreadable(f"{field} is not measured in {said!r}. Write one of {', '.join(UNITS[field])}.")


def unit_code(field: str, said: str) -> str:
    """The unit that is written so: "°F", "[degF]", "lbs"; empty where this field has no such unit."""
    for one in (said, f"[{said}]"):
        code = CODES.get(one, one if one in UNITS[field] else _ALSO.get(plain(one), ""))
        if code in UNITS[field]:
            return code
    return ""


def _guess(place: int, heading: str, rows: Sequence[Sequence[str]]) -> Column | None:
    name = plain(heading)
    bare = plain(re.sub(r"[\[(].*?[\])]", "", heading))
    field = next((one for one, names in FIELDS.items() if {name, bare} & {plain(one), *names}), None)
    return None if field is None else Column(place, heading.strip(), field, _guess_unit(place, heading, field, rows))


def _guess_unit(place: int, heading: str, field: str, rows: Sequence[Sequence[str]]) -> str:
    """From the heading ("Temp (F)", "weight_lb"); of a temperature without one, from what most of its values are."""
    if field not in UNITS:
        return ""
    found = _IN_HEADING.search(heading) or re.search(r"(lbs?|kg|cm|[CF])$", heading)
    code = _ALSO.get(plain(found[1]), "") if found else ""
    if code in UNITS[field]:
        return code
    numbers = [float(cell.replace(",", ".")) for row in rows if (cell := row[place].strip()) and _is_number(cell)]
    return "[degF]" if field == "temp" and numbers and median(numbers) >= 80 else UNITS[field][0]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"\d{1,6}([.,]\d{1,4})?", cell) is not None


def _check(header: Sequence[str], found: Sequence[Column]) -> None:
    for field in (PATIENT, TIME):
        if not any(one.field == field for one in found):
            names = ", ".join(one.strip() for one in header)
            raise Unreadable(f'No column says the {field}. Say which of {names} does: --map "Column={field}".')
    for field in FIELDS:
        alike = [one.heading for one in found if one.field == field]
        if len(alike) > 1:
            raise Unreadable(f'{" and ".join(alike)} are both {field}. Say which one is: --map "Column={field}".')
