"""Draws made-up boards into pictures, to be looked at: python -m tests.views.look [folder] [word in the name]."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.store.rows import BoardSnapshot
from station.views import theme as themes
from station.views.board.health import Health
from station.views.board.page import BoardPage, DeskPage, WallPage
from station.views.widgets.states import error
from tests.views import floors
from tests.views import snapshots as made
from tests.views.watching_fakes import UNWELL_FACTS, WELL_FACTS

SIZES = {"hd": (1366, 768), "full": (1920, 1080), "4k": (3840, 2160), "old": (1024, 768)}
WELL = Health(
    monitoring=True,
    confirmed_at=made.NOW - timedelta(seconds=1),
    sound="Sound on, tested 07:02",
    verified_until=made.ago(minutes=12),
)


def scenes() -> Iterator[tuple[str, str, BoardSnapshot | None, Health, str, bool]]:
    """Name, size, snapshot, health, theme, wall."""
    busy = made.snapshot(made.busy())
    yield "busy-wall", "full", busy, WELL, "dark", True
    yield (
        "healthy-wall",
        "full",
        made.snapshot(made.healthy(precautions=False), precautions_on_wall=False),
        WELL,
        "dark",
        True,
    )
    for look in ("dark", "light", "contrast"):
        yield f"busy-desk-{look}", "full", busy, WELL, look, False
    for count in (8, 24, 36, 60):
        for size in SIZES:
            yield f"beds-{count}-{size}", size, made.snapshot(made.busy(count)), WELL, "dark", True
    for size in SIZES:
        crowded = made.snapshot(made.crowded(36), name="Adolescent Intensive Treatment, North Pavilion", is_demo=True)
        yield f"crowded-{size}", size, crowded, WELL, "light", False
    yield "floor-wall", "full", floors.floor(), WELL, "dark", True
    yield "floor-wall-visitors", "full", floors.floor(precautions_on_wall=False), WELL, "dark", True
    for look in ("dark", "light", "contrast"):
        yield f"floor-desk-{look}", "full", floors.floor(), WELL, look, False
        yield f"stormy-desk-{look}", "full", floors.stormy(), WELL, look, False
    for size in SIZES:
        shown = made.snapshot(made.busy(), on_duty=floors.planned())
        yield f"planned-{size}", size, shown, WELL, "dark", True
        yield f"planned-floor-{size}", size, floors.floor(on_duty=floors.planned()), WELL, "light", False
    for size in SIZES:
        yield f"floor-{size}", size, floors.floor(), WELL, "dark", True
        yield f"floor-60-{size}", size, floors.floor(60), WELL, "light", False
        yield f"stormy-{size}", size, floors.stormy(), WELL, "dark", True
    for size in ("hd", "full"):
        yield f"watched-{size}", size, floors.floor(), replace(WELL, facts=WELL_FACTS), "dark", True
        yield f"unwell-{size}", size, floors.floor(), replace(WELL, facts=UNWELL_FACTS), "dark", True
    stopped = replace(WELL, monitoring=False, stopped_since=made.ago(seconds=40))
    yield "not-monitoring", "full", busy, stopped, "dark", True
    yield "stale", "full", busy, replace(WELL, confirmed_at=made.ago(seconds=12)), "dark", True
    yield "unknown", "hd", made.snapshot(made.healthy(8), checks=0, on_time=0), Health(), "light", False
    yield "no-beds", "hd", made.snapshot(()), WELL, "dark", True
    yield "loading", "hd", None, Health(), "light", False
    yield "error", "hd", None, Health(), "dark", True


def page_of(snapshot: BoardSnapshot | None, health: Health, look: themes.Theme, *, wall: bool) -> BoardPage:
    page = WallPage(look) if wall else DeskPage(look)
    if snapshot is not None:
        page.show_snapshot(replace(snapshot, read_at=min(snapshot.read_at, health.confirmed_at or snapshot.read_at)))
        page.tick(made.NOW)
    page.set_health(health)
    return page


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, size, snapshot, health, theme_name, wall in scenes():
        if wanted not in name:
            continue
        look = themes.load(theme_name)  # type: ignore[arg-type]  # one of the three names above
        themes.apply(app, look)
        page = page_of(snapshot, health, look, wall=wall)
        if name == "error":
            page.show_state(error("The database does not answer", "Trying again every 5 seconds. Call your IT desk."))
        page.resize(*SIZES[size])
        page.show()
        app.processEvents()
        page.grab().save(str(folder / f"{name}.png"))
        sys.stdout.write(f"{name}: {page.cut_texts() or 'nothing cut'}\n")
        page.close()
        page.deleteLater()


if __name__ == "__main__":
    main()
