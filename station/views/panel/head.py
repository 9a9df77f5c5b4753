"""The top of a patient's panel: who, at what level, how long since he was seen."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.models.enums import AbsenceKind, Stage
from station.rules.intervals import stage_of
from station.rules.policy import Policy
from station.rules.wording import (
    away_line,
    away_state,
    clock_time,
    countdown,
    duration,
    first_check,
    observer_line,
    seen_line,
)
from station.views.panel.consequences import levels_of
from station.views.panel.controls import dress_font, label, restyle
from station.views.panel.desk import Placed
from station.views.panel.flow import FlowLayout
from station.views.panel.times import age_on
from station.views.rounds.photos import Photos
from station.views.rounds.portrait import Portrait
from station.views.widgets.badge import LevelBadge, shape_of

_PORTRAIT = 64
_TONE = {Stage.OK: "", Stage.DUE_SOON: "low", Stage.LATE: "medium", Stage.LAPSED: "high"}


class PatientHead(QWidget):
    """Says again each second how long it has been; the rest when the patient's row changes."""

    def __init__(self, policy: Policy, zone: ZoneInfo, photos: Photos) -> None:
        super().__init__()
        self._photos = photos
        self._photos.arrived.connect(self._photo_arrived)
        self.portrait = Portrait()
        self.portrait.setFixedSize(_PORTRAIT, _PORTRAIT)
        self.look_for = label()
        self._meanings = {one.code: one.name for one in policy.precautions}
        self._zone = zone
        self._placed: Placed | None = None
        self.name = label(scale=1.35, weight=QFont.Weight.Bold)
        self.badge = LevelBadge()
        self.about, self.seen = label(tone="muted"), label(tone="muted")
        self.since = label(scale=2.3, weight=QFont.Weight.Bold)
        self.state = label(weight=QFont.Weight.DemiBold)
        self._tags = QWidget()
        self._flow = FlowLayout(self._tags, spacing=6)
        self._lay_out()

    def _lay_out(self) -> None:
        self.since.setWordWrap(False)
        dress_font(self.badge, weight=QFont.Weight.Bold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        who = QVBoxLayout()
        who.setSpacing(4)
        who.addWidget(self.name)
        who.addWidget(self.about)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.portrait, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(who, 1)
        top.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        time = QHBoxLayout()
        time.setSpacing(10)
        time.addWidget(self.since)
        time.addWidget(self.state, 1)
        column.addLayout(top)
        column.addWidget(self._tags)
        column.addWidget(self.look_for)
        column.addLayout(time)
        column.addWidget(self.seen)

    def show_patient(self, placed: Placed, now: datetime) -> None:
        patient = placed.patient
        self._placed = placed
        self.name.setText(placed.title)
        self.badge.show_level(patient.level, shape_of(patient.level, continuous=patient.continuous))
        self.badge.setFixedSize(self.badge.sizeHint())
        self.about.setText(about_words(placed, now, self._zone))
        self.seen.setText(seen_words(placed, now, self._zone))
        self._show_tags(patient.precautions)
        self.look_for.setText(f"Look for: {patient.look_for}")
        self.look_for.setVisible(bool(patient.look_for))
        self._show_photo()
        self.tick(now)

    def _show_photo(self) -> None:
        """No room is taken where there is none: his name stands beside it."""
        patient = self._placed.patient if self._placed else None
        photo = self._photos.get(patient.photo_id) if patient else None
        self.portrait.show_face(patient.initials if patient else "", photo)
        self.portrait.setVisible(photo is not None)

    @Slot(int)
    def _photo_arrived(self, photo_id: int) -> None:
        if self._placed is not None and self._placed.patient.photo_id == photo_id:
            self._show_photo()

    def _show_tags(self, codes: tuple[str, ...]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for code in codes:
            self._flow.addWidget(self._tag(code))
        self._tags.setVisible(bool(codes))

    def _tag(self, code: str) -> QLabel:
        made = label(code, scale=0.9, weight=QFont.Weight.DemiBold)
        made.setWordWrap(False)
        made.setProperty("tag", "true")
        made.setToolTip(self._meanings.get(code, code))
        made.setAccessibleName(f"Precaution {code}, {self._meanings.get(code, code)}")
        return made

    def tick(self, now: datetime) -> None:
        """The second has changed."""
        if self._placed is None:
            return
        patient = self._placed.patient
        since = patient.seen.observed_at if patient.seen else patient.check.since
        figure = duration(now - since)
        self.since.setText(figure.text if figure.unit == "min" else f"{figure.text} {figure.unit}")
        self.since.setAccessibleName(f"Time since seen: {self.since.text()}")
        stage = stage_of(patient.check, now)
        restyle(self.since, "tone", _TONE[stage])
        restyle(self.state, "tone", _TONE[stage] or "muted")
        self.state.setText(state_words(self._placed, now, self._zone))


def seen_words(placed: Placed, now: datetime, zone: ZoneInfo) -> str:
    """14:21 Bathroom, talking, J. Moore; off the unit, with where he is above: Radiology with A. Park (escort) since
    14:24"""
    patient = placed.patient
    seen = seen_line(patient.seen, zone, now) if patient.seen else "Not seen yet"
    if patient.seen is not None and patient.seen.unsaved:
        seen += " (not saved yet)"
    away = patient.away
    if away is None:
        return seen
    where = away_line(away)
    since = "" if away.kind is AbsenceKind.AWOL else f" since {clock_time(away.left_at, zone, now)}"
    return f"{where[:1].upper()}{where[1:]}{since}\n{f'Last seen here {seen}' if patient.seen else seen}"


def state_words(placed: Placed, now: datetime, zone: ZoneInfo) -> str:
    """Due in 9:45; first check, due in 1:20; with R. Osei, due in 9:45; back by 14:55"""
    patient = placed.patient
    if patient.away is not None:
        return away_state(patient.away, patient.check, zone, now)
    owed = patient.owed_reason
    said = first_check(owed, patient.check, now) if owed else countdown(patient.check, now)
    if not patient.continuous:
        return said
    return f"{observer_line(patient.observer.name if patient.observer else None)} · {said}"


def about_words(placed: Placed, now: datetime, zone: ZoneInfo) -> str:
    """34 y · MRN 40 118 · Q5 awake, Q15 asleep, and beneath: Admitted Sat 21 Nov 09:10 · review by 23:32."""
    patient = placed.patient
    today = now.astimezone(zone).date()
    who = [
        f"{age_on(patient.birth_date, today)} y" if patient.birth_date else "",
        f"MRN {patient.mrn}",
        levels_of(patient).words if patient.level_asleep else "",
    ]
    since = [
        f"Admitted {clock_time(patient.admitted_at, zone, now)}",
        f"review by {clock_time(patient.review_by, zone, now)}" if patient.review_by else "",
    ]
    return "\n".join(" · ".join(part for part in line if part) for line in (who, since))
