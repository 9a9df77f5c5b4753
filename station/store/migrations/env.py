"""Run by Alembic: migrates over the connection it is given, in that connection's transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum, TypeDecorator

from station.models import Base


def plain_type(kind: str, thing: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write the database's own types into revisions: they must not change when station.models does."""
    if kind != "type":
        return False
    if isinstance(thing, Enum):
        return f"sa.String(length={thing.length})"
    return f"sa.{thing.impl!r}" if isinstance(thing, TypeDecorator) else False


def run() -> None:
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=plain_type,
        render_as_batch=context.config.attributes.get("batch", True),
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
