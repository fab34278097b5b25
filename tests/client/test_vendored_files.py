"""Third-party files are what their first line says they are: byte for byte what was published."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "offline_client/vendor"
HEADER = re.compile(
    r"^// (?P<name>\S+) (?P<version>\S+), (?P<licence>[\w.-]+) licence, "
    r".*sha256 of all below this line: (?P<sum>[0-9a-f]{64})$"
)
OURS = {"idb-8.0.4.d.ts"}  # two lines that join the types
FILES = sorted(path for path in VENDOR.glob("*.ts") if path.name not in OURS) + sorted(VENDOR.glob("*.js"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_vendored_file_has_the_sum_in_its_first_line(path: Path) -> None:
    header, _, rest = path.read_bytes().partition(b"\n")
    match = HEADER.match(header.decode())
    assert match, f"{path.name} does not begin with name, version, licence, source and sum"
    assert hashlib.sha256(rest).hexdigest() == match["sum"]


def test_there_is_something_to_check() -> None:
    assert [path.name for path in FILES] == [
        "entry.d.ts",
        "wrap-idb-value.d.ts",
        "idb-8.0.4.js",
        "zxing-wasm-reader-3.1.4.js",
    ]
