"""A fixed slice of the fuzzing that `tests/fuzz/run.py` does for as long as it is let."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.exchange.refusals import GROUP_OF_CODE
from tests.desktop.exchange.forge import encrypted
from tests.fuzz.run import cheap_keys, throw
from tests.fuzz.targets import Target, targets

SEED, MUTANTS, POSITIONS = 20261123, 40, 20
_TAKEN = frozenset({"accepted", "partial", "held", "replayed", "taken"})


@pytest.fixture(scope="module")
def receivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Target]]:
    """A street's desk, a committee's receipts, and what it takes in from above."""
    with cheap_keys():
        made = targets(tmp_path_factory.mktemp("fuzz"))
        yield made
        for each in made:
            each.close()


@pytest.mark.parametrize("which", range(4), ids=("package", "receipt", "down", "notice"))
def test_what_an_insider_signs_is_taken_or_refused_in_words_and_leaves_the_ledger_whole(
    receivers: list[Target], tmp_path: Path, which: int
) -> None:
    target = receivers[which]
    answers = Counter(throw(target, number, SEED, tmp_path)[1] for number in range(MUTANTS))
    target.check()
    assert len(answers.keys() & GROUP_OF_CODE.keys()) > 7
    assert answers.keys() & _TAKEN


@pytest.mark.parametrize("which", range(4), ids=("package", "receipt", "down", "notice"))
def test_a_flip_or_a_cut_anywhere_is_refused(receivers: list[Target], tmp_path: Path, which: int) -> None:
    target = receivers[which]
    good = target.case().insider().package()
    for at in range(which, len(good), len(good) // POSITIONS):
        for content in (good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :], good[:at]):
            assert taken(target, content, tmp_path) in GROUP_OF_CODE, at
    target.check()


def test_a_flip_or_a_cut_of_each_single_file_of_a_package_is_refused(
    receivers: list[Target], tmp_path: Path
) -> None:
    case = receivers[0].case()
    for path, content in case.files.items():
        for altered in (
            content[:-1],
            content[: len(content) // 2] + b"\x00" + content[len(content) // 2 + 1 :],
        ):
            lie = case.insider(
                manifest=case.insider().entries()["manifest-sha256.txt"], files=case.files | {path: altered}
            )
            assert taken(receivers[0], lie.package(), tmp_path) in GROUP_OF_CODE, path


def test_a_flip_or_a_cut_of_an_encrypted_package_is_refused(receivers: list[Target], tmp_path: Path) -> None:
    case = receivers[0].case()
    assert case.to is not None
    good = encrypted(case.insider().package(), case.to)
    for at in [*range(0, 500, 20), *range(500, len(good), len(good) // POSITIONS)]:
        for content in (good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :], good[:at]):
            assert taken(receivers[0], content, tmp_path) in GROUP_OF_CODE, at
    receivers[0].check()


def taken(target: Target, content: bytes, folder: Path) -> str:
    """What the target makes of a file."""
    file = folder / "arrived.zip"
    file.write_bytes(content)
    return target.take(file)
