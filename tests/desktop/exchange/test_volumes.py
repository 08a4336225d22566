"""Volumes: which file carries what, that none is larger than a mail takes, and that each verifies alone."""

from __future__ import annotations

import pytest

from db.attachments import Attachment
from db.errors import AppError
from desktop.exchange.age_files import encrypted_size
from desktop.exchange.limits import KIB, MIB, VOLUMES_MAX
from desktop.exchange.volumes import file_limit, limit_of, volume_of
from tests.desktop.exchange.forge import refused

MAIL = 15 * MIB  # 20.5 MiB once a mail has encoded it


def photos(*sizes: int) -> list[Attachment]:
    return [
        Attachment(f"{number:064x}", size, 0, "image/jpeg", "jpg", f"现场{number}.jpg", None, None)
        for number, size in enumerate(sizes)
    ]


def test_without_a_limit_everything_goes_into_one_file():
    assert set(volume_of(photos(64 * MIB, 64 * MIB), 10, None).values()) == {1}


def test_what_fits_into_one_mail_is_not_split():
    assert set(volume_of(photos(4 * MIB, 4 * MIB), 100 * KIB, MAIL).values()) == {1}
    assert volume_of([], 0, MAIL) == {}


def test_otherwise_the_first_volume_carries_the_records_alone():
    found = volume_of(photos(8 * MIB, 8 * MIB, 5 * MIB), 100 * KIB, MAIL)
    assert list(found.values()) == [2, 3, 3]


def test_an_attachment_larger_than_a_mail_is_named():
    with refused("E_LIMIT") as caught:
        volume_of(photos(MIB, 16 * MIB), 100, MAIL)
    assert caught[0].params["entry"] == "附件“现场1.jpg”"


def test_records_larger_than_a_mail_are_refused():
    with refused("E_LIMIT"):
        volume_of(photos(MIB), 16 * MIB, MAIL)


def test_more_volumes_than_the_format_allows_are_refused():
    with refused("E_LIMIT"):
        volume_of(photos(*[700 * KIB] * VOLUMES_MAX), 10, MIB)


def test_the_limit_holds_for_the_encrypted_file():
    assert encrypted_size(file_limit(MAIL), 8) <= MAIL


def test_a_limit_is_given_in_mebibytes_within_bounds():
    assert limit_of(0) is None
    assert limit_of(15) == 15 * MIB
    for wrong in (-1, 4096):
        with pytest.raises(AppError, match="volume_limit_too_small"):
            limit_of(wrong)
