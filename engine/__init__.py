"""Phieu's engine: questionnaires, expressions, responses, edits, sync and hand-off. See README.md for the layers."""
