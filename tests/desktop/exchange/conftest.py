"""Fixtures of the tests of the exchange."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.exchange.header import PackageHeader
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.verify import Expectation, verify
from tests.desktop.exchange.forge import (
    encrypted,
    expectation,
    saved,
)


@pytest.fixture(params=["plain", "encrypted"])
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., PackageHeader]:
    """Verifies bytes as the office does, staging them; nothing may be left behind by a refusal.

    Each attack is made twice: as it is, and by somebody who encrypts it to the office's key.
    """
    count = 0

    def open_package(package: bytes, held_against: Expectation | None = None) -> PackageHeader:
        nonlocal count
        count += 1
        package = encrypted(package) if request.param == "encrypted" else package
        staging = tmp_path / f"staging{count}"
        staging.mkdir()
        try:
            return verify(saved(tmp_path, package), held_against or expectation(), staging=staging).header
        except PackageRefused:
            assert list(staging.iterdir()) == []
            raise

    return open_package
