"""The commands of the street office: init, enrol, receive, list, roster."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from db.code_links import home_of
from db.errors import AppError
from db.lists import record_ids, records_by_id
from db.spec import RECORD_TYPES
from db.spec.query import Query, Sort
from desktop import paths
from desktop.commands.acting import sign_in_as_told
from desktop.commands.exchange import PERIOD, tell_warnings
from desktop.commands.interruption import stopped_by_ctrl_c
from desktop.commands.reading import json_lines, passphrase
from desktop.commands.records import print_records
from desktop.messages import sentence

if TYPE_CHECKING:
    from desktop.exchange.signing_key import SigningKey
    from desktop.street.receiving import Received
    from desktop.street.street_ledger import StreetLedger
    from desktop.street.street_office import StreetDesk

_WORDS = {
    "accepted": "已合并",
    "partial": "部分合并",
    "rejected": "退回",
    "replayed": "已收过",
    "held": "暂存，等主包",
    "rolled_back": "已撤回",
}


@contextmanager
def opened_desk(database: Path) -> Iterator[StreetDesk]:
    """The street's desk with the one named by --as at it, closed afterwards."""
    with opened_street(database) as ledger:
        yield ledger.desk


@contextmanager
def opened_street(database: Path) -> Iterator[StreetLedger]:
    """The street's ledger with the one named by --as at it, closed afterwards. Raises what `sign_in_as_told` raises."""
    from desktop.street.street_ledger import StreetLedger

    ledger = StreetLedger.open(database)
    try:
        sign_in_as_told(ledger)
        yield ledger
    finally:
        ledger.close()


def init(given: Namespace) -> int:
    """Make the street's database and keys; print its sheet text and fingerprints."""
    from desktop.street.street_office import StreetDesk
    from desktop.trust import read_street_sheet

    desk = StreetDesk.create(
        given.db, code=given.code, name=given.name, passphrase=passphrase(given.passphrase_file)
    )
    text = desk.keys().sheet_text
    desk.close()
    print(text)
    for key in read_street_sheet(text).keys:
        print(f"{key.purpose}\t{key.fingerprint}\t{' '.join(key.digit_groups)}")
    return 0


def enrol(given: Namespace) -> int:
    """Enrol a committee from its sheet or key file; print what has to be compared with the stamped paper."""
    from desktop.exchange.public_keys import digit_groups, parse_public_key_line
    from desktop.street.roster_changes import REASON_OF, replace_key
    from desktop.trust import read_sheet_file

    text = read_sheet_file(given.file) if given.file else given.sheet
    with opened_desk(given.db) as desk:
        if given.cause:
            row = replace_key(desk, text, given.code, REASON_OF[given.cause], "", given.notice)
        else:
            row = desk.enrol(text, code=given.code, name=given.name)
    groups = " ".join(digit_groups(parse_public_key_line(row.key_line)))
    print(f"已登记 {row.name}（{row.code}）。请与盖章的登记表逐组核对：\n{row.fingerprint}\t{groups}")
    return 0


def change_code(given: Namespace) -> int:
    """Link a committee's new code with the one it had, from its new sheet; print what has to be compared with the paper."""
    from desktop.exchange.public_keys import digit_groups, fingerprint
    from desktop.street.code_change import change_code as change
    from desktop.street.roster_changes import REASON_OF
    from desktop.trust import read_sheet_file

    text = read_sheet_file(given.file) if given.file else given.sheet
    with opened_desk(given.db) as desk:
        link = change(
            desk, text, given.code, name=given.name, note=given.note,
            reason=REASON_OF[given.cause] if given.cause else None, notice=given.notice,
        )  # fmt: skip
        key = desk.committee_sheet(text, given.code).public_key
    print(f"{link.name} 的代码现在是 {link.code}（原 {given.code}），以前的记录和报送包都算作同一单位。")
    print(f"请与盖章的登记表逐组核对：\n{fingerprint(key)}\t{' '.join(digit_groups(key))}")
    return 0


def receive_(given: Namespace) -> int:
    """Take in packages and write receipts; every file and the sums are counted. Exit code 1 when one was refused.

    Ctrl+C ends it at once, before the package under way is merged; given again, it goes on, and what was merged is told as such.
    """
    from desktop.commands.street_merging import Telling, decisions_of
    from desktop.exchange.signing_key import load_key
    from desktop.street.receiving import Following, receive

    with opened_desk(given.db) as desk, stopped_by_ctrl_c() as token:
        secret = passphrase(given.passphrase_file)
        key = load_key(paths.sign_key_file(given.db), secret)
        telling = Telling(len(given.packages))
        results = receive(
            desk, given.packages, given.to, key, Following(telling.hear_bytes, token.should_stop, telling.hear),
            accept_gap=given.accept_gap, decisions=decisions_of(given),
            decryption_keys=decryption_keys(given.db, secret, (*given.packages, *waiting(desk))),
        )  # fmt: skip
        telling.end()
    return _tell_results(given, results, is_stopped=token.should_stop())


def _tell_results(given: Namespace, results: Sequence[Received], is_stopped: bool) -> int:
    from desktop.commands.street_merging import as_json, sums_of

    for each in results:
        if given.json:
            print(as_json(each))
        else:
            _tell(each)
        _tell_error(each, sys.stderr if given.json else None)
    sums = sums_of(results, given=len(given.packages), is_stopped=is_stopped)
    if given.json:
        print(json.dumps(sums, ensure_ascii=False))
    else:
        sent_back = f"退回 {sums['returned']} 条，" if sums["returned"] else ""
        print(
            f"共 {len(results)} 个文件：应有 {sums['expected']} 条，读到 {sums['read']} 条，写入 {sums['merged']} 条，"
            f"{sent_back}拒收 {sums['refused']} 条。"
        )
    if is_stopped:
        left = max(sums["given"] - sums["files"], 0)
        print(
            f"已停下，还有 {left} 个文件没有处理。再运行一次同样的命令会接着收，收过的不会重复。",
            file=sys.stderr,
        )
    return 1 if is_stopped or any(each.status == "rejected" for each in results) else 0


def waiting(desk: StreetDesk) -> list[Path]:
    """The volumes that lie aside and are tried again."""
    from desktop.street.later_volumes import waiting_files

    return waiting_files(desk)


def decryption_keys(database: Path, secret: str, files: Sequence[Path]) -> tuple[SigningKey, ...]:
    """The street's decryption keys, unlocked only when there is something to decrypt."""
    from desktop.exchange.age_files import is_encrypted
    from desktop.street.key_files import unlocked_decrypt_keys

    if not any(each.is_file() and is_encrypted(each) for each in files):
        return ()
    return unlocked_decrypt_keys(database, secret)


def _tell(received: Received) -> None:
    volume = f"第 {received.volume} 卷" if received.volume > 1 else ""
    who = (
        f"{received.sender_name}（{received.sender_code}）第 {received.serial} 号{volume} {received.period}"
        if received.sender_code
        else ""
    )
    sent_back = f" 退回 {received.returned}" if received.returned else ""
    counts = f"应有 {received.expected} 读到 {received.read} 写入 {received.written}{sent_back} 拒收 {received.refused}"
    print("\t".join(filter(None, (received.file.name, _WORDS[received.status], who, counts))))
    if received.missing_volumes:
        print(f"  附件待补：第 {'、'.join(map(str, received.missing_volumes))} 卷还没有收到")
    if received.receipt:
        print(f"  回执 {received.receipt}")


def _tell_error(received: Received, to: TextIO | None) -> None:
    if received.error and received.status != "held":
        print(
            f"{received.file.name}：{sentence(received.error)}（{received.error.message_id}）",
            file=sys.stderr,
        )
    tell_warnings(received.warnings, to)


def send(given: Namespace) -> int:
    """Send records of the types in `DOWN_TYPES` down to committees; print the files written."""
    from desktop.exchange.signing_key import load_key
    from desktop.street.sending_down import send_down

    items: dict[str, list[dict[str, Any]]] = {}
    for each in given.items:
        kind, lines = _typed_lines(each)
        items.setdefault(kind, []).extend(lines)
    if not PERIOD.fullmatch(given.period):
        raise AppError("period_unreadable", typed=given.period)
    with opened_desk(given.db) as desk:
        key = load_key(paths.sign_key_file(given.db), passphrase(given.passphrase_file))
        for path in send_down(desk, given.committee, items, given.period, given.to, key):
            print(path)
    return 0


def _typed_lines(typed: str) -> tuple[str, list[dict[str, Any]]]:
    kind, _, file = typed.partition("=")
    lines = []
    for _, line in json_lines(file):
        if isinstance(line, AppError):
            raise line
        lines.append(line)
    return kind, lines


def packages_(given: Namespace) -> int:
    """Print the merged packages: committee, serial, period, status, volumes still awaited, package id."""
    from db import street_register, street_volumes

    with opened_desk(given.db) as desk:
        reader = desk.store.reader()
        wanted = home_of(reader, given.committee)
        for each in street_register.received_packages(reader):
            if wanted not in ("", each.code):
                continue
            awaited = street_volumes.awaited_attachments(reader, each.id)
            volumes = "、".join(str(number) for number in sorted({one.volume for one in awaited}))
            missing = f"附件待补 {len(awaited)} 个（第 {volumes} 卷）" if awaited else "附件齐全"
            fields = (each.code, f"第 {each.serial} 号", each.period, _WORDS[each.status], missing, each.id)
            print("\t".join(fields))
    return 0


def check_(given: Namespace) -> int:
    """Sign the result of checking a package's records and write the receipt."""
    from desktop.exchange.signing_key import load_key
    from desktop.street.answering import write_receipts
    from desktop.street.checked_records import check_records

    returns = dict(number_and_remark(each) for each in given.returns)
    with opened_desk(given.db) as desk:
        key = load_key(paths.sign_key_file(given.db), passphrase(given.passphrase_file))
        answer = check_records(desk, package_id(desk, given.package), returns, key)
        [path] = write_receipts([answer], given.to).values()
    accepted = json.loads(answer.row.line)["checked"]["accepted"]
    print(f"核验结果：接收 {accepted} 条，退回 {len(returns)} 条。\n  回执 {path}")
    return 0


def number_and_remark(typed: str) -> tuple[str, str]:
    """The two sides of NUMBER=REMARK."""
    number, _, remark = typed.partition("=")
    return number.strip(), remark.strip()


def package_id(desk: StreetDesk, typed: str) -> str:
    """The id that starts so; the digits as the slip prints them may be given with spaces."""
    from db import street_register

    start = "".join(typed.split()).lower()
    found = [
        each.id
        for each in street_register.received_packages(desk.store.reader())
        if each.id.startswith(start)
    ]
    if len(start) < 12 or len(found) != 1:
        raise AppError("package_not_merged", what=typed)
    return found[0]


def list_(given: Namespace) -> int:
    """Print the merged records of a type, of all committees or of one."""
    record_type = RECORD_TYPES[given.type]
    with opened_desk(given.db) as desk:
        reader = desk.store.reader()
        ids = record_ids(reader, given.type, Query(sort=(Sort("no"),)), desk.store.clock.today().isoformat())
        records = records_by_id(reader, given.type, ids)
        wanted_code = home_of(reader, given.committee)
    wanted = [each for each in records if wanted_code in ("", each["committee_code"])]
    print_records(
        record_type, sorted(wanted, key=lambda each: (each["committee_code"], each["no"])), given.json
    )
    return 0


def roster(given: Namespace) -> int:
    """Print the roster as an OpenSSH allowed_signers file."""
    with opened_desk(given.db) as desk:
        print(desk.allowed_signers(), end="")
    return 0
