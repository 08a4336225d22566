"""The envelope: opens with its key only, says nothing by its length, and shows every touch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.errors import EnvironmentProblem, InvalidRecord
from desktop.exchange.signing_key import signing_key_from_seed
from desktop.tips.reporter import CONTACT_CHARACTERS, NAME_CHARACTERS, Reporter, checked, from_bytes, to_bytes
from desktop.tips.sealing import ALGORITHM, seal, unseal
from tests.fixtures_tips import TIPSTER, TIPSTER_NAME, traces

KEY, OTHER = signing_key_from_seed(b"k" * 32), signing_key_from_seed(b"o" * 32)
TIP_ID = "01JDQTIP000000000000000001"


def test_what_was_sealed_to_the_public_key_opens_with_the_private_one() -> None:
    identity = seal(KEY.public_key, TIP_ID, to_bytes(TIPSTER))
    assert (identity.algorithm, identity.key) == (ALGORITHM, KEY.fingerprint)
    assert from_bytes(unseal(KEY, TIP_ID, identity)) == TIPSTER
    assert not traces((TIPSTER_NAME, "6123"), identity.sealed)


def test_every_envelope_is_new_and_as_long_as_any_other() -> None:
    longest = checked(Reporter(False, "𠮷" * NAME_CHARACTERS, "𠮷" * CONTACT_CHARACTERS, True, True))
    envelopes = [seal(KEY.public_key, TIP_ID, to_bytes(each)).sealed for each in (TIPSTER, TIPSTER, Reporter(), longest)]  # fmt: skip
    assert len(set(envelopes)) == 4 and len({each[:32] for each in envelopes}) == 4
    assert len({len(each) for each in envelopes}) == 1
    assert from_bytes(to_bytes(longest)) == longest


@pytest.mark.parametrize("at", [0, 31, 32, 500, -1], ids=str)
def test_one_changed_bit_is_noticed(at: int) -> None:
    identity = seal(KEY.public_key, TIP_ID, to_bytes(TIPSTER))
    sealed = bytearray(identity.sealed)
    sealed[at] ^= 1
    with pytest.raises(EnvironmentProblem, match="tip_identity_damaged"):
        unseal(KEY, TIP_ID, replace(identity, sealed=bytes(sealed)))


@pytest.mark.parametrize("length", [0, 31, 32, 47, 48, 1071])
def test_a_cut_envelope_is_noticed(length: int) -> None:
    identity = seal(KEY.public_key, TIP_ID, to_bytes(TIPSTER))
    with pytest.raises(EnvironmentProblem, match="tip_identity_damaged"):
        unseal(KEY, TIP_ID, replace(identity, sealed=identity.sealed[:length]))


def test_an_envelope_of_another_tip_key_or_algorithm_is_refused() -> None:
    identity = seal(KEY.public_key, TIP_ID, to_bytes(TIPSTER))
    with pytest.raises(EnvironmentProblem, match="tip_identity_damaged"):
        unseal(KEY, TIP_ID[:-1] + "2", identity)
    with pytest.raises(EnvironmentProblem, match="tip_identity_other_key"):
        unseal(OTHER, TIP_ID, identity)
    with pytest.raises(EnvironmentProblem, match="tip_identity_damaged"):
        unseal(OTHER, TIP_ID, replace(identity, key=OTHER.fingerprint))
    with pytest.raises(EnvironmentProblem, match="tip_identity_damaged"):
        unseal(KEY, TIP_ID, replace(identity, algorithm="sm2-sm4"))


def test_a_point_nobody_can_hold_is_no_key() -> None:
    for y in (0, 1):
        with pytest.raises(EnvironmentProblem, match="key_file_damaged"):
            seal(y.to_bytes(32, "little"), TIP_ID, b"")


def test_a_tipster_shows_in_no_text_of_its_own() -> None:
    assert str(TIPSTER) == repr(TIPSTER) == "Reporter()"


def test_a_named_tipster_has_a_name_and_an_anonymous_one_has_none() -> None:
    with pytest.raises(InvalidRecord) as caught:
        checked(Reporter(False, "　", "电" * (CONTACT_CHARACTERS + 1)))
    assert [(each.field, each.message_id) for each in caught.value.problems] == [
        ("reporter_name", "reporter_name_missing"),
        ("reporter_contact", "text_too_long"),
    ]
    assert checked(Reporter(True, "还没删的名字", " 137 ")) == Reporter(True, "", "137")


@pytest.mark.parametrize("content", [b"", b"\0\x02[]", b"\0\x04true", b"\xff\xff[", b"\0\x0b[1,2,3,4,5]"])
def test_other_bytes_are_no_tipster(content: bytes) -> None:
    with pytest.raises(ValueError):
        from_bytes(content)
