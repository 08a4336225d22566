"""What an update package says of itself: `update.json`, signed by the publisher. Every rule is checked before anything is
written, also where the signature is good.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Any, Final

from db.errors import AppError
from desktop.updates.places import is_version

FORMAT: Final = "village-ledger-update-1"
MIB: Final = 1 << 20
FILES: Final = 20_000
FILE_BYTES: Final = 512 * MIB
PROGRAM_BYTES: Final = 2048 * MIB
NOTES_CHARACTERS: Final = 20_000

_SHA256 = re.compile("[0-9a-f]{64}")
_PATH_CHARACTERS = 240
_NOT_IN_NAMES = re.compile('[\x00-\x1f\x7f\\\\:*?"<>|]')
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class ProgramFile:
    """A file of the program: path below its folder, bytes, and whether it is run."""

    path: str
    size: int
    sha256: str
    is_executable: bool


@dataclass(frozen=True)
class Manifest:
    """`minimum` is the oldest version it updates; `schema` that of its ledgers; `glibc` the C library it needs ("": none);
    `links` are names inside the folder that stand for another file of it.
    """

    version: str
    platform: str
    schema: int
    minimum: str
    glibc: str
    made_on: str
    notes: str
    files: tuple[ProgramFile, ...]
    links: Mapping[str, str]
    raw: bytes

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(each.size for each in self.files)


def parsed_manifest(raw: bytes) -> Manifest:
    """The manifest of a package. Raises AppError `update_unreadable`, `update_unsafe`, `update_too_large`."""
    try:
        kept = json.loads(raw)
        manifest = Manifest(
            version=_text(kept, "version"), platform=_text(kept, "platform"), schema=_number(kept["schema"]),
            minimum=_text(kept, "minimum"), glibc=_text(kept, "glibc"), made_on=_text(kept, "made_on"),
            notes=_text(kept, "notes")[:NOTES_CHARACTERS],
            files=tuple(map(_file, kept["files"])), links={**kept["links"]}, raw=raw,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise AppError("update_unreadable") from error
    if kept.get("format") != FORMAT or not (is_version(manifest.version) and is_version(manifest.minimum)):
        raise AppError("update_unreadable")
    _refuse_large(manifest)
    _refuse_unsafe(manifest)
    return manifest


def is_safe_path(path: str) -> bool:
    """Whether a path stays below its folder and is a file name on every system."""
    if not 0 < len(path) <= _PATH_CHARACTERS or unicodedata.normalize("NFC", path) != path:
        return False
    return all(_is_safe_name(part) for part in path.split("/"))


def _is_safe_name(name: str) -> bool:
    is_plain = name not in ("", ".", "..") and not _NOT_IN_NAMES.search(name)
    return is_plain and name[-1] not in ". " and not _WINDOWS_DEVICES.fullmatch(name)


def _refuse_large(manifest: Manifest) -> None:
    is_large = len(manifest.files) + len(manifest.links) > FILES or manifest.size > PROGRAM_BYTES
    if is_large or any(each.size > FILE_BYTES for each in manifest.files):
        raise AppError("update_too_large")


def _refuse_unsafe(manifest: Manifest) -> None:
    """Paths that leave the folder, that are one on Windows, or a link to anything but a file of the folder."""
    paths = [each.path for each in manifest.files]
    names = [*paths, *manifest.links]
    folders = {parent.casefold() for name in names for parent in _parents(name)}
    folded = {name.casefold() for name in names}
    unsafe = [name for name in names if not is_safe_path(name)]
    unsafe += [name for name in names if name.casefold() in folders]  # a file where a folder is
    unsafe += manifest.links if manifest.platform.startswith("windows") else ()
    reached = set(paths) | {parent for path in paths for parent in _parents(path)}
    unsafe += [
        name
        for name, target in manifest.links.items()
        if not isinstance(target, str) or target.startswith("/") or "\\" in target
        or normpath(join(dirname(name), target)) not in reached
    ]  # fmt: skip
    if unsafe or len(folded) != len(names):
        raise AppError("update_unsafe", what=next(iter(unsafe), "同名文件"))


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]


def _file(kept: Any) -> ProgramFile:
    sha256 = _text(kept, "sha256")
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256")
    return ProgramFile(_text(kept, "path"), _number(kept["size"]), sha256, kept["executable"] is True)


def _text(kept: Any, name: str) -> str:
    if not isinstance(kept[name], str):
        raise TypeError(name)
    return str(kept[name])


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("not a number")
    return value
