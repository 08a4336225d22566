"""Receiving packages: each verified, merged and answered on its own; one bad file never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from db import street_register
from db.code_links import note_first_package
from db.errors import AppError, Cancelled, EnvironmentProblem, LedgerError
from db.leftovers import throw_away
from db.row_codec import canonical_json
from db.store import Transaction
from db.street_register import ReceivedRow
from desktop.exchange.chain import judge
from desktop.exchange.payload_names import record_counts
from desktop.exchange.refusals import PackageRefused, PackageWarning
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.tag_steps import SignedTags
from desktop.exchange.verify import Expectation, VerifiedPackage, verify
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress
from desktop.paths import make_folder
from desktop.people.permissions import Right
from desktop.street.answering import Answer, answered, issue, reissue, write_receipts
from desktop.street.forks import keep_fork
from desktop.street.judging import chain_state, expectation_of, explained, refuse_newer_schema
from desktop.street.key_files import note_addressee
from desktop.street.later_volumes import (
    await_volumes,
    awaited_index,
    keep_volume,
    missing_volumes,
    set_aside,
    waiting_files,
)
from desktop.street.merging import keep_attachments, merge, withheld_of
from desktop.street.returns import (
    NOTHING_DECIDED,
    Decisions,
    Returns,
    checked_part,
    returns_for,
)
from desktop.street.staging import remove_stale_staging, staging_folder
from desktop.street.street_office import StreetDesk

# What the receipt of a later volume takes over from that of its main package.
_SAID_AGAIN = ("records", "conflicts", "withheld", "checked", "returned", "all_returned")


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


def _nobody_listens(received: Received) -> None:
    pass


@dataclass(frozen=True)
class Following:
    """How an intake is followed: `progress` hears of the bytes checked, `told` of each file as soon as it is done with,
    and `should_stop` is asked between two files and before the one under way is merged.
    """

    progress: Progress = no_progress
    should_stop: StopAsked = never_stop
    told: Callable[[Received], None] = _nobody_listens


UNFOLLOWED = Following()


@dataclass(frozen=True)
class _Outcome:
    received: Received
    answer: Answer | None


def receive(
    desk: StreetDesk,
    files: Iterable[Path],
    receipts_folder: Path,
    key: SigningKey,
    following: Following = UNFOLLOWED,
    *,
    accept_gap: bool = False,
    decryption_keys: Sequence[SigningKey] = (),
    decisions: Decisions = NOTHING_DECIDED,
    is_by_committee: bool = False,
) -> list[Received]:
    """Take in packages and write their receipts; what happened to each file, in the order given.

    Each package is one transaction. Repeating a call changes nothing and writes the same receipts again.
    `accept_gap` is the operator's consent to packages that never came, as long as nothing is lost (format §8 rule 5).
    `decryption_keys` open encrypted packages, whose refusals otherwise are E_WRONG_RECIPIENT. `decisions` say what of a
    package is sent back. `is_by_committee` puts each receipt into a folder named by the code of its committee. Stopped, it
    gives back only what was taken in; that stays so and has its receipts. Raises EnvironmentProblem when receipts cannot
    be written.
    """
    desk.require(Right.PACK)
    make_folder(receipts_folder)
    remove_stale_staging(desk)
    expectation = replace(expectation_of(desk, accept_gap), decryption_keys=tuple(decryption_keys))
    take = partial(
        _receive_one, desk, key=key, following=following, expectation=expectation, decisions=decisions
    )
    outcomes, is_stopped = _until_stopped(files, take, following)
    if not is_stopped:
        outcomes = _with_waiting(desk, outcomes, take)
    answers = [each.answer for each in outcomes if each.answer]
    written = write_receipts(answers, receipts_folder, is_by_committee)
    return [_with_receipt(each, written) for each in outcomes]


def _until_stopped(
    files: Iterable[Path],
    take: Callable[[Path], _Outcome],
    following: Following,
) -> tuple[list[_Outcome], bool]:
    """How the files fared, up to where the work was stopped, and whether it was."""
    outcomes: list[_Outcome] = []
    for file in files:
        try:
            if following.should_stop():
                return outcomes, True
            outcomes.append(take(file))
        except Cancelled:
            return outcomes, True
        following.told(outcomes[-1].received)
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
    following: Following,
    expectation: Expectation,
    decisions: Decisions,
) -> _Outcome:
    try:
        with staging_folder(desk) as staging:
            package = verify(
                file,
                expectation,
                staging=staging,
                progress=following.progress,
                should_stop=following.should_stop,
            )
            refuse_newer_schema(package.signed)
            returns = returns_for(decisions, package.package_id)
            return _merge(desk, file, package, key, expectation.accept_gap, returns, following.should_stop)
    except PackageRefused as refusal:
        found = explained(refusal, desk, file)
        if not isinstance(found, PackageRefused):
            return _Outcome(_failed(file, None, found), None)
        return _refused(desk, file, found, key)
    except (AppError, EnvironmentProblem) as problem:  # AppError: what was decided of it cannot be done
        return _Outcome(_failed(file, None, problem), None)
    except OSError as error:  # what was unpacked beside the database cannot be read again
        unread = EnvironmentProblem("disk_unreadable", reason=error.strerror or str(error))
        return _Outcome(_failed(file, None, unread), None)


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
        note_addressee(tx, header, desk.office.code, package.signer.code)
        await_volumes(tx, package)
        said: dict[str, Any] = {"records": counts, "conflicts": list(merged.conflicts)}
        said |= {"withheld": withheld} if withheld else {}
        said |= checked_part(merged.accepted, merged.returned, is_said_before=False)
        answer = issue(tx, desk, package.signed, key, status, said=said)
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
        again = {name: said[name] for name in _SAID_AGAIN if name in said}
        answer = issue(tx, desk, package.signed, key, status, said=again)
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
        answer = reissue(desk, package_id, key)
        known: LedgerError = refusal
        if street_register.is_rolled_back(desk.store.reader(), package_id):
            known = AppError("replayed_rolled_back", serial=signed.header.serial)
        received = _failed(file, signed, known, status="replayed")
        return _Outcome(received, answer)
    work = lambda tx: issue(tx, desk, signed, key, "rejected", error=refusal.code)  # noqa: E731
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
