"""Who of the office may sign in, and as what. Passwords are here as hashes that this module never reads into.

An account belongs to a record of type person and bears its name. What happens to it stands in the history of that person,
as an entry that changes nothing of the record; a hash is in no log and no package.
"""

from __future__ import annotations

import sqlite3

from db.change_log import log_change
from db.errors import AppError
from db.records import load
from db.settings import keep_setting, setting
from db.spec import PERSON
from db.store import Transaction
from db.value import Value

_SIGN_IN, _RECOVERY, ON = "people.sign_in", "people.recovery", "on"
_FAILURES, _FAILED_AT = "people.recovery_failures", "people.recovery_failed_at"
_SELECT = (
    "SELECT a.person, p.name, a.role, a.password, a.is_initial, a.failures, a.failed_at, a.stopped_at"
    " FROM account a JOIN person p ON p.id = a.person"
)


class Account(Value):
    """One person's way in; `is_initial` while the password is the one an administrator gave."""

    person: str
    name: str
    role: str
    password: str
    is_initial: bool
    failures: int
    failed_at: str | None
    stopped_at: str | None


def asks_sign_in(connection: sqlite3.Connection) -> bool:
    """Whether the ledger asks who is there."""
    return setting(connection, _SIGN_IN) == ON


def accounts(connection: sqlite3.Connection, *, with_stopped: bool = False) -> list[Account]:
    """Who may sign in, in the order they came; with those who were stopped when asked for."""
    rows = connection.execute(f"{_SELECT} ORDER BY a.person")
    found = [
        Account(person, name, role, password, bool(is_initial), failures, failed_at, stopped_at)
        for person, name, role, password, is_initial, failures, failed_at, stopped_at in rows
    ]
    return [each for each in found if with_stopped or each.stopped_at is None]


def account_of(connection: sqlite3.Connection, person: str) -> Account:
    """The account of a person's record. Raises AppError `account_missing`."""
    found = next((each for each in accounts(connection, with_stopped=True) if each.person == person), None)
    if found is None:
        raise AppError("account_missing", name=person)
    return found


def keep_account(tx: Transaction, person: str, role: str, password: str) -> None:
    """Give a person an account, or a stopped one anew; the password is the administrator's.

    Raises AppError `record_not_found`, `account_name_taken` when somebody else signs in by the same name.
    """
    record = load(tx, PERSON, person)
    if record is None:
        raise AppError("record_not_found", what=person)
    if any(each.name == record["name"] and each.person != person for each in accounts(tx.connection)):
        raise AppError("account_name_taken", name=record["name"])
    tx.execute(
        "INSERT INTO account VALUES (?, ?, ?, 1, 0, NULL, NULL) ON CONFLICT (person) DO UPDATE SET"
        " role = excluded.role, password = excluded.password, is_initial = 1, failures = 0, failed_at = NULL,"
        " stopped_at = NULL",
        (person, role, password),
    )
    note(tx, person)


def change_role(tx: Transaction, person: str, role: str) -> None:
    """Let somebody be something else from now on. Raises AppError `last_administrator`."""
    tx.execute("UPDATE account SET role = ? WHERE person = ?", (role, person))
    _refuse_without_administrator(tx)
    note(tx, person)


def keep_password(tx: Transaction, person: str, password: str, *, is_initial: bool) -> None:
    """Keep a new hash; wrong tries are forgotten."""
    tx.execute(
        "UPDATE account SET password = ?, is_initial = ?, failures = 0, failed_at = NULL WHERE person = ?",
        (password, int(is_initial), person),
    )
    note(tx, person)


def stop_account(tx: Transaction, person: str) -> None:
    """Let somebody sign in no longer; what they did stays. Raises AppError `last_administrator`."""
    tx.execute("UPDATE account SET stopped_at = ? WHERE person = ?", (tx.at, person))
    _refuse_without_administrator(tx)
    note(tx, person)


def note_sign_in(tx: Transaction, person: str, new_hash: str = "") -> None:
    """Somebody signed in: wrong tries are forgotten, and a hash made by newer parameters is kept."""
    tx.execute("UPDATE account SET failures = 0, failed_at = NULL WHERE person = ?", (person,))
    if new_hash:
        tx.execute("UPDATE account SET password = ? WHERE person = ?", (new_hash, person))
    note(tx, person)


def note_failure(tx: Transaction, person: str) -> None:
    """A password was wrong."""
    tx.execute("UPDATE account SET failures = failures + 1, failed_at = ? WHERE person = ?", (tx.at, person))
    note(tx, person)


def note(tx: Transaction, person: str) -> None:
    """Write into a person's history that the transaction's operation concerned them; the record does not change."""
    (rev,) = tx.execute("SELECT rev FROM person WHERE id = ?", (person,)).fetchone()
    log_change(tx, PERSON.table, person, rev, {}, {})


def switch_on(tx: Transaction, recovery: str) -> None:
    """Ask who is there from now on; `recovery` is the hash of the printed code.

    Raises AppError `administrator_missing` while nobody could let the others in.
    """
    chosen = [each for each in accounts(tx.connection) if each.role == "admin"]
    if not chosen:
        raise AppError("administrator_missing")
    keep_setting(tx, _SIGN_IN, ON)
    keep_recovery(tx, recovery)
    note(tx, chosen[0].person)


def switch_off(tx: Transaction, person: str) -> None:
    """Ask no longer; the accounts stay for the next time."""
    keep_setting(tx, _SIGN_IN, "")
    note(tx, person)


def recovery_hash(connection: sqlite3.Connection) -> str:
    """The hash of the printed recovery code; "" when there is none."""
    return setting(connection, _RECOVERY)


def recovery_failures(connection: sqlite3.Connection) -> tuple[int, str | None]:
    """How often a recovery code was wrong in a row, and when it last was."""
    return int(setting(connection, _FAILURES, "0")), setting(connection, _FAILED_AT) or None


def keep_recovery(tx: Transaction, recovery: str) -> None:
    """Keep the hash of a new recovery code in place of the one before."""
    keep_setting(tx, _RECOVERY, recovery)
    keep_setting(tx, _FAILURES, "0")
    keep_setting(tx, _FAILED_AT, "")


def note_wrong_recovery(tx: Transaction, person: str) -> None:
    """A recovery code was wrong."""
    failures, _ = recovery_failures(tx.connection)
    keep_setting(tx, _FAILURES, str(failures + 1))
    keep_setting(tx, _FAILED_AT, tx.at)
    note(tx, person)


def who_last_wrote(connection: sqlite3.Connection, table: str, record_id: str, field: str) -> str:
    """Who put the present value into a field of a record, by the change log; "" when nobody did."""
    row = connection.execute(
        "SELECT who FROM change WHERE table_name = ? AND record_id = ? AND json_extract(after, ?) IS NOT NULL"
        " ORDER BY seq DESC LIMIT 1",
        (table, record_id, f"$.{field}"),
    ).fetchone()
    return row[0] if row else ""


def _refuse_without_administrator(tx: Transaction) -> None:
    if asks_sign_in(tx.connection) and not any(each.role == "admin" for each in accounts(tx.connection)):
        raise AppError("last_administrator")
