"""The dashboard: where drilling down begins, and rules in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from admin.fieldwork import level
from tests.admin.office import Browser


@pytest.mark.parametrize(
    ("areas", "first"),
    [([""], 1), (["01"], 2), (["01/00004"], 3), (["01/00004", "01/00007"], 2), (["01/00004", "40/17611"], 1), ([], 1)],
)
def test_drilling_down_begins_where_the_areas_branch(areas: list[str], first: int) -> None:
    assert level(areas) == first


def test_rules_are_shown_in_words_beside_their_names(
    browser: Callable[[str], Browser], collected: Callable[..., str]
) -> None:
    collected(hours=170)
    page = browser("administrator").see("/fieldwork/")
    assert "<code>E1</code>" in page and "… works … hours?" in page
    assert "<code>hours:constraint</code>" in page
    assert 'area=01"' in page, "a national administrator begins with the provinces"
