"""How long the counts and lists of the office take over many interviews: `python -m bench.server.monitor 1000000`.

Rows are made by the database itself in a private cluster that is removed at the end; times are medians of three, after
one run to warm up.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from admin import interviews as lists
from engine import monitor
from engine.auth.access import CurrentUser
from engine.store.database import open_engine
from tests.database import cluster

FILL = (
    'INSERT INTO "user" (id, name, full_name, password_hash, role, language, active, created_at, feed_number) '
    "SELECT i, 'e' || i, 'E ' || i, '-', 'enumerator', 'vi', true, now(), 0 FROM generate_series(1, 5000) i",
    "INSERT INTO form (id, title, created_at) VALUES ('f', '{}', now())",
    "INSERT INTO form_version (form_id, version, status, source, files, compiled, hash, published_at) "
    "VALUES ('f', '1', 'published', '', '{}', '{}', 'h', now())",
    "INSERT INTO assignment (id, form_id, version, enumerator_id, area, unit, label, address, preload, previous, "
    "status, training, created_at) SELECT i, 'f', '1', 1 + i % 5000, to_char(1 + i % 63, 'FM00') || '/' || "
    "to_char(1 + i % 11000, 'FM00000') || '/' || to_char(1 + i % 40, 'FM000'), '{}', 'H ' || i, '', '{}', '{}', "
    "(ARRAY['completed', 'approved', 'started', 'returned'])[1 + i % 4], false, now() FROM generate_series(1, :n) i",
    "INSERT INTO interview (id, assignment_id, form_id, version, enumerator_id, area, label, training, status, hard, "
    "soft_open, confirmed, answered, asked, conflicts, unapplied, remarks_open, event_count, late_events, "
    "changed_after_completion, first_event_at, last_event_at, completed_at, approved_at, created_at, awaited, stale) "
    "SELECT 'i' || id, id, form_id, version, enumerator_id, area, label, false, replace(status, 'started', 'open'), "
    "(id % 50 = 0)::int, (id % 9 = 0)::int, 0, 80, 90, 0, 0, 0, 170, 0, false, now(), "
    "now() - id % 1000000 * interval '1 second', now() - id % 20 * interval '1 day', "
    "CASE status WHEN 'approved' THEN now() - id % 18 * interval '1 day' END, now(), '', false FROM assignment",
    "INSERT INTO edit_failure (interview_id, edit, path, version, severity, outcome, values, status, at) "
    "SELECT id, 'E' || (soft_open + hard + event_count + length(id)) % 40, '', '1', 'soft', 'fail', '{}', 'open', "
    "now() FROM interview WHERE soft_open + hard > 0",
)

Asked = Callable[[Session], object]


def asked() -> dict[str, Asked]:
    """What the pages ask, for the whole country and for one province."""
    return {
        **_counts("country", "", 1),
        **_counts("province", "01", 2),
        "list, country": _list({}),
        "list, completed": _list({"status": "completed"}),
        "list, one commune": _list({"area": "01/00064"}),
    }


def _counts(name: str, area: str, level: int) -> dict[str, Asked]:
    return {
        f"totals, {name}": lambda session: monitor.totals(session, (area,)),
        f"by area, {name}": lambda session: monitor.by_area(session, (area,), level),
        f"by enumerator, {name}": lambda session: monitor.by_enumerator(session, (area,)),
        f"by day, {name}": lambda session: monitor.by_day(session, (area,)),
        f"by rule, {name}": lambda session: monitor.rules(session, (area,)),
    }


def _list(query: dict[str, str]) -> Asked:
    head = CurrentUser(1, "a", "A", "administrator", "en", ("",))
    return lambda session: lists.listed(session, head, query)


def main() -> int:
    """Fill, ask, print a table of milliseconds."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with cluster() as postgresql:
        engine = open_engine(postgresql.new())
        started = time.perf_counter()
        with engine.begin() as connection:
            for statement in FILL:
                connection.execute(text(statement), {"n": number} if ":n" in statement else {})
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        print(f"{number} interviews made in {time.perf_counter() - started:.0f} s", flush=True)
        for name, ask in asked().items():
            print(f"{name:24} {timed(engine, ask):8.0f} ms", flush=True)
        engine.dispose()
    return 0


def timed(engine: Engine, ask: Asked) -> float:
    """Milliseconds of one question: the median of three, after one."""
    taken = []
    for _ in range(4):
        with Session(engine) as session:
            started = time.perf_counter()
            ask(session)
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken[1:])


if __name__ == "__main__":
    raise SystemExit(main())
