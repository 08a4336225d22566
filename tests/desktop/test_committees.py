from __future__ import annotations

import csv
import lzma
from pathlib import Path

import pytest

from db.errors import EnvironmentProblem
from desktop.committees import SHIPPED_LIST, CommitteeDirectory, shipped_committees

REGIONS = {
    "31": "上海市",
    "3101": "市辖区",
    "310118": "青浦区",
    "310118001": "夏阳街道",
    "310118102": "朱家角镇",
    "33": "浙江省",
    "3305": "湖州市",
    "330522": "长兴县",
    "330522101": "空镇",
    "330522102": "李家巷镇",
    "44": "广东省",
    "4419": "东莞市",
    "441900": "东莞市",
    "441900003": "东城街道",
}
COMMITTEES = {
    "310118001001": "章浜东社区居委会",
    "310118001003": "章浜社区居委会",
    "310118001004": "新章浜社区居委会",
    "310118001201": "夏阳（甲）７组Ａ村委会",
    "310118102201": "夏阳湖村委会",
    "330522102202": "章浜村委会",
    "330522102203": "𠮷塘村委会",
    "441900003001": "岗贝社区居民委员会",
}


def write_list(folder: Path, name: str, rows: dict[str, str]) -> None:
    with lzma.open(folder / name, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("code", "name"), *rows.items()])


@pytest.fixture
def directory(tmp_path: Path) -> CommitteeDirectory:
    write_list(tmp_path, "regions-2023.csv.xz", REGIONS)
    write_list(tmp_path, "committees-2023.csv.xz", COMMITTEES)
    return CommitteeDirectory(tmp_path)


def codes(directory: CommitteeDirectory, text: str, limit: int = 50) -> list[str]:
    return [match.code for match in directory.search(text, limit)]


def test_exact_name_then_beginning_then_contained(directory: CommitteeDirectory) -> None:
    assert codes(directory, "章浜") == ["310118001003", "330522102202", "310118001001", "310118001004"]


def test_the_limit_keeps_the_best(directory: CommitteeDirectory) -> None:
    assert codes(directory, "章浜", limit=2) == ["310118001003", "330522102202"]
    assert codes(directory, "章浜", limit=0) == []


def test_part_of_a_code_finds_its_committees(directory: CommitteeDirectory) -> None:
    assert codes(directory, "310118102201") == ["310118102201"]
    assert codes(directory, "330522") == ["330522102202", "330522102203"]
    assert codes(directory, "10220") == ["310118102201", "330522102202", "330522102203"]


def test_a_region_finds_its_committees_after_those_of_that_name(directory: CommitteeDirectory) -> None:
    assert codes(directory, "夏阳") == [
        "310118001201",
        "310118102201",
        "310118001001",
        "310118001003",
        "310118001004",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "长兴 章浜",
        "章浜 长兴",
        "长兴章浜",
        "长兴县李家巷镇章浜村委会",
        "浙江省湖州市长兴县李家巷镇章浜村委会",
        "浙江 长兴章浜",
        "章浜　村委会",
        "3305 章浜",
    ],
)
def test_region_and_name_together_find_one_committee(directory: CommitteeDirectory, text: str) -> None:
    assert codes(directory, text) == ["330522102202"]


def test_a_path_of_regions_alone_finds_everything_below(directory: CommitteeDirectory) -> None:
    assert codes(directory, "上海市青浦区朱家角镇") == ["310118102201"]


def test_words_in_different_places_find_nothing(directory: CommitteeDirectory) -> None:
    assert codes(directory, "东莞 章浜") == []
    assert codes(directory, "空镇") == []


@pytest.mark.parametrize(
    "text", ["夏阳(甲)7组a", "夏阳（甲）", "７组", "310118001201", "３１０１１８００１２０１"]
)
def test_widths_and_case_do_not_matter_and_the_published_name_is_shown(
    directory: CommitteeDirectory, text: str
) -> None:
    assert [match.name for match in directory.search(text)] == ["夏阳（甲）７组Ａ村委会"]


def test_a_character_beyond_the_basic_plane_is_found(directory: CommitteeDirectory) -> None:
    assert codes(directory, "𠮷") == ["330522102203"]


@pytest.mark.parametrize("text", ["", " 　", "\n", "县级", "市辖区", ".*", "9999999999999"])
def test_what_is_not_in_the_list_finds_nothing(directory: CommitteeDirectory, text: str) -> None:
    assert codes(directory, text) == []


def test_the_full_name_leaves_out_levels_that_do_not_exist(directory: CommitteeDirectory) -> None:
    in_municipality = directory.by_code("310118001003")
    without_county = directory.by_code("441900003001")
    assert in_municipality is not None and without_county is not None
    assert in_municipality.region_names == ("上海市", "市辖区", "青浦区", "夏阳街道")
    assert in_municipality.full_name == "上海市青浦区夏阳街道章浜社区居委会"
    assert without_county.region_names == ("广东省", "东莞市", "东莞市", "东城街道")
    assert without_county.full_name == "广东省东莞市东城街道岗贝社区居民委员会"


@pytest.mark.parametrize("code", ["310118001002", "310118001", "", "310118001003 ", "不是十二位的代码文字"])
def test_an_unlisted_code_has_no_committee(directory: CommitteeDirectory, code: str) -> None:
    assert directory.by_code(code) is None


def test_an_empty_list_finds_nothing(tmp_path: Path) -> None:
    write_list(tmp_path, "regions-2023.csv.xz", REGIONS)
    write_list(tmp_path, "committees-2023.csv.xz", {})
    assert CommitteeDirectory(tmp_path).search("章浜") == []


@pytest.mark.parametrize("damage", [b"", b"not xz", None])
def test_a_damaged_list_is_an_environment_problem(tmp_path: Path, damage: bytes | None) -> None:
    write_list(tmp_path, "regions-2023.csv.xz", REGIONS)
    write_list(tmp_path, "committees-2023.csv.xz", COMMITTEES)
    file = tmp_path / "committees-2023.csv.xz"
    file.write_bytes(file.read_bytes()[:60] if damage is None else damage)
    with pytest.raises(EnvironmentProblem, match="committee_list_unreadable"):
        CommitteeDirectory(tmp_path)


def test_the_shipped_list_has_every_committee_and_is_read_once() -> None:
    directory = shipped_committees()
    assert len(directory) == 620_573
    assert shipped_committees() is directory
    assert [match.full_name for match in directory.search("青浦章浜")] == [
        "上海市青浦区夏阳街道章浜社区居委会"
    ]
    assert {match.region_names[3] for match in directory.search("310118001")} == {"夏阳街道"}


def test_the_search_agrees_with_a_plain_scan_of_the_shipped_list() -> None:
    directory = shipped_committees()
    with lzma.open(SHIPPED_LIST / "committees-2023.csv.xz", "rt", encoding="utf-8") as file:
        named = {row["code"] for row in csv.DictReader(file) if "泖" in row["name"]}
    found = directory.search("泖", limit=1_000)
    assert {match.code for match in found if "泖" in match.name} == named
    assert all("泖" in match.full_name for match in found)
