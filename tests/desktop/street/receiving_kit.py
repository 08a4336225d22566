"""What tests of receiving share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.integrity import find_damage
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.receipt import Receipt
from tests.desktop.street.exchange_kit import Committee, Street

Forge = Callable[..., Path]


def answer_of(committee: Committee, path: Path | None) -> Receipt:
    assert path is not None
    return import_receipt(committee.office, path).receipt


def is_whole(street: Street) -> bool:
    return not list(find_damage(street.desk.store.reader(), street.desk.attachments))
