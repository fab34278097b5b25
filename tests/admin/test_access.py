"""Who may open and do what: every route of the table, for each of the standing people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from admin.routes import OFFICE, OPEN, ROUTES, Route
from engine.auth import roles
from tests.admin.office import Browser
from tests.conftest import PEOPLE

FILLED = {
    "<form>": "small",
    "<version>": "1",
    "<interview_id>": "nobody",
    "<int:number>": "999",
    "<name>": "enumerator",
}


def path_of(route: Route) -> str:
    path = route.rule
    for part, value in FILLED.items():
        path = path.replace(part, value)
    return path


def may(role: str, permission: str) -> bool:
    return role != "enumerator" if permission == OFFICE else roles.may(role, permission)


def ask(browser: Browser, route: Route) -> int:
    if "POST" in route.methods:
        return browser.send(path_of(route)).status_code
    return browser.client.get(f"/admin{path_of(route)}").status_code


def test_each_page_answers_those_who_may_and_refuses_the_others(
    browser: Callable[[str], Browser], published: str, app: Flask
) -> None:
    wrong = []
    for name, (role, _) in PEOPLE.items():
        person = browser(name)
        for route in (one for one in ROUTES if one.permission != OPEN):
            if route.endpoint == "change_user" or (route.endpoint == "activity_export" and role == "administrator"):
                continue  # changed or streamed in tests of their own
            status = ask(person, route)
            # An enumerator has no session here at all: GET leads to the sign-in page.
            refused = status in ({302, 400, 401} if role == "enumerator" else {403})
            if may(role, route.permission) == refused or status >= 500:
                wrong.append((name, route.endpoint, status))
    assert wrong == []


SEEN_BY = {
    "alice": {"/", "/designer/", "/fieldwork/", "/interviews/"},
    "supervisor": {"/", "/fieldwork/", "/interviews/", "/quarantine/", "/assignments/"},
    "administrator": {
        "/", "/designer/", "/fieldwork/", "/interviews/", "/quarantine/", "/assignments/", "/users/", "/activity/"
    },
    "enumerator": set(),
}  # fmt: skip


def test_each_role_has_its_part_of_the_admin_and_no_more(browser: Callable[[str], Browser]) -> None:
    """Written out beside the table of routes, so that a slip there is seen."""
    for name, expected in SEEN_BY.items():
        person = browser(name)
        found = {path for path in SEEN_BY["administrator"] if person.client.get(f"/admin{path}").status_code == 200}
        assert found == expected, name


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(app: Flask, published: str) -> None:
    client = app.test_client()
    for route in (one for one in ROUTES if one.permission != OPEN and "GET" in one.methods):
        answer = client.get(f"/admin{path_of(route)}")
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/admin/sign-in"), route.endpoint


def test_nothing_is_changed_without_the_token_of_the_page(browser: Callable[[str], Browser], published: str) -> None:
    person = browser("administrator")
    for route in (one for one in ROUTES if "POST" in one.methods):
        assert person.client.post(f"/admin{path_of(route)}").status_code == 400, route.endpoint


def test_a_supervisor_of_another_province_finds_no_interview_of_ours(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    interview = collected()
    near, far = browser("supervisor"), browser("far_supervisor")
    assert "Hộ 001" in near.see("/interviews/")
    assert "Hộ 001" not in far.see("/interviews/")
    for page in ("", "/history"):
        assert far.client.get(f"/admin/interviews/{interview}{page}").status_code == 404
    for step in ("approve", "return", "accept", "remark", "leave"):
        assert (
            far.send(f"/interviews/{interview}/{step}", text="x", edit="E1", path="people[k3x9qa]").status_code == 404
        )


def test_a_wrong_password_is_refused_and_the_name_kept(browser: Callable[[str], Browser], app: Flask) -> None:
    person = Browser(app.test_client())
    person.send("/language", language="en")
    answer = person.send("/sign-in", name="supervisor", password="wrong")
    assert answer.status_code == 401
    assert "password is wrong" in answer.text
    assert 'value="supervisor"' in answer.text


def test_an_enumerator_is_told_to_use_the_app(browser: Callable[[str], Browser], app: Flask) -> None:
    person = Browser(app.test_client())
    person.send("/language", language="en")
    answer = person.send("/sign-in", name="enumerator", password="correct horse")
    assert answer.status_code == 403
    assert "collection app" in answer.text
    assert person.client.get("/admin/").status_code == 302


def test_signing_in_never_leads_to_another_site(app: Flask, people: dict[str, Any]) -> None:
    for target in ("https://evil.example/admin/", "//evil.example/admin/", "/admin/\\..\\evil", "/elsewhere"):
        person = Browser(app.test_client())
        answer = person.send("/sign-in", name="supervisor", password="correct horse", next=target)
        assert answer.location == "/admin/", target


def test_signing_out_ends_the_session(browser: Callable[[str], Browser]) -> None:
    person = browser("supervisor")
    person.see("/")
    person.send("/sign-out")
    assert person.client.get("/admin/").status_code == 302


def test_pages_come_with_a_policy_that_runs_only_our_scripts(browser: Callable[[str], Browser]) -> None:
    policy = browser("alice").client.get("/admin/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self' 'nonce-" in policy
    assert "frame-ancestors 'none'" in policy
