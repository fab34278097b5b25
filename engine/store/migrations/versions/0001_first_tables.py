"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    op.create_index("ix_activity_at", "activity", ["at"])
    op.create_index("ix_activity_target_kind_target", "activity", ["target_kind", "target"])
    op.create_index("ix_activity_what_at", "activity", ["what", "at"])

    op.create_table(
        "form",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form"),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_failure"),
    )
    op.create_index("ix_sign_in_failure_address_at", "sign_in_failure", ["address", "at"])
    op.create_index("ix_sign_in_failure_name_at", "sign_in_failure", ["name", "at"])

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feed_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('designer', 'enumerator', 'supervisor', 'administrator')", name="ck_user_role"),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
        sa.UniqueConstraint("name", name="uq_user_name"),
    )
    op.create_index("ix_user_role", "user", ["role"])

    op.create_table(
        "device",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_push", sa.DateTime(timezone=True), nullable=True),
        sa.Column("app_version", sa.Text(), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_device_user_id"),
        sa.PrimaryKeyConstraint("id", "user_id", name="pk_device"),
    )
    op.create_index("ix_device_user_id", "device", ["user_id"])

    op.create_table(
        "feed",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_feed_user_id"),
        sa.PrimaryKeyConstraint("user_id", "kind", "target", name="pk_feed"),
    )
    op.create_index("ix_feed_user_id_number", "feed", ["user_id", "number"], unique=True)

    op.create_table(
        "form_draft",
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edited_by"], ["user.id"], name="fk_form_draft_edited_by"),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name="fk_form_draft_form_id"),
        sa.PrimaryKeyConstraint("form_id", name="pk_form_draft"),
    )
    op.create_table(
        "form_version",
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("compiled", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name="fk_form_version_form_id"),
        sa.ForeignKeyConstraint(["published_by"], ["user.id"], name="fk_form_version_published_by"),
        sa.PrimaryKeyConstraint("form_id", "version", name="pk_form_version"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("interview_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("area", ORDERED, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["resolved_by"], ["user.id"], name="fk_quarantine_resolved_by"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_quarantine_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint("user_id", "device", "sha256", name="uq_quarantine_user_id_device_sha256"),
    )
    op.create_index("ix_quarantine_area", "quarantine", ["area"])
    op.create_index("ix_quarantine_interview_id", "quarantine", ["interview_id"])
    op.create_index("ix_quarantine_status_received_at", "quarantine", ["status", "received_at"])

    op.create_table(
        "token",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_token_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_token"),
    )
    op.create_index("ix_token_expires", "token", ["expires"])
    op.create_index("ix_token_user_id", "token", ["user_id"])

    op.create_table(
        "user_area",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("area", ORDERED, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_user_area_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "area", name="pk_user_area"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("enumerator_id", sa.Integer(), nullable=False),
        sa.Column("area", ORDERED, nullable=False),
        sa.Column("unit", sa.JSON(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("preload", sa.JSON(), nullable=False),
        sa.Column("previous", sa.JSON(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('assigned', 'started', 'completed', 'returned', 'approved', 'cancelled')",
            name="ck_assignment_status",
        ),
        sa.ForeignKeyConstraint(["enumerator_id"], ["user.id"], name="fk_assignment_enumerator_id"),
        sa.ForeignKeyConstraint(
            ["form_id", "version"],
            ["form_version.form_id", "form_version.version"],
            name="fk_assignment_form_id_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_area_status", "assignment", ["area", "status"])
    op.create_index("ix_assignment_enumerator_id_status", "assignment", ["enumerator_id", "status"])
    op.create_index("ix_assignment_form_id", "assignment", ["form_id"])

    op.create_table(
        "interview",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("enumerator_id", sa.Integer(), nullable=False),
        sa.Column("area", ORDERED, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("hard", sa.Integer(), nullable=False),
        sa.Column("soft_open", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("unapplied", sa.Integer(), nullable=False),
        sa.Column("remarks_open", sa.Integer(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("late_events", sa.Integer(), nullable=False),
        sa.Column("changed_after_completion", sa.Boolean(), nullable=False),
        sa.Column("first_event_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_event_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("awaited", sa.Text(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("fold_error", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'completed', 'returned', 'approved')", name="ck_interview_status"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_interview_assignment_id"),
        sa.ForeignKeyConstraint(["enumerator_id"], ["user.id"], name="fk_interview_enumerator_id"),
        sa.ForeignKeyConstraint(
            ["form_id", "version"],
            ["form_version.form_id", "form_version.version"],
            name="fk_interview_form_id_version",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_interview"),
    )
    op.create_index("ix_interview_area_status", "interview", ["area", "status"])
    op.create_index("ix_interview_assignment_id", "interview", ["assignment_id"])
    op.create_index("ix_interview_completed_at", "interview", ["completed_at"])
    op.create_index("ix_interview_enumerator_id_status", "interview", ["enumerator_id", "status"])
    op.create_index("ix_interview_form_id_status", "interview", ["form_id", "status"])
    op.create_index("ix_interview_last_event_at", "interview", ["last_event_at"])
    op.create_index("ix_interview_stale", "interview", ["stale"])
    op.create_index("ix_interview_status_last_event_at", "interview", ["status", "last_event_at"])

    op.create_table(
        "edit_failure",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("interview_id", sa.Text(), nullable=False),
        sa.Column("edit", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('open', 'corrected', 'confirmed', 'accepted')", name="ck_edit_failure_status"),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_edit_failure_interview_id"),
        sa.PrimaryKeyConstraint("id", name="pk_edit_failure"),
        sa.UniqueConstraint("interview_id", "edit", "path", name="uq_edit_failure_interview_id_edit_path"),
    )
    op.create_index("ix_edit_failure_edit_status", "edit_failure", ["edit", "status"])

    op.create_table(
        "handoff_outbox",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("interview_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_handoff_outbox_interview_id"),
        sa.PrimaryKeyConstraint("id", name="pk_handoff_outbox"),
    )
    op.create_index("ix_handoff_outbox_batch", "handoff_outbox", ["batch"])
    op.create_index("ix_handoff_outbox_handed_at_id", "handoff_outbox", ["handed_at", "id"])
    op.create_index("ix_handoff_outbox_interview_id", "handoff_outbox", ["interview_id"])

    op.create_table(
        "segment",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("interview_id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_segment_interview_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_segment_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
    )
    op.create_index("ix_segment_interview_id_device", "segment", ["interview_id", "device"])

    op.create_table(
        "event",
        sa.Column("interview_id", sa.Text(), nullable=False),
        sa.Column("device", ORDERED, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hlc", ORDERED, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("segment_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name="fk_event_interview_id"),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name="fk_event_segment_id"),
        sa.PrimaryKeyConstraint("interview_id", "device", "seq", name="pk_event"),
    )
    op.create_index("ix_event_interview_id_hlc", "event", ["interview_id", "hlc"])
