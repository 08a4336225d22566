"""Fixtures of the tests of record types."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.spec.field import Record
from desktop.office import Office


@pytest.fixture
def act(office: Office) -> Callable[..., Record]:
    return lambda record, step, typed: office.act("hazard", record["id"], step, typed)
