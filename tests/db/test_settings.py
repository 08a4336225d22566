"""本单位设定 as the database keeps it."""

from __future__ import annotations

import pytest

from db.errors import InvalidRecord
from db.settings import keep_own_numbers, own_number, own_numbers
from db.spec.own_settings import OWN_SETTINGS
from db.store import Store


def keep(store: Store, **numbers: int) -> None:
    store.write(lambda tx: keep_own_numbers(tx, numbers), who="王芳", operation="修改本单位设定")


def test_what_nobody_set_is_the_default_that_ships(store: Store) -> None:
    assert own_numbers(store.reader()) == {each.key: each.default for each in OWN_SETTINGS}


def test_a_number_outside_its_bounds_is_refused_and_none_is_kept(store: Store) -> None:
    with pytest.raises(InvalidRecord) as refused:
        keep(store, recheck_days=5, rectify_days=0)
    assert [each.message_id for each in refused.value.problems] == ["setting_out_of_range"]
    assert own_number(store.reader(), "recheck_days") == 3


def test_an_unknown_key_is_our_mistake(store: Store) -> None:
    with pytest.raises(KeyError):
        keep(store, days_of_grace=5)
    with pytest.raises(KeyError):
        own_number(store.reader(), "days_of_grace")
