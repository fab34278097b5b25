"""Why something is in quarantine, as data, so that it can be said in the reader's language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quarantine", sa.Column("told", sa.JSON(), nullable=False, server_default="{}"))
