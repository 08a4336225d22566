from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError
from desktop.office import Office
from desktop.people import managing
from desktop.people.permissions import Role
from desktop.people.signing_in import change_own_password, recover, sign_in
from tests import factories
from tests.fixtures_people import ADMIN, PASSWORD, READER

FIRST = "初始密码一二三四"


def chosen(office: Office, name: str):
    return next(each for each in managing.all_accounts(office) if each.name == name)


def test_an_office_begins_without_passwords_and_prepares_its_people(office: Office) -> None:
    with pytest.raises(AppError, match="administrator_missing"):
        managing.switch_on(office)
    managing.add_account(office, factories.LEAD, Role.ADMIN, FIRST)
    managing.add_account(office, "新来的小周", Role.CLERK, FIRST)
    assert "新来的小周" in [title for _, title in office.choices_of("person")]
    code = managing.switch_on(office)
    with pytest.raises(AppError, match="sign_in_needed"):
        office.add("hazard", factories.hazard())
    signed_in = sign_in(office, factories.LEAD, FIRST)
    assert signed_in.must_change
    signed_in = change_own_password(office, signed_in, FIRST, PASSWORD)
    assert not signed_in.must_change and recover(office, factories.LEAD, code, PASSWORD)


def test_the_last_administrator_stays(seat: Callable[[str], Office]) -> None:
    office = seat(ADMIN)
    for work in (
        lambda: managing.stop(office, chosen(office, ADMIN)),
        lambda: managing.change_role(office, chosen(office, ADMIN), Role.CLERK),
    ):
        with pytest.raises(AppError, match="last_administrator"):
            work()
    managing.change_role(office, chosen(office, factories.LEAD), Role.ADMIN)
    managing.stop(office, chosen(office, ADMIN))
    with pytest.raises(AppError, match="sign_in_refused"):
        sign_in(office, ADMIN, PASSWORD)


def test_an_administrator_resets_a_forgotten_password_and_nobody_else_does(
    seat: Callable[[str], Office],
) -> None:
    with pytest.raises(AppError, match="not_allowed"):
        managing.reset_password(seat(factories.LEAD), chosen(seat(factories.LEAD), READER), FIRST)
    office = seat(ADMIN)
    managing.reset_password(office, chosen(office, READER), FIRST)
    assert sign_in(office, READER, FIRST).must_change


def test_two_people_of_one_name_cannot_both_sign_in(seat: Callable[[str], Office]) -> None:
    office = seat(ADMIN)
    with pytest.raises(AppError, match="account_exists"):
        managing.add_account(office, READER, Role.CLERK, FIRST)
    office.add("person", {"name": READER, "post": "clerk"})
    with pytest.raises(AppError, match="person_ambiguous"):
        managing.add_account(office, READER, Role.CLERK, FIRST)


def test_switching_off_lets_everybody_in_again_and_keeps_the_people(seat: Callable[[str], Office]) -> None:
    office = seat(ADMIN)
    managing.switch_off(office)
    office.unseat()
    assert office.clerk == factories.CLERK and len(managing.all_accounts(office)) == 4
    office.add("hazard", factories.hazard())


def test_what_happened_to_accounts_cannot_be_undone_and_leaves_the_ledger_whole(
    seat: Callable[[str], Office],
) -> None:
    from db.integrity import find_damage
    from desktop.operations import list_operations

    office = seat(ADMIN)
    managing.stop(office, chosen(office, READER))
    newest = list_operations(office)[0]
    assert newest.name == f"人员与权限：停用 {READER}"
    with pytest.raises(AppError, match="undo_not_looking"):
        office.undo_operation(newest.batch)
    assert list(find_damage(office.store.reader(), office.attachments)) == []
