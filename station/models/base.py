"""The declarative base, and how a moment and a word are stored on every database alike."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, BigInteger, Dialect, Double, Enum, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from station.models import enums

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError(f"a stored moment needs a time zone, got the naive {moment!r}")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The moment, in UTC, of a count of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, kept as whole microseconds since 1970: one order and one meaning on every database."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_micros(value)

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else from_micros(value)


def words(kind: type[StrEnum]) -> Enum:
    """A closed word list stored as its words, so that a plain look into the table can be read."""
    return Enum(
        kind,
        native_enum=False,
        length=24,
        create_constraint=False,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


_WORD_LISTS: Final = (
    enums.Stage,
    enums.TaskKind,
    enums.TaskState,
    enums.Priority,
    enums.AlertState,
    enums.StepKind,
    enums.ShownKind,
    enums.Outcome,
    enums.EntryStatus,
    enums.OwedReason,
    enums.OrderKind,
    enums.Role,
    enums.AbsenceKind,
    enums.AbsenceStepKind,
    enums.FindingOutcome,
    enums.HazardState,
    enums.HazardStepKind,
    enums.DeedOutcome,
    enums.HandingAnswer,
    enums.BlockKind,
    enums.SetOutcome,
    enums.AssessmentKind,
)


class Base(DeclarativeBase):
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        str: String,
        float: Double,
        int: BigInteger().with_variant(Integer, "sqlite"),
        dict[str, Any]: JSON,
        **{kind: words(kind) for kind in _WORD_LISTS},
    }
