"""Edits: outcomes of checks, and failures as records with a life. Pure; see README.md.

Import from `engine.edits.outcomes` and `engine.edits.failures`; this file imports neither, since `engine.response`,
which they describe, runs them.
"""
