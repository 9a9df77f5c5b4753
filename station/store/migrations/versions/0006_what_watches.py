"""Proof that an alert was shown, who was asked to take it, what was entered while the record was away, what watches."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "spool_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("replayed_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("resolved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["staff.id"], name=op.f("fk_spool_entry_resolved_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spool_entry")),
    )
    op.create_table(
        "alert_shown",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("priority", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_shown_alert_id_alert")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_shown")),
        sa.UniqueConstraint(
            "alert_id", "station", "kind", "priority", name=op.f("uq_alert_shown_alert_id_station_kind_priority")
        ),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("delegated_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("delegated_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("close_note", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("close_note_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("close_note_at", sa.BigInteger(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_alert_close_note_by_id_staff"), "staff", ["close_note_by_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_alert_delegated_to_id_staff"), "staff", ["delegated_to_id"], ["id"])

    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.add_column(sa.Column("canary_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("audited_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("audit_text", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sound", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sound_tested_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("station", schema=None) as batch_op:
        for name in ("audit_text", "sound"):
            batch_op.alter_column(name, server_default=None)
