"""Draws the Assignments page into pictures to look at: python -m tests.views.look_plan [folder] [word in the name]."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from station.rules import plan_edits
from station.services.plan_sheet import PublishedPlan
from station.views import fonts
from station.views import theme as themes
from station.views.assignments.items import OfBlock, OfGap, OfPerson
from tests.views.desk_fakes import MOORE
from tests.views.plan_fakes import IN_SHIFT, NOTHING, PUBLISHED, Planning, at, crowded, evening, sheet

SIZES = {"hd": (1150, 720), "full": (1700, 1020), "portrait": (640, 1100)}


def seen(planning: Planning) -> None:
    planning.begin()


def block(planning: Planning) -> None:
    planner = planning.begin()
    planner.edit("move", plan_edits.stretched(planner.editor.plan, "m1", ends_at=at(2.5)))
    planner.edit("move", plan_edits.moved(planner.editor.plan, "p3", at(2.75)))
    planner.choose(OfBlock("m1"))


def group(planning: Planning) -> None:
    planning.begin().choose(OfBlock("p2"))


def person(planning: Planning) -> None:
    planning.begin().choose(OfPerson(6))


def gap(planning: Planning) -> None:
    planner = planning.begin()
    planner.choose(OfGap(planner.derived.gaps[0]))


def people(planning: Planning) -> None:
    planning.begin().cards.show_people()


def publishing(planning: Planning) -> None:
    block(planning)
    assert planning.page.planner is not None
    planning.page.planner.head.publish.click()


def overtaken(planning: Planning) -> None:
    block(planning)
    theirs = plan_edits.moved(plan_edits.without_person(evening(), 8), "m4", at(6.5))
    planning.read_again(sheet(PublishedPlan(2, "K. Bello", IN_SHIFT - timedelta(minutes=3), theirs)))


def merged(planning: Planning) -> None:
    overtaken(planning)
    assert planning.page.planner is not None
    planning.page.planner.cards.content.merge.click()  # type: ignore[attr-defined]  # the overtaken card


def reading_only(planning: Planning) -> None:
    planning.begin(who=MOORE)


def empty(planning: Planning) -> None:
    planning.begin(sheet(NOTHING))


def locked(planning: Planning) -> None:
    planning.open(who=None)


def many(planning: Planning) -> None:
    planning.begin(crowded())


def overlapping(planning: Planning) -> None:
    planner = planning.begin(sheet(replace(PUBLISHED, plan=plan_edits.moved(evening(), "m3", at(2)))))
    planner.choose(None)


def suggesting(planning: Planning) -> None:
    planning.begin().head.suggest.click()


def suggested(planning: Planning) -> None:
    planning.now = at(0)
    few = replace(evening(), people=evening().people[:3], blocks=())
    planner = planning.begin(sheet(replace(PUBLISHED, plan=few)))
    planner.head.suggest.click()
    planner.cards.content.fill.click()  # type: ignore[attr-defined]  # the card that suggests


SCENES: dict[str, Callable[[Planning], object]] = {
    "seen": seen, "block": block, "group": group, "person": person, "gap": gap, "people": people,
    "publishing": publishing, "overtaken": overtaken, "merged": merged, "reading": reading_only, "empty": empty,
    "locked": locked, "many": many, "overlapping": overlapping, "suggesting": suggesting,
    "suggested": suggested,
}  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for name, scene in SCENES.items():
        for size, (width, height) in SIZES.items():
            for look in themes.THEME_NAMES:
                full = f"{name}-{size}-{look}"
                if wanted not in full:
                    continue
                themes.apply(app, themes.load(look))
                if "large" in sys.argv:
                    app.setFont(fonts.body(14.0))
                planning = Planning(look=look)
                planning.page.resize(width, height)
                planning.page.show()
                scene(planning)
                for _ in range(6):
                    app.processEvents()
                planning.page.grab().save(str(folder / f"{full}.png"))
                planning.page.close()
                planning.page.deleteLater()


if __name__ == "__main__":
    main()
