"""The committee's own key where people sign in: who may change it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError
from desktop import paths
from desktop.office import Office
from desktop.own_keys import Cause, begin_epoch, change_key, key_changes
from tests import factories

NEW = "换上去的新口令2026"


def test_who_only_fills_in_changes_no_key_and_nothing_is_left_of_the_attempt(
    seat: Callable[[str], Office],
) -> None:
    office = seat(factories.CLERK)
    key_file = paths.sign_key_file(office.database)
    before = key_file.read_bytes()
    for attempt in (lambda: change_key(office, Cause.LOST, NEW), lambda: begin_epoch(office, 1)):
        with pytest.raises(AppError, match="not_allowed"):
            attempt()
    assert key_file.read_bytes() == before and len(list(key_file.parent.iterdir())) == 1


def test_who_reviews_may_change_it(seat: Callable[[str], Office]) -> None:
    office = seat(factories.LEAD)
    change_key(office, Cause.LOST, NEW)
    assert [each.who for each in key_changes(office)] == [office.clerk]
