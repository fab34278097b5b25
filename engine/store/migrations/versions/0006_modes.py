"""Modes of collection, attempts at contact, and the codes with which respondents answer by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assignment", sa.Column("mode", sa.Text(), nullable=False, server_default="capi"))
    op.add_column("interview", sa.Column("mode", sa.Text(), nullable=False, server_default="capi"))
    op.add_column("interview", sa.Column("contacts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("interview", sa.Column("last_outcome", sa.Text(), nullable=True))
    op.add_column("interview", sa.Column("appointment", sa.Text(), nullable=True))
    op.create_table(
        "access_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_access_code_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_code"),
        sa.UniqueConstraint("hash", name="uq_access_code_hash"),
    )
    op.create_index("ix_access_code_assignment_id", "access_code", ["assignment_id"])
    op.create_table(
        "respondent_session",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["access_code.id"], name="fk_respondent_session_code_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_respondent_session"),
    )
    op.create_index("ix_respondent_session_code_id", "respondent_session", ["code_id"])
