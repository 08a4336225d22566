"""Which version is to run: a small file that is replaced in one step. Standard library only.

The installed program reads it at every start and is never updated itself: what it reads here may be added to, not changed.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from desktop.updates.places import versions_folder

NAME = "current.json"
WAITING, RUNNING = "waiting", "running"


@dataclass(frozen=True)
class Pointer:
    """`current` and `previous` are numbers, "" the installed program. `trial` says how far the first start of `current` is:
    "" proved good, WAITING not begun, RUNNING begun and not yet proved.
    """

    current: str = ""
    previous: str = ""
    trial: str = ""
    installed: str = ""  # number, file and schema of the installed program when this was written
    installed_program: str = ""
    installed_schema: int = 0
    database: str = ""  # what was backed up before the first start, and where to
    backup: str = ""
    left: str = ""  # the version that was gone back from, why, and whether the ledger was put back: told once
    why: str = ""
    is_restored: bool = False


_TYPES = {each.name: type(each.default) for each in fields(Pointer)}


def pointer_file() -> Path:
    """The file."""
    return versions_folder() / NAME


def read_pointer() -> Pointer:
    """What it says; of a missing or damaged one that the installed program is to run."""
    try:
        kept = json.loads(pointer_file().read_text(encoding="utf-8"))
        return Pointer(**{name: kept[name] for name, kind in _TYPES.items() if type(kept.get(name)) is kind})
    except (OSError, ValueError, AttributeError, RecursionError):
        return Pointer()


def write_pointer(pointer: Pointer) -> None:
    """Replace it in one step, on the disk when this returns; OSError."""
    from desktop.exchange.durable_files import replace_durably

    target = pointer_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{NAME}.part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    replace_durably(part, target)
