"""A change of code or name in a ledger with people and backups: who may, and that backups stay its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError
from db.identity_changes import identity_changes
from desktop.backups import back_up
from desktop.office import Office
from desktop.own_identity import change_identity, past_identities
from desktop.restore_words import preview_lines
from desktop.restoring import discard, look_into, restore
from desktop.self_check import gone_since_backup
from tests import factories

NEW = "310118001233"


def changed(office: Office) -> None:
    change_identity(office, code=NEW, name="章浜新苑社区居委会", changed_on=office.today, reason="村改居")


def test_who_only_fills_in_changes_neither_code_nor_name(seat: Callable[[str], Office]) -> None:
    office = seat(factories.CLERK)
    with pytest.raises(AppError, match="not_allowed"):
        changed(office)
    assert not identity_changes(office.store.reader()) and office.committee["code"] != NEW


def test_who_reviews_may_and_is_named(seat: Callable[[str], Office]) -> None:
    office = seat(factories.LEAD)
    changed(office)
    [change] = identity_changes(office.store.reader())
    assert change.who == office.clerk
    assert past_identities(office)[0][1] == f"{factories.COMMITTEE_CODE} → {NEW}"


def test_backups_from_before_and_after_are_of_the_same_committee(office: Office) -> None:
    office.add("hazard", factories.hazard())
    before = back_up(office)
    changed(office)
    preview = look_into(before.file, office.database)
    assert not any("另一个单位" in line for line in preview_lines(preview))
    discard(preview)
    back_up(office)
    assert gone_since_backup(office) == []
    office.close()
    restore(look_into(before.file, office.database), office.database)
    opened = Office.open(office.database)
    assert opened.committee["code"] == factories.COMMITTEE_CODE and gone_since_backup(opened) == []
    changed(opened)
    assert opened.committee["code"] == NEW
    opened.close()
