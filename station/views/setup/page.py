"""Unit setup: the places and every number and word of the policy, each with what it does. Changed, reviewed, signed."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.rules.policy_words import found, section_of, sections
from station.services.events import ChangedElsewhere, StayChanged, UnitChanged
from station.services.unit_sheet import UnitSheet
from station.store.rows import BoardSnapshot
from station.views.bridge import Refresh
from station.views.commands import DeskFacts
from station.views.dress import sheet
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import line
from station.views.panel.form import Notice
from station.views.panel.scroll import FollowingScroll
from station.views.setup.contents import PLACES, THIS_UNIT, VERSIONS, Contents
from station.views.setup.draft import Draft
from station.views.setup.facts import FactsCard
from station.views.setup.places_view import PlacesView
from station.views.setup.review import SignForm, VersionList, count_words
from station.views.setup.section import SectionView
from station.views.theme import Theme

READING: Final = "Reading the policy and the places…"
NOT_YOURS: Final = "An administrator changes the policy, and signs it. You can read here what holds."
NONE_FOUND: Final = "Nothing here says “{0}”. Try another word, such as late, relief or PIN."
_REVIEW: Final = "review"


class UnitPage(QWidget):
    """Reads itself again whenever policy or places change. What is changed stays until it is signed or put back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName("Unit setup")
        self._desk: Desk | None = None
        self._refresh: Refresh | None = None
        self.draft: Draft | None = None
        self.facts = FactsCard()
        self.contents = Contents()
        self.finder = line(placeholder="Find a setting", name="Find a setting")
        self.notice = Notice()
        self.hint = label("", tone="muted")
        self.state = label(READING, tone="muted")
        self.sight = FollowingScroll()
        self.count = label("", weight=QFont.Weight.DemiBold)
        self.review = button("Review changes…", "primary")
        self.clear = button("Put everything back")
        self.places: PlacesView | None = None
        self._is_stale = False
        self._shown: QWidget | None = None
        self._at = THIS_UNIT
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_section(THIS_UNIT)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("Unit setup", scale=1.7, weight=QFont.Weight.Bold), 1)
        self.finder.setMinimumWidth(280)
        top.addWidget(self.finder)
        self._middle = QVBoxLayout()
        self._middle.setSpacing(8)
        for one in (self.notice, self.hint, self.state):
            self._middle.addWidget(one)
        self._middle.addWidget(self.sight, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.contents)
        row.addLayout(self._middle, 1)
        self.bar = QWidget()
        foot = QHBoxLayout(self.bar)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.clear)
        foot.addWidget(self.review)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 20)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(row, 1)
        column.addWidget(self.bar)
        self.bar.hide()

    def _connect(self) -> None:
        self.contents.chosen.connect(self._chosen)
        self.finder.textChanged.connect(self._find)
        self.review.clicked.connect(self.show_review)
        self.clear.clicked.connect(self._put_back)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def show_facts(self, facts: DeskFacts) -> None:
        self.facts.show_facts(facts)

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self.facts.show_snapshot(snapshot)

    def show_desk(self, desk: Desk) -> None:
        """What the page works with; it reads itself from now on."""
        if self._desk is not None:
            return
        self._desk = desk
        self.places = PlacesView(desk)
        self.places.changed.connect(self._read_again)
        self.places.hide()
        self._middle.insertWidget(self._middle.indexOf(self.sight), self.places, 1)
        self._refresh = Refresh(desk.bridge, desk.reads.unit_sheet, self.show_sheet, self._not_read, self)
        desk.bridge.changed.connect(self.on_events)
        desk.recorder.changed.connect(self._person_changed)
        self._refresh.request()

    @Slot(list)
    def on_events(self, events: Sequence[Any]) -> None:
        """Who has a bed changes all day long: nobody asks while the page is out of sight."""
        if not any(isinstance(one, UnitChanged | StayChanged | ChangedElsewhere) for one in events):
            return
        if self.isVisible():
            self._read_again()
        else:
            self._is_stale = True

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._read_again()

    @Slot()
    def _read_again(self) -> None:
        if self._refresh is not None:
            self._refresh.request()

    @Slot(object)
    def show_sheet(self, read: UnitSheet) -> None:
        """What holds now. What is changed here and not signed stands beside it."""
        draft = self.draft
        if self.places is not None:
            self.places.show_places(read.places)
        if draft is None:
            self.draft = Draft(read)
        elif draft.sheet == read:
            return
        else:
            is_newer = draft.sheet.version != read.version
            draft.rebase(read)
            if is_newer and draft.mine:
                self._say_signed(read)
            if not is_newer:
                return
        self.show_section(self._at)

    def _say_signed(self, read: UnitSheet) -> None:
        newest = read.versions[0]
        said = "; ".join(one.sentence for one in newest.changes[:3])
        more = f"; and {len(newest.changes) - 3} more" if len(newest.changes) > 3 else ""
        self.notice.say(
            f"{newest.signed_by} has signed another policy meanwhile: {said}{more}. What you changed stands beside it."
        )

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        self.state.setText(f"The policy of this unit cannot be read. {error}")
        self.state.show()

    @Slot(str)
    def _chosen(self, key: str) -> None:
        self.notice.say("")
        self.finder.blockSignals(True)
        self.finder.clear()
        self.finder.blockSignals(False)
        self.show_section(key)

    def show_section(self, key: str) -> None:
        """What `key` names: "unit", "places", "review", or a section of the policy."""
        self._at = key
        self.contents.choose(key)
        desk, draft = self._desk, self.draft
        if key == PLACES and self.places is not None:
            self._put(None)
        elif key == THIS_UNIT or desk is None or draft is None:
            self._put(self.facts)
        elif key == VERSIONS:
            self._put(VersionList(draft.sheet.versions, desk.zone, desk.now))
        elif key == _REVIEW:
            self._put(self._sign_form(desk, draft))
        else:
            of = next(one for one in sections() if one.key == key)
            self._put(self._section(draft, of.shown))
        self._show_standing()

    def _section(self, draft: Draft, fields: Sequence[Any]) -> SectionView:
        made = SectionView(fields, draft)
        made.changed.connect(self._typed)
        made.undone.connect(self._undo)
        return made

    def _sign_form(self, desk: Desk, draft: Draft) -> SignForm:
        made = SignForm(desk, draft)
        made.finished.connect(self._signed)
        made.cancelled.connect(self._back_from_review)
        made.shown.connect(self.sight.reveal)
        return made

    def _put(self, content: QWidget | None) -> None:
        """In the middle from now on; None: the places."""
        before, self._shown = self._shown, content
        if before is not None and before is not content:
            before.hide()
            self.sight.body.removeWidget(before)
            if before is self.facts:
                before.setParent(self)
            else:
                before.deleteLater()
        if content is not None and content is not before:
            self.sight.body.addWidget(content)
            content.show()
            self.sight.to_top()
        is_places = content is None
        self.sight.setVisible(not is_places)
        if self.places is not None:
            self.places.setVisible(is_places)

    @property
    def shown(self) -> QWidget | None:
        return self._shown

    @Slot(str)
    def _find(self, text: str) -> None:
        draft = self.draft
        if draft is None:
            return
        if not text.strip():
            self.show_section(self._at if self._at != _REVIEW else THIS_UNIT)
            return
        self.contents.choose("")
        fields = [one for one in found(text) if section_of()[one.path].key != VERSIONS]
        if fields:
            self._put(self._section(draft, fields))
        else:
            self._put(label(NONE_FOUND.format(text.strip()), tone="muted"))
        self._show_standing()

    @Slot(str, object)
    def _typed(self, path: str, value: Any) -> None:
        if self.draft is not None:
            self.draft.put(path, value)
            self.notice.say("")
            self._show_standing()

    @Slot(str)
    def _undo(self, path: str) -> None:
        if self.draft is not None:
            self.draft.undo(path)
            self._show_draft()

    @Slot()
    def _put_back(self) -> None:
        if self.draft is not None:
            self.draft.clear()
            self.notice.say("Everything is as the policy that holds says.")
            if self._at == _REVIEW:
                self.show_section(THIS_UNIT)
            self._show_draft()

    def _show_draft(self) -> None:
        if isinstance(self._shown, SectionView) and self.draft is not None:
            self._shown.show_draft(self.draft)
        self._show_standing()

    def _show_standing(self) -> None:
        """How many changes, where they are, what is wrong with them; and whether the person here may change any."""
        draft = self.draft
        self.state.setVisible(draft is None)
        changes = draft.changes() if draft is not None else ()
        faults = draft.faults() if draft is not None else ()
        per = {section.title: sum(one.section == section.title for one in changes) for section in sections()}
        self.contents.show_counts(per)
        self.bar.setVisible(bool(changes) and self._at != _REVIEW)
        more = f" {len(faults) - 1} more to be corrected." if len(faults) > 1 else ""
        wrong = f" To be corrected first: {faults[0].sentence}{more}" if faults else ""
        self.count.setText(f"{count_words(len(changes))}, not signed.{wrong}")
        self.review.setEnabled(not faults)
        self.review.setToolTip(faults[0].sentence if faults else "")
        if isinstance(self._shown, SectionView) and draft is not None:
            self._shown.show_marks(draft, faults)
        self._show_permission()

    def _show_permission(self) -> None:
        reason = self._desk.recorder.why_not(Deed.POLICY) if self._desk is not None else ""
        is_policy = isinstance(self._shown, SectionView)
        self.hint.setText(NOT_YOURS if reason and is_policy else "")
        self.hint.setVisible(bool(reason) and is_policy)
        if isinstance(self._shown, SectionView):
            self._shown.set_locked(locked=bool(reason))

    @Slot()
    def show_review(self) -> None:
        """Old against new, and the signature."""
        self.finder.clear()
        self.show_section(_REVIEW)

    @Slot()
    def _back_from_review(self) -> None:
        changes = self.draft.changes() if self.draft is not None else ()
        self.show_section(section_of()[changes[0].path].key if changes else THIS_UNIT)

    def back(self) -> bool:
        """Esc: out of the review, or out of what was searched for."""
        if self.finder.text():
            self.finder.clear()
            return True
        if self._at == _REVIEW:
            self._back_from_review()
            return True
        return False

    @Slot(str)
    def _signed(self, said: str) -> None:
        if self.draft is not None:
            self.draft.clear()
        self.show_section(VERSIONS)
        self.notice.say(said, "done")
        self._read_again()

    @Slot()
    def _person_changed(self) -> None:
        self._show_standing()

    def put_away(self) -> Callable[[], None]:
        """Whoever was at it goes; what he changed and did not sign waits for him."""
        mine, at = (self.draft.mine if self.draft is not None else {}), self._at
        base = self.draft.sheet if self.draft is not None else None
        places = self.places.put_away() if self.places is not None else None
        self.finder.clear()
        if self.draft is not None:
            self.draft.clear()
        self.notice.say("")
        self.show_section(THIS_UNIT)

        def bring_back() -> None:
            if places is not None:
                places()
            draft = self.draft
            if draft is not None and base is not None:
                draft.take_up(base, mine)
                self.show_section(at)

        return bring_back
