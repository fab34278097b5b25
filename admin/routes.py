"""Every page of the admin: its address, methods, view and the permission it needs. The whole map is this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from admin import (
    activity_views,
    assignments_views,
    codes_views,
    designer_views,
    fieldwork_views,
    home_views,
    interview_views,
    quarantine_views,
    session_views,
    users_views,
)

View = Callable[..., Any]

OPEN = "open"
"""Whoever comes, signed in or not."""
OFFICE = "office"
"""Whoever is signed in, except enumerators: their work is in the offline client."""

READ = ("GET",)
WRITE = ("POST",)


@dataclass(frozen=True, slots=True)
class Route:
    """One page. `permission` is a row of `engine.auth.roles.PERMISSIONS`, or OPEN or OFFICE."""

    rule: str
    endpoint: str
    view: View
    permission: str
    methods: tuple[str, ...] = READ


ROUTES: tuple[Route, ...] = (
    Route("/", "home", home_views.home_page, OFFICE),
    Route("/sign-in", "sign_in", session_views.sign_in, OPEN),
    Route("/sign-in", "sign_in_now", session_views.sign_in_now, OPEN, WRITE),
    Route("/sign-out", "sign_out", session_views.sign_out, OPEN, WRITE),
    Route("/language", "set_language", session_views.set_language, OPEN, WRITE),
    # Designer
    Route("/designer/", "questionnaires", designer_views.questionnaires, "design"),
    Route("/designer/", "new_questionnaire", designer_views.new_questionnaire, "design", WRITE),
    Route("/designer/<form>/", "editor", designer_views.editor, "design"),
    Route("/designer/<form>/check", "check", designer_views.check, "design", WRITE),
    Route("/designer/<form>/prove", "prove", designer_views.prove, "design", WRITE),
    Route("/designer/<form>/prove", "prove_draft", designer_views.prove_draft, "design"),
    Route("/designer/<form>/draft", "draft", designer_views.draft, "design"),
    Route("/designer/<form>/draft", "save_draft", designer_views.save_draft, "design", WRITE),
    Route("/designer/<form>/publish", "publish", designer_views.publish, "publish"),
    Route("/designer/<form>/publish", "publish_now", designer_views.publish_now, "publish", WRITE),
    Route("/designer/<form>/versions/<version>", "version", designer_views.version, "design"),
    Route("/designer/<form>/compare", "compare", designer_views.compare, "design"),
    # Fieldwork
    Route("/fieldwork/", "fieldwork", fieldwork_views.fieldwork, "monitor"),
    Route("/interviews/", "interviews", interview_views.interviews, "monitor"),
    Route("/interviews/<interview_id>", "interview", interview_views.interview, "monitor"),
    Route("/interviews/<interview_id>/history", "history", interview_views.history, "monitor"),
    Route("/interviews/<interview_id>/files/<sha256>", "interview_file", interview_views.interview_file, "monitor"),
    Route("/interviews/<interview_id>/return", "send_back", interview_views.send_back, "review", WRITE),
    Route("/interviews/<interview_id>/leave", "leave_late", interview_views.leave_late, "review", WRITE),
    Route("/interviews/<interview_id>/approve", "approve", interview_views.approve, "review", WRITE),
    Route("/interviews/<interview_id>/accept", "accept", interview_views.accept, "review", WRITE),
    Route("/interviews/<interview_id>/remark", "remark", interview_views.remark, "review", WRITE),
    Route("/quarantine/", "quarantine", quarantine_views.quarantine, "quarantine"),
    Route("/quarantine/<int:number>", "quarantined", quarantine_views.quarantined, "quarantine"),
    Route("/quarantine/<int:number>/raw", "quarantine_raw", quarantine_views.raw, "quarantine"),
    Route("/quarantine/<int:number>/retry", "quarantine_retry", quarantine_views.retry, "quarantine", WRITE),
    Route("/quarantine/<int:number>/dismiss", "quarantine_dismiss", quarantine_views.dismiss, "quarantine", WRITE),
    # Office
    Route("/assignments/", "assignments", assignments_views.assignments, "assign"),
    Route("/assignments/", "assign", assignments_views.assign, "assign", WRITE),
    Route("/assignments/import", "import_assignments", assignments_views.import_page, "assign"),
    Route("/assignments/import", "import_assignments_now", assignments_views.import_now, "assign", WRITE),
    Route("/assignments/codes", "codes", codes_views.codes_page, "assign"),
    Route("/assignments/codes", "change_codes", codes_views.change_codes, "assign", WRITE),
    Route("/assignments/<int:number>/reassign", "reassign", assignments_views.reassign, "assign", WRITE),
    Route("/assignments/<int:number>/withdraw", "withdraw", assignments_views.withdraw, "assign", WRITE),
    Route("/users/", "users", users_views.users, "accounts"),
    Route("/users/", "add_user", users_views.add, "accounts", WRITE),
    Route("/users/<name>", "user", users_views.user, "accounts"),
    Route("/users/<name>", "change_user", users_views.change, "accounts", WRITE),
    Route("/activity/", "activity", activity_views.activity, "activity"),
    Route("/activity/export.csv", "activity_export", activity_views.export, "activity"),
)
