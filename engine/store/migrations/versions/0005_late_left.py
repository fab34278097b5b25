"""How many late events of an approved interview the office has seen and left out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview", sa.Column("late_left", sa.Integer(), nullable=False, server_default="0"))
