"""How the database goes about a question that the program asks it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from station.services import Store


def plan_of(store: Store, ask: Callable[[], object], part: str) -> str:
    """The plan of the first statement of `ask` that holds `part`, in the database's words."""
    asked: list[tuple[str, Any]] = []
    engine = store.engine

    def hear(_: object, __: object, statement: str, parameters: Any, *more: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    ask()
    event.remove(engine, "before_cursor_execute", hear)
    sql, parameters = next(one for one in asked if part in one[0])
    is_file = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        if not is_file:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return str(connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_file else ''}{sql}", parameters).all())
