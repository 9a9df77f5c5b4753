"""What a role may not do is greyed and says why; it is never merely missing. The services are the wall behind it."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.views.recorder import Recorder

_CHANGES = (QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange)


class Permit(QObject):
    """Keeps one control greyed while the person here may not do what it does, whatever else would enable it."""

    def __init__(self, control: QWidget, recorder: Recorder, *deeds: Deed) -> None:
        """Any one of `deeds` is enough."""
        super().__init__(control)
        self._control, self._recorder, self._deeds = control, recorder, deeds
        self._reason = ""
        self._held = False
        self._tip, self._description = control.toolTip(), control.accessibleDescription()
        control.installEventFilter(self)
        recorder.changed.connect(self.show_reason)
        self.show_reason()

    @property
    def reason(self) -> str:
        """Why not; empty while he may."""
        return self._reason

    @Slot()
    def show_reason(self) -> None:
        before, self._reason = self._reason, self._recorder.why_not(*self._deeds)
        if self._reason:
            self._hold()
        elif before:
            self._let_go()

    def _hold(self) -> None:
        control = self._control
        if not control.testAttribute(Qt.WidgetAttribute.WA_ForceDisabled):
            self._held = True
            control.setEnabled(False)
        if control.toolTip() != self._reason:
            self._tip = control.toolTip()
            control.setToolTip(self._reason)
            control.setAccessibleDescription(self._reason)

    def _let_go(self) -> None:
        control = self._control
        control.setToolTip(self._tip)
        control.setAccessibleDescription(self._description)
        if self._held:
            self._held = False
            control.setEnabled(True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._reason and event.type() in _CHANGES:
            self._hold()
        return False


def permit_action(action: QAction, recorder: Recorder, *deeds: Deed) -> None:
    """The same for a line of a menu, as the person is now: a menu is made for the person who opens it."""
    reason = recorder.why_not(*deeds)
    action.setEnabled(not reason)
    action.setToolTip(reason or action.text())
    action.setStatusTip(reason)
