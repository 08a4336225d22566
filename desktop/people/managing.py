"""人员与权限: what an administrator does to accounts. Hashing takes a third of a second: call these on the runner.

While sign-in is off, anybody may prepare accounts; they mean nothing until it is switched on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import accounts, records
from db.accounts import Account
from db.errors import AppError
from db.spec import PERSON
from db.store import Transaction
from desktop.people import passwords
from desktop.people.permissions import Right, Role, role_words

if TYPE_CHECKING:
    from desktop.office import Office

__all__ = [
    "Account", "add_account", "all_accounts", "change_role", "new_recovery_code", "reset_password", "stop",
    "switch_off", "switch_on",
]  # fmt: skip

# What a new person's record says of their post, which it must say.
_POSTS = {Role.REVIEWER: "safety_lead"}


def all_accounts(office: Office) -> list[Account]:
    """Every account, those that were stopped too."""
    return accounts.accounts(office.store.reader(), with_stopped=True)


def add_account(office: Office, name: str, role: Role, password: str) -> None:
    """Let a person sign in; who is not among the committee's people yet is registered.

    Raises AppError `password_too_weak`, `account_exists`, `account_name_taken`, `person_ambiguous`, InvalidRecord for the name.
    """
    name = name.strip()
    passwords.refuse_weak(password, name or "\0")
    same = [person for person, title in office.choices_of(PERSON.table) if title == name]
    if len(same) > 1:
        raise AppError("person_ambiguous", name=name)
    if any(each.person in same and each.stopped_at is None for each in all_accounts(office)):
        raise AppError("account_exists", name=name)
    kept, code = passwords.hashed(password), office.committee["code"]

    def work(tx: Transaction) -> None:
        typed = {"name": name, "post": _POSTS.get(role, "clerk")}
        person = same[0] if same else records.register(tx, PERSON.table, typed, code)["id"]
        accounts.keep_account(tx, person, role, kept)

    office.write(work, f"人员与权限：{name} 为{role_words(office.is_street)[role]}", Right.PEOPLE)


def change_role(office: Office, account: Account, role: Role) -> None:
    """Raises AppError `last_administrator`."""
    work = lambda tx: accounts.change_role(tx, account.person, role)  # noqa: E731
    office.write(work, f"人员与权限：{account.name} 改为{role_words(office.is_street)[role]}", Right.PEOPLE)


def reset_password(office: Office, account: Account, password: str) -> None:
    """Give somebody a new password, which they change when they sign in. Raises AppError `password_too_weak`."""
    passwords.refuse_weak(password, account.name)
    kept = passwords.hashed(password)
    work = lambda tx: accounts.keep_password(tx, account.person, kept, is_initial=True)  # noqa: E731
    office.write(work, f"人员与权限：重设 {account.name} 的密码", Right.PEOPLE)


def stop(office: Office, account: Account) -> None:
    """Raises AppError `last_administrator`."""
    work = lambda tx: accounts.stop_account(tx, account.person)  # noqa: E731
    office.write(work, f"人员与权限：停用 {account.name}", Right.PEOPLE)


def switch_on(office: Office) -> str:
    """Ask who is there from now on; gives the recovery code, which is kept as a hash only and must be printed now.

    Raises AppError `administrator_missing`. Who is at the desk must sign in next.
    """
    code = passwords.new_recovery_code()
    kept = passwords.hashed(code)
    office.write(lambda tx: accounts.switch_on(tx, kept), "人员与权限：开启登录", Right.PEOPLE)
    office.asks_sign_in = True
    return code


def switch_off(office: Office) -> None:
    """Ask no longer; the accounts stay."""
    assert office.signed_in is not None
    person = office.signed_in.person
    office.write(lambda tx: accounts.switch_off(tx, person), "人员与权限：关闭登录", Right.PEOPLE)
    office.asks_sign_in = False


def new_recovery_code(office: Office) -> str:
    """Another recovery code in place of the one before, to be printed now."""
    code = passwords.new_recovery_code()
    kept = passwords.hashed(code)
    person = office.signed_in.person if office.signed_in else all_accounts(office)[0].person

    def work(tx: Transaction) -> None:
        accounts.keep_recovery(tx, kept)
        accounts.note(tx, person)

    office.write(work, "人员与权限：换恢复码", Right.PEOPLE)
    return code
