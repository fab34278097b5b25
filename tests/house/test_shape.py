"""The shape of the tree: folders that explain themselves, files of a readable size, links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import CODE, ROOT, files, is_vendored, name

LONGEST = 400
LONGER_WITH_REASON: dict[str, str] = {}
"""Files that one idea truly fills: path -> why it is not split."""

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
CODE_SPAN = re.compile(r"`[^`\n]+`")


def test_no_file_of_code_is_longer_than_a_reader_holds() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in files(*CODE) if not is_vendored(path)}
    long = {path: lines for path, lines in lengths.items() if lines > LONGEST and path not in LONGER_WITH_REASON}
    assert not long, f"split along the meaning: {long}"


def test_every_exception_to_the_length_is_still_needed() -> None:
    idle = [path for path in LONGER_WITH_REASON if len((ROOT / path).read_text("utf-8").splitlines()) <= LONGEST]
    assert not idle, f"short enough now: {idle}"


def test_every_folder_with_code_has_a_readme() -> None:
    folders = {path.parent for path in files(".py", ".js", ".mjs", ".css") if not is_vendored(path)}
    silent = sorted(name(folder) for folder in folders if folder != ROOT and not is_explained(folder))
    assert not silent, f"no README.md, nor a word in that of the folder around: {silent}"


def test_every_relative_link_leads_to_a_file() -> None:
    dead = [
        f"{name(page)} -> {target}"
        for page in files(".md")
        for target in relative_links(page)
        if not leads(page, target)
    ]
    assert not dead, "\n".join(dead)


def test_every_path_in_the_guide_for_contributors_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    paths = {path for path in re.findall(r"`([\w./-]+)`", text) if "/" in path and not path.startswith(".")}
    assert len(paths) > 20, "the pattern that finds paths is broken"
    assert not sorted(path for path in paths if not (ROOT / path).exists())


def test_links_inside_code_are_not_followed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("`[a](b.md)`\n```\n[c](d.md)\n```\n[e](f.md#g) [h](https://x.example)", "utf-8")
    assert list(relative_links(page)) == ["f.md"]


def is_explained(folder: Path) -> bool:
    """Whether the folder has a README.md, or one of those around it names the folder."""
    if (folder / "README.md").is_file():
        return True
    for outer in folder.parents:
        page = outer / "README.md"
        if page.is_file() and outer != ROOT:
            return f"{folder.relative_to(outer).as_posix()}/" in page.read_text("utf-8")
        if outer == ROOT:
            break
    return False


def relative_links(page: Path) -> list[str]:
    """The targets of the links in a Markdown page that are paths, without their fragments."""
    text = CODE_SPAN.sub("", FENCE.sub("", page.read_text("utf-8")))
    targets = [target.partition("#")[0] for target in LINK.findall(text) if not re.match(r"[a-z]+:", target)]
    return [target for target in targets if target]


def leads(page: Path, target: str) -> bool:
    """Whether the target, seen from the page, exists."""
    return (page.parent / target).exists()
