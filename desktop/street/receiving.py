"""Receiving packages: each verified, merged and answered on its own; one bad file never stops the others."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from db import street_register
from db.code_links import note_first_package
from db.errors import AppError, Cancelled, EnvironmentProblem, LedgerError, Problem
from db.leftovers import throw_away
from db.row_codec import canonical_json
from db.spec.field import Values
from db.store import Transaction
from db.street_register import ReceivedRow
from desktop import paths
from desktop.exchange.chain import ChainState, judge
from desktop.exchange.payload_names import record_counts
from desktop.exchange.public_keys import fingerprint
from desktop.exchange.records import RecordRules
from desktop.exchange.refusals import PackageRefused, PackageWarning
from desktop.exchange.roster import FixedRoster, RosterEntry
from desktop.exchange.schema import KINDS, SCHEMA_VERSION, attachments_of
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.tag_steps import Recipient, SignedTags
from desktop.exchange.verify import Expectation, VerifiedPackage, verify
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress
from desktop.paths import make_folder
from desktop.people.permissions import Right
from desktop.street.answering import Answer, answered, issue, reissue, write_receipts
from desktop.street.forks import keep_fork
from desktop.street.later_volumes import (
    await_volumes,
    awaited_index,
    keep_volume,
    missing_volumes,
    set_aside,
    waiting_files,
)
from desktop.street.merging import check_incoming, keep_attachments, merge, withheld_of
from desktop.street.returns import (
    NOTHING_DECIDED,
    Decisions,
    Returns,
    checked_part,
    returns_for,
)
from desktop.street.street_office import StreetDesk


@dataclass(frozen=True)
class Received:
    """How one file fared: numbers of records expected (as its header states), read, written and refused."""

    file: Path
    sender_code: str
    sender_name: str
    period: str
    serial: int
    status: str  # accepted, partial, rejected, replayed, held
    error: LedgerError | None
    expected: int
    read: int
    written: int
    refused: int
    receipt: Path | None = None
    warnings: tuple[PackageWarning, ...] = ()
    volume: int = 1
    missing_volumes: tuple[int, ...] = ()
    returned: int = 0
    package_id: str = ""


def nobody_listens(received: Received) -> None:
    """For a call that nobody watches."""


@dataclass(frozen=True)
class _Outcome:
    received: Received
    answer: Answer | None


def receive(
    desk: StreetDesk,
    files: Iterable[Path],
    receipts_folder: Path,
    key: SigningKey,
    progress: Progress = no_progress,
    should_stop: StopAsked = never_stop,
    accept_gap: bool = False,
    decryption_keys: Sequence[SigningKey] = (),
    is_by_committee: bool = False,
    decisions: Decisions = NOTHING_DECIDED,
    told: Callable[[Received], None] = nobody_listens,
) -> list[Received]:
    """Take in packages and write their receipts; what happened to each file, in the order given.

    Each package is one transaction. Repeating a call changes nothing and writes the same receipts again.
    `accept_gap` is the operator's consent to packages that never came, as long as nothing is lost (format §8 rule 5).
    `decryption_keys` open encrypted packages, whose refusals otherwise are E_WRONG_RECIPIENT. `is_by_committee` puts each
    receipt into a folder named by the code of its committee.
    `decisions` say what of a package is sent back. `told` hears of each file as soon as it is done with. Asked to stop,
    it ends between two files, or before the one under way is merged: what was taken in stays so, has its receipts, and is
    all that is given back. Raises EnvironmentProblem when receipts cannot be written.
    """
    desk.require(Right.PACK)
    make_folder(receipts_folder)
    _remove_stale_staging(desk)
    expectation = replace(expectation_of(desk, accept_gap), decryption_keys=tuple(decryption_keys))
    take = partial(
        _receive_one, desk, key=key, progress=progress, should_stop=should_stop, expectation=expectation,
        decisions=decisions,
    )  # fmt: skip
    outcomes, is_stopped = _until_stopped(files, take, should_stop, told)
    if not is_stopped:
        outcomes = _with_waiting(desk, outcomes, take)
    answers = [each.answer for each in outcomes if each.answer]
    written = write_receipts(answers, receipts_folder, is_by_committee)
    return [_with_receipt(each, written) for each in outcomes]


def _until_stopped(
    files: Iterable[Path],
    take: Callable[[Path], _Outcome],
    should_stop: StopAsked,
    told: Callable[[Received], None],
) -> tuple[list[_Outcome], bool]:
    """How the files fared, up to where the work was stopped, and whether it was."""
    outcomes: list[_Outcome] = []
    for file in files:
        try:
            if should_stop():
                return outcomes, True
            outcomes.append(take(file))
        except Cancelled:
            return outcomes, True
        told(outcomes[-1].received)
    return outcomes, False


def _with_receipt(outcome: _Outcome, written: dict[str, Path]) -> Received:
    received = outcome.received
    path = written.get(outcome.answer.row.id) if outcome.answer else None
    return Received(**{**vars(received), "receipt": path})


def _with_waiting(
    desk: StreetDesk, outcomes: list[_Outcome], take: Callable[[Path], _Outcome]
) -> list[_Outcome]:
    """Volumes in any order: those that lie aside are tried again, now that more main packages have come.

    One that came in this call keeps its place in it; one of an earlier call is told of at the end once it is taken in.
    """
    places = {
        (each.received.sender_code, each.received.serial, each.received.volume): place
        for place, each in enumerate(outcomes)
        if each.received.status == "held"
    }
    for file in waiting_files(desk):
        again = take(file)
        received = again.received
        if received.status == "held":
            continue
        throw_away(file)
        place = places.get((received.sender_code, received.serial, received.volume))
        if place is None:
            outcomes.append(again)
        else:
            named = replace(received, file=outcomes[place].received.file)
            outcomes[place] = _Outcome(named, again.answer)
    return outcomes


def _receive_one(
    desk: StreetDesk,
    file: Path,
    key: SigningKey,
    progress: Progress,
    should_stop: StopAsked,
    expectation: Expectation,
    decisions: Decisions,
) -> _Outcome:
    try:
        with staging_folder(desk) as staging:
            package = verify(file, expectation, staging=staging, progress=progress, should_stop=should_stop)
            refuse_newer_schema(package.signed)
            returns = returns_for(decisions, package.package_id)
            return _merge(desk, file, package, key, expectation.accept_gap, returns, should_stop)
    except PackageRefused as refusal:
        return _refused(desk, file, sharpened(refusal), key)
    except (AppError, EnvironmentProblem) as problem:  # AppError: what was decided of it cannot be done
        return _Outcome(_failed(file, None, problem), None)
    except OSError as error:  # what was unpacked beside the database cannot be read again
        unread = EnvironmentProblem("disk_unreadable", reason=error.strerror or str(error))
        return _Outcome(_failed(file, None, unread), None)


def refuse_newer_schema(signed: SignedTags) -> None:
    """Refuses E_VERSION for a package of a program whose records this one does not know."""
    if signed.header.schema > SCHEMA_VERSION:
        refusal = PackageRefused("E_VERSION", found=signed.header.software)
        refusal.signed = signed
        raise refusal


def sharpened(refusal: PackageRefused) -> PackageRefused:
    """What we do not know in a package of a newer program is no fault of the package."""
    if refusal.signed and refusal.code in ("E_NAME", "E_RECORD"):
        try:
            refuse_newer_schema(refusal.signed)
        except PackageRefused as newer:
            return newer
    return refusal


class _Checks:
    """The checks of one file that need the database; the signer, known from step 4, is remembered for step 13."""

    def __init__(self, desk: StreetDesk) -> None:
        self.desk = desk
        self.sender_code, self.other_codes = "", frozenset[str]()

    def chain_of(self, signer: RosterEntry) -> ChainState:
        self.no_chain(signer)
        return chain_state(self.desk.store.reader(), signer)

    def no_chain(self, signer: RosterEntry) -> None:
        self.sender_code, self.other_codes = signer.code, signer.codes

    def check(self, kind: str, record: Values) -> Sequence[Problem]:
        reader = self.desk.store.reader()
        return check_incoming(reader, kind, record, self.sender_code, self.other_codes)


def expectation_of(desk: StreetDesk, accept_gap: bool = False, *, is_in_order: bool = True) -> Expectation:
    """What a package is held against at this desk; `is_in_order` False leaves its place in the chain out, for a look."""
    checks = _Checks(desk)
    return Expectation(
        roster=FixedRoster(desk.roster()),
        recipient=Recipient(desk.office.code, frozenset((fingerprint(desk.keys().decrypt_key),))),
        chain_of=checks.chain_of if is_in_order else checks.no_chain,
        accept_gap=accept_gap,
        rules=RecordRules(kinds=KINDS, check=checks.check, attachments_of=attachments_of),
    )


def chain_state(connection: sqlite3.Connection, signer: RosterEntry) -> ChainState:
    """What we remember of a committee's packages (format §8). A serial that was skipped may come in any content.

    A key of an epoch that is closed meets the chain of the present one, so that its packages are E_EPOCH_OLD.
    """
    head = street_register.chain_head(connection, signer.code)
    epoch = max(signer.epoch or 1, head[0] if head else 0)
    if head is None or head[0] != epoch:
        return ChainState(epoch)
    ids = street_register.merged_ids(connection, signer.code, epoch)
    skipped = {serial: None for serial in range(1, head[1]) if serial not in ids}
    volumes = street_register.merged_volumes(connection, signer.code, epoch)
    return ChainState(epoch, head[1], head[2], ids, skipped, volumes)


def _merge(
    desk: StreetDesk,
    file: Path,
    package: VerifiedPackage,
    key: SigningKey,
    accept_gap: bool,
    returns: Returns,
    should_stop: StopAsked,
) -> _Outcome:
    if package.header.volume > 1:
        return _merge_volume(desk, file, package, key, should_stop)
    attachments = keep_attachments(desk.attachments, package, package.index, should_stop)
    header, withheld = package.header, withheld_of(package)

    def work(tx: Transaction) -> tuple[Received, Answer]:
        _judge_again(tx, package, accept_gap)
        merged = merge(tx, package, attachments, returns)
        counts = merged.as_counts()
        missing = missing_volumes(tx, package.signed)
        is_whole = not (merged.conflicts or merged.returned or missing)
        status = "accepted" if is_whole else "partial"
        street_register.keep_received(
            tx,
            ReceivedRow(package.package_id, package.signer.code, header.epoch, header.serial, header.period, file.name,
                        tx.at, status, canonical_json(counts)),
        )  # fmt: skip
        note_first_package(tx, package.signer.code, header.sender.code, header.epoch, header.serial)
        await_volumes(tx, package)
        said: dict[str, Any] = {"withheld": withheld} if withheld else {}
        said |= checked_part(merged.accepted, merged.returned, is_said_before=False)
        answer = issue(tx, desk, package.signed, status, None, counts, tuple(merged.conflicts), key, said)
        return _merged(file, package, counts, status, missing, len(merged.returned)), answer

    received, answer = desk.write(work, f"合并 {header.bag_name}", Right.PACK)
    return _Outcome(received, answer)


def _merge_volume(
    desk: StreetDesk, file: Path, package: VerifiedPackage, key: SigningKey, should_stop: StopAsked
) -> _Outcome:
    """The attachments that records of a merged package have been waiting for."""
    attachments = keep_attachments(desk.attachments, package, awaited_index(desk, package), should_stop)

    def work(tx: Transaction) -> tuple[Received, Answer]:
        _judge_again(tx, package, accept_gap=False)
        merge(tx, package, attachments)
        keep_volume(tx, package, file)
        said = answered(tx, str(package.header.main))
        missing = missing_volumes(tx, package.signed)
        status = "partial" if said["conflicts"] or said.get("returned") or missing else "accepted"
        again: dict[str, Any] = {
            name: said[name] for name in ("withheld", "checked", "returned", "all_returned") if name in said
        }
        answer = issue(tx, desk, package.signed, status, None, said["records"], said["conflicts"], key, again)
        return _merged(file, package, {}, status, missing), answer

    operation = f"合并 {package.header.bag_name}"
    received, answer = desk.write(work, operation, Right.PACK)
    return _Outcome(received, answer)


def _judge_again(tx: Transaction, package: VerifiedPackage, accept_gap: bool) -> None:
    """The chain as this transaction sees it: another window may have merged the same package meanwhile."""
    try:
        judge(
            chain_state(tx.connection, package.signer),
            package.header,
            package.package_id,
            accept_gap=accept_gap,
        )
    except PackageRefused as refusal:
        refusal.signed = package.signed
        raise


def _merged(
    file: Path,
    package: VerifiedPackage,
    counts: dict[str, dict[str, int]],
    status: str,
    missing: Sequence[int],
    returned: int = 0,
) -> Received:
    header = package.header
    read = sum(sum(each.values()) for each in counts.values()) + returned
    refused = sum(each["conflict"] for each in counts.values())
    return Received(
        file, header.sender.code, header.sender.name, header.period, header.serial, status, None,
        _expected(package.signed), read, read - refused - returned, refused, warnings=package.warnings, volume=header.volume,
        missing_volumes=tuple(missing), returned=returned, package_id=package.package_id,
    )  # fmt: skip


def _refused(desk: StreetDesk, file: Path, refusal: PackageRefused, key: SigningKey) -> _Outcome:
    signed = refusal.signed
    if signed is None:  # nobody answers what nobody enrolled has signed (format §9)
        return _Outcome(_failed(file, None, refusal), None)
    if refusal.code == "E_WAIT_MAIN":
        set_aside(desk, file, signed)
        return _Outcome(_failed(file, signed, refusal, status="held"), None)
    if refusal.code == "E_FORK":
        keep_fork(desk, file, signed)
    if refusal.code == "E_REPLAY":
        package_id = signed.header.main or signed.package_id
        answer = reissue(desk, package_id)
        known: LedgerError = refusal
        if street_register.is_rolled_back(desk.store.reader(), package_id):
            known = AppError("replayed_rolled_back", serial=signed.header.serial)
        received = _failed(file, signed, known, status="replayed")
        return _Outcome(received, answer)
    work = lambda tx: issue(tx, desk, signed, "rejected", refusal.code, {}, (), key)  # noqa: E731
    answer = desk.write(work, f"退回 {signed.header.bag_name}", Right.PACK)
    return _Outcome(_failed(file, signed, refusal), answer)


def _failed(file: Path, signed: SignedTags | None, error: LedgerError, status: str = "rejected") -> Received:
    if signed is None:
        return Received(file, "", "", "", 0, status, error, 0, 0, 0, 0)
    header, expected = signed.header, _expected(signed)
    refused = 0 if status in ("replayed", "held") else expected
    return Received(
        file, header.sender.code, header.sender.name, header.period, header.serial, status, error, expected, 0, 0, refused,
        volume=header.volume, package_id=signed.package_id,
    )  # fmt: skip


def _expected(signed: SignedTags) -> int:
    return sum(record_counts(signed.header.counts).values())


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


def _remove_stale_staging(desk: StreetDesk) -> None:
    shutil.rmtree(_staging_parent(desk), ignore_errors=True)
