"""The fields of one set of vital signs, in the order in which a person takes them."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.rules import units, vital_limits
from station.rules.policy_vitals import Vitals as VitalsPolicy
from station.rules.vital_limits import WORDS, Before, Vitals
from station.rules.weights import LastWeight
from station.rules.wording import clock_time
from station.store.rows.vitals import VitalRow, VitalsBefore
from station.views.panel.controls import TOUCH, Segments, heading, label
from station.views.panel.measures import InUnits, Measure, number, single_stop

STATES: Final = (("A", "A"), ("C", "C"), ("V", "V"), ("P", "P"), ("U", "U"))
STATE_WORDS: Final = "A alert · C new confusion · V to voice · P to pain · U unresponsive"
_O2: Final = (("air", "Air"), ("oxygen", "Oxygen"))
_PLAIN: Final = ("hr", "rr", "spo2", "o2_flow", "pain")


class VitalFields(QWidget):
    """What was typed, as values; what is wrong with it said beside each field as soon as it is left."""

    changed = Signal()

    def __init__(self, policy: VitalsPolicy, zone: ZoneInfo) -> None:
        super().__init__()
        self._policy, self._zone = policy, zone
        self._before = Before()
        self._now: datetime | None = None
        self.position, self.arm = _choice("Position", policy.positions), _choice("Arm", policy.arms)
        self.o2, self.route = Segments("Breathing", _O2), _choice("Route", policy.routes)
        self.acvpu = Segments("Consciousness", STATES)
        self.hr = Measure("hr", "Heart rate", "/min")
        self.bp = Measure("bp", "Blood pressure", "mmHg", placeholder="120/80")
        self.rr = Measure("rr", "Breathing rate", "/min")
        self.spo2 = Measure("spo2", "SpO₂", "%", beside=(self.o2,))
        self.flow = Measure("o2_flow", "Oxygen", "l/min")
        self.temp = InUnits("temp", "Temperature", units.CODES[policy.temperature_in])
        self.weight = InUnits("weight", "Weight", units.CODES[policy.weight_in])
        self.height_ = InUnits("height", "Height", units.CODES[policy.height_in])
        self.pain = Measure("pain", "Pain", "0 to 10")
        self.score = label(scale=1.15, weight=QFont.Weight.DemiBold)
        """What all of them come to, where the last one that counts is entered."""
        self._state_last = label(tone="muted", scale=0.93)
        self._lay_out()
        self._connect()
        self._o2_chosen("")

    @property
    def measures(self) -> tuple[Measure, ...]:
        """In the order they are taken."""
        return (self.hr, self.bp, self.rr, self.spo2, self.flow, self.temp, self.weight, self.height_, self.pain)

    def measure(self, name: str) -> Measure:
        """The field in which this value is typed. Raises KeyError for one that is chosen instead."""
        return {one.name: one for one in self.measures}["bp" if name in ("sbp", "dbp") else name]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        order: Sequence[QWidget] = (
            self.hr, self.bp, self.position, self.arm, self.rr, self.spo2, self.flow, self.temp, self.route,
            heading("Consciousness"), self.acvpu, label(STATE_WORDS, tone="muted", scale=0.93), self._state_last,
            self.score, self.weight, self.height_, self.pain,
        )  # fmt: skip
        for one in order:
            column.addWidget(one)
        for choice in (self.position, self.arm, self.o2, self.route, self.acvpu):
            single_stop(choice)
        self._state_last.hide()
        for one in self.o2.buttons():
            one.setMinimumWidth(round(TOUCH * 1.5))

    def _connect(self) -> None:
        for one in self.measures:
            one.typed.connect(self.changed)
            one.left.connect(self._left)
        self.o2.chosen.connect(self._o2_chosen)
        for choice in (self.acvpu, self.position, self.arm, self.route):
            choice.chosen.connect(self._chosen)

    def show_before(self, before: VitalsBefore, now: datetime) -> None:
        """What each was last, beside it; how it was measured then is chosen again."""
        weight = before.weight
        self._now = now
        self._before = Before(None if weight is None else LastWeight(weight[0], weight[1]), before.height)
        last = {name: (value, at) for name, value, at in before.last}
        for one in self.measures:
            said = last.get("sbp" if one is self.bp else one.name)
            if said is not None:
                one.show_last(f"last {self._words(one, last, said[0])}, {clock_time(said[1], self._zone, now)}")
        if (state := last.get("acvpu")) is not None:
            self._state_last.setText(f"last {state[0]}, {clock_time(state[1], self._zone, now)}")
            self._state_last.show()

    def _words(self, one: Measure, last: dict[str, tuple[float | str, datetime]], value: float | str) -> str:
        if one is self.bp:
            return f"{float(value):g}/{float(last['dbp'][0]):g}" if "dbp" in last else f"{float(value):g}"
        if isinstance(one, InUnits):
            return f"{units.shown(one.name, float(value), one.code):.1f}"
        return f"{float(value):g}"

    def show_row(self, row: VitalRow) -> None:
        """A set that was recorded, to be amended."""
        for one in self.measures:
            value = getattr(row, one.name, None)
            if isinstance(one, InUnits) and value is not None:
                one.editor.setText(f"{units.shown(one.name, value, one.code):.4g}")
            elif one is self.bp and row.sbp is not None:
                one.editor.setText(f"{row.sbp:g}/{row.dbp:g}" if row.dbp is not None else f"{row.sbp:g}")
            elif value is not None:
                one.editor.setText(f"{value:g}")
        self.o2.choose(None if row.o2 is None else "oxygen" if row.o2 else "air")
        self.acvpu.choose(row.acvpu)
        for choice, word in ((self.position, row.position), (self.arm, row.arm), (self.route, row.route)):
            choice.choose(word or None)
        self._o2_chosen("")

    def values(self) -> Vitals:
        """What was typed, in canonical units. Raises units.NotANumber; `read` says beside which field."""
        return Vitals(**self._canonical(self._typed()))

    def entered(self) -> Vitals:
        """The same in the units in which it was typed."""
        return Vitals(**self._typed())

    def units_typed(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.name, one.code) for one in (self.temp, self.weight, self.height_) if one.text)

    def _typed(self) -> dict[str, Any]:
        said: dict[str, Any] = {name: number(self.measure(name)) for name in _PLAIN}
        said |= {one.name: number(one) for one in (self.temp, self.weight, self.height_)}
        said["sbp"], said["dbp"] = self._pressure()
        said["o2"] = None if self.o2.value is None else self.o2.value == "oxygen"
        said["o2_flow"] = said["o2_flow"] if said["o2"] else None
        said["acvpu"] = self.acvpu.value
        if said["pain"] is not None and said["pain"] == int(said["pain"]):
            said["pain"] = int(said["pain"])
        return said

    def _pressure(self) -> tuple[float | None, float | None]:
        """Both typed into one field; the systolic alone where the other could not be had."""
        if not self.bp.text:
            return None, None
        both = units.read_pressure(self.bp.text)
        return both or (units.read_number(self.bp.text), None)

    def _canonical(self, said: dict[str, Any]) -> dict[str, Any]:
        codes = {one.name: one.code for one in (self.temp, self.weight, self.height_)}
        return {
            name: units.canonical(name, value, codes[name]) if name in codes and value is not None else value
            for name, value in said.items()
        }

    def safe_values(self) -> Vitals:
        """Of what can be read by now; what cannot is as good as missing."""
        said: dict[str, Any] = dict.fromkeys(one.name for one in fields(Vitals))
        for one in self.measures:
            try:
                if one is self.bp:
                    said["sbp"], said["dbp"] = self._pressure()
                else:
                    said[one.name] = number(one)
            except units.NotANumber:
                continue
        said["o2"] = None if self.o2.value is None else self.o2.value == "oxygen"
        said["o2_flow"] = said["o2_flow"] if said["o2"] else None
        said["acvpu"] = self.acvpu.value
        return Vitals(**self._canonical(said))

    def scored_values(self) -> Vitals:
        """The same without what cannot be one: it is not scored."""
        said = self.safe_values()
        return replace(said, **dict.fromkeys((one.name for one in vital_limits.refusals(said)), None))

    def judge(self) -> list[Measure]:
        """Says beside each field what is wrong with it; returns those, in order."""
        wrong = [one for one in self.measures if not one.isHidden() and self._is_wrong(one.name)]
        return [one for one in self.measures if one in wrong]

    def _is_wrong(self, name: str) -> bool:
        """Says what is wrong, or unusual, with one of them; returns whether it is wrong."""
        one = self.measure(name)
        try:
            (self._pressure if one is self.bp else lambda: number(one))()
        except units.NotANumber as problem:
            if one is self.bp:
                one.show_problem(f"{problem} A blood pressure like 120/80.")
            elif units.read_pressure(one.text):
                one.show_problem(f"“{one.text}” is a blood pressure. Type it into the field for it.")
            else:
                one.show_problem(str(problem))
            return True
        names, said = ("sbp", "dbp") if one is self.bp else (name,), self.safe_values()
        refused = [each.sentence for each in vital_limits.refusals(said) if each.name in names]
        if refused:
            one.show_problem(refused[0])
            return True
        asked: list[str] = []
        if self._now is not None:
            found = vital_limits.questions(said, self._now, self._before)
            asked = [each.sentence for each in found if each.name in names]
        one.show_unusual(asked[0] if asked else "")
        return False

    @Slot(str)
    def _left(self, name: str) -> None:
        if self.measure(name).text:
            self._is_wrong(name)

    @Slot(str)
    def _o2_chosen(self, _: str) -> None:
        self.flow.setVisible(self.o2.value == "oxygen")
        self.changed.emit()

    @Slot(str)
    def _chosen(self, _: str) -> None:
        self.changed.emit()


def _choice(what: str, words: Sequence[str]) -> Segments:
    return Segments(what, [(one, one) for one in words])


def missing_words(said: Vitals) -> str:
    """What a whole set would have beside it: "temperature, consciousness"."""
    return ", ".join(WORDS[name] for name in vital_limits.missing(said))
