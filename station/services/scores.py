"""A nurse answers for a score. A later, lower score never does it by itself: somebody has to have looked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from station.models import ScoreAnswer, VitalSet
from station.models.enums import TaskKind, TaskState
from station.rules.permissions import Deed
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.services.vital_entering import tell
from station.services.vitals_planning import Subject, asking_sets, counting
from station.store.work import Actor, Store


@dataclass(frozen=True, slots=True)
class Answer:
    """What a nurse found and did."""

    request_id: str
    stay_id: int
    words: str


def answer_score(store: Store, answer: Answer, *, actor: Actor, now: datetime) -> list[Event]:
    """Its alert closes with these words. The next set that asks, asks again. The same `request_id` changes nothing."""
    with store.write(actor, now) as work:
        require(work, Deed.ANSWER_SCORE)
        if work.session.scalar(select(ScoreAnswer.id).where(ScoreAnswer.request_id == answer.request_id)) is not None:
            return []
        stay, policy = finding.open_stay(work.session, answer.stay_id), finding.policy_in_force(work.session)
        words = answer.words.strip()
        of = Subject(work, policy, stay, Plan(work, policy, stay, Because(words)))
        if of.plan.task(TaskKind.SCORE) is None:
            raise Refused("No score of this patient waits for an answer. Somebody may have answered it meanwhile.")
        if not words:
            raise Refused("Say what was found and what is done about it: the words stay with the score.")
        asked: VitalSet = (asking_sets(of) or counting(work.session, stay.id))[0]
        said = ScoreAnswer(
            request_id=answer.request_id,
            stay_id=stay.id,
            set_id=asked.id,
            words=words,
            by_id=finding.person(work.session, actor.staff_id).id,
            at=now,
        )
        work.session.add(said)
        of.plan.end(TaskKind.SCORE, TaskState.DONE)
        of.plan.book.finish()
        work.journal("vitals.answered", {"stay": stay.id, "set": asked.id, "words": words})
        tell(work, stay.id)
        return work.events
