"""Which alerts somebody is about to accept, in words: whoever pressed a key has to see that it is the right one."""

from collections.abc import Collection
from dataclasses import dataclass

from station.rules import alert_words
from station.store.rows import AlertRow, BoardSnapshot
from station.views.board.rail_words import title_of
from station.views.panel.desk import placed


@dataclass(frozen=True, slots=True)
class Which:
    title: str
    """1204 · check late; empty: they have closed meanwhile."""
    about: str
    """Ames, Maria; of a round its beds; of what is owed to no patient nothing."""

    @property
    def whole(self) -> str:
        return ", ".join(filter(None, (self.title, self.about)))


def which_of(alert_ids: Collection[int], snapshot: BoardSnapshot | None) -> Which:
    alerts = tuple(one for one in snapshot.alerts if one.id in alert_ids) if snapshot is not None else ()
    if snapshot is None or not alerts:
        return Which("", "")
    if len(alerts) > 1:
        return Which(alert_words.late_round_title(alerts), alert_words.late_round_line(alerts))
    return Which(title_of(alerts[0]), _name(alerts[0], snapshot))


def _name(alert: AlertRow, snapshot: BoardSnapshot) -> str:
    where = placed(snapshot, alert.stay_id) if alert.stay_id is not None else None
    return where.name if where is not None else ""
