"""Vital signs, their orders and amendments, answers to scores, and assessments."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("stay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("observed_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at_station", sa.String(), nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_assessment_by_id_staff")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_assessment_stay_id_stay")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("request_id", name=op.f("uq_assessment_request_id")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_stay_observed", ["stay_id", "observed_at"], unique=False)

    op.create_table(
        "assessment_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("ordered_by", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["staff.id"], name=op.f("fk_assessment_order_entered_by_id_staff")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_assessment_order_stay_id_stay")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_order")),
    )
    with op.batch_alter_table("assessment_order", schema=None) as batch_op:
        batch_op.create_index(
            "uq_assessment_order_now",
            ["stay_id", "kind"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "vital_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("scale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pregnant", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ordered_by", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["staff.id"], name=op.f("fk_vital_order_entered_by_id_staff")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_vital_order_stay_id_stay")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vital_order")),
    )
    with op.batch_alter_table("vital_order", schema=None) as batch_op:
        batch_op.create_index(
            "uq_vital_order_now",
            ["stay_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "vital_set",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("stay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("observed_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at_station", sa.String(), nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("hr", sa.Double(), nullable=True),
        sa.Column("sbp", sa.Double(), nullable=True),
        sa.Column("dbp", sa.Double(), nullable=True),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("rr", sa.Double(), nullable=True),
        sa.Column("spo2", sa.Double(), nullable=True),
        sa.Column("scale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("o2", sa.Boolean(), nullable=True),
        sa.Column("o2_flow", sa.Double(), nullable=True),
        sa.Column("temp", sa.Double(), nullable=True),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("acvpu", sa.String(), nullable=True),
        sa.Column("weight", sa.Double(), nullable=True),
        sa.Column("height", sa.Double(), nullable=True),
        sa.Column("pain", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered", sa.JSON(), nullable=False),
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_vital_set_by_id_staff")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_vital_set_stay_id_stay")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vital_set")),
        sa.UniqueConstraint("request_id", name=op.f("uq_vital_set_request_id")),
    )
    with op.batch_alter_table("vital_set", schema=None) as batch_op:
        batch_op.create_index("ix_vital_set_observed", ["observed_at"], unique=False)
        batch_op.create_index("ix_vital_set_stay_observed", ["stay_id", "observed_at"], unique=False)

    op.create_table(
        "score_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("stay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_score_answer_by_id_staff")),
        sa.ForeignKeyConstraint(["set_id"], ["vital_set.id"], name=op.f("fk_score_answer_set_id_vital_set")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_score_answer_stay_id_stay")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_answer")),
        sa.UniqueConstraint("request_id", name=op.f("uq_score_answer_request_id")),
    )
    with op.batch_alter_table("score_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_answer_stay_id"), ["stay_id"], unique=False)

    op.create_table(
        "vital_amendment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("set_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("replacement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("at_station", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_vital_amendment_by_id_staff")),
        sa.ForeignKeyConstraint(
            ["replacement_id"], ["vital_set.id"], name=op.f("fk_vital_amendment_replacement_id_vital_set")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["vital_set.id"], name=op.f("fk_vital_amendment_set_id_vital_set")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vital_amendment")),
    )
    with op.batch_alter_table("vital_amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vital_amendment_replacement_id"), ["replacement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vital_amendment_set_id"), ["set_id"], unique=False)
