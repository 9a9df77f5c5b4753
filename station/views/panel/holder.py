"""What stands in the side panel, one thing at a time, and what is set aside until it is opened again."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from station.views.dress import sheet
from station.views.icons import icon
from station.views.panel.controls import TOUCH, button, label
from station.views.panel.focus import focus_first
from station.views.panel.form import Notice
from station.views.panel.started import is_started
from station.views.theme import Theme

Subject = tuple[str, int]
"""("patient", stay id), ("bed", bed id), ("alert", alert id) or ("past alert", alert id)."""

_MOST_ASIDE: Final = 4
_LETTERS_WIDE: Final = 38
"""Width of the panel in letters of the application's font."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the panel shows, or has set aside."""

    heading: str
    content: QWidget
    bar: QWidget | None


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything of one person's in the panel, while somebody else is at the desk or nobody."""

    held: Held | None
    subject: Subject | None
    aside: dict[Subject, Held]


class Holder(QWidget):
    """Closed until something is put in it. What is half written is set aside by what it is about, and brought back."""

    opened = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Side panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._content: QWidget | None = None
        self._bar: QWidget | None = None
        self._subject: Subject | None = None
        self._aside: dict[Subject, Held] = {}
        self._heading = label(tone="muted", scale=0.93, weight=QFont.Weight.DemiBold)
        self.notice = Notice()
        self.close_button = button("", "quiet", tip="Close (Esc)", name="Close the side panel")
        self.close_button.setFixedSize(TOUCH, TOUCH)
        self.close_button.clicked.connect(self.shut)
        self._lay_out()
        self.set_theme(theme)
        self.hide()

    def _lay_out(self) -> None:
        self.fit()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 6, 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self.close_button)
        self._top = top
        said = QVBoxLayout()
        said.setContentsMargins(16, 0, 16, 8)
        said.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(top)
        self._column.addLayout(said)

    @property
    def content(self) -> QWidget | None:
        return self._content

    @property
    def subject(self) -> Subject | None:
        """None while closed, and while what is shown is about no bed."""
        return self._subject

    def fit(self) -> None:
        """Take the width the application's font asks for."""
        self.setFixedWidth(round(QFontMetricsF(QApplication.font()).averageCharWidth() * _LETTERS_WIDE) + 40)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))
        self.close_button.setIcon(icon("close", theme, theme.muted))

    def refresh(self) -> None:
        """What is shown again learns what has happened meanwhile."""

    def say(self, sentence: str) -> None:
        """One sentence at the top of the panel, which opens for it."""
        self.notice.say(sentence, "refusal")
        self.show()

    def _is_there(self, subject: Subject) -> bool:
        """Whether this is shown already, or was set aside and is shown again now."""
        if self._subject == subject:
            self._come_back()
            return True
        held = self._aside.pop(subject, None)
        if held is None:
            return False
        self._put(held.heading, held.content, subject, bar=held.bar)
        self.refresh()
        return True

    def _come_back(self) -> None:
        """It is asked for again: keys go there, and not to where it was asked for; where one types, one goes on."""
        focused = QApplication.focusWidget()
        if self._content is not None and not (focused is not None and self.isAncestorOf(focused)):
            focus_first(self._content)

    def _put(self, heading: str, content: QWidget, subject: Subject | None, *, bar: QWidget | None = None) -> None:
        """Show this instead of what was there; `bar` stands in the top line in place of a heading."""
        self._set_aside()
        self.notice.say("")
        self._heading.setText(heading)
        self._heading.setVisible(bar is None)
        if bar is not None:
            self._top.insertWidget(0, bar, 1)
            bar.show()
        self._content, self._subject, self._bar = content, subject, bar
        self._column.addWidget(content, 1)
        content.show()
        self.show()
        self.opened.emit()
        focus_first(content)

    def _set_aside(self) -> None:
        """Keep what is half written for when its bed is opened again; drop the rest."""
        content, subject = self._content, self._subject
        if content is None or subject is None or not is_started(content):
            self._drop()
            return
        for one in (content, self._bar):
            if one is not None:
                one.hide()
        self._aside[subject] = Held(self._heading.text(), content, self._bar)
        self._content = self._subject = self._bar = None
        while len(self._aside) > _MOST_ASIDE:
            self._free(self._aside.pop(next(iter(self._aside))))

    def put_away(self) -> Kept:
        """Empty the panel for whoever comes next; what was in it is returned, and nothing of it is shown."""
        content, subject, aside = self._content, self._subject, self._aside
        held = Held(self._heading.text(), content, self._bar) if content is not None else None
        for one in (content, self._bar):
            if one is not None:
                one.hide()
        self._content = self._subject = self._bar = None
        self._aside = {}
        self._heading.setText("")
        self._heading.show()
        self.notice.say("")
        self.hide()
        return Kept(held, subject, aside)

    def bring_back(self, kept: Kept) -> None:
        """As he left it, and with what has happened meanwhile."""
        self._aside = kept.aside
        if kept.held is None:
            return
        self._put(kept.held.heading, kept.held.content, kept.subject, bar=kept.held.bar)
        self.refresh()

    def free(self, kept: Kept) -> None:
        """He will not come back for it."""
        for held in (kept.held, *kept.aside.values()):
            if held is not None:
                self._free(held)

    def _free(self, held: Held) -> None:
        for one in (held.content, held.bar):
            if one is not None:
                one.hide()
                one.deleteLater()

    def _drop(self) -> None:
        if self._content is not None:
            self._free(Held("", self._content, self._bar))
        self._content = self._subject = self._bar = None
        self._heading.setText("")
        self._heading.show()

    @Slot()
    def shut(self) -> None:
        """Close, whatever is open. Nothing is saved by closing."""
        if self.isHidden():
            return
        self._drop()
        self.notice.say("")
        self.hide()
        self.closed.emit()

    def give_way(self) -> None:
        """Close for a page that needs the room; what is half written about a bed is there when it is opened again."""
        if self._content is not None and self._subject is None and is_started(self._content):
            return
        self._set_aside()
        self.shut()

    def _say_instead(self, said: str, tone: str) -> None:
        """Of what was open only this is left. Keys stay here, and do not go to whatever comes next in the window."""
        focused = QApplication.focusWidget()
        had_keys = focused is not None and self.isAncestorOf(focused)
        self._drop()
        self.notice.say(said, tone)
        if had_keys:
            self.close_button.setFocus()
