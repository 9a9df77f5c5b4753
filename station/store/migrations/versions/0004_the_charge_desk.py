"""The charge desk: shifts and their plans, what people are trained in, offers of a continuous patient, handovers."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"
branch_labels: Final = None
depends_on: Final = None

_OPEN_OFFERS: Final = """
INSERT INTO handing (duty_id, to_id, offered_by_id, offered_at, reason, distance, bathroom, triggers, last_contact,
                     answer_reason)
SELECT id, offered_to_id, staff_id, COALESCE(offered_at, started_at), '', '', '', '', '', ''
FROM observer_duty WHERE ended_at IS NULL AND offered_to_id IS NOT NULL
"""
"""An offer that was open when Station was renewed still is; nothing had been said with it."""


def upgrade() -> None:
    op.create_table(
        "shift",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("starts_at", name=op.f("uq_shift_starts_at")),
    )
    op.create_table(
        "plan_draft",
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("based_on", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_plan_draft_shift_id_shift")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_plan_draft_staff_id_staff")),
        sa.PrimaryKeyConstraint("shift_id", "staff_id", name=op.f("pk_plan_draft")),
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["staff.id"], name=op.f("fk_qualification_recorded_by_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_qualification_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(
            "uq_qualification_now",
            ["staff_id", "code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "shift_handover",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("journal_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("journal_hash", sa.String(), nullable=False),
        sa.Column("outgoing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outgoing_at", sa.BigInteger(), nullable=False),
        sa.Column("incoming_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("incoming_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incoming_id"], ["staff.id"], name=op.f("fk_shift_handover_incoming_id_staff")),
        sa.ForeignKeyConstraint(["outgoing_id"], ["staff.id"], name=op.f("fk_shift_handover_outgoing_id_staff")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_shift_handover_shift_id_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_handover")),
        sa.UniqueConstraint("shift_id", name=op.f("uq_shift_handover_shift_id")),
    )
    op.create_table(
        "shift_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["published_by_id"], ["staff.id"], name=op.f("fk_shift_plan_published_by_id_staff")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_shift_plan_shift_id_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_plan")),
        sa.UniqueConstraint("request_id", name=op.f("uq_shift_plan_request_id")),
        sa.UniqueConstraint("shift_id", "number", name=op.f("uq_shift_plan_shift_id_number")),
    )
    op.create_table(
        "planned_person",
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["shift_plan.id"], name=op.f("fk_planned_person_plan_id_shift_plan")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_planned_person_staff_id_staff")),
        sa.PrimaryKeyConstraint("plan_id", "staff_id", name=op.f("pk_planned_person")),
    )
    op.create_table(
        "handover_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_handover_note_by_id_staff")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_handover_note_shift_id_shift")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_handover_note_stay_id_stay")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_note")),
        sa.UniqueConstraint("request_id", name=op.f("uq_handover_note_request_id")),
    )
    with op.batch_alter_table("handover_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_note_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "planned_block",
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stay_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_planned_block_area_id_area")),
        sa.ForeignKeyConstraint(["plan_id"], ["shift_plan.id"], name=op.f("fk_planned_block_plan_id_shift_plan")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_planned_block_staff_id_staff")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_planned_block_stay_id_stay")),
        sa.PrimaryKeyConstraint("plan_id", "key", name=op.f("pk_planned_block")),
    )
    op.create_table(
        "handing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("duty_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("offered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("distance", sa.String(), nullable=False),
        sa.Column("bathroom", sa.String(), nullable=False),
        sa.Column("triggers", sa.String(), nullable=False),
        sa.Column("last_contact", sa.String(), nullable=False),
        sa.Column("answer", sa.String(length=24), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answer_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["observer_duty.id"], name=op.f("fk_handing_duty_id_observer_duty")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["staff.id"], name=op.f("fk_handing_offered_by_id_staff")),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name=op.f("fk_handing_to_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handing")),
    )
    with op.batch_alter_table("handing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handing_duty_id"), ["duty_id"], unique=False)
        batch_op.create_index(
            "uq_handing_open_duty",
            ["duty_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
    op.execute(_OPEN_OFFERS)
    with op.batch_alter_table("observer_duty", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_observer_duty_offered_to_id_staff"), type_="foreignkey")
        batch_op.drop_column("offered_at")
        batch_op.drop_column("offered_to_id")
