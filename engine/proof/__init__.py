"""What a questionnaire allows, proven: the linter behind `phieu check` and the reads that it follows. See README.md."""

from __future__ import annotations
