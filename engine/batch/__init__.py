"""The batch engine: all checks over many interviews, as SQL in DuckDB or Spark; see README.md."""

from __future__ import annotations

from engine.batch.run import Told, edit_frames, edit_tables

__all__ = ["Told", "edit_frames", "edit_tables"]
