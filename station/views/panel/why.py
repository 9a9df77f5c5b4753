"""Why a high alert closed without what it asked for: said once, by a named person, where he is anyway."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.rules.alert_phrases import WHY
from station.rules.alert_words import title
from station.rules.permissions import Deed
from station.rules.wording import clock_time
from station.store.rows.alerts import PastAlertRow
from station.views.panel.controls import button, heading, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines
from station.views.panel.form import Form, is_missing
from station.views.panel.phrases import Phrases
from station.views.panel.started import is_started
from station.views.permit import Permit

ASK: Final = "Why was it not done in time?"


class WhyForm(Form):
    """One alert. A tap on ready words says them; others are written."""

    def __init__(self, desk: Desk, row: PastAlertRow, *, about: str = "") -> None:
        """`about`: which alert it is, where that does not stand there already."""
        super().__init__(desk)
        self.row = row
        self.phrases = Phrases("Because", WHY)
        self.why = Field("In other words", Lines(rows=2))
        self.save = button("Save the reason", "primary")
        if about:
            self.column.addWidget(label(about, weight=QFont.Weight.DemiBold))
        for one in (heading(ASK), self.phrases, self.why, self.save, self.notice, self.question):
            self.column.addWidget(one)
        self.phrases.chosen.connect(self._say)
        self.save.clicked.connect(self.submit)
        for control in (*self.phrases.buttons, self.save):
            Permit(control, desk.recorder, Deed.EXPLAIN_ALERT)

    @Slot()
    def submit(self) -> None:
        why = self.why.editor.value
        if not is_missing(self.why, why, "Say why, in a few words."):
            self._say(why)

    @Slot(str)
    def _say(self, why: str) -> None:
        self.do(partial(self.desk.commands.explain_alert, alert_id=self.row.id, why=why), "The reason is kept with it.")


def owed_line(row: PastAlertRow, desk: Desk) -> str:
    """1204 · check lapsed · closed 14:21: discharged"""
    at = clock_time(row.closed_at, desk.zone, desk.now()) if row.closed_at else ""
    return f"{title(row)} · closed {at}: {row.close_reason}"


class WhyOwed(QWidget):
    """The reasons owed for one patient's alerts, in his panel; takes no room while none is."""

    def __init__(self, desk: Desk, stay_id: int) -> None:
        super().__init__()
        self._desk, self._stay_id = desk, stay_id
        self.forms: dict[int, WhyForm] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.hide()

    def reload(self) -> None:
        self._desk.bridge.run(partial(self._desk.reads.reasons_owed, self._stay_id), self._show, self._not_read)

    @Slot(object)
    def _show(self, rows: Sequence[PastAlertRow]) -> None:
        """A form that somebody writes in stays: when another has said why meanwhile, saving tells him so."""
        wanted = {row.id: row for row in rows}
        for number in [one for one, form in self.forms.items() if one not in wanted and not _is_in_hand(form)]:
            gone = self.forms.pop(number)
            gone.hide()
            gone.deleteLater()
        for number, row in wanted.items():
            if number not in self.forms:
                form = self.forms[number] = WhyForm(self._desk, row, about=owed_line(row, self._desk))
                form.setObjectName("question")
                form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
                form.column.setContentsMargins(12, 10, 12, 12)
                form.finished.connect(self._said)
                self._column.addWidget(form)
        self.setVisible(bool(self.forms))

    @Slot(str)
    def _said(self, _: str) -> None:
        form = self.sender()
        if isinstance(form, WhyForm):
            form.why.editor.clear()
            form.why.editor.document().setModified(False)
        self.reload()

    @Slot(object)
    def _not_read(self, _: Exception) -> None:
        """They stand on the Alerts page all the same, and are read again with the next change."""


def _is_in_hand(form: WhyForm) -> bool:
    return form.busy or is_started(form)
