"""Own choices and criteria: what ships stays, ours are added, renamed, stopped and ordered, and records still read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError, InvalidRecord
from db.spec import CRITERION, OWN_CODE, PREMISES
from db.spec.code_tables import label_of
from db.spec.criterion_library import find_criteria
from desktop.office import Office
from desktop.own_choices import (
    Origin,
    add_choice,
    choices,
    criteria_entries,
    lists,
    move,
    rename_choice,
    stop_or_use,
    why_not,
)
from tests import factories

LIST = "premises_flag"


def ours(office: Office) -> list[str]:
    return [each.words for each in choices(office, LIST) if each.origin is Origin.OWN]


def undo_last(office: Office) -> None:
    batch = office.store.reader().execute("SELECT batch FROM change ORDER BY seq DESC LIMIT 1").fetchone()[0]
    office.undo_operation(batch)


def test_lists_have_what_ships_first_and_it_stays(office: Office) -> None:
    assert ("premises_flag", "场所标签") in lists()
    shipped = choices(office, LIST)
    assert shipped and {each.origin for each in shipped} == {Origin.SHIPPED}
    assert "不能改" in why_not(office, shipped[0]) and why_not(office, None)
    assert all(each.origin is Origin.SHIPPED for each in criteria_entries(office))


def test_added_ones_are_offered_in_their_order_renamed_and_stopped(office: Office) -> None:
    tent, boat = add_choice(office, LIST, "露营营地"), add_choice(office, LIST, " 桨板俱乐部 ")
    assert ours(office) == ["露营营地", "桨板俱乐部"]
    shop = office.add("premises", factories.premises(flags="露营营地"))
    move(office, boat, -1)
    assert ours(office) == ["桨板俱乐部", "露营营地"]
    move(office, boat, -1)  # the first stays the first
    renamed = rename_choice(office, office.get(OWN_CODE.table, tent["id"]), "营地帐篷")
    assert renamed["code"] == tent["code"] and label_of((LIST,), shop["flags"][0]) == "营地帐篷"
    stop_or_use(office, OWN_CODE, renamed)
    with pytest.raises(InvalidRecord):
        office.add("premises", factories.premises(name="新营地", flags="营地帐篷"))
    assert label_of(PREMISES.field("flags").codes, shop["flags"][0]) == "营地帐篷"
    undo_last(office)
    assert [each.is_used for each in choices(office, LIST) if each.origin is Origin.OWN] == [True, True]


def test_each_is_one_operation_that_is_undone(office: Office) -> None:
    first, second = add_choice(office, LIST, "露营营地"), add_choice(office, LIST, "桨板俱乐部")
    move(office, second, -1)
    undo_last(office)
    assert ours(office) == ["露营营地", "桨板俱乐部"]
    rename_choice(office, office.get(OWN_CODE.table, first["id"]), "营地")
    undo_last(office)
    assert ours(office) == ["露营营地", "桨板俱乐部"]
    names = [each.operation for each in office.history(OWN_CODE.table, first["id"])]
    assert names[-1] == "新增选项" and "选项改名" in names


def test_a_word_that_is_there_already_or_none_is_refused(office: Office) -> None:
    shipped = choices(office, LIST)[0].words
    stopped = stop_or_use(office, OWN_CODE, add_choice(office, LIST, "露营营地"))
    for word in (shipped, "露营营地"):
        with pytest.raises(AppError, match="choice_there_already"):
            add_choice(office, LIST, word)
    for word in ("", "长" * 31):
        with pytest.raises(InvalidRecord):
            add_choice(office, LIST, word)
    rename_choice(office, stopped, "露营营地")  # its own word
    assert ours(office) == ["露营营地"]


def test_a_word_given_up_by_another_gets_a_code_of_its_own(office: Office) -> None:
    first = add_choice(office, LIST, "露营营地")
    rename_choice(office, first, "帐篷营地")
    second = add_choice(office, LIST, "露营营地")
    assert second["code"] == f"{first['code']}_2"
    assert ours(office) == ["帐篷营地", "露营营地"]
    assert [label_of((LIST,), each["code"]) for each in (first, second)] == ["帐篷营地", "露营营地"]


def test_criteria_of_our_own_stand_before_what_ships(office: Office) -> None:
    added = office.add(CRITERION.table, factories.criterion())
    entry = criteria_entries(office)[0]
    assert entry.origin is Origin.OWN and added["text"] in entry.words and not why_not(office, entry)
    stop_or_use(office, CRITERION, added)
    assert not criteria_entries(office)[0].is_used
    assert all(each.document.mark != "street" for each in find_criteria("换电柜"))


def test_who_only_fills_in_changes_no_list_and_undoes_none(seat: Callable[[str], Office]) -> None:
    office = seat(factories.LEAD)
    add_choice(office, LIST, "露营营地")
    office = seat(factories.CLERK)
    entry = next(each for each in choices(office, LIST) if each.origin is Origin.OWN)
    assert "审核人" in why_not(office, entry)
    with pytest.raises(AppError, match="not_allowed"):
        add_choice(office, LIST, "桨板俱乐部")
    with pytest.raises(AppError, match="not_allowed"):
        office.add(OWN_CODE.table, factories.own_code())
    with pytest.raises(AppError, match="not_allowed"):
        undo_last(office)
