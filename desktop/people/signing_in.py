"""Signing in: who is there, by a password or, for an administrator who forgot it, by the printed recovery code.

Whatever comes of it stands in the change log. Hashing takes a third of a second: call these on a thread of the runner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import accounts
from db.accounts import Account
from db.errors import AppError
from db.store import Transaction
from db.value import Value
from desktop.people import passwords
from desktop.people.permissions import Role, role_words

if TYPE_CHECKING:
    from desktop.office import Office

NOBODY = "未登录"


class SignedIn(Value):
    """The one at the desk: the id of their record, their name and role; `must_change` a password that was given them."""

    person: str
    name: str
    role: Role
    must_change: bool

    def words(self, is_street: bool = False) -> str:
        """As 王芳（填报人）, at a street 王芳（收件员）."""
        return f"{self.name}（{role_words(is_street)[self.role].partition('（')[0]}）"


def who_may_sign_in(office: Office) -> list[Account]:
    """The accounts that are in use."""
    return accounts.accounts(office.store.reader())


def sign_in(office: Office, name: str, password: str) -> SignedIn:
    """Who signs in by that name. The office is not theirs until `Office.seat` is told so, on the thread that shows it.

    Raises AppError `sign_in_refused` (name or password, it is not said which), `sign_in_wait`.
    """
    account = next((each for each in who_may_sign_in(office) if each.name == name.strip()), None)
    if account is None:
        passwords.hashed(password)  # takes as long as a wrong password
        raise AppError("sign_in_refused")
    _refuse_wrong(office, account, password)
    newer = passwords.hashed(password) if passwords.is_outdated(account.password) else ""
    office.store.write(
        lambda tx: accounts.note_sign_in(tx, account.person, newer), who=account.name, operation="登录"
    )
    return SignedIn(account.person, account.name, Role(account.role), account.is_initial)


def _refuse_wrong(office: Office, account: accounts.Account, password: str) -> None:
    """Raises AppError `sign_in_wait`; `sign_in_refused` for a wrong password, which is counted."""
    _refuse_hurry(office, account.failures, account.failed_at)
    if not passwords.fits(password, account.password):
        office.store.write(
            lambda tx: accounts.note_failure(tx, account.person),
            who=NOBODY,
            operation=f"登录被拒绝：{account.name}",
        )
        raise AppError("sign_in_refused")


def change_own_password(office: Office, signed_in: SignedIn, old: str, new: str) -> SignedIn:
    """Give oneself another password. Raises AppError `sign_in_refused`, `sign_in_wait`, `password_too_weak`,
    `password_unchanged`.
    """
    passwords.refuse_weak(new, signed_in.name)
    if old == new:
        raise AppError("password_unchanged")
    account = accounts.account_of(office.store.reader(), signed_in.person)
    _refuse_wrong(office, account, old)
    kept = passwords.hashed(new)
    office.store.write(
        lambda tx: accounts.keep_password(tx, account.person, kept, is_initial=False),
        who=account.name, operation="登录密码已修改",
    )  # fmt: skip
    return SignedIn(account.person, account.name, Role(account.role), False)


def recover(office: Office, name: str, code: str, new: str) -> str:
    """An administrator's new password by the printed code, which is used up; gives the next code, to be printed.

    Raises AppError `recovery_refused`, `sign_in_wait`, `password_too_weak`.
    """
    account = next(
        (each for each in who_may_sign_in(office) if each.name == name and each.role == Role.ADMIN), None
    )
    if account is None:
        raise AppError("recovery_refused")
    passwords.refuse_weak(new, name)
    reader = office.store.reader()
    _refuse_hurry(office, *accounts.recovery_failures(reader))
    if not passwords.fits(passwords.typed_code(code), accounts.recovery_hash(reader)):
        office.store.write(
            lambda tx: accounts.note_wrong_recovery(tx, account.person),
            who=NOBODY,
            operation="登录恢复码不对",
        )
        raise AppError("recovery_refused")
    next_code = passwords.new_recovery_code()
    kept, next_hash = passwords.hashed(new), passwords.hashed(next_code)

    def work(tx: Transaction) -> None:
        accounts.keep_recovery(tx, next_hash)
        accounts.keep_password(tx, account.person, kept, is_initial=False)

    office.store.write(work, who=account.name, operation="登录恢复码已使用，密码重设")
    return next_code


def _refuse_hurry(office: Office, failures: int, failed_at: str | None) -> None:
    seconds = passwords.wait_s(failures, failed_at, office.clock.now())
    if seconds:
        raise AppError("sign_in_wait", seconds=seconds)
