"""What the keys of a desk's window do to what is open in it: on the page shown, in the side panel, on the strip."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from station.rules.permissions import Deed
from station.views.navigation import Navigation
from station.views.panel.patient import PatientPanel
from station.views.panel.side import SidePanel
from station.views.recorder import Recorder
from station.views.strip import AlertStrip


@runtime_checkable
class ShowsPatient(Protocol):
    """A page on which one patient is shown."""

    @property
    def stay_id(self) -> int | None: ...


@runtime_checkable
class AcceptsAlerts(Protocol):
    """A page with a list of alerts."""

    def accept_chosen(self) -> bool:
        """Accept the one chosen; returns whether the focus was there and there was one."""
        ...


@runtime_checkable
class GoesBack(Protocol):
    """A page on which something can be open."""

    def back(self) -> bool:
        """Close it; returns whether there was something to close."""
        ...


class ShellKeys(QObject):
    """Each of its slots is one key, or a letter."""

    page_of_patient_wanted = Signal(int)
    """Stay id."""
    order_wanted = Signal(object)
    """board.grid.Order: the one that does not hold now."""

    def __init__(
        self,
        pages: QStackedWidget,
        panel: SidePanel,
        strip: AlertStrip,
        navigation: Navigation,
        recorder: Recorder,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._pages, self._panel, self._strip = pages, panel, strip
        self._navigation, self._recorder = navigation, recorder

    @Slot()
    def find(self) -> None:
        self._navigation.finder.setFocus()
        self._navigation.finder.selectAll()

    def _patient_shown(self) -> PatientPanel | None:
        """In the side panel. One who is shown on his page is opened there, unless somebody works in the panel."""
        page, focused = self._pages.currentWidget(), QApplication.focusWidget()
        in_panel = focused is not None and self._panel.isAncestorOf(focused)
        if isinstance(page, ShowsPatient) and page.stay_id is not None and not in_panel:
            self._panel.show_patient(page.stay_id)
        return self._panel.patient_panel()

    @Slot()
    def open_page(self) -> None:
        patient = self._panel.patient_panel()
        if patient is not None:
            self.page_of_patient_wanted.emit(patient.stay_id)

    @Slot()
    def record(self) -> None:
        patient = self._patient_shown()
        if patient is None:
            self.find()
            return
        patient.back()
        patient.record.places.buttons()[0].setFocus()

    @Slot()
    def level(self) -> None:
        patient = self._patient_shown()
        if patient is not None:
            patient.open_deed("level")

    @Slot()
    def vitals(self) -> None:
        patient = self._patient_shown()
        if patient is not None and not self._recorder.why_not(Deed.VITALS):
            patient.open_deed("vitals")

    @Slot()
    def more(self) -> None:
        patient = self._patient_shown()
        if patient is not None:
            patient.bar.open_menu()

    @Slot()
    def accept(self) -> None:
        """What is chosen in a list, else what is open in the side panel, else what the strip says."""
        page = self._pages.currentWidget()
        on_page = isinstance(page, AcceptsAlerts) and page.accept_chosen()
        if not on_page and not self._panel.accept():
            self._strip.accept_first()

    @Slot()
    def show_first_alert(self) -> None:
        if self._strip.entry is not None:
            self._panel.show_alert(self._strip.entry.alert_ids[0])

    @Slot()
    def change_order(self) -> None:
        self.order_wanted.emit(self._navigation.menu.other_order)

    @Slot()
    def back(self) -> None:
        """Out of what is open where the focus is: on the page, or in the side panel."""
        page, focused = self._pages.currentWidget(), QApplication.focusWidget()
        if isinstance(page, GoesBack) and isinstance(page, QWidget):
            on_page = self._panel.isHidden() or (focused is not None and page.isAncestorOf(focused))
            if on_page and page.back():
                return
        self._panel.back()
