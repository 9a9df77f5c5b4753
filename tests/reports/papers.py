"""Handovers to print, made by hand: of any size, with names of many countries."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from station.rules import handover_page as page
from station.rules.handover_page import HandoverPage, Line, PatientLine, Section
from station.store.rows.handover import HeadRow, SignatureRow

AT = datetime(2026, 11, 23, 21, 4, tzinfo=UTC)
"""15:04 in Chicago."""
HASH = "9f2c4e1ab07d55e1c3f8a6b2d4907e6f1b3c5d7e9fa0b1c2d3e4f5061728394a"
HEAD = HeadRow(12345, HASH)
LINDT, RUIZ = SignatureRow("C. Lindt", AT - timedelta(minutes=6)), SignatureRow("M. Ruiz", AT)
NAMES = (
    "Ames, Maria", "Łukaszewicz, Żaneta", "Müller-Lüdenscheidt, Jörg", "Yıldız, İğdem", "Okafor, Ada", "Åström, Björn",
    "O’Neill, Siobhán", "Nguyễn, Thị Minh", "García Márquez, José", "Şahin, Gülşen", "Nowak, Will", "Петров, Иван",
)  # fmt: skip
LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliane Theodora Aurelia"
_EMPTY = {
    page.COMINGS: ("Came and left", "Nobody."),
    page.LEVELS: ("Level changes", "None."),
    page.LAPSES: ("Lapses, and why", "Nothing lapsed."),
    page.ALERTS: ("Alerts open", "None."),
    page.AWAY: ("Off the unit", "Nobody."),
    page.OBSERVERS: ("Observers", "Nobody is on a continuous level."),
    page.OVERDUE: ("Overdue", "Nothing beyond the alerts."),
    page.OWED: ("Owed after admission", "Nothing."),
    page.HAZARDS: ("Hazards", "None stands."),
    page.REVIEWS: ("Reviews due on the next shift", "None."),
    page.VITALS: ("Vitals that worry", "Nobody's."),
    page.NOTES: ("Notes", "None."),
}
_MORE = {
    page.LAPSES: "Longest time unseen that ended: 31:05, 1210 Nowak, W., 14:41.",
}


@dataclass(frozen=True)
class Paper:
    """A handover as the printer is handed it."""

    page: HandoverPage
    zone: str = "America/Chicago"
    head: HeadRow = HEAD
    outgoing: SignatureRow | None = LINDT
    incoming: SignatureRow | None = RUIZ
    since: tuple[str, ...] = ()
    read_at: datetime = field(default=AT)


def patient(number: int, name: str | None = None) -> PatientLine:
    level = ("Q15", "Q15, asleep Q30", "Q5", "1:1", "Q60")[number % 5]
    precautions = ("SI", "SI FALL", "", "ASLT AWOL", "SZ MED")[number % 5]
    now = ("day room", "asleep", "with R. Osei", "off the unit", "hallway")[number % 5]
    return PatientLine(f"stay:{number}", str(1201 + number), name or NAMES[number % 12], level, precautions, now)


def lapse(number: int) -> Line:
    name = NAMES[number % 12].partition(",")[0]
    text = (
        f"{name}: check lapsed 14:{number % 60:02d}, last seen 14:10; accepted by R. Osei 14:33 "
        "(going to look); seen 14:41 by J. Moore, unseen for 31:05"
    )
    return Line(f"alert:{number}", str(1201 + number), text)


def handover(beds: int = 24, *, names: str | None = None, lapses: int = 2, lines: bool = True) -> HandoverPage:
    """With something in every section, unless `lines` is False."""
    found = {
        page.COMINGS: (Line("admitted:7", "1208", "Şahin, G. admitted 09:12"),),
        page.LEVELS: (
            Line("level:3", "1204", "Yıldız, İ. raised 13:05 from Q15 to Q5: hit the wall twice. N. Park"),
            Line("order:3", "1204", "Yıldız, İ.: provider's order owed by 14:05"),
        ),
        page.LAPSES: tuple(lapse(number) for number in range(lapses)),
        page.ALERTS: (
            Line("alert:90", "1210", "check lapsed since 14:51; R. Osei has it", "HIGH"),
            Line("alert:91", "1204", "provider order late since 14:05; nobody has accepted it", "MEDIUM"),
            Line("alert:92", "Round of West hall", "left open since 14:40; nobody has accepted it", "LOW"),
        ),
        page.AWAY: (
            Line("away:1", "1203", "Müller, J. Radiology with A. Park (escort) since 14:02, back by 14:55"),
            Line("away:2", "1212", "Петров, И. from Courtyard since 14:10", "AWOL"),
        ),
        page.OBSERVERS: (Line("observer:4", "1205", "Okafor, A., 1:1: R. Osei since 13:20, relief by 15:20"),),
        page.OVERDUE: (),
        page.OWED: (Line("task:8", "1208", "Şahin, G.: belongings search by 10:12"),),
        page.HAZARDS: (
            Line("hazard:1", "Shower rail, Room 1203", "Maintenance has it, to be fixed by 15:20", "SEVERITY 5"),
            Line("hazard:2", "Door closer, West hall", "severity 3. Maintenance has it, to be fixed by 09:10"),
        ),
        page.REVIEWS: (Line("review:2", "1202", "Łukaszewicz, Ż., Q15: review by 18:30, the level stays"),),
        page.VITALS: (Line("task:9", "1208", "Şahin, G.: first vitals by 10:12"),),
        page.NOTES: (
            Line("note:1", "1206", "Åström, B.: his sister comes at 17:00, she may bring food (J. Moore, 13:50)"),
            Line("note:2", "Unit", "Ice machine is broken (J. Moore, 08:00)", struck=True),
        ),
    }  # fmt: skip
    sections = tuple(
        Section(
            key, title, found[key] if lines else (), empty, _MORE.get(key, "") if lines or key == page.VITALS else ""
        )
        for key, (title, empty) in _EMPTY.items()
    )
    patients = tuple(patient(number, names) for number in range(beds))
    return HandoverPage(
        unit="3 West",
        shift="Day",
        day="Mon 23 Nov 2026",
        hours="07:00 to 15:00",
        following="Evening, from 15:00",
        figures=(
            ("Patients", str(beds)), ("on the unit", str(max(0, beds - 2))), ("off the unit", "1" if beds else "0"),
            ("AWOL", "1"), ("beds", str(beds)), ("Q5", "4"), ("Q15", "12"), ("Q30", "2"), ("1:1", "1"),
        ),
        accounted="1 unaccounted for: 1204. Look for them now." if beds else "No patients on the unit.",
        patients=patients,
        sections=sections,
    )  # fmt: skip


def empty() -> HandoverPage:
    """A unit with nobody in it."""
    return replace(handover(0, lines=False), figures=(("Patients", "0"), ("beds", "8")))
