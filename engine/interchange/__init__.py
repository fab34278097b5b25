"""Questionnaires of other programs in and out. See README.md."""
