"""Households of 10 to 40 members in which every pair has been asked: `python bench/relations/run.py`.

The form is tests/forms/kinship.json. Processor time in milliseconds: in Node what `household.mjs` does; in Python the
log of the same household opened, and a pair answered anew. `--runtime DIR` takes another runtime, to compare with.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from engine.questionnaire import compile_text
from engine.response import Interview

HERE = Path(__file__).parent
FORM = HERE.parents[1] / "tests/forms/kinship.json"
MEMBERS = (10, 20, 30, 40)


def main() -> None:
    """Print a line for each size of household."""
    runtime = sys.argv[2:] if "--runtime" in sys.argv else [str(HERE.parents[1] / "offline_client/runtime")]
    compiled = compile_text(FORM.read_text("utf-8")).form()
    with TemporaryDirectory() as folder:
        form, log = Path(folder) / "form.json", Path(folder) / "events.json"
        form.write_text(json.dumps(compiled), "utf-8")
        for members in MEMBERS:
            told = ["node", str(HERE / "household.mjs"), str(form), str(members), str(log), *runtime]
            figures = json.loads(subprocess.run(told, check=True, capture_output=True, text=True).stdout)
            figures |= in_python(compiled, json.loads(log.read_text("utf-8")))
            print(f"{members:3} " + "  ".join(f"{what} {figure:8.2f}" for what, figure in figures.items()), flush=True)


def in_python(compiled: dict[str, object], events: list[dict[str, object]]) -> dict[str, float]:
    """The log opened, and one pair answered anew; the least of three."""
    opened, pair = [], []
    for turn in range(3):
        start = process_time()
        interview = Interview.open(compiled, events=events, clock=lambda: "2030-01-01T00:00:00Z")
        opened.append(process_time() - start)
        first, *_, last = interview.rows("people")
        start = process_time()
        interview.answer(f"{last}.ties[{first.removeprefix('people[')[:-1]}].tie", "12349"[turn])
        pair.append(process_time() - start)
    return {"python opened": 1000 * min(opened), "python pair": 1000 * min(pair)}


if __name__ == "__main__":
    main()
