"""Where a package is unpacked while it is looked at."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import EnvironmentProblem
from desktop import paths
from desktop.street.street_office import StreetDesk


@contextmanager
def staging_folder(desk: StreetDesk) -> Iterator[Path]:
    """A fresh folder beside the database, on the disk where the attachments will stay."""
    parent = _staging_parent(desk)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=parent))
    except OSError as error:
        message_id = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "folder_read_only"
        raise EnvironmentProblem(message_id, name=str(parent), reason=error.strerror) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _staging_parent(desk: StreetDesk) -> Path:
    return paths.companion_folder(desk.store.path) / "staging"


def remove_stale_staging(desk: StreetDesk) -> None:
    """Clear away what a call that was cut short has left."""
    shutil.rmtree(_staging_parent(desk), ignore_errors=True)
