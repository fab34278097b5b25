"""What each role may do: the whole policy is this table. Areas narrow it further, in `access.py`."""

from __future__ import annotations

PERMISSIONS: dict[str, str] = {
    "collect": "hold interviews and push answers",
    "design": "edit questionnaire drafts",
    "publish": "publish a version of a questionnaire",
    "assign": "create, give and withdraw assignments",
    "monitor": "see progress and interviews of one's areas",
    "review": "return, approve, remark on and accept failures in interviews",
    "quarantine": "see and retry what could not be taken in",
    "handoff": "hand approved interviews on to processing",
    "accounts": "create and change accounts",
    "activity": "read the activity record",
}

ROLES: dict[str, frozenset[str]] = {
    "enumerator": frozenset({"collect"}),
    "supervisor": frozenset({"collect", "assign", "monitor", "review", "quarantine"}),
    "designer": frozenset({"design", "publish", "monitor"}),
    "administrator": frozenset(PERMISSIONS) - {"collect"},
}

# Roles whose work is not bounded by areas.
EVERYWHERE = frozenset({"designer", "administrator"})


def may(role: str, permission: str) -> bool:
    """Whether the role has the permission; an unknown permission is a defect and raises KeyError."""
    PERMISSIONS[permission]
    return permission in ROLES[role]
