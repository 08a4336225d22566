"""Printing from an open ledger: which records go onto which document. reportlab is imported here, when it is needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from db import packages, written_files
from db.committee_names import ROSTER
from db.errors import AppError
from db.identity_changes import identity_changes
from db.packages import SealedRow
from db.settings import setting
from db.spec import (
    ACCIDENT,
    DOCUMENT,
    DRILL,
    HAZARD,
    NOTICE,
    RECORD_TYPES,
    RISK,
    SPECIAL_WORK_CERTIFICATE,
    TASK,
    TRAINING,
)
from db.spec.field import Record, RecordType
from db.spec.query import Query, Sort
from desktop import paths
from desktop.ledger_papers import print_form
from desktop.office import Office
from desktop.own_identity import sheet_words
from desktop.stored_rows import StoredRows
from desktop.tips.release import refuse_unreleased, tipster_check

if TYPE_CHECKING:
    from reports.enrolment_sheet import EnrolmentKey
    from reports.print_context import PrintContext, PrintResult


def hazard_ledger(office: Office, query: Query | None = None) -> PrintResult:
    """The hazard ledger of the records a list shows (all, by number, when no query is given)."""
    return print_form(office, HAZARD.table, query)


def risk_inventory(office: Office, query: Query | None = None) -> PrintResult:
    """The risk inventory of the records a list shows (all, by number, when no query is given)."""
    return print_form(office, RISK.table, query)


def document_register(office: Office, query: Query | None = None) -> PrintResult:
    """The register of the documents a list shows (all, by number, when no query is given)."""
    return print_form(office, DOCUMENT.table, query)


def training_ledger(office: Office, query: Query | None = None) -> PrintResult:
    """The ledger of the trainings a list shows (all, by number, when no query is given)."""
    return print_form(office, TRAINING.table, query)


def certificate_list(office: Office, query: Query | None = None) -> PrintResult:
    """The list of the special-work certificates a list shows (all, by number, when no query is given)."""
    return print_form(office, SPECIAL_WORK_CERTIFICATE.table, query)


def accident_ledger(office: Office, query: Query | None = None) -> PrintResult:
    """The ledger of the accidents a list shows (all, by number, when no query is given)."""
    return print_form(office, ACCIDENT.table, query)


def task_list(office: Office, query: Query | None = None) -> PrintResult:
    """The list of the tasks a list shows (all, by day, when no query is given)."""
    return print_form(office, TASK.table, query or Query(sort=(Sort("due"), Sort("no"))))


def drill_log(office: Office, record_id: str) -> PrintResult:
    """The log of one drill."""
    from reports.drill_log import drill_log

    record = office.get(DRILL.table, record_id)
    refuse_unreleased(tipster_check(office), [(DRILL, record)])
    return drill_log(record, print_context(office))


def released_rows(office: Office, record_type: RecordType, query: Query) -> Sequence[Record]:
    """The records a list shows, once their free text was found to name no tipster; AppError `tipster_in_text`."""
    rows = StoredRows(office, record_type.table, office.ids(record_type.table, query))
    if (check := tipster_check(office)) is not None:
        refuse_unreleased(check, ((record_type, each) for each in rows))
    return rows


def notice(office: Office, record_id: str) -> PrintResult:
    """One notice with its number: 告知单, 上报单, 复查意见单 or 延期申请."""
    from reports.notice import notice_sheet

    record = office.get(NOTICE.table, record_id)
    return notice_sheet(record, office.get(HAZARD.table, record["hazard"]), print_context(office))


def newest_notice(office: Office) -> str:
    """The id of the notice made last. Raises AppError `documents_missing` when there is none."""
    ids = office.ids(NOTICE.table, Query(), 1)
    if not ids:
        raise AppError("documents_missing")
    return ids[0]


def newest_drill(office: Office) -> str:
    """The id of the drill held last. Raises AppError `documents_missing` when there is none."""
    ids = office.ids(DRILL.table, Query(sort=(Sort("date", descending=True), Sort("no", descending=True))))
    if not ids:
        raise AppError("documents_missing")
    return ids[0]


def handover_slip(office: Office, package: SealedRow) -> PrintResult:
    """The slip (交接单) that goes with a package on paper."""
    from desktop.exchange.payload_names import record_counts
    from desktop.exchange.writing_packages import files_of
    from reports.handover_slip import HandoverSlip, handover_slip

    header = json.loads(package.header)
    counts = record_counts(header["counts"])
    attachment_count = header["counts"].get("attachments", 0)
    to, connection = header["to"][0], office.store.reader()
    names = written_files.written_names(connection, package.id) or [f"{package.base_name}.zip"]
    slip = HandoverSlip(
        from_name=header["from"]["name"], from_code=header["from"]["code"], to_name=to["name"], to_code=to["code"],
        period=package.period, serial=package.serial, epoch=package.epoch, package_id=package.id,
        file_name=names[0] if len(names) == 1 else f"{names[0]} 至 {names[-1]}（共 {len(names)} 卷）",
        file_size=sum(each.size for each in files_of(office, package.id)),
        sealed_at=datetime.fromisoformat(package.created),
        record_counts=[(_kind_label(kind), number) for kind, number in sorted(counts.items())],
        attachment_count=attachment_count, signer_fingerprint=header["from"]["key"], withheld=_withheld(office, package),
        not_attached=_not_attached(office, package),
    )  # fmt: skip
    return handover_slip(slip, print_context(office))


def _withheld(office: Office, package: SealedRow) -> str:
    """What the package says it withholds, in words; "" when nothing."""
    from desktop.exchange.payload_names import WITHHELD, records_path
    from desktop.exchange.profiles import PUBLIC, withheld_words

    files = packages.sealed_files(office.store.reader(), package.id)
    content = next((each.content for each in files if each.path == records_path(WITHHELD)), None) or b""
    lines = [json.loads(each) for each in content.splitlines()]
    if any(each["profile"] == PUBLIC for each in lines):  # nearly every column: its rule says it shorter
        return "公示版：不带姓名、电话、照片和附件"
    return withheld_words({each["type"]: each["fields"] for each in lines})


def _not_attached(office: Office, package: SealedRow) -> str:
    """附件 2 个没有收到，未随附（章浜社区居委会第 3 号包）；收到后另交第 2 卷; "" when nothing is awaited."""
    from desktop.exchange.awaited import lacking

    found = lacking(office.store.reader(), package.id)
    if not found:
        return ""
    sources = dict.fromkeys(f"{office.title(ROSTER, each.code)}第 {each.serial} 号包" for _, each in found)
    volumes = dict.fromkeys(str(volume) for volume, _ in found)
    return (
        f"附件 {len(found)} 个没有收到，未随附（{'、'.join(sources)}）；收到后另交第 {'、'.join(volumes)} 卷"
    )


def enrolment_sheet(office: Office) -> PrintResult:
    """The committee's enrolment sheet: its public key as QR, digits and fingerprint, to be stamped (format §10)."""
    from desktop.exchange.signing_key import read_public_key
    from reports.enrolment_sheet import EnrolmentSheet, enrolment_sheet

    public_key = read_public_key(paths.sign_key_file(office.database))
    sheet = EnrolmentSheet(
        "committee", office.committee["name"], office.committee["code"], epoch_of(office),
        [enrolment_key("签名公钥", public_key)], committee_sheet_text(office), _key_since(office), _reason(office),
        sheet_words(office)[1],
    )  # fmt: skip
    return enrolment_sheet(sheet, print_context(office))


QR_EDGE = 4  # modules of white around a code (ISO/IEC 18004)


def scanned_code(text: str) -> list[list[bool]]:
    """The QR code of a sheet's text for the screen: row by row, True for dark, without its white edge."""
    from reports.qr import qr_modules

    return qr_modules(text)


def committee_sheet_text(office: Office) -> str:
    """The text of the committee's enrolment sheet, as its QR code holds it."""
    from desktop.exchange.enrolment import CommitteeSheet, committee_text
    from desktop.exchange.signing_key import read_public_key

    public_key = read_public_key(paths.sign_key_file(office.database))
    return committee_text(
        CommitteeSheet(office.committee["code"], epoch_of(office), public_key, _key_since(office))
    )


def epoch_of(office: Office) -> int:
    """The committee's epoch: 1, and one more after each loss of its data (format §4)."""
    return int(setting(office.store.reader(), "epoch", "1"))


def print_context(office: Office, query: Query | None = None) -> PrintContext:
    """Who prints, on which day, for which period."""
    from reports.print_context import PrintContext

    return PrintContext(
        unit_name=office.committee["name"],
        printed_at=datetime.combine(office.clock.today(), time()),
        filled_by=office.clerk,
        period=period_text(query.date_from, query.date_to) if query else "",
        reference_title=office.title,
        attachment_path=office.attachment_path,
        origin=office.origin,
    )


def period_text(date_from: str | None, date_to: str | None) -> str:
    """A period as people write it: 2026年11月 for a whole month, 2026年 for a year, else both days; "" for no limits."""
    if not date_from and not date_to:
        return ""
    if date_from and date_to:
        start, end = date.fromisoformat(date_from), date.fromisoformat(date_to)
        if start.day == 1 and _is_month_end(end) and (start.year, start.month) == (end.year, end.month):
            return f"{start.year}年{start.month}月"
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return f"{start.year}年"
    return f"{date_from or '开始'} 至 {date_to or '现在'}"


def _is_month_end(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def _key_since(office: Office) -> date:
    """The day of what the sheet says: of the last change of key, code or name, else of the ledger."""
    from desktop.own_keys import key_changes

    days = [each.at for each in key_changes(office)]
    days += [each.at for each in identity_changes(office.store.reader())]
    return date.fromisoformat(max(days, default=office.committee["created_at"])[:10])


def _reason(office: Office) -> str:
    """Why the sheet is given again; "" for the first one. Of a change of keys and one of the code both are said."""
    return "；".join(filter(None, (_key_reason(office), sheet_words(office)[0])))


def _key_reason(office: Office) -> str:
    from desktop.own_keys import CAUSE_WORDS, Cause, key_changes

    changes = key_changes(office)
    if changes:
        last = changes[-1]
        counted = (
            f"，旧密钥认到第 {last.last_serial} 号" if last.cause != Cause.STOLEN else "，旧密钥即日作废"
        )
        return f"{CAUSE_WORDS[Cause(last.cause)]}（{last.at[:10]}{counted}）"
    return CAUSE_WORDS[Cause.DATA_LOST] if epoch_of(office) > 1 else ""


def staff_handover(office: Office) -> PrintResult:
    """移交清单: what the next clerk takes over, with lines for three signatures."""
    from desktop.staff_handover import staff_handover

    return staff_handover(office)


def enrolment_key(purpose: str, public_key: bytes) -> EnrolmentKey:
    """A public key as an enrolment sheet shows it."""
    from desktop.exchange.public_keys import digit_groups, fingerprint, public_key_line
    from reports.enrolment_sheet import EnrolmentKey

    return EnrolmentKey(
        purpose, public_key_line(public_key), fingerprint(public_key), digit_groups(public_key)
    )


def _kind_label(kind: str) -> str:
    found = RECORD_TYPES.get(kind)
    return found.label if found else {"tombstones": "已删除"}.get(kind, kind)
