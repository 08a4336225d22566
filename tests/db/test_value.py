"""Values: what the first screen is made of."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from db.value import EMPTY, Value


class Place(Value):
    """A value with a default and a mapping."""

    name: str
    storey: int = 1
    notes: Mapping[str, str] = EMPTY

    def title(self) -> str:
        return f"{self.name}{self.storey}层"


class Shop(Place):
    """A value that adds a name to another's."""

    owner: str = ""


def test_names_are_given_in_order_or_by_name_and_the_rest_has_its_default():
    assert Place("面馆").title() == "面馆1层"
    assert Place("面馆", storey=2) == Place(storey=2, name="面馆")
    assert Shop("面馆", 2, owner="老张").owner == "老张"


def test_values_are_equal_by_content_and_only_within_their_class():
    assert Place("面馆") == Place("面馆", notes={})
    assert Place("面馆") != Place("面馆", 2)
    assert Place("面馆") != Shop("面馆")
    assert hash(Place("面馆", notes={"门": "开"})) == hash(Place("面馆"))


def test_a_value_is_changed_only_into_another():
    place = Place("面馆")
    with pytest.raises(AttributeError, match="frozen"):
        place.name = "饭店"  # type: ignore[misc]
    assert place.with_changes(name="饭店") == Place("饭店")
    assert place.name == "面馆"


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        ((), {}),
        (("面馆", 1, {}, 4), {}),
        (("面馆",), {"name": "饭店"}),
        (("面馆",), {"roof": 1}),
        ((), {"roof": 1}),
    ],
)
def test_missing_doubled_and_unknown_names_are_refused(args: tuple[object, ...], kwargs: dict[str, object]):
    with pytest.raises(TypeError, match="Place"):
        Place(*args, **kwargs)  # type: ignore[arg-type]


def test_a_value_shows_its_names():
    assert repr(Place("面馆")) == "Place(name='面馆', storey=1, notes=mappingproxy({}))"
    assert not dataclasses.is_dataclass(Place)
