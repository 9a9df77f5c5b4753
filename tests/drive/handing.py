"""The handover at the end of the evening: a note, two signatures, the sheet as a PDF."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from station.simulation.demo import DEMO_PIN
from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.shift import Shift

_NOTE: Final = "Boiler man comes at 07:00; let him in at the back."


class Handing:
    """Each method is a step."""

    def __init__(self, shift: Shift, folder: Path) -> None:
        self._s = shift
        self.file = (folder / "handover.pdf").absolute()

    def until_ten(self) -> Script:
        yield from self._s.colleagues.until(22, 5, self._s.now)

    def note(self) -> Script:
        s, page = self._s, self._s.desk.handover
        yield from s.be("charge")
        yield from s.page("Handover")
        yield Until(lambda: page.view is not None and page.view.sheet is not None, "the page read")
        yield from s.hand.pause(0.5)
        yield from s.show_picture("handover")
        yield from s.way.fill("Note for the next shift", _NOTE, inside=page)
        yield from s.way.press("Add note", inside=page)
        yield from s.hand.wait_for("The note is on the page")
        yield from s.show_picture("note-added")

    def outgoing(self) -> Script:
        s, page = self._s, self._s.desk.handover
        yield from s.way.press("Sign and hand over the Evening shift…", inside=page)
        yield from s.hand.wait_for("enter your PIN")
        yield from s.hand.pause(0.3)
        yield from s.show_picture("outgoing-pin")
        yield from s.way.pin(DEMO_PIN)
        yield from s.hand.wait_for("Nobody has taken it over yet")
        yield from s.hand.pause(0.4)
        yield from s.show_picture("handed-over")

    def incoming(self) -> Script:
        s, page = self._s, self._s.desk.handover
        comes = s.people["night charge"]
        yield from s.way.pick("Who takes over", comes.name, inside=page)
        yield from s.way.press("Sign and take over…", inside=page)
        yield from s.hand.wait_for(f"{comes.name}: enter your PIN|enter your PIN")
        yield from s.hand.pause(0.3)
        yield from s.show_picture("incoming-pin")
        yield from s.way.pin(DEMO_PIN)
        yield from s.hand.wait_for(f"{comes.name} took over|{comes.name} has taken")
        yield from s.hand.pause(0.4)
        yield from s.show_picture("taken-over")

    def printed(self) -> Script:
        """The one that has just been signed, chosen in the list, saved as a PDF."""
        s, page = self._s, self._s.desk.handover
        yield from s.way.pick("Which handover", "Evening", inside=page)
        yield from s.hand.pause(0.8)
        yield from s.show_picture("as-signed")
        yield from s.way.press("Print…", inside=page)
        yield Until(lambda: next(eyes.widgets(QFileDialog), None) is not None, "a place asked for")
        yield from s.hand.pause(0.4)
        dialog = next(eyes.widgets(QFileDialog))
        name = next(one for one in dialog.findChildren(QLineEdit) if one.isVisible())
        if not name.hasFocus():
            yield from s.hand.tap_on(name, "File name")
        yield from s.hand.key("ctrl+a")
        yield from s.hand.write(str(self.file))
        yield from s.show_picture("where-to")
        if s.way.name == "mouse":
            yield from s.hand.tap("&?Save", QPushButton, inside=dialog)
        else:
            yield from s.hand.key("Return")
        yield Until(self.file.exists, "the PDF", 30)
        yield from s.hand.wait_for("Saved as")
        yield from s.show_picture("saved")
