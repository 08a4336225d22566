"""What each role may do, as one table. `Office.write` asks it before every write; screens ask it to say so beforehand.

The roles are those of domain part D: who fills in, who reviews (分管领导), who keeps the accounts, who only reads.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from db.errors import AppError

if TYPE_CHECKING:
    from desktop.people.signing_in import SignedIn


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
    STREET_KEYS = "street_keys"


ROLE_WORDS: dict[Role, str] = {
    Role.CLERK: "填报人", Role.REVIEWER: "审核人（分管领导）", Role.ADMIN: "管理员", Role.READER: "只读",
}  # fmt: skip

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
    Right.STREET_KEYS: ("更换街道的密钥和口令", (_A,)),  # a street's alone
}

# A street's words for what differs there: records come by packages, and these are what a street writes (docs/adr/0021).
STREET_ROLE_WORDS: dict[Role, str] = ROLE_WORDS | {Role.CLERK: "收件员"}
_STREET_PERMISSIONS: dict[Right, str] = {
    Right.EDIT: "处理冲突、同号的包和疑似重复",
    Right.REVIEW: "撤回合并，标记不要求报送的村居",
    Right.PACK: "收件、核验退回、下发和上报",
    Right.EXPORT: PERMISSIONS[Right.EXPORT][0],
    Right.REVEAL: PERMISSIONS[Right.REVEAL][0],
    Right.EXPORT_PERSONAL: PERMISSIONS[Right.EXPORT_PERSONAL][0],
    Right.SETTINGS: "修改本街道设定",
    Right.TRUST: "登记村居，更换、暂停和恢复密钥",
    Right.RESTORE: PERMISSIONS[Right.RESTORE][0],
    Right.PEOPLE: PERMISSIONS[Right.PEOPLE][0],
    Right.STREET_KEYS: PERMISSIONS[Right.STREET_KEYS][0],
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


class AtDesk(Protocol):
    """Whoever writes: an open ledger, or the side of a street that receives."""

    is_street: bool

    @property
    def asks_sign_in(self) -> bool:
        """Whether it asks who is there."""

    @property
    def signed_in(self) -> SignedIn | None:
        """Who signed in."""


def role_words(is_street: bool) -> dict[Role, str]:
    """The roles as a committee or a street calls them."""
    return STREET_ROLE_WORDS if is_street else ROLE_WORDS


def right_words(is_street: bool) -> dict[Right, str]:
    """What may be allowed or not at a committee or a street, in words; without what everybody may."""
    if is_street:
        return _STREET_PERMISSIONS
    left_out = (Right.ROUTINE, Right.STREET_KEYS)
    return {each: words for each, (words, _) in PERMISSIONS.items() if each not in left_out}


def who_may(right: Right, is_street: bool = False) -> str:
    """The roles that have a right, as 审核人、管理员."""
    return "、".join(_short(each, is_street) for each in PERMISSIONS[right][1])


def _short(role: Role, is_street: bool) -> str:
    return role_words(is_street)[role].partition("（")[0]


def refusal(office: AtDesk, right: Right) -> AppError | None:
    """Why the one at the desk may not do something; None when they may, or when the ledger asks nobody who they are."""
    if not office.asks_sign_in:
        return None
    if office.signed_in is None:
        return AppError("sign_in_needed")
    role, is_street = office.signed_in.role, office.is_street
    if may(role, right):
        return None
    what = right_words(is_street).get(right, PERMISSIONS[right][0])
    return AppError("not_allowed", what=what, role=_short(role, is_street), who=who_may(right, is_street))
