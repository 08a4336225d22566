"""What the attacks on a package share: an insider who signs what he likes, and an honest package with another header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop.exchange.chain import ChainState
from desktop.exchange.header import PackageHeader
from tests.desktop.exchange.forge import (
    HEADER,
    Insider,
    good_package,
    named_entries,
    payload,
)

Verify = Callable[..., object]


def insider(**lies: object) -> Insider:
    return Insider(**{"files": payload(), **lies})  # type: ignore[arg-type]


def header(**changes: object) -> PackageHeader:
    return replace(HEADER, **changes)  # type: ignore[arg-type]


def after_first() -> ChainState:
    chain = ChainState(epoch=1)
    first = package_id(good_package())
    return replace(chain, serial=1, head_id=first, ids={1: first}, volumes={1: frozenset({1})})


def package_id(package: bytes) -> str:
    import hashlib

    tagmanifest = next(
        one for name, one in named_entries(package) if name.endswith("/tagmanifest-sha256.txt")
    )
    return hashlib.sha256(tagmanifest).hexdigest()
