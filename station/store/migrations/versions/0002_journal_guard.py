"""The journal is append-only: the database itself refuses changes, and entries that do not follow the head."""

from typing import Final

from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"
branch_labels: Final = None
depends_on: Final = None

_GENESIS: Final = "0" * 64

# INSERT OR REPLACE deletes the row in its way without asking delete triggers (unless recursive_triggers is on), so the
# insert trigger refuses whatever could be in the way: a number that is not the next.
_SQLITE: Final = (
    """
    CREATE TRIGGER journal_refuses_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an entry cannot be changed'); END
    """,
    """
    CREATE TRIGGER journal_refuses_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an entry cannot be deleted'); END
    """,
    """
    CREATE TRIGGER journal_follows_head BEFORE INSERT ON journal
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
      OR NEW.prev IS NOT coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), 'GENESIS')
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only: an entry must follow the last one'); END
    """,
)

_POSTGRES: Final = (
    """
    CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION journal_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        last_seq bigint := 0;
        last_hash text := 'GENESIS';
    BEGIN
        SELECT seq, hash INTO last_seq, last_hash FROM journal ORDER BY seq DESC LIMIT 1;
        IF NEW.seq <> coalesce(last_seq, 0) + 1 OR NEW.prev <> coalesce(last_hash, 'GENESIS') THEN
            RAISE EXCEPTION 'the journal is append-only: an entry must follow the last one'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    (
        "CREATE TRIGGER journal_refuses_change BEFORE UPDATE OR DELETE ON journal "
        "FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
    ),
    (
        "CREATE TRIGGER journal_refuses_truncate BEFORE TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
    ),
    "CREATE TRIGGER journal_follows_head BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_follow()",
    # Whoever listens hears of every commit that said something in the journal.
    """
    CREATE FUNCTION journal_tell() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_notify('station', ''); RETURN NULL; END $$
    """,
    "CREATE TRIGGER journal_tells AFTER INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_tell()",
    # ALWAYS: also when session_replication_role is "replica", which lets ordinary triggers rest.
    "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_refuses_change",
    "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_refuses_truncate",
    "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_follows_head",
)


def upgrade() -> None:
    for statement in _SQLITE if op.get_context().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement.replace("GENESIS", _GENESIS))
