"""The database schema, revision by revision. Everything here is frozen once released, except by adding.

`0001` holds the tables and is made by Alembic from `station.models`; `0002` holds the journal's triggers and is written
by hand. Until the first release the tables may be made anew:

    python -m station.store.migrations --first        # writes versions/0001_tables.py again
    python -m station.store.migrations "what changes" # writes the next revision; then set HEAD below

A migration runs on SQLite and on PostgreSQL, in one transaction, and forward only: the way back is the backup taken
before it. Rebuilding the table `journal` on SQLite (batch mode) drops its triggers: make them again in that revision.
"""

from typing import Final

HEAD: Final = "0007"
"""The newest revision. Kept here so that a start on an up-to-date database does not import Alembic."""
