"""The solver in a process of its own: `python -m admin.proof_process SECONDS`, a compiled form in, findings out.

So a proof takes no thread of the server but that which waits for it, can be ended at any moment, and cannot pull the
server down with it. It gives way to everything else on the machine.
"""

from __future__ import annotations

import json
import os
import sys
from time import monotonic

MEMORY = 4 << 30
"""Bytes that it may take, where the system can say so."""


def main() -> None:
    """Read the form, prove, write the findings."""
    _be_modest()
    from engine.proof.prove import prove  # the solver is large, and loaded only here

    findings = prove(json.load(sys.stdin), float(sys.argv[1]), clock=monotonic)
    json.dump([one.as_json() for one in findings], sys.stdout)


def _be_modest() -> None:
    if sys.platform != "win32":
        import resource

        os.nice(10)
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    main()
