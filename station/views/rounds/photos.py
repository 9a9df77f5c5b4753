"""Photos of patients: read and made small off the GUI thread, one at a time; a few dozen are kept."""

from collections import OrderedDict, deque
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from station.views.bridge import Bridge

KEPT: Final = 60
_SIDE: Final = 160
"""Pixels: enough for the largest text on a dense screen."""

Found = tuple[int, QImage | None]


class Photos(QObject):
    """Gives what it has at once and reads the rest, one after the other, so that no tap waits behind many of them."""

    arrived = Signal(int)
    """A photo's id: it can be had now."""

    def __init__(self, bridge: Bridge, read: Callable[[int], bytes], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._read = bridge, read
        self._kept: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._wanted: deque[int] = deque()
        self._reading: int | None = None

    def get(self, photo_id: int | None) -> QPixmap | None:
        """None: there is none, or it cannot be shown, or it is being read."""
        if photo_id is None:
            return None
        if photo_id in self._kept:
            self._kept.move_to_end(photo_id)
            return self._kept[photo_id]
        if photo_id not in self._wanted and photo_id != self._reading:
            self._wanted.append(photo_id)
            self._go_on()
        return self._kept.get(photo_id)

    def _go_on(self) -> None:
        if self._reading is None and self._wanted:
            self._reading = self._wanted.popleft()
            self._bridge.run(partial(small, self._read, self._reading), self._came, self._failed)

    @Slot(object)
    def _came(self, found: Found) -> None:
        photo_id, image = found
        self._keep(photo_id, None if image is None else QPixmap.fromImage(image))
        self._reading = None
        if image is not None:
            self.arrived.emit(photo_id)
        self._go_on()

    @Slot(object)
    def _failed(self, _: Exception) -> None:
        """His initials stay."""
        if self._reading is not None:
            self._keep(self._reading, None)
        self._reading = None
        self._go_on()

    def _keep(self, photo_id: int, pixmap: QPixmap | None) -> None:
        self._kept[photo_id] = pixmap
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def small(read: Callable[[int], bytes], photo_id: int) -> Found:
    """The middle square of a photo, small; None of what is no picture. Safe on any thread."""
    image = QImage.fromData(read(photo_id))
    if image.isNull():
        return photo_id, None
    side = min(image.width(), image.height())
    square = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    smooth = Qt.TransformationMode.SmoothTransformation
    return photo_id, square.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio, smooth)
