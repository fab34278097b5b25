"""Devices push answer events and pull their work; the office's own steps enter the same logs. See README.md."""
