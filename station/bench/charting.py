"""A patient's page opened on a year of records; a month of vital signs panned, zoomed and read. Without a screen."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from station.app.binding import BoundCommands, BoundReads
from station.bench.asking import ask
from station.bench.boards import draw
from station.bench.figures import Figure, Plain, Timings, timed
from station.clock import SystemClock
from station.models.enums import Role, SetOutcome
from station.reports.patient_words import Owed
from station.reports.vital_panels import panels_of
from station.rules.policy import default_policy
from station.rules.vital_limits import Vitals
from station.services import Store, reading
from station.services.vitals import VitalEntry, record_set
from station.store.engine import close_store, open_store
from station.views import theme as themes
from station.views.bridge import DirectBridge
from station.views.panel.desk import Desk
from station.views.patient.page import PatientsPage
from station.views.patient.plots import load, prefetch
from station.views.patient.series import Series
from station.views.patient.sight import Sight
from station.views.patient.trends import Trends
from station.views.recorder import Recorder

OPEN_MS: Final = 150.0
MONTH_MS: Final = 1000.0 / 30
MILLION_MS: Final = 1000.0 / 20
CROSSHAIR_MS: Final = 5.0
_MONTH: Final = 8_640
_MONTH_S: Final = 30 * 86_400.0
_MILLION: Final = 1_000_000
_SIZE: Final = (1720, 1010)
_WARM_UP: Final = 6


def figures(database: Path, folder: Path, *, count: int) -> list[Figure]:
    """`count` pages, frames and readings."""
    store = open_store(database, create=False)
    try:
        _take_vitals(store)
    finally:
        close_store(store)
    found = ask("charting", {"database": str(database), "count": count}, folder)
    month, million = found["month"], found["million"]
    return [
        _figure("patient_open", "a patient's page, read and drawn", found["open"], OPEN_MS),
        _figure(
            "chart_month",
            "a frame of 30 days of five-minute vitals, panned or zoomed",
            month,
            MONTH_MS,
        ),
        _figure(
            "chart_million",
            "the same of 1,000,000 points in each line",
            million,
            MILLION_MS,
            Plain("every point of them drawn, without reducing", found["plain"]["p50"]),
        ),
        _figure("crosshair", "one set read by the pointer among 30 days of them", found["crosshair"], CROSSHAIR_MS),
    ]


def _figure(name: str, what: str, taken: dict[str, Any], target: float, *plain: Plain) -> Figure:
    more = {key: value for key, value in taken.items() if key != "p50"}
    return Figure(name, what, taken["p50"], "ms", target, plain=plain, more=more)


def _take_vitals(store: Store) -> None:
    """A set of everybody in each hour of the day before now, where there is none."""
    now, rng = SystemClock().now(), Random(7)
    board, staff = reading.read_board(store, now), reading.read_staff(store)
    tech = next(one for one in staff if one.role is Role.TECH)
    actor = reading.actor_of(store, tech.id, "Bench")
    for bed in board.beds:
        patient = bed.patient
        if patient is None or patient.away is not None or (patient.vitals is not None and patient.vitals.scores):
            continue
        for hours in range(23, 0, -1):
            at = now - timedelta(hours=hours)
            if at > patient.admitted_at:
                record_set(store, _entry(patient.stay_id, hours, at, rng), confirmed=True, actor=actor, now=now)


def _entry(stay_id: int, hours: int, at: datetime, rng: Random) -> VitalEntry:
    values = Vitals(
        hr=rng.randint(62, 88), sbp=rng.randint(112, 138), dbp=rng.randint(66, 84), rr=rng.randint(13, 18),
        spo2=rng.randint(96, 99), o2=False, temp=round(rng.uniform(36.3, 37.4), 1), acvpu="A",
    )  # fmt: skip
    return VitalEntry(
        f"bench-{stay_id}-{hours}-{at.timestamp():.0f}", stay_id, SetOutcome.WHOLE, values, observed_at=at
    )


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = QApplication([])
    themes.apply(app, themes.load("light"))
    prefetch()
    load()
    count = asked["count"]
    chart = _Chart(_MONTH)
    answer = {
        "open": _opened(Path(asked["database"]), count),
        "month": _told(timed(chart.frame, count, warm_up=_WARM_UP)),
    }
    answer["crosshair"] = _told(timed(chart.read, count, warm_up=_WARM_UP))
    chart.close()
    large = _Chart(_MILLION)
    answer["million"] = _told(timed(large.frame, count, warm_up=_WARM_UP))
    answer["plain"] = _told(timed(large.whole_frame, 2))
    large.close()
    return answer


def _opened(database: Path, count: int) -> dict[str, Any]:
    store, clock = open_store(database, create=False), SystemClock()
    reads, recorder = BoundReads(store, clock), Recorder()
    snapshot = reads.board()
    desk = Desk(
        BoundCommands(store, clock, "Bench"), reads, DirectBridge(), recorder, reads.facts(),
        ZoneInfo(snapshot.unit.zone), clock.now,
    )  # fmt: skip
    page = PatientsPage(themes.load("light"))
    page.resize(*_SIZE)
    page.show()
    page.show_desk(desk)
    page.show_snapshot(snapshot)
    draw()
    stays = page.list.patients.stays

    def one(turn: int) -> None:
        page.open_patient(stays[turn % len(stays)])
        page.grab()
        draw()

    taken = timed(one, count, warm_up=_WARM_UP)
    page.close()
    desk.bridge.shutdown()
    close_store(store)
    return _told(taken)


class _Chart:
    """A chart of made-up values, seven lines in six panels, moved by hand."""

    def __init__(self, points: int) -> None:
        policy, zone = default_policy(), ZoneInfo("UTC")
        now = SystemClock().now()
        self._sight = Sight()
        self._trends = Trends(panels_of(policy.vitals), self._sight, themes.load("light"), zone, Owed(policy, zone))
        self._trends.resize(_SIZE[0] - 40, 600)
        self._trends.show()
        self._sight.hold(now - timedelta(seconds=_MONTH_S), now, keep=False)
        x, rng = np.linspace(0.0, _MONTH_S, points), np.random.default_rng(3)
        lines = [[Series(x, rng.normal(100, 12, points)) for _ in one.lines] for one in self._trends.panels]
        self._trends.plots.show_series(lines, ())
        self._sight.zoom(0.8)
        self._paint()

    def frame(self, turn: int) -> None:
        """In turn to the left and the right, in and out."""
        if turn % 2:
            self._sight.pan(0.05 if turn % 4 == 1 else -0.05)
        else:
            self._sight.zoom(0.9 if turn % 4 == 0 else 1 / 0.9)
        self._paint()

    def _paint(self) -> None:
        """A view schedules what it draws twice over; and only a window that the system has shown is drawn at all."""
        QCoreApplication.processEvents()

    def whole_frame(self, _turn: int) -> None:
        """The plain way: all points are handed to the lines."""
        for strip in self._trends.plots.strips:
            for curve, series in zip(strip.curves, strip.series, strict=True):
                curve.setData(series.x, series.y)
        self._paint()

    def read(self, turn: int) -> None:
        """The crosshair goes on by some pixels."""
        plots = self._trends.plots
        plots.point_at((turn % 97) / 97)
        self._paint()

    def close(self) -> None:
        self._trends.close()
        self._trends.deleteLater()
        draw()


def _told(taken: Timings) -> dict[str, Any]:
    return {"p50": taken.p50, **taken.beside()}
