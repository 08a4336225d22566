"""街道版, 内部版, 公示版: what each lets go of a record, and that two copies of a revision are no conflict."""

from __future__ import annotations

from typing import Any

import pytest

from db.spec import RECORD_TYPES
from db.spec.field import Kind
from desktop.exchange.profiles import (
    INTERNAL,
    NOBODY,
    PROFILES,
    PUBLIC,
    STREET,
    agree,
    is_statement,
    masked_phone,
    released,
    statement,
    united,
    withheld_words,
)
from tests import factories

PREMISES, DRILL = RECORD_TYPES["premises"], RECORD_TYPES["drill"]
SHOP: dict[str, Any] = {
    "id": "01J", "name": "老张面馆", "address": "章浜路 1 号", "main_person": "张三", "phone": "13812345678",
    "lessees": [{"name": "李四", "phone": "021-59728888", "ends_on": "2027-01-01"}],
    "photos": [{"sha256": "a" * 64, "name": "门头.jpg"}], "created_by": "王芳", "updated_by": "王芳",
}  # fmt: skip


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812345678", "138****5678"), ("021-59728888", "021****8888"), ("12345", "****"), ("", "****")],
)
def test_a_telephone_number_keeps_its_ends(number: str, masked: str) -> None:
    assert masked_phone(number) == masked


def test_the_streets_copy_masks_telephone_numbers_and_nothing_else_of_a_shop() -> None:
    wire = released(STREET, PREMISES, SHOP)
    assert wire["phone"] == "138****5678" and wire["lessees"][0]["phone"] == "021****8888"
    assert (wire["main_person"], wire["lessees"][0]["name"]) == ("张三", "李四")
    assert released(INTERNAL, PREMISES, SHOP) == SHOP


def test_the_public_copy_names_nobody_and_shows_no_photo() -> None:
    wire = released(PUBLIC, PREMISES, SHOP)
    assert wire["name"] == "老张面馆"
    text = repr(wire)
    assert not [each for each in ("张三", "李四", "138", "5972", "王芳", "门头", "lessees") if each in text]
    assert wire["created_by"] == wire["updated_by"] == NOBODY


@pytest.mark.parametrize("profile", [each.key for each in PROFILES])
def test_no_profile_lets_a_list_of_people_or_a_scan_of_a_certificate_go(profile: str) -> None:
    for record_type in RECORD_TYPES.values():
        for field in record_type.fields:
            if field.sensitive and field.kind in (Kind.ROWS, Kind.ATTACHMENTS):
                assert field.name not in released(profile, record_type, {field.name: [{"name": "张三"}]})


@pytest.mark.parametrize("record_type", list(RECORD_TYPES.values()), ids=lambda each: each.table)
def test_the_public_copy_of_every_type_holds_no_field_about_a_person(record_type: Any) -> None:
    values = {
        field.name: [{}] if field.kind in (Kind.ROWS, Kind.ATTACHMENTS) else "张三"
        for field in record_type.fields
    }
    wire = released(PUBLIC, record_type, values)
    people = [
        field.name
        for field in record_type.fields
        if field.personal or field.kind in (Kind.PERSON, Kind.PHONE, Kind.ATTACHMENTS)
    ]
    assert not set(people) & set(wire)


def test_what_was_withheld_is_stated_with_its_way_and_only_where_there_was_something() -> None:
    bare = {"id": "01K", "name": "空店"}
    assert statement(STREET, [(PREMISES, SHOP), (PREMISES, bare)]) == [
        {"type": "premises", "profile": "street", "fields": {"lessees.phone": "masked", "phone": "masked"}}
    ]
    assert statement(STREET, [(PREMISES, bare)]) == []
    assert all(is_statement(each) for each in statement(PUBLIC, [(PREMISES, SHOP)]))
    assert withheld_words({"premises": {"phone": "masked", "photos": "left_out"}}).startswith(
        "场所：联系电话打码、"
    )
    assert withheld_words({}) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "rumour"}, {"profile": "mine"}, {"fields": {}}, {"fields": {"phone": "gone"}},
        {"fields": {"Phone!": "masked"}}, {"more": 1},
    ],
)  # fmt: skip
def test_a_malformed_statement_is_none(wrong: dict[str, Any]) -> None:
    assert not is_statement({"type": "premises", "profile": "street", "fields": {"phone": "masked"}} | wrong)


@pytest.mark.parametrize("first", [each.key for each in PROFILES])
@pytest.mark.parametrize("second", [each.key for each in PROFILES])
def test_two_copies_of_one_revision_agree_and_make_the_fuller_one(first: str, second: str) -> None:
    ours, theirs = (released(each, PREMISES, SHOP) for each in (first, second))
    assert agree(PREMISES, ours, theirs)
    both = united(PREMISES, ours, theirs)
    fullest = max((first, second), key=[PUBLIC, STREET, INTERNAL].index)
    assert {name: value for name, value in both.items() if value is not None} == released(
        fullest, PREMISES, SHOP
    )


@pytest.mark.parametrize(
    "other",
    [
        {"name": "老李面馆"},
        {"phone": "139****0000"},
        {"main_person": "王五"},
        {"lessees": []},
        {"updated_by": "李四"},
    ],
)
def test_what_no_profile_explains_is_a_conflict(other: dict[str, Any]) -> None:
    assert not agree(PREMISES, SHOP, SHOP | other)


def test_a_sign_in_list_stays_here_and_is_named_in_the_statement() -> None:
    drill = factories.drill(attendance=[{"name": "张三"}])
    assert "attendance" not in released(INTERNAL, DRILL, drill)
    [line] = statement(INTERNAL, [(DRILL, drill)])
    assert line["fields"]["attendance"] == "left_out"
