"""How the fieldwork goes: counts by area, enumerator, day and edit rule, and devices that keep silent.."""

from engine.monitor.contact import Device, Load, devices, load
from engine.monitor.edits import Rule, rules
from engine.monitor.progress import Counts, Day, by_area, by_day, by_enumerator, totals

__all__ = [
    "Counts",
    "Day",
    "Device",
    "Load",
    "Rule",
    "by_area",
    "by_day",
    "by_enumerator",
    "devices",
    "load",
    "rules",
    "totals",
]
