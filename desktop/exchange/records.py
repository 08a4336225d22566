"""The record lines of a package: bounded reading, counts and the attachment index (format §3, §15 step
13).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from db.errors import Problem
from desktop.exchange.canonical_json import canonical_bytes, parse_record_line
from desktop.exchange.header import PackageHeader, is_plain_text, is_whole_number
from desktop.exchange.limits import (
    PAYLOAD_FILE_BYTES,
    RECORD_LINE_BYTES,
    RECORDS_PER_FILE,
    VOLUMES_MAX,
)
from desktop.exchange.payload_names import ATTACHMENT_INDEX, MIME_OF_EXTENSION, attachment_of, records_path
from desktop.exchange.refusals import PackageRefused

Record = Mapping[str, object]

ATTACHMENTS_KEY: Final = "attachments"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NAME_CHARACTERS: Final = 255
_PATH_MARKS: Final = frozenset('/\\:*?"<>|')


@dataclass(frozen=True)
class IndexedAttachment:
    """One line of attachments.jsonl; `name` is the clerk's own file name, `volume` the one that carries the
    file.
    """

    sha256: str
    size: int
    mime: str
    name: str
    volume: int


def attachments_named_in(kind: str, record: Record) -> Iterable[str]:
    """Gives the SHA-256 values that a record lists under `attachments`."""
    named = record.get(ATTACHMENTS_KEY)
    return [value for value in named if isinstance(value, str)] if isinstance(named, list) else ()


def no_problems(kind: str, record: Record) -> Sequence[Problem]:
    """For checkers that do not know the schema, such as a third party."""
    return ()


@dataclass(frozen=True)
class RecordRules:
    """The schema's share: record types it knows (None: any), what is wrong with a record, which files it
    names.
    """

    kinds: frozenset[str] | None = None
    check: Callable[[str, Record], Sequence[Problem]] = no_problems
    attachments_of: Callable[[str, Record], Iterable[str]] = attachments_named_in


def record_lines(records: Iterable[Record]) -> bytes:
    """Gives the JSON Lines of one record file; ValueError for a line the verifier would refuse."""
    lines = [canonical_bytes(dict(record)) for record in records]
    for line in lines:
        parse_record_line(line)
        if len(line) > RECORD_LINE_BYTES:
            raise ValueError("record line too long")
    return b"".join(lines)


def is_too_long(record: Record) -> bool:
    """Says whether a record takes more than the 256 KiB of one line: some 400 rows of 300 characters."""
    return len(canonical_bytes(dict(record))) > RECORD_LINE_BYTES


def index_records(attachments: Iterable[IndexedAttachment]) -> list[Record]:
    """Gives the lines of attachments.jsonl in their order."""
    return [
        {"sha256": one.sha256, "size": one.size, "mime": one.mime, "name": one.name, "volume": one.volume}
        for one in sorted(attachments, key=lambda one: one.sha256)
    ]


def iterate_records(source: BinaryIO, kind: str) -> Iterator[tuple[int, Record]]:
    """Yields (line number from 1, record) with one line in memory; refuses E_LIMIT, E_RECORD."""
    entry = records_path(kind)
    number = 0
    while line := source.readline(RECORD_LINE_BYTES + 1):
        number += 1
        if len(line) > RECORD_LINE_BYTES or number > RECORDS_PER_FILE:
            raise PackageRefused("E_LIMIT", entry=f"{entry}:{number}")
        if not line.endswith(b"\n"):
            raise PackageRefused("E_RECORD", entry=entry, line=number)
        try:
            record = parse_record_line(line)
        except ValueError as error:
            raise PackageRefused("E_RECORD", entry=entry, line=number) from error
        yield number, record


class RecordCheck:
    """Step 13 over the record files of one package."""

    def __init__(self, header: PackageHeader, rules: RecordRules, on_record: Callable[[], None]) -> None:
        self._header = header
        self._rules = rules
        self._on_record = on_record
        self.index: dict[str, IndexedAttachment] = {}

    def check(self, files: Mapping[str, BinaryIO], payload: Mapping[str, int]) -> None:
        """Checks `files` (kind → open file) against counts, schema and index; `payload` gives sizes by path.

        Refuses E_RECORD, E_COUNTS, E_LIMIT.
        """
        if ATTACHMENT_INDEX in files:
            self._read_index(files[ATTACHMENT_INDEX])
        self._check_carried(payload)
        found = {
            kind: self._check_kind(kind, source) for kind, source in files.items() if kind != ATTACHMENT_INDEX
        }
        self._check_counts(found | {ATTACHMENT_INDEX: self._attachment_count(payload)})

    def _read_index(self, source: BinaryIO) -> None:
        entry = records_path(ATTACHMENT_INDEX)
        before = ""
        for number, record in iterate_records(source, ATTACHMENT_INDEX):
            self._on_record()
            attachment = _indexed(record, self._header.volumes)
            if attachment is None or attachment.sha256 <= before:
                raise PackageRefused("E_RECORD", entry=entry, line=number)
            before = attachment.sha256
            self.index[before] = attachment

    def _check_carried(self, payload: Mapping[str, int]) -> None:
        if self._header.volume > 1:
            return  # the index travels in volume 1
        carried = {}
        for path, size in payload.items():
            if named := attachment_of(path):
                carried[named[0]] = (size, MIME_OF_EXTENSION[named[1]])
        due = {one.sha256: (one.size, one.mime) for one in self.index.values() if one.volume == 1}
        for sha256 in sorted(carried.keys() | due.keys()):
            if carried.get(sha256) != due.get(sha256):
                raise PackageRefused("E_RECORD", entry=records_path(ATTACHMENT_INDEX), line=sha256)

    def _check_kind(self, kind: str, source: BinaryIO) -> int:
        number = 0
        for number, record in iterate_records(source, kind):
            self._on_record()
            problems = tuple(self._rules.check(kind, record))
            if problems:
                raise PackageRefused("E_RECORD", entry=records_path(kind), line=number, problems=problems)
            for sha256 in self._rules.attachments_of(kind, record):
                if sha256 not in self.index:
                    raise PackageRefused("E_RECORD", entry=records_path(kind), line=number, attachment=sha256)
        return number

    def _attachment_count(self, payload: Mapping[str, int]) -> int:
        if self._header.volume == 1:
            return len(self.index)
        return sum(1 for path in payload if attachment_of(path))

    def _check_counts(self, found: Mapping[str, int]) -> None:
        for kind in sorted(found.keys() | self._header.counts.keys()):
            stated = self._header.counts.get(kind)
            if stated is None or stated != found.get(kind, 0):
                params = {"entry": kind, "stated": stated or 0, "found": found.get(kind, 0)}
                raise PackageRefused("E_COUNTS", **params)


def _indexed(record: Record, volumes: int) -> IndexedAttachment | None:
    if record.keys() != {"sha256", "size", "mime", "name", "volume"}:
        return None
    sha256, size, mime, name = (record[key] for key in ("sha256", "size", "mime", "name"))
    volume = record["volume"]
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256) or mime not in MIME_OF_EXTENSION.values():
        return None
    if not isinstance(name, str) or not is_plain_text(name, _NAME_CHARACTERS) or _PATH_MARKS & set(name):
        return None
    if not is_whole_number(size, 0, PAYLOAD_FILE_BYTES) or not is_whole_number(
        volume, 1, min(volumes, VOLUMES_MAX)
    ):
        return None
    return IndexedAttachment(**cast(dict[str, Any], record))
