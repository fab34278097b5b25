"""How fast interviews go: time at questions, and edits raised while answering."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("active_seconds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("interview", sa.Column("edits_raised", sa.Integer(), nullable=False, server_default="0"))
