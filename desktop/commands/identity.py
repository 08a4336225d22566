"""The command that changes a committee's own code or name, and shows what they were."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from db.errors import AppError
from desktop.commands.records import opened

if TYPE_CHECKING:
    from db.identity_changes import IdentityChange


def change_code(given: Namespace) -> int:
    """Change code, name or both, print what has to be done next and the text of the new sheet; without either print the
    history.
    """
    from db.identity_changes import identity_changes
    from desktop.documents import committee_sheet_text
    from desktop.own_identity import change_identity

    with opened(given.db) as office:
        own = office.committee
        if not (given.code or given.name):
            print(f"{own['name']}（{own['code']}）")
            for each in reversed(identity_changes(office.store.reader())):
                print(_words(each))
            return 0
        if not given.reason:
            raise AppError("identity_reason_missing")
        change = change_identity(
            office, code=given.code or own["code"], name=given.name or own["name"],
            changed_on=given.on or office.today, reason=given.reason, note=given.note,
        )  # fmt: skip
        sheet = committee_sheet_text(office)
    print(f"已变更：{_words(change)}\n已发的编号不变，新编号接着编。不能撤销；写错了就再变更一次。")
    print("下一步：打印新的登记表（report enrolment），签字盖章交街道；街道登记好再报送。登记码：")
    print(sheet)
    return 0


def _words(change: IdentityChange) -> str:
    codes = f"{change.old_code} → {change.new_code}" if change.is_new_code else change.new_code
    names = (
        f"{change.old_name} → {change.new_name}" if change.old_name != change.new_name else change.new_name
    )
    return "\t".join(filter(None, (change.changed_on, codes, names, change.reason, change.note)))
