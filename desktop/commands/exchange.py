"""The commands about packages on the committee's side: trust, export, verify, receipt import."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from db.errors import AppError, EnvironmentProblem
from desktop.commands.reading import passphrase
from desktop.commands.records import opened
from desktop.messages import message

if TYPE_CHECKING:
    from desktop.exchange.refusals import PackageWarning
    from desktop.exchange.signing_key import SigningKey
    from desktop.exchange.verify import VerifiedPackage
    from desktop.office import Office

PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def trust(given: Namespace) -> int:
    """Take in the street's sheet and print what has to be compared with the stamped paper."""
    from desktop.trust import read_sheet_file, read_street_sheet, trust_office

    text = read_sheet_file(given.file) if given.file else given.sheet
    sheet = read_street_sheet(text)
    with opened(given.db) as office:
        street = trust_office(office, text)
    print(f"已登记 {street.name}（{street.code}）。请与盖章的登记表逐组核对：")
    for key in sheet.keys:
        print(f"{key.purpose}\t{key.fingerprint}\t{' '.join(key.digit_groups)}")
    return 0


def export(given: Namespace) -> int:
    """Seal the changes and write the package out; print its path and id. Repeating writes the same package again.

    `--encrypt` writes it for the street's decryption key only, `--volume-mib` in files of at most that size.
    """
    return seal_and_write(given, opened)


def seal_and_write(given: Namespace, opener: Callable[[Path], AbstractContextManager[Office]]) -> int:
    """Seal what changed in the ledger that `opener` opens, and write it out; the exit code."""
    from desktop.exchange.outgoing import packages_to_write, unlock
    from desktop.exchange.volumes import limit_of
    from desktop.exchange.writing_packages import write_volumes

    if not PERIOD.fullmatch(given.period):
        raise AppError("period_unreadable", typed=given.period)
    if not given.to.is_dir():
        raise EnvironmentProblem("target_not_a_folder", name=str(given.to))
    with opener(given.db) as office:
        key = unlock(office, passphrase(given.passphrase_file))
        packing = (limit_of(given.volume_mib), given.profile, given.whole)
        for sealed in packages_to_write(office, given.period, key, *packing):
            for path in write_volumes(office, sealed.id, given.to, is_encrypted=given.encrypt):
                print(path)
            print(f"包编号 {sealed.id}")
            _tell_awaited(office, sealed.id)
    return 0


def _tell_awaited(office: Office, package_id: str) -> None:
    """What the package names and a street has not received yet."""
    from db.committee_names import ROSTER
    from desktop.exchange.awaited import lacking

    found = lacking(office.store.reader(), package_id)
    for volume, each in found:
        name = office.title(ROSTER, each.code)
        print(
            f"  未随附\t{each.name}\t{name}第 {each.serial} 号包第 {each.volume} 卷还没有收到，收到后写进第 {volume} 卷",
            file=sys.stderr,
        )
    if found:
        print(
            f"有 {len(found)} 个附件还没有收到，包里已写明未随附；收到后用“street supplement”补写。",
            file=sys.stderr,
        )


def verify(given: Namespace) -> int:
    """Say who signed a package, what is inside, and whether it holds."""
    from desktop.exchange.checking import check_package, parse_roster

    roster = parse_roster(_roster_text(given.roster)) if given.roster else None
    package = check_package(given.package, roster, _keys(given))
    _tell(package, is_known=roster is not None)
    return 0


def _keys(given: Namespace) -> list[SigningKey]:
    """The decryption key that was given, unlocked."""
    from desktop.exchange.signing_key import load_key

    if not given.decrypt_key:
        return []
    if not given.passphrase_file:
        raise AppError("passphrase_file_needed")
    return [load_key(given.decrypt_key, passphrase(given.passphrase_file))]


def _roster_text(path: Path) -> str:
    from desktop.trust import read_sheet_file

    return read_sheet_file(path)


def _tell(package: VerifiedPackage, is_known: bool) -> None:
    header = package.header
    print(f"完好：{header.bag_name}")
    print(f"签名 {header.sender.name}（{header.sender.code}） {header.sender.key}")
    if not is_known:
        print("没有给名册，签名人的身份未核对；内容与签名一致。")
    print(f"收件 {'、'.join(f'{each.name}（{each.code}）' for each in header.to)}")
    print(f"期间 {header.period}，第 {header.serial} 号，封包时间 {header.created}")
    print("内容 " + json.dumps(dict(header.counts), ensure_ascii=False))
    print(f"包编号 {package.package_id}")
    tell_warnings(package.warnings)


def tell_warnings(warnings: tuple[PackageWarning, ...], to: TextIO | None = None) -> None:
    """Print what a person should know of a package that is good; beside lines of JSON `to` standard error."""
    for warning in warnings:
        print(f"注意：{message(warning.code, warning.params)}（{warning.code}）", file=to)


def down(given: Namespace) -> int:
    """Show what the street sent down; with `--take` take it in as one operation."""
    from desktop.exchange.incoming_down import read_down_package, take_in

    with opened(given.db) as office:
        package = read_down_package(office, given.file)
        print(f"{package.street} 下发 第 {package.serial} 号 {package.period}，共 {len(package.items)} 项")
        for each in package.items:
            print("\t".join((each.record_type.label, each.title, each.due or "—")))
        if given.take:
            taken = take_in(office, package)
            print(f"已收下 {len(taken)} 条：{'、'.join(record['no'] or record['id'] for record in taken)}")
    return 0


def import_(given: Namespace) -> int:
    """Take in a receipt of the street."""
    from desktop.exchange.incoming_receipt import CONFIRMING, import_receipt
    from desktop.exchange.profiles import withheld_words

    with opened(given.db) as office:
        imported = import_receipt(office, given.file)
    receipt = imported.receipt
    if receipt.status in CONFIRMING:
        print(f"第 {receipt.serial} 号已被街道接收，{imported.reported} 条记录标为已报送。")
    else:
        reason = message(receipt.error, {"serial": receipt.serial}) if receipt.error else ""
        print(f"第 {receipt.serial} 号没有被接收。{reason}")
    if receipt.checked is not None:
        print(f"街道核验：接收 {receipt.checked['accepted']} 条，退回 {len(receipt.returned or ())} 条。")
    for each in receipt.returned or ():
        print(f"退回 {each['no']}：{each['remark']}")
    if receipt.missing_volumes:
        print(f"街道还缺第 {'、'.join(map(str, receipt.missing_volumes))} 卷，请补交。")
    if receipt.withheld:
        print(f"报送时没有给街道的：{withheld_words(receipt.withheld)}。")
    if receipt.conflicts:
        print(f"其中 {len(receipt.conflicts)} 条与街道已有的内容冲突，没有标为已报送。")
    tell_warnings(imported.warnings)
    return 0
