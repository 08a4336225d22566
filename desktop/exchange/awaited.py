"""What a street reports on although it still awaits it: attachments of a committee's later volume that has not come.

They are named in the index of the street's own package as attachments of later volumes, which the format knows (§7): the
district sees them as 待补. Those volumes are sealed with the package, for hash and size are known, and written out once the
committee's volume is here (docs/adr/0021).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from db import packages
from db.attachments import find_attachment
from db.packages import VolumeRow
from db.street_volumes import awaited_everywhere
from desktop.exchange.bag import PayloadFile, parse_manifest
from desktop.exchange.limits import VOLUMES_MAX
from desktop.exchange.payload_names import MIME_OF_EXTENSION, attachment_of, attachment_path
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.seal import PayloadContent

_EXTENSION_OF = {mime: extension for extension, mime in MIME_OF_EXTENSION.items()}


@dataclass(frozen=True)
class Awaited:
    """An attachment that has not come: what it will be, and in which volume of whose package (`code`, `serial`)."""

    sha256: str
    size: int
    mime: str
    name: str
    code: str
    serial: int
    volume: int
    package_id: str


def awaited_here(connection: sqlite3.Connection) -> dict[str, Awaited]:
    """Everything a street still awaits and does not have from elsewhere, by sha256; nothing at a committee."""
    found: dict[str, Awaited] = {}
    for row, code, serial in awaited_everywhere(connection):
        if row.sha256 not in found and find_attachment(connection, row.sha256) is None:
            found[row.sha256] = Awaited(
                row.sha256, row.size, row.mime, row.name, code, serial, row.volume, row.package_id
            )
    return found


def volumes_of_awaited(awaited: Sequence[Awaited], first: int) -> dict[str, int]:
    """The volume of each by sha256, from `first` on: what comes together is passed on together. Refuses E_LIMIT."""
    sources = sorted({(each.code, each.serial, each.volume) for each in awaited})
    if sources and first + len(sources) - 1 > VOLUMES_MAX:
        raise PackageRefused("E_LIMIT", entry=f"{first + len(sources) - 1} 个分卷")
    places = {source: place for place, source in enumerate(sources, first)}
    return {each.sha256: places[(each.code, each.serial, each.volume)] for each in awaited}


def awaited_content(each: Awaited) -> PayloadContent:
    """The payload file it will be. Its bytes are asked for only once it is here, and then from the attachment itself."""
    path = attachment_path(each.sha256, _EXTENSION_OF[each.mime])
    return PayloadContent(PayloadFile(path, each.size, each.sha256), 0, _nothing_yet)


def is_here(volume: VolumeRow, waiting: Iterable[str]) -> bool:
    """Whether a sealed volume can be written out; `waiting` are the hashes of what is awaited."""
    return not set(waiting) & set(_hashes(volume))


def lacking(connection: sqlite3.Connection, package_id: str) -> list[tuple[int, Awaited]]:
    """(volume, attachment) of what a sealed package names and the street has not yet."""
    waiting = awaited_here(connection)
    return [
        (volume.volume, waiting[sha256])
        for volume in (packages.sealed_volumes(connection, package_id) if waiting else ())
        for sha256 in _hashes(volume)
        if sha256 in waiting
    ]


def _hashes(volume: VolumeRow) -> Iterator[str]:
    for path, _ in parse_manifest(volume.manifest, "attachments"):
        if named := attachment_of(path):
            yield named[0]


def _nothing_yet() -> Iterator[bytes]:
    raise AssertionError("a volume is written only once its attachments are here")
