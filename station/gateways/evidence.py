"""A pack of evidence goes out: a folder, or a zip file, with a PDF, tables and a manifest; and is held against the
database it was made from."""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from station import __version__
from station.reports.canvas import Paper
from station.reports.evidence_journal import not_borne_out
from station.reports.evidence_pdf import evidence_pdf
from station.reports.evidence_tables import csv_bytes, tables_of
from station.services import Actor, Store
from station.services.errors import Refused
from station.services.evidence import Asked, Pack, ask_for_evidence, evidence_made, meant
from station.services.evidence_reading import read_evidence
from station.services.evidence_sheet import Evidence

MANIFEST: Final = "manifest.json"
PDF: Final = "evidence.pdf"
_FORMAT: Final = 1
_HERE: Final = Path()


@dataclass(frozen=True, slots=True)
class Made:
    """A pack, where it is, and what it says."""

    place: Path
    evidence: Evidence
    files: int
    not_borne_out: tuple[str, ...]

    @property
    def lines(self) -> Iterator[str]:
        """What was made, in sentences."""
        one, zone = self.evidence, ZoneInfo(self.evidence.zone)
        yield from one.remarks
        span = f"{one.since.astimezone(zone):%Y-%m-%d %H:%M} to {one.until.astimezone(zone):%Y-%m-%d %H:%M}"
        yield f"{self.place} holds the evidence of MRN {one.subject.mrn} from {span}, in {self.files} files."
        if self.not_borne_out:
            count = len(self.not_borne_out)
            rows = "1 row and its entry in" if count == 1 else f"{count} rows and entries of"
            yield f"{rows} the journal are not at one: see part 7 of the PDF."

    def to_json(self) -> dict[str, Any]:
        """For whoever reads it by program."""
        return {"place": str(self.place), "files": self.files} | _summary(self.evidence, self.not_borne_out)


def make_pack(
    store: Store,
    asked: Asked,
    place: Path | None,
    *,
    folder: Path = _HERE,
    paper: Paper,
    zipped: bool,
    actor: Actor,
    now: Callable[[], datetime],
    cancelled: Callable[[], bool] = lambda: False,
) -> Made:
    """`place` None: a name of its own in `folder`. Raises Refused, in a sentence, or Stopped: then nothing is left.

    That somebody asked is in the journal all the same, unless he may not, or it was not clear for what.
    """
    asked_at = now()
    stay_id, stretch = meant(store, asked, asked_at)
    ask_for_evidence(store, stay_id, stretch, asked.login, actor=actor, now=asked_at)
    evidence = read_evidence(store, stay_id, stretch, asked_at)
    target = _target(place or folder / own_name(evidence), zipped=zipped)
    doubts = tuple(not_borne_out(evidence, ZoneInfo(evidence.zone)))
    made_by = f"{actor.name} ({asked.login})" if asked.login else actor.name
    with _draft(target) as draft:
        manifest = _write(draft, evidence, doubts, paper, made_by, cancelled)
        pack = Pack(stay_id, stretch.since, stretch.until, manifest, evidence.head.seq, asked.login)
        evidence_made(store, pack, actor=actor, now=now())
        files = len(list(draft.iterdir()))
        _put(draft, target, zipped=zipped)
    return Made(target, evidence, files, doubts)


def _target(target: Path, *, zipped: bool) -> Path:
    """Never over something that is there already."""
    if zipped and target.suffix != ".zip":
        target = target.with_name(f"{target.name}.zip")
    if target.exists():
        raise Refused(f"{target} is there already. Name another place with --out.")
    return target


def own_name(evidence: Evidence) -> str:
    """Of whom and of which time, without his name: a folder is read by others too."""
    zone = ZoneInfo(evidence.zone)
    mrn = "".join(letter for letter in evidence.subject.mrn if letter.isalnum()) or str(evidence.subject.stay_id)
    times = (one.astimezone(zone) for one in (evidence.since, evidence.until))
    return "-".join(["evidence", mrn, *(f"{one:%Y%m%d-%H%M}" for one in times)])


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A folder beside the place, gone afterwards: a pack that is half written is never seen."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise Refused(f"Nothing can be written beside {target} ({error.strerror}). Name another place.") from error
    try:
        yield draft
    except OSError as error:
        raise Refused(f"{target} could not be written ({error.strerror}). Nothing is left of it.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(
    draft: Path, evidence: Evidence, doubts: tuple[str, ...], paper: Paper, made_by: str, cancelled: Callable[[], bool]
) -> str:
    """Every file, the manifest last; its SHA-256."""
    tables = tables_of(evidence)
    written: dict[str, tuple[bytes, int | None]] = {one.file: (csv_bytes(one), len(one.rows)) for one in tables}
    written[PDF] = evidence_pdf(evidence, tables, paper, printed_by=made_by, cancelled=cancelled), None
    files = {name: _named(data, rows) for name, (data, rows) in written.items()}
    body = {"what": "Station evidence", "format": _FORMAT, "station": __version__, "made_by": made_by}
    body |= _summary(evidence, doubts) | {"files": files}
    written[MANIFEST] = f"{json.dumps(body, indent=2, sort_keys=True, ensure_ascii=False)}\n".encode(), None
    for name, (data, _) in written.items():
        (draft / name).write_bytes(data)
    return digest(written[MANIFEST][0])


def digest(data: bytes) -> str:
    """SHA-256, as it stands in a manifest."""
    return hashlib.sha256(data).hexdigest()


def _named(data: bytes, rows: int | None) -> dict[str, Any]:
    named: dict[str, Any] = {"sha256": digest(data), "bytes": len(data)}
    return named if rows is None else named | {"rows": rows}


def _put(draft: Path, target: Path, *, zipped: bool) -> None:
    if not zipped:
        draft.rename(target)
        return
    with zipfile.ZipFile(draft.with_name(f"{draft.name}.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(draft.iterdir()):
            archive.write(file, file.name)
    draft.with_name(f"{draft.name}.zip").rename(target)


def _summary(evidence: Evidence, doubts: tuple[str, ...]) -> dict[str, Any]:
    """What the manifest says of a pack, and the command line of one just made."""
    rows, kept = evidence.journal, evidence.kept
    ends = (
        {
            name: {"seq": row.seq, "hash": row.hash}
            for name, row in zip(("first", "last"), (rows[0], rows[-1]), strict=True)
        }
        if rows
        else {}
    )
    return {
        "unit": evidence.unit,
        "zone": evidence.zone,
        "stay": evidence.subject.stay_id,
        "mrn": evidence.subject.mrn,
        "from": _iso(evidence.since),
        "to": _iso(evidence.until),
        "made_at": _iso(evidence.as_of),
        "remarks": list(evidence.remarks),
        "head": {"seq": evidence.head.seq, "hash": evidence.head.hash},
        "looked_through": [evidence.head.looked_from, evidence.head.looked_to],
        "journal": {"entries": len(rows)} | ends,
        "checks": len(evidence.checks),
        "gaps": len(evidence.gaps),
        "over_the_limit": kept.over,
        "on_time_percent": _percent(kept.on_time),
        "slots_would_claim_percent": _percent(kept.claimed),
        "longest_gap_s": None if kept.longest is None else round(kept.longest.lasts.total_seconds(), 1),
        "alerts": len(evidence.alerts),
        "not_borne_out": list(doubts),
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _percent(share: float | None) -> float | None:
    """Rounded down: 99.96 % is not all of them."""
    return None if share is None else int(share * 1000 + 1e-9) / 10


@contextmanager
def opened_pack(place: Path) -> Iterator[Mapping[str, bytes]]:
    """The files of a pack by name, of a folder or a zip file. Raises Refused where it is neither."""
    try:
        if place.is_dir():
            yield {file.name: file.read_bytes() for file in sorted(place.iterdir()) if file.is_file()}
        elif place.is_file() and zipfile.is_zipfile(place):
            with zipfile.ZipFile(place) as archive:
                yield {name: archive.read(name) for name in archive.namelist()}
        else:
            raise Refused(f"{place} is no pack of evidence. Name the folder or the zip file that Station made.")
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused(f"{place} cannot be read ({error}). Name another copy of it.") from error
