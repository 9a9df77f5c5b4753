"""How the database goes about a question that the program asks it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from station.services import Store


def plan_of(store: Store, ask: Callable[[], object], part: str) -> str:
    """The plan of the first statement of `ask` that holds `part`, in the database's words."""
    sql, parameters = next(one for one in _asked(store, ask) if part in one[0])
    is_file = store.engine.dialect.name == "sqlite"
    with store.engine.begin() as connection:
        if not is_file:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return str(connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_file else ''}{sql}", parameters).all())


def statements(store: Store, ask: Callable[[], object]) -> list[str]:
    """Every statement of `ask`, as it is sent."""
    return [sql for sql, _ in _asked(store, ask)]


def _asked(store: Store, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, parameters: Any, *more: object) -> None:
        asked.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", hear)
    ask()
    event.remove(store.engine, "before_cursor_execute", hear)
    return asked
