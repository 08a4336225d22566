from __future__ import annotations

import pytest

from db.premises_twins import address_key, find_twins, name_key, name_likeness, same_ground
from desktop.office import Office
from tests import factories


def premises(office: Office, **changes: object) -> dict[str, object]:
    plain = {"usc": None, "phone": None, "address": "青松路1号"}
    return office.add("premises", factories.premises(**(plain | changes)))


def reasons(office: Office, **typed: object) -> list[tuple[str, ...]]:
    return [each.reasons for each in find_twins(office.store.reader(), typed)]


def test_a_name_with_a_word_put_in_at_the_same_address_is_probably_the_same(office: Office) -> None:
    known = premises(office, name="阿强小饭店", address="夏阳大道88号")
    (twin,) = find_twins(office.store.reader(), {"name": "阿强饭店", "address": "夏阳大道８８ 号"})
    assert (twin.id, twin.reasons, twin.is_likely) == (known["id"], ("名称相近", "地址相同"), True)


def test_one_sign_alone_is_shown_and_does_not_hold_the_clerk_up(office: Office) -> None:
    premises(office, name="阿强小饭店", phone="139 1688 0002")
    for typed in (
        {"name": "阿强饭店"},
        {"name": "顺风五金店", "address": "青松路1号"},
        {"name": "顺风五金店", "phone": "13916880002"},
    ):
        (twin,) = find_twins(office.store.reader(), typed)
        assert not twin.is_likely


def test_the_same_credit_code_is_enough_whatever_the_name(office: Office) -> None:
    premises(office, usc="91330100799655058B")
    (twin,) = find_twins(office.store.reader(), {"name": "别的名字", "usc": "９１330100799655058b"})
    assert twin.reasons == ("信用代码相同",) and twin.is_likely


def test_a_short_name_counts_as_a_name(office: Office) -> None:
    premises(office, name="上海老张餐饮管理有限公司", short_name="老张面馆")
    assert reasons(office, name="老张面馆") == [("名称相同",)]


def test_an_unlike_name_elsewhere_is_no_twin(office: Office) -> None:
    premises(office, name="悦来旅馆")
    assert reasons(office, name="顺达快递", address="千步泾路66号", phone="59720000") == []


def test_names_that_only_resemble_count_with_another_sign(office: Office) -> None:
    premises(office, name="老张面馆")
    assert reasons(office, name="老王面馆", address="别处2号") == []
    assert reasons(office, name="老王面馆", address="青松路1号") == [("地址相同", "名称有些像")]


def test_the_record_itself_and_the_recycle_bin_are_left_out(office: Office) -> None:
    known = premises(office, name="阿强小饭店")
    assert find_twins(office.store.reader(), known, str(known["id"])) == []
    office.retire("premises", [str(known["id"])])
    assert reasons(office, name="阿强小饭店") == []


def test_what_a_clerk_said_are_two_is_not_asked_again_from_either_side(office: Office) -> None:
    one, other = premises(office, name="阿强饭店"), premises(office, name="阿强小饭店")
    parted = [{"no": other["no"], "name": other["name"], "reason": "两家相邻的店"}]
    kept = office.change("premises", str(one["id"]), {"distinct_from": parted})
    assert find_twins(office.store.reader(), kept, kept["id"]) == []
    assert find_twins(office.store.reader(), other, str(other["id"])) == []
    assert len(reasons(office, name="阿强饭店")) == 2  # a third one is asked about both


def test_the_weightiest_come_first_and_five_at_most(office: Office) -> None:
    for number in range(6):
        premises(office, name=f"商铺{number}")
    premises(office, name="阿强饭店")
    found = reasons(office, name="阿强饭店", address="青松路1号")
    assert found[0] == ("名称相同", "地址相同") and len(found) == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("城中东路312弄5号楼201室", "城中东路３１２弄 5-201"),
        ("上海市青浦区夏阳街道夏阳大道88号", "夏阳大道88号"),
        ("佳乐苑五号楼", "佳乐苑5幢"),
        ("青松路十二号三〇二室", "青松路12号302室"),
        ("青松路二十号", "青松路20号"),
        ("夏阳大道88号（二楼）", "夏阳大道88号2层"),
    ],
)
def test_an_address_is_known_however_it_is_written(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


def test_different_doors_stay_different() -> None:
    assert (
        len({address_key(each) for each in ("青松路1号", "青松路1弄2号", "青松路12号", "青松支路1号")}) == 4
    )


def test_a_name_is_compared_without_region_and_legal_form() -> None:
    assert name_key("上海市青浦区 阿强饭店（有限公司）") == name_key("阿强饭店")
    assert name_key("上海饭店") != name_key("青浦饭店")
    assert name_key("有限公司") == ""


def test_rare_characters_and_long_names_are_compared() -> None:
    long = "䶮㐂𠮷" * 20
    assert name_likeness(name_key(long), name_key(f"{long[:-1]}店")) > 0.9


def test_neighbours_share_the_landlord_or_the_door(office: Office) -> None:
    house = premises(office, name="甲店", landlord="沈国荣")
    premises(office, name="乙店", landlord="沈国荣", address="别处2号")
    premises(office, name="丙店", address="青松路 1号")
    premises(office, name="丁店", address="别处3号", landlord="别人")
    found = [(word, twin.name) for word, twin in same_ground(office.store.reader(), house)]
    assert found == [("同一房东", "乙店"), ("同一地址", "丙店")]
