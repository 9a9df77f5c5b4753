"""Which steps each part of the drive of alerts has."""

from collections.abc import Callable
from typing import Final

from tests.drive.alarm_scene import AlarmScene
from tests.drive.answering import Answering
from tests.drive.away import Away
from tests.drive.evidence import Evidence
from tests.drive.hand import Script
from tests.drive.measuring import Measuring
from tests.drive.odd import Odd
from tests.drive.past import Past
from tests.drive.sounds import Sounds
from tests.drive.watchers import Watchers

Step = Callable[[], Script]

_STEPS: Final[dict[str, Callable[[AlarmScene], tuple[Step, ...]]]] = {
    "answering": lambda scene: Answering(scene).steps(),
    "history": lambda scene: Past(scene).steps(),
    "sound": lambda scene: Sounds(scene).steps(),
    "watchers": lambda scene: Watchers(scene).steps(),
    "outage": lambda scene: Away(scene).steps(),
    "evidence": lambda scene: Evidence(scene).steps(),
    "vitals": lambda scene: Measuring(scene).steps(),
    **dict.fromkeys(("empty", "sixty", "names"), lambda scene: Odd(scene).steps()),
}


def steps_of(part: str, scene: AlarmScene) -> tuple[Step, ...]:
    return _STEPS[part](scene)
