"""Verifying a package file: one algorithm, steps in a fixed order, the first error ends it (format §15).
Runs on a worker thread.
"""

from __future__ import annotations

import errno
import io
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from db.errors import Cancelled, EnvironmentProblem
from desktop.exchange.age_files import AGE_MAGIC, decrypted
from desktop.exchange.canonical_zip import LOCAL_SIGNATURE
from desktop.exchange.chain import ChainState, ChainVerdict
from desktop.exchange.header import PackageHeader
from desktop.exchange.limits import MIB, PACKAGE_BYTES, STAGING_SPACE_FACTOR
from desktop.exchange.payload_names import attachment_of
from desktop.exchange.payload_steps import StagedPayload, checked_manifest, read_payload
from desktop.exchange.records import IndexedAttachment, RecordCheck, RecordRules
from desktop.exchange.refusals import PackageRefused, PackageWarning
from desktop.exchange.roster import Roster, RosterEntry
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.ssh_signature import PACKAGE_NAMESPACE
from desktop.exchange.tag_steps import (
    Recipient,
    SignedTags,
    check_admission,
    check_key_status,
    check_signature,
    check_tag_files,
    read_tag_entries,
)
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress
from desktop.exchange.zip_reader import ByteSource, ContainerReader

_STAGING_FOLDERS: Final = ("att", "records")
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True)
class Expectation:
    """What a package is held against.

    `recipient` None is a third party's check, `chain_of` None, or its answer, leaves the order of packages out; `accept_gap`
    is the operator's consent to a gap in which nothing can be lost. `decryption_keys` open encrypted packages,
    those of replaced keys included.
    """

    roster: Roster
    recipient: Recipient | None = None
    chain_of: Callable[[RosterEntry], ChainState | None] | None = None
    accept_gap: bool = False
    rules: RecordRules = field(default_factory=RecordRules)
    namespace: str = PACKAGE_NAMESPACE
    decryption_keys: tuple[SigningKey, ...] = ()


@dataclass(frozen=True)
class VerifiedPackage:
    """A package that passed every step up to the merge.

    `record_files` (kind → JSON Lines) and `attachments` (sha256 → file) are empty when nothing was staged;
    `index` lists all attachments of the package by sha256, those of later volumes included.
    """

    signed: SignedTags
    index: Mapping[str, IndexedAttachment]
    record_files: Mapping[str, Path]
    attachments: Mapping[str, Path]

    @property
    def header(self) -> PackageHeader:
        return self.signed.header

    @property
    def package_id(self) -> str:
        return self.signed.package_id

    @property
    def signer(self) -> RosterEntry:
        return self.signed.signer

    @property
    def verdict(self) -> ChainVerdict | None:
        return self.signed.verdict

    @property
    def warnings(self) -> tuple[PackageWarning, ...]:
        return self.signed.warnings


def verify(
    path: Path,
    expectation: Expectation,
    *,
    staging: Path | None = None,
    progress: Progress = no_progress,
    should_stop: StopAsked = never_stop,
) -> VerifiedPackage:
    """Gives the verified package at `path`; its payload is left in `staging` (a fresh folder) when one is
    given.

    PackageRefused with the code of the step that failed, `signed` set when step 7 had passed;
    EnvironmentProblem `file_unreadable`, `disk_full`; Cancelled. After any of them `staging` is as empty as
    before.
    """
    try:
        with open(path, "rb", buffering=0) as source:
            size = _checked_size(source, path, staging)
            _make_folders(staging)
            try:
                with plain_source(source, expectation.decryption_keys) as plain:
                    return _verify_source(plain, size, expectation, staging, progress, should_stop)
            except BaseException:
                _remove_folders(staging)
                raise
    except OSError as error:
        if error.errno in _FULL:
            raise EnvironmentProblem("disk_full", name=path.name) from error
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error


def _checked_size(source: io.FileIO, path: Path, staging: Path | None) -> int:
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if size > PACKAGE_BYTES:
        raise PackageRefused("E_LIMIT", entry=path.name)
    if staging is not None:
        free, needed = shutil.disk_usage(staging).free, STAGING_SPACE_FACTOR * size
        if free < needed:
            raise PackageRefused("E_SPACE", needed_mib=needed // MIB + 1, free_mib=free // MIB)
    magic = source.read(len(AGE_MAGIC))
    source.seek(0)
    _refuse_other_formats(magic)
    return size


@contextmanager
def plain_source(source: io.FileIO, keys: Sequence[SigningKey]) -> Iterator[ByteSource]:
    """Gives the container itself, decrypted on the way where it is encrypted (step 1); the refusals of `decrypted`."""
    is_encrypted = source.read(len(AGE_MAGIC)) == AGE_MAGIC
    source.seek(0)
    if not is_encrypted:
        yield source
        return
    with decrypted(source, keys) as plain:
        yield plain


def _refuse_other_formats(magic: bytes) -> None:
    if magic.startswith(LOCAL_SIGNATURE) or magic == AGE_MAGIC:
        return
    if LOCAL_SIGNATURE.startswith(magic) or AGE_MAGIC.startswith(magic):
        raise PackageRefused("E_TRUNCATED")
    raise PackageRefused("E_FORMAT", found=magic[:4].hex())


def _verify_source(
    source: ByteSource,
    size: int,
    expectation: Expectation,
    staging: Path | None,
    progress: Progress,
    should_stop: StopAsked,
) -> VerifiedPackage:
    def go_on() -> None:
        if should_stop():
            raise Cancelled

    def on_bytes(offset: int) -> None:
        go_on()
        progress(min(offset, size), size)

    reader = ContainerReader(source, on_bytes)
    entries = read_tag_entries(reader)
    signer = check_signature(entries, expectation.namespace, expectation.roster)
    signed = check_tag_files(entries, signer, expectation.namespace)
    state = expectation.chain_of(signer) if expectation.chain_of else None
    check_key_status(signed, state)
    try:
        signed = check_admission(signed, expectation.recipient, state, expectation.accept_gap)
        return _verify_payload(reader, signed, expectation.rules, staging, go_on)
    except PackageRefused as refusal:
        refusal.signed = signed
        raise


def _verify_payload(
    reader: ContainerReader,
    signed: SignedTags,
    rules: RecordRules,
    staging: Path | None,
    go_on: Callable[[], None],
) -> VerifiedPackage:
    files = checked_manifest(signed, rules.kinds)
    with closing(StagedPayload()) as staged:
        read_payload(reader, signed, files, staging, staged)
        reader.finish()
        check = RecordCheck(signed.header, rules, go_on)
        check.check(staged.record_files, staged.sizes)
        record_files = {kind: staged.paths[path] for kind, path in _record_paths(staged)}
    attachments = {named[0]: where for path, where in staged.paths.items() if (named := attachment_of(path))}
    return VerifiedPackage(signed, check.index, record_files, attachments)


def _record_paths(staged: StagedPayload) -> list[tuple[str, str]]:
    return [(Path(path).stem, path) for path in staged.paths if not attachment_of(path)]


def _make_folders(staging: Path | None) -> None:
    if staging is not None:
        for name in _STAGING_FOLDERS:
            (staging / name).mkdir()


def _remove_folders(staging: Path | None) -> None:
    if staging is not None:
        for name in _STAGING_FOLDERS:
            shutil.rmtree(staging / name, ignore_errors=True)
