"""Setting a patient's photo from a file: made small off the GUI thread, looked at, then saved."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Slot
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel

from station.services.errors import Refused
from station.services.photos import MOST_BYTES
from station.store.rows import PatientRow
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.panel.form import Form

SIDE: Final = 400
"""Pixels, at most, of each side of what is kept."""
_LARGEST_FILE: Final = 30_000_000
_QUALITIES: Final = (85, 70, 50, 30)
_SHOWN: Final = 200


def shrunk(path: Path) -> bytes:
    """A picture file as a JPEG of at most 400 by 400 pixels and 200 kB, turned as the camera was held.

    Raises Refused, in a sentence, for what is no picture or cannot be read. Safe on any thread.
    """
    image = _read(path)
    fits = Qt.AspectRatioMode.KeepAspectRatio
    if image.width() > SIDE or image.height() > SIDE:
        image = image.scaled(SIDE, SIDE, fits, Qt.TransformationMode.SmoothTransformation)
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    for quality in _QUALITIES:
        made = _jpeg(flat, quality)
        if 0 < len(made) <= MOST_BYTES:
            return made
    raise Refused(f"{path.name} cannot be made small enough. Choose another photo.")


def _read(path: Path) -> QImage:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Refused(f"{path.name} cannot be read ({error.strerror}). Choose the file again.") from error
    if size > _LARGEST_FILE:
        raise Refused(f"{path.name} has {size // 1_000_000} MB. Choose a photo of at most 30 MB.")
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    _read_no_larger_than_needed(reader)
    image = reader.read()
    if image.isNull():
        raise Refused(f"{path.name} is not a picture that Station can read. Choose a JPEG or PNG photo.")
    return image


def _read_no_larger_than_needed(reader: QImageReader) -> None:
    """A photo of many megapixels is decoded at twice the size kept, not in full."""
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > 2 * SIDE:
        reader.setScaledSize(size.scaled(QSize(2 * SIDE, 2 * SIDE), Qt.AspectRatioMode.KeepAspectRatio))


def _jpeg(image: QImage, quality: int) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", quality)  # type: ignore[call-overload]  # its stub wants bytes, Qt a name
    buffer.close()
    return bytes(kept.data())


class PhotoForm(Form):
    """The file dialog does not block the desk: the board beside it lives on."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._stay_id = patient.stay_id
        self._image: bytes | None = None
        self.preview = QLabel()
        self.preview.setFixedSize(_SHOWN, _SHOWN)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName("The photo chosen")
        self.preview.hide()
        self.pick = button("Choose a file…")
        self.pick.clicked.connect(self.open_dialog)
        self.dialog: QFileDialog | None = None
        words = "For whoever rounds, so that he knows him. It is never on the wall; the one before stays on record."
        self.column.addWidget(label(words, tone="muted"))
        self.column.addWidget(self.preview)
        self.column.addWidget(self.pick)
        self.save = self.ending("Save photo", self.submit)
        self.save.setEnabled(False)
        self.save.setToolTip("Choose a file first")

    @Slot()
    def open_dialog(self) -> None:
        if self.dialog is None:
            self.dialog = QFileDialog(self, "Photo of the patient")
            self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self.dialog.setNameFilters(["Photos (*.jpg *.jpeg *.png)", "All files (*)"])
            self.dialog.fileSelected.connect(self.choose)
        self.dialog.open()

    @Slot(str)
    def choose(self, path: str) -> None:
        """This file; what it holds is made small elsewhere and shown here."""
        self.notice.say("")
        self.pick.setEnabled(False)
        self.desk.bridge.run(partial(shrunk, Path(path)), self._shrunk, self._not_shrunk)

    @Slot(object)
    def _shrunk(self, image: bytes) -> None:
        self._image = image
        self.pick.setEnabled(True)
        self.save.setEnabled(True)
        self.save.setToolTip("")
        fits, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(QImage.fromData(image)).scaled(_SHOWN, _SHOWN, fits, smooth)
        self.preview.setPixmap(shown)
        self.preview.show()
        self.shown.emit(self.save)

    @Slot(object)
    def _not_shrunk(self, error: Exception) -> None:
        self.pick.setEnabled(True)
        self.notice.say(str(error), "refusal")

    @Slot()
    def submit(self) -> None:
        if self._image is None:
            self.notice.say("Choose a file first.", "refusal")
            return
        command = partial(self.desk.commands.set_photo, stay_id=self._stay_id, image=self._image)
        self.do(command, "The photo is set.")
