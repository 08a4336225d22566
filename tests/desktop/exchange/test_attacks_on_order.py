"""Attacks on the order and the address of packages: again, out of turn, forked, to somebody else."""

from __future__ import annotations

from dataclasses import replace

from desktop.exchange.chain import ChainState
from desktop.exchange.tag_steps import Recipient
from desktop.exchange.verify import verify
from tests.desktop.exchange.attack_kit import after_first, header, insider, package_id
from tests.desktop.exchange.forge import (
    COMMITTEE_CODE,
    ENTRY,
    HEADER,
    OFFICE,
    OFFICE_CODE,
    STRANGER_KEY,
    expectation,
    good_package,
    refused,
    saved,
)


def test_same_package_again(opened):
    with refused("E_REPLAY"):
        opened(good_package(), expectation(chain=after_first()))


def test_older_package_again(opened):
    first = package_id(good_package())
    chain = ChainState(epoch=1, serial=2, head_id="2" * 64, ids={1: first, 2: "2" * 64})
    with refused("E_REPLAY"):
        opened(good_package(), expectation(chain=chain))


def test_gap(opened):
    with refused("E_GAP") as caught:
        opened(good_package(header(serial=4, prev="3" * 64)), expectation(chain=after_first()))
    assert caught[0].params["serials"] == (2, 3)


def test_fork_of_a_serial_with_other_content(opened):
    with refused("E_FORK"):
        opened(good_package(header(software="另一份")), expectation(chain=after_first()))


def test_wrong_previous_package(opened):
    with refused("E_CHAIN"):
        opened(good_package(header(serial=2, prev="3" * 64)), expectation(chain=after_first()))


def test_new_and_old_epoch(opened):
    with refused("E_EPOCH_NEW"):
        opened(good_package(header(epoch=2)))
    with refused("E_EPOCH_OLD"):
        opened(good_package(), expectation(chain=ChainState(epoch=2)))


def test_addressed_to_another_office(opened):
    with refused("E_NOT_FOR_US"):
        opened(good_package(header(to=(replace(OFFICE, code="330106002000"),))))


def test_addressed_to_another_key_of_this_office(opened):
    recipient = Recipient(OFFICE_CODE, frozenset({STRANGER_KEY.fingerprint}))
    with refused("E_NOT_FOR_US"):
        opened(good_package(), expectation(recipient=recipient))


def test_one_of_several_recipients_is_enough(opened):
    sent = header(to=(replace(OFFICE, code="330106002000"), OFFICE))
    assert opened(good_package(sent)).to[1] == OFFICE


def test_other_committees_code_under_our_own_key(opened):
    claimed = header(sender=replace(HEADER.sender, code="330106001002"))
    with refused("E_IDENTITY"):
        opened(good_package(claimed))


def test_base_folder_that_is_not_the_header_s(opened):
    with refused("E_IDENTITY"):
        opened(insider(bag_name=f"{COMMITTEE_CODE}-e01-000002-v01").package())


def test_header_that_names_another_key_than_the_signers(opened):
    claimed = header(sender=replace(HEADER.sender, key=STRANGER_KEY.fingerprint))
    with refused("E_IDENTITY"):
        opened(insider(header=claimed).package())


def test_renamed_committee_is_a_warning(tmp_path):
    renamed = replace(ENTRY, name="旧名社区居民委员会")
    found = verify(saved(tmp_path, good_package()), expectation(entry=renamed))
    assert [warning.code for warning in found.warnings] == ["W_NAME_CHANGED"]
