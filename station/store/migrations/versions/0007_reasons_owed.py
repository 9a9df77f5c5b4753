"""Reasons owed are found without reading every alert there ever was."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    owed = sa.text("close_note = ''")
    op.create_index("ix_alert_reason_owed", "alert", ["id"], sqlite_where=owed, postgresql_where=owed)
