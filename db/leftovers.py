"""What a failed work leaves lying about. Throwing it away must never hide the fault that made it a leftover."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def throw_away(path: Path) -> None:
    """Delete a file if it is there and the disk lets it go: one that was pulled out does not, and is not asked twice.

    Whoever looks for whole files passes leftovers over by their names, and the next work of the kind replaces them.
    """
    with suppress(OSError):
        path.unlink(missing_ok=True)
