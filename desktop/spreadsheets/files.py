"""Files that are written whole or not at all, with the faults of disks told in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.errors import EnvironmentProblem
from db.patience import replace_patiently


@contextmanager
def whole_or_not_at_all(path: Path) -> Iterator[Path]:
    """A name beside the wanted one to write to; it takes the wanted name when all went well, and is gone otherwise.

    Raises EnvironmentProblem `disk_full`, `sheet_not_written` (open in Excel, write-protected, no such folder).
    """
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        replace_patiently(part, path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EnvironmentProblem("disk_full", name=path.name) from error
        raise EnvironmentProblem("sheet_not_written", name=path.name, reason=error.strerror) from error
    finally:
        with suppress(OSError):
            part.unlink()
