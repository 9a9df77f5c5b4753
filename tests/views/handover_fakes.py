"""The Handover page without a store: a sheet made by hand, and whom it works for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from station.services.events import HandoverChanged
from station.services.handover_sheet import HandoverSheet
from station.store.rows import StaffRow
from station.store.rows.handover import HandedOverRow, HeadRow, NoteRow, SignatureRow
from station.store.rows.plan import ShiftRow
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.handover.page import HandoverPage
from station.views.handover.view import HandoverView
from station.views.panel.desk import Desk
from station.views.recorder import Recorder
from tests.reports.papers import HASH, handover
from tests.views.desk_fakes import FACTS, RUIZ, FakeCommands, FakeReads, request_ids, unit
from tests.views.snapshots import NOW, ZONE, ago

STARTS = NOW - timedelta(hours=7, minutes=32)
SINCE = ("1210 Nowak, W.: check lapsed 14:59, last seen 14:39; nobody accepted it", "note: Unit the lift is stuck")


def sheet(**changes: Any) -> HandoverSheet:
    """Of the day shift, that nobody has signed, unless `changes` say otherwise."""
    made = HandoverSheet(
        shift=ShiftRow("Day", STARTS, STARTS + timedelta(hours=8, minutes=30), STARTS + timedelta(hours=8)),
        zone=ZONE,
        page=handover(24),
        head=HeadRow(12345, HASH),
        outgoing=None,
        outgoing_id=None,
        incoming=None,
        since=(),
        notes=(),
        signed_from=STARTS + timedelta(hours=7),
        read_at=NOW,
    )
    return replace(made, **changes)


def signed(**changes: Any) -> HandoverSheet:
    """K. Bello has signed; nobody has taken it over."""
    by = SignatureRow("K. Bello", ago(minutes=6))
    return sheet(**({"outgoing": by, "outgoing_id": 4, "since": SINCE} | changes))


def taken(**changes: Any) -> HandoverSheet:
    """Both have."""
    return signed(**({"incoming": SignatureRow("M. Ruiz", ago(minutes=1))} | changes))


def note(note_id: int = 1, by: StaffRow = RUIZ, words: str = "Ice machine is broken") -> NoteRow:
    return NoteRow(note_id, None, words, by.id, by.name, ago(minutes=30), None)


EARLIER = HandedOverRow(
    "Night", STARTS - timedelta(hours=8), SignatureRow("J. Moore", STARTS), SignatureRow("K. Bello", STARTS)
)


@dataclass
class Handover:
    """A page, whom it works for, and a clock that stands until it is moved."""

    reads: FakeReads = field(default_factory=FakeReads)
    recorder: Recorder = field(default_factory=Recorder)
    bridge: Bridge = field(default_factory=DirectBridge)
    now: datetime = NOW
    look: themes.ThemeName = "light"

    def __post_init__(self) -> None:
        self.commands = FakeCommands(events=[HandoverChanged()])
        self.page = HandoverPage(themes.load(self.look))

    def desk(self) -> Desk:
        return Desk(
            commands=self.commands,
            reads=self.reads,
            bridge=self.bridge,
            recorder=self.recorder,
            facts=FACTS,
            zone=ZoneInfo(ZONE),
            now=lambda: self.now,
            request_id=request_ids(),
        )

    def begin(
        self,
        shown: HandoverSheet | Exception | None = None,
        *,
        who: StaffRow | None = RUIZ,
        earlier: Sequence[HandoverSheet] = (),
    ) -> HandoverView:
        """Somebody stands at the desk, the page is seen, and has been read."""
        self.reads.handing = shown or sheet()
        self.reads.signed = tuple(earlier)
        self.reads.handed_over = (EARLIER,) if earlier else ()
        self.recorder.choose(who)
        self.page.show()
        self.page.show_snapshot(unit())
        self.page.show_desk(self.desk())
        self.bridge.changed.connect(self.page.on_events)
        self.page.tick(self.now)
        view = self.page.view
        assert view is not None
        while not view.body.is_whole:
            QCoreApplication.processEvents()
        QCoreApplication.processEvents()
        return view
