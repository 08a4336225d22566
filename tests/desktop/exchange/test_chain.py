"""The order of packages of one sender, rule by rule (format §8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.exchange.chain import ChainState, judge, serial_list
from desktop.exchange.header import PackageHeader
from tests.desktop.exchange.forge import HEADER, refused

ONE, TWO, THREE, FOUR, OTHER = ("1" * 64, "2" * 64, "3" * 64, "4" * 64, "f" * 64)
AFTER_TWO = ChainState(
    epoch=1, serial=2, head_id=TWO, ids={1: ONE, 2: TWO}, volumes={1: frozenset({1}), 2: frozenset({1})}
)


def sent(serial: int, prev: str | None = None, **changes: object) -> PackageHeader:
    return replace(HEADER, serial=serial, prev=prev, **changes)  # type: ignore[arg-type]


def test_the_first_package_starts_the_chain():
    state = judge(ChainState(epoch=1), sent(1), ONE).state
    assert (state.serial, state.head_id, state.ids, state.volumes) == (1, ONE, {1: ONE}, {1: frozenset({1})})


def test_the_next_package_moves_the_head():
    assert judge(AFTER_TWO, sent(3, TWO), THREE).state.ids == {1: ONE, 2: TWO, 3: THREE}


def test_judging_leaves_the_old_state_as_it_was():
    judge(AFTER_TWO, sent(3, TWO), THREE)
    assert AFTER_TWO.ids == {1: ONE, 2: TWO}


def test_gap_needs_the_operators_consent():
    with refused("E_GAP") as caught:
        judge(AFTER_TWO, sent(5, FOUR, base=2), OTHER)
    assert caught[0].params["serials"] == (3, 4)
    assert caught[0].params["nothing_is_lost"] is True


def test_gap_that_loses_changes_cannot_be_accepted():
    with refused("E_GAP") as caught:
        judge(AFTER_TWO, sent(5, FOUR, base=3), OTHER, accept_gap=True)
    assert caught[0].params["nothing_is_lost"] is False


def test_accepted_gap_remembers_what_is_missing_and_the_one_id_that_is_known():
    verdict = judge(AFTER_TWO, sent(5, FOUR, base=2), OTHER, accept_gap=True)
    assert verdict.state.missing == {3: None, 4: FOUR}
    assert (verdict.state.serial, verdict.state.head_id) == (5, OTHER)
    assert [warning.code for warning in verdict.warnings] == ["W_GAP"]


@pytest.mark.parametrize(
    ("serial", "package_id", "code"), [(4, FOUR, "E_LATE"), (3, OTHER, "E_LATE"), (4, OTHER, "E_FORK")]
)
def test_skipped_package_that_arrives_after_all(serial, package_id, code):
    after_gap = judge(AFTER_TWO, sent(5, FOUR, base=2), "5" * 64, accept_gap=True).state
    with refused(code):
        judge(after_gap, sent(serial, TWO), package_id)


def test_volume_before_its_main_package_waits():
    with refused("E_WAIT_MAIN"):
        judge(AFTER_TWO, sent(3, TWO, volume=2, volumes=2, main=THREE), OTHER)


@pytest.mark.parametrize("main", [ONE, OTHER])
def test_volume_of_another_package(main):
    with refused("E_VOLUME"):
        judge(AFTER_TWO, sent(2, ONE, volume=2, volumes=2, main=main), OTHER)


def test_volumes_are_taken_in_any_order_and_once_only():
    third = judge(AFTER_TWO, sent(2, ONE, volume=3, volumes=3, main=TWO), OTHER).state
    second = judge(third, sent(2, ONE, volume=2, volumes=3, main=TWO), OTHER).state
    assert second.volumes[2] == {1, 2, 3}
    with refused("E_REPLAY"):
        judge(second, sent(2, ONE, volume=3, volumes=3, main=TWO), OTHER)


def test_serials_read_as_a_run_when_there_are_many():
    assert [serial_list(one) for one in [(3,), (3, 5), (3, 4, 5, 6), (1, 2, 3, 9)]] == [
        "3",
        "3、5",
        "3–6",
        "1、2、3、9",
    ]
