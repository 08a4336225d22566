"""A month has one return, whichever way a second one might come back."""

from __future__ import annotations

import pytest

from db.errors import AppError
from db.spec.query import Query
from desktop.office import Office
from desktop.operations import list_operations
from tests import factories


def test_one_that_was_deleted_stays_so_while_the_month_has_another(office: Office) -> None:
    first = office.add("monthly_return", factories.monthly_return())
    office.retire("monthly_return", [first["id"]])
    deletion = list_operations(office)[0].batch
    second = office.add("monthly_return", factories.monthly_return())
    for bring_back in (
        lambda: office.restore("monthly_return", [first["id"]]),
        lambda: office.undo_operation(deletion),
    ):
        with pytest.raises(AppError, match="return_exists"):
            bring_back()
    assert office.ids("monthly_return", Query()) == [second["id"]]
    office.retire("monthly_return", [second["id"]])
    assert office.restore("monthly_return", [first["id"]]) == 1
