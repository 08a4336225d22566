"""What each role may do, as one table. `Office.write` asks it before every write; screens ask it to say so beforehand.

The roles are those of domain part D: who fills in, who reviews (分管领导), who keeps the accounts, who only reads.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from db.errors import AppError

if TYPE_CHECKING:
    from desktop.office import Office


class Role(StrEnum):
    """What somebody who signs in is."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    ADMIN = "admin"
    READER = "reader"


class Right(StrEnum):
    """What may be allowed or not."""

    ROUTINE = "routine"
    EDIT = "edit"
    REVIEW = "review"
    PACK = "pack"
    EXPORT = "export"
    REVEAL = "reveal"
    EXPORT_PERSONAL = "export_personal"
    SEE_TIPS = "see_tips"
    TIPSTER = "tipster"
    SETTINGS = "settings"
    TRUST = "trust"
    RESTORE = "restore"
    PURGE = "purge"
    ARCHIVE = "archive"
    PEOPLE = "people"
    UPDATE = "update"


ROLE_WORDS: dict[Role, str] = {
    Role.CLERK: "填报人", Role.REVIEWER: "审核人（分管领导）", Role.ADMIN: "管理员", Role.READER: "只读",
}  # fmt: skip
_SHORT_WORDS = ROLE_WORDS | {Role.REVIEWER: "审核人"}

_C, _R, _A, _O = Role.CLERK, Role.REVIEWER, Role.ADMIN, Role.READER
PERMISSIONS: dict[Right, tuple[str, tuple[Role, ...]]] = {
    Right.ROUTINE: ("查看和打印", (_C, _R, _A, _O)),
    Right.EDIT: ("登记、修改、导入和办理", (_C, _R, _A)),
    Right.REVIEW: ("审核、签发、销号、作废和批准延期", (_R, _A)),
    Right.PACK: ("生成报送包、导入回执和下发包", (_C, _R, _A)),
    Right.EXPORT: ("导出表格（隐去个人信息）", (_C, _R, _A)),
    Right.REVEAL: ("查看完整的电话和证号", (_C, _R, _A)),
    Right.EXPORT_PERSONAL: ("导出个人信息", (_R, _A)),
    Right.SEE_TIPS: ("查看和办理举报", (_C, _R, _A)),
    Right.TIPSTER: ("查看和清除举报人身份", (_R, _A)),
    Right.SETTINGS: ("修改本单位设定", (_R, _A)),
    Right.TRUST: ("登记街道的登记表、更换密钥、变更代码和名称", (_R, _A)),
    Right.RESTORE: ("恢复备份", (_A,)),
    Right.ARCHIVE: ("年度归档", (_R, _A)),
    Right.PURGE: ("移出保管期满的记录", (_A,)),
    Right.PEOPLE: ("管理人员与权限", (_A,)),
    Right.UPDATE: ("更新程序、退回上一版", (_A,)),
}

# Steps of a record's course that a second person takes (domain part D); every other step is 办理.
_REVIEWED_STEPS = {
    ("hazard", "close_out"), ("hazard", "extend"), ("hazard", "merge"), ("hazard", "void"), ("hazard", "reopen"),
    ("supervision_order", "extend"), ("monthly_return", "review"), ("monthly_return", "sign"),
    ("task", "confirm"), ("task", "reopen"), ("tip", "close"),
}  # fmt: skip


def right_of_step(table: str, step: str) -> Right:
    """What somebody needs to take a step of a record's course."""
    if (table, step) in _REVIEWED_STEPS:
        return Right.REVIEW
    return Right.SEE_TIPS if table == "tip" else right_of_writing(table)


def right_of_undoing(operation: str) -> Right:
    """What somebody needs to take back an operation, by its name in the log: what doing it needed."""
    from db.spec import RECORD_TYPES

    name = operation.removeprefix("重做：").removeprefix("撤销：")
    reviewed = {
        step.label
        for each in RECORD_TYPES.values()
        for step in each.transitions
        if (each.table, step.name) in _REVIEWED_STEPS
    }
    return Right.REVIEW if name in reviewed else Right.EDIT


def right_of_writing(table: str) -> Right:
    """What somebody needs to register, change or delete records of a table: lists and criteria are settings of the unit."""
    return Right.SETTINGS if table in ("own_code", "criterion") else Right.EDIT


def may(role: Role | None, right: Right) -> bool:
    """Whether a role has a right."""
    return role in PERMISSIONS[right][1]


def who_may(right: Right) -> str:
    """The roles that have a right, as 审核人、管理员."""
    return "、".join(_SHORT_WORDS[each] for each in PERMISSIONS[right][1])


def refusal(office: Office, right: Right) -> AppError | None:
    """Why the one at the desk may not do something; None when they may, or when the ledger asks nobody who they are."""
    if not office.asks_sign_in:
        return None
    if office.signed_in is None:
        return AppError("sign_in_needed")
    role = office.signed_in.role
    if may(role, right):
        return None
    return AppError("not_allowed", what=PERMISSIONS[right][0], role=_SHORT_WORDS[role], who=who_may(right))
