from __future__ import annotations

from datetime import timedelta

import pytest

from db.accounts import accounts
from db.clock import FixedClock
from db.errors import AppError
from desktop.office import Office
from desktop.operations import list_operations
from desktop.people.passwords import fits, refuse_weak, wait_s
from desktop.people.signing_in import change_own_password, recover, sign_in
from tests import factories
from tests.fixtures_people import ADMIN, PASSWORD, RECOVERY

OTHER = "另外一个好密码8"


def account(office: Office, name: str = factories.CLERK):
    return next(each for each in accounts(office.store.reader()) if each.name == name)


def test_the_right_password_lets_in_and_what_is_written_bears_the_name(peopled_office: Office) -> None:
    signed_in = sign_in(peopled_office, factories.LEAD, PASSWORD)
    peopled_office.seat(signed_in)
    assert signed_in.words() == "陈建国（审核人）"
    assert peopled_office.add("hazard", factories.hazard())["created_by"] == factories.LEAD
    assert ["新增隐患", "登录"] == [each.name for each in list_operations(peopled_office)[:2]]


def test_a_wrong_password_is_refused_in_the_log_and_does_not_say_what_was_wrong(
    peopled_office: Office,
) -> None:
    for name, password in ((factories.CLERK, OTHER), ("没有这个人", PASSWORD)):
        with pytest.raises(AppError, match="sign_in_refused"):
            sign_in(peopled_office, name, password)
    newest = list_operations(peopled_office)[0]
    assert (newest.who, newest.name) == ("未登录", "登录被拒绝：王芳")


def test_wrong_tries_make_wait_also_after_the_program_was_started_again(
    peopled_office: Office, clock: FixedClock
) -> None:
    for _ in range(4):
        with pytest.raises(AppError, match="sign_in_refused"):
            sign_in(peopled_office, factories.CLERK, OTHER)
        clock.moment += timedelta(seconds=6)
    again = Office.open(peopled_office.database, clock)
    with pytest.raises(AppError, match="sign_in_wait") as told:
        sign_in(again, factories.CLERK, PASSWORD)
    assert told.value.params["seconds"] == 4
    clock.moment += timedelta(seconds=4)
    assert sign_in(again, factories.CLERK, PASSWORD).name == factories.CLERK
    assert account(again).failures == 0
    again.close()


@pytest.mark.parametrize(
    ("failures", "passed", "wait"), [(2, 0, 0), (3, 0, 5), (3, 5, 0), (5, 1, 19), (30, 0, 300), (5, -900, 20)]
)
def test_the_wait_grows_up_to_five_minutes_and_a_clock_set_back_does_not_shorten_it(
    clock: FixedClock, failures: int, passed: int, wait: int
) -> None:
    failed_at = clock.now().isoformat()
    assert wait_s(failures, failed_at, clock.now() + timedelta(seconds=passed)) == wait


@pytest.mark.parametrize("weak", ["abc", "12345678901", "aaaaaaaaaa", "王芳的安全密码"])
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(AppError, match="password_too_weak"):
        refuse_weak(weak, "王芳")


def test_somebody_gives_themselves_another_password(peopled_office: Office) -> None:
    signed_in = sign_in(peopled_office, factories.CLERK, PASSWORD)
    with pytest.raises(AppError, match="password_unchanged"):
        change_own_password(peopled_office, signed_in, PASSWORD, PASSWORD)
    with pytest.raises(AppError, match="sign_in_refused"):
        change_own_password(peopled_office, signed_in, OTHER, OTHER + "新")
    change_own_password(peopled_office, signed_in, PASSWORD, OTHER)
    assert fits(OTHER, account(peopled_office).password)


def test_the_printed_code_lets_an_administrator_in_once(peopled_office: Office) -> None:
    for name, code in ((ADMIN, "77777" * 5), (factories.CLERK, RECOVERY)):
        with pytest.raises(AppError, match="recovery_refused"):
            recover(peopled_office, name, code, OTHER)
    following = recover(peopled_office, ADMIN, RECOVERY.replace("-", " "), OTHER)
    assert sign_in(peopled_office, ADMIN, OTHER).name == ADMIN
    with pytest.raises(AppError, match="recovery_refused"):
        recover(peopled_office, ADMIN, RECOVERY, PASSWORD)
    assert recover(peopled_office, ADMIN, following.lower(), PASSWORD) != following


def test_neither_password_nor_hash_nor_code_is_in_the_log(peopled_office: Office) -> None:
    following = recover(peopled_office, ADMIN, RECOVERY, OTHER)
    rows = peopled_office.store.reader().execute("SELECT operation, before, after FROM change").fetchall()
    text = repr(rows)
    assert not any(each in text for each in (PASSWORD, OTHER, RECOVERY, following, "argon2"))
