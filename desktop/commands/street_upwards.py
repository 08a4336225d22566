"""The street's commands towards the district: its sheet, trust, a signed package, the answer, plain files, the schema."""

from __future__ import annotations

from argparse import Namespace

from desktop import paths
from desktop.commands.exchange import seal_and_write
from desktop.commands.street import opened_street


def trust(given: Namespace) -> int:
    """Take in the district's sheet; print what has to be compared with the stamped paper, and our own sheet text."""
    from desktop.exchange.enrolment import CommitteeSheet, committee_text
    from desktop.exchange.signing_key import read_public_key
    from desktop.trust import read_sheet_file, read_street_sheet, trust_office

    text = read_sheet_file(given.file) if given.file else given.sheet
    sheet = read_street_sheet(text)
    with opened_street(given.db) as street:
        superior = trust_office(street, text, given.name)
        key = read_public_key(paths.sign_key_file(given.db))
        own = committee_text(CommitteeSheet(street.committee["code"], 1, key, street.clock.today()))
    print(f"已登记 {superior.name}（{superior.code}）。请与盖章的登记表逐组核对：")
    for each in sheet.keys:
        print(f"{each.purpose}\t{each.fingerprint}\t{' '.join(each.digit_groups)}")
    print(f"本街道的登记码（请上级登记）：\n{own}")
    return 0


def report_up(given: Namespace) -> int:
    """Seal what changed since the district's last receipt and write the package out; print its path and id."""
    return seal_and_write(given, opened_street)


def supplement(given: Namespace) -> int:
    """Write the volumes whose attachments came after their package had been written; print their paths."""
    from desktop.exchange.writing_packages import write_rest

    with opened_street(given.db) as street:
        written = write_rest(street, given.to, is_encrypted=given.encrypt)
    for path in written:
        print(path)
    print(f"补写 {len(written)} 卷。" if written else "没有要补写的：缺的附件还没有收到，或已经补写过。")
    return 0


def answer(given: Namespace) -> int:
    """Take in a receipt of the district."""
    from desktop.exchange.incoming_receipt import import_receipt

    with opened_street(given.db) as street:
        found = import_receipt(street, given.receipt)
    print(f"第 {found.receipt.serial} 号：上级已收 {found.reported} 条")
    for each in found.receipt.returned or ():
        print(f"退回 {each['no']}：{each['remark']}")
    return 0


def export(given: Namespace) -> int:
    """Write plain files of all records; print each with its number of records."""
    from desktop.street.plain_export import TABLES, PlainFormat, export_plain

    with opened_street(given.db) as street:
        made = export_plain(street, given.to, PlainFormat(given.format), given.type or TABLES, given.profile)
    for each in made:
        print(f"{each.path}\t{each.count}")
    print(f"共 {sum(each.count for each in made)} 条")
    return 0


def schema(given: Namespace) -> int:
    """Write the JSON Schema of the records, or print it."""
    from desktop.street.plain_export import schema_text, write_schema

    if given.out is None:
        print(schema_text(), end="")
        return 0
    write_schema(given.out)
    print(given.out)
    return 0
