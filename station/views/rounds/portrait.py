"""A face to know a patient by: his photo, or his initials."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views import fonts
from station.views.widgets.label import Role


class Portrait(QWidget):
    """A round picture. Colours: WindowText the letters, Mid the ground, Dark the rim."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials = ""
        self._photo: QPixmap | None = None

    @property
    def has_photo(self) -> bool:
        return self._photo is not None

    def show_face(self, initials: str, photo: QPixmap | None) -> None:
        if (initials, photo) != (self._initials, self._photo):
            self._initials, self._photo = initials, photo
            self.setAccessibleName("Photo" if photo is not None else "")
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._photo is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(Role.Mid))
            painter.drawEllipse(box)
            painter.setPen(self.palette().color(Role.WindowText))
            painter.setFont(
                fonts.pixels(self.height() * (0.36 if len(self._initials) < 3 else 0.29), fonts.Weight.DemiBold)
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._initials)
        else:
            shape = QPainterPath()
            shape.addEllipse(box)
            painter.setClipPath(shape)
            painter.drawPixmap(box.toRect(), self._photo)
            painter.setClipping(False)
            painter.setPen(QPen(self.palette().color(Role.Dark), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)
        painter.end()
