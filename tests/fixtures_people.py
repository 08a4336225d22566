"""Fixtures of people: an office where four people sign in, one of each role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.store import Transaction
    from desktop.office import Office

PASSWORD = "青浦夏阳街道2026号"
ADMIN, READER = "赵敏", "孙立"
RECOVERY = "22222-33333-44444-55555-66666"


@pytest.fixture(scope="session")
def hashes() -> tuple[str, str]:
    """The hashes of PASSWORD and of RECOVERY; made once, because hashing is slow on purpose."""
    from desktop.people.passwords import hashed

    return hashed(PASSWORD), hashed(RECOVERY)


@pytest.fixture
def peopled_office(office: Office, hashes: tuple[str, str]) -> Office:
    """The ledger that asks people to sign in: 王芳 fills in, 陈建国 reviews, 赵敏 administers, 孙立 reads. Nobody has yet."""
    from db import accounts, records
    from desktop.people.permissions import Role

    roles = {
        factories.CLERK: Role.CLERK,
        factories.LEAD: Role.REVIEWER,
        ADMIN: Role.ADMIN,
        READER: Role.READER,
    }
    known = {name: person for person, name in office.choices_of("person")}

    def work(tx: Transaction) -> None:
        for name, role in roles.items():
            typed = {"name": name, "post": "clerk"}
            person = known.get(name) or records.register(tx, "person", typed, factories.COMMITTEE_CODE)["id"]
            accounts.keep_account(tx, person, role, hashes[0])
            accounts.keep_password(tx, person, hashes[0], is_initial=False)
        accounts.switch_on(tx, hashes[1])

    office.write(work, "人员与权限")
    office.asks_sign_in = True
    return office


@pytest.fixture
def seat(peopled_office: Office) -> Callable[[str], Office]:
    """Seats somebody of the peopled office as if they had just signed in."""
    from db import accounts
    from desktop.people.permissions import Role
    from desktop.people.signing_in import SignedIn

    def sit_down(name: str) -> Office:
        known: dict[str, Any] = {each.name: each for each in accounts.accounts(peopled_office.store.reader())}
        account = known[name]
        peopled_office.seat(SignedIn(account.person, name, Role(account.role), False))
        return peopled_office

    return sit_down


@pytest.fixture
def people_at(hashes: tuple[str, str]) -> Callable[[Office, dict[str, str]], None]:
    """Lets these people (name → role) sign in at a ledger or a street, with PASSWORD, and switches signing in on."""
    from db import accounts, records
    from desktop.people.permissions import Right

    def let_in(office: Office, roles: dict[str, str]) -> None:
        def work(tx: Transaction) -> None:
            for name, role in roles.items():
                typed = {"name": name, "post": "clerk"}
                person = records.register(tx, "person", typed, office.committee["code"])["id"]
                accounts.keep_account(tx, person, role, hashes[0])
                accounts.keep_password(tx, person, hashes[0], is_initial=False)
            accounts.switch_on(tx, hashes[1])

        office.write(work, "人员与权限", Right.PEOPLE)
        office.asks_sign_in = True

    return let_in
