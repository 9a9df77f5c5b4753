"""Thirty real stays through the real import, onto the page and onto paper: python -m tests.drive.real_series [folder].

Writes the stays as one file with its holes, spikes and -1, lets `station import vitals` look at it, refuse it, and
take it without what cannot be; then opens the page of each patient, zooms by keys and prints it. Holds every value
that is kept against the file: nothing is invented. Leaves contact sheets to look at. Needs the outside data.
"""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select
from typing_extensions import override

from station.models import VitalSet
from station.reports.canvas import Paper
from station.rules.vital_limits import Vitals, refusals
from station.services import Store
from station.services.patient_day import read_patient_day
from station.services.reading import read_board
from station.store.engine import open_store
from station.store.rows.vitals import PatientDay
from station.views import theme as themes
from station.views.patient.paper import printable
from tests.builders import BuiltUnit, build_unit
from tests.gateways.test_vitals import physionet
from tests.views.patient_fakes import DayReads, Ward, real_files

SIZES: Final = {"1366x768": (1160, 690), "1920x1080": (1700, 1000)}
"""What the window leaves to the page."""
_ACROSS: Final = 3
_SHEET: Final = 6
_NAMES: Final = ("hr", "sbp", "dbp", "rr", "spo2", "temp", "weight", "height")


@dataclass
class StoredReads(DayReads):
    """What is stored."""

    store: Store | None = None

    @override
    def patient_day(self, stay_id: int, hours: int | None) -> PatientDay:
        assert self.store is not None
        now = datetime.now().astimezone()
        since = None if hours is None else now - timedelta(hours=hours)
        return read_patient_day(self.store, stay_id, since, now, now)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "real")
    folder.mkdir(parents=True, exist_ok=True)
    files, begins = real_files(), datetime.now().astimezone().replace(microsecond=0) - timedelta(hours=49)
    unit = _unit(folder / "real.db", len(files), begins)
    text = _table([physionet(one, f"M{1201 + at}", begins) for at, one in enumerate(files)])
    (folder / "series.csv").write_text(text, encoding="utf-8")
    said = _import(folder)
    said |= _held_against(text, unit.store) | _on_the_page(folder, unit.store)
    sys.stdout.write(f"{json.dumps(said, indent=1)}\n")


def _unit(file: Path, count: int, begins: datetime) -> BuiltUnit:
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()
    unit = build_unit(open_store(f"sqlite:///{file}"), beds=[str(1201 + at) for at in range(count)], now=begins)
    for bed in unit.beds:
        unit.check(unit.admit(bed, at=begins, admitted_at=begins), begins)
    return unit


def _table(each: list[str]) -> str:
    head = each[0].splitlines()[0]
    return "\n".join([head, *(line for one in each for line in one.splitlines()[1:])]) + "\n"


def _import(folder: Path) -> dict[str, Any]:
    """Looked at, refused with the bad ones named, then taken without them, and once more: stored before."""
    asked = [sys.executable, "-m", "station", "import", "vitals", str(folder / "series.csv")]
    asked += ["--database", f"sqlite:///{folder / 'real.db'}"]
    dry, whole, taken, again = (
        subprocess.run([*asked, *more], capture_output=True, text=True, check=False)
        for more in (["--dry-run"], [], ["--skip-bad", "--json"], ["--skip-bad", "--json"])
    )
    (folder / "named.txt").write_text(dry.stdout + dry.stderr, encoding="utf-8")
    first, second = json.loads(taken.stdout), json.loads(again.stdout)
    assert (whole.returncode, "Nothing has been stored." in whole.stdout) == (1, True)
    assert (second["stored"], second["stored_before"]) == (0, first["stored"])
    return {name: first[name] for name in ("sets", "stored", "twice", "empty", "cells")} | {"bad": len(first["bad"])}


def _held_against(text: str, store: Store) -> dict[str, Any]:
    """Every value that is kept stands in the file at that time; every possible one of the file is kept."""
    written: dict[tuple[str, datetime], list[dict[str, float]]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        values = {name: float(row[name]) for name in _NAMES if row[name]}
        written.setdefault((row["mrn"], datetime.fromisoformat(row["time"])), []).append(values)
    mrns = {
        bed.patient.stay_id: bed.patient.mrn
        for bed in read_board(store, datetime.now().astimezone()).beds
        if bed.patient is not None
    }
    kept = invented = 0
    impossible = sum(1 for rows in written.values() for one in rows for name in one if _cannot_be(name, one))
    with store.read() as session:
        for one in session.scalars(select(VitalSet)):
            said = written[mrns[one.stay_id], one.observed_at]
            for name in _NAMES:
                value = getattr(one, name)
                kept += value is not None
                invented += value is not None and all(row.get(name) != value for row in said)
    total = sum(len(one) for rows in written.values() for one in rows)
    assert (invented, kept + impossible) == (0, total)
    return {"values": total, "kept": kept, "invented": invented, "impossible": impossible}


def _cannot_be(name: str, row: dict[str, float]) -> bool:
    """By the limits, and of the two pressures by each other: a diastolic one needs a systolic one that can be."""
    said: dict[str, Any] = {name: row[name]}
    if name != "dbp":
        crossed = name == "sbp" and row.get("dbp", 0.0) >= row["sbp"]
        return bool(refusals(Vitals(**said))) or crossed
    sbp = row.get("sbp")
    return sbp is None or bool(refusals(Vitals(sbp=sbp))) or bool(refusals(Vitals(sbp=sbp, **said)))


def _on_the_page(folder: Path, store: Store) -> dict[str, Any]:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    themes.apply(app, themes.load("light"))
    now = datetime.now().astimezone()
    board = read_board(store, now)
    slowest, pages = 0.0, 0
    for size, (width, height) in SIZES.items():
        ward = Ward(reads=StoredReads(store=store), now=now)
        ward.page.resize(width, height)
        ward.page.show()
        ward.page.activateWindow()
        ward.begin(shown=board, stretches=())
        whole, close = list[QImage](), list[QImage]()
        for bed in board.beds:
            assert bed.patient is not None
            began = perf_counter()
            ward.page.open_patient(bed.patient.stay_id)
            _settle(app)
            slowest = max(slowest, perf_counter() - began)
            view = ward.page.view
            assert view is not None
            view.vitals.range.button_of("stay").click()
            _settle(app)
            whole.append(ward.page.grab().toImage())
            _zoom(app, ward)
            close.append(ward.page.grab().toImage())
            if size == "1920x1080":
                pages += _print(folder, ward, read_patient_day(store, bed.patient.stay_id, None, now, now))
        _contact(folder, f"{size}-stay", whole)
        _contact(folder, f"{size}-zoomed", close)
        ward.page.close()
    return {"pages": pages, "slowest_page_s": round(slowest, 3)}


def _settle(app: QApplication) -> None:
    for _ in range(6):
        app.processEvents()


def _zoom(app: QApplication, ward: Ward) -> None:
    assert ward.page.view is not None
    trends = ward.page.view.vitals.trends
    trends.setFocus()
    trends.go_to(len(trends.plots.strips[0].series[0].x) // 2)
    for _ in range(3):
        QTest.keyClick(trends, Qt.Key.Key_Plus)
    _settle(app)


def _print(folder: Path, ward: Ward, day: PatientDay) -> int:
    from pypdf import PdfReader

    made = printable(ward.desk(), "3 West", day, ())
    paper = made.make(Paper.A4, ward.now, "M. Ruiz", lambda: False)
    place = folder / "pdf" / f"{day.bed}.pdf"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(paper)
    return len(PdfReader(io.BytesIO(paper)).pages)


def _contact(folder: Path, name: str, images: list[QImage]) -> None:
    for first in range(0, len(images), _SHEET):
        some = images[first : first + _SHEET]
        wide, high = some[0].width() * 2 // 3, some[0].height() * 2 // 3
        sheet = QImage(wide * _ACROSS, high * (-(-len(some) // _ACROSS)), QImage.Format.Format_RGB32)
        painter = QPainter(sheet)
        for at, one in enumerate(some):
            small = one.scaled(wide, high, mode=Qt.TransformationMode.SmoothTransformation)
            painter.drawImage(QPoint(at % _ACROSS * wide, at // _ACROSS * high), small)
        painter.end()
        sheet.save(str(folder / f"{name}-{first // _SHEET + 1}.png"))


if __name__ == "__main__":
    main()
