from __future__ import annotations

from db.shipped_checklists import shipped_checklists
from db.spec.code_tables import code_table
from desktop.checklists import blank_items, checklists, edition, fitting
from desktop.office import Office
from tests import factories


def test_the_shipped_checklists_come_in_once_and_in_order(office: Office) -> None:
    names = [each["name"] for each in checklists(office)]
    assert names == [each["name"] for each in shipped_checklists()]
    assert [each["id"] for each in checklists(office)] == [each["id"] for each in checklists(office)]
    assert {each["version"] for each in checklists(office)} == {1}


def test_what_the_committee_did_with_a_shipped_checklist_stays(office: Office) -> None:
    first, second, *_ = checklists(office)
    office.change("checklist", first["id"], {"name": "本社区消防检查表"})
    office.act("checklist", second["id"], "stop", {})
    office.retire("checklist", [checklists(office)[-1]["id"]])
    assert len(checklists(office)) == len(shipped_checklists()) - 2
    assert edition(checklists(office)[0]) == "本社区消防检查表（第2版）"
    assert len(checklists(office, with_stopped=True)) == len(shipped_checklists()) - 1


def test_every_shipped_item_is_read_and_names_a_known_category(office: Office) -> None:
    known = {each.code for each in code_table("hazard_category").codes}
    rows = [row for each in checklists(office) for row in each["items"]]
    assert {row["category"] for row in rows} <= known
    assert len(rows) == sum(len(each["items"]) for each in shipped_checklists())


def test_checklists_are_proposed_by_type_and_flags_and_their_items_numbered_through(office: Office) -> None:
    noodles = office.get("premises", office.add("premises", factories.premises())["id"])
    found = fitting(checklists(office), noodles)
    assert [each["name"][:2] for each in found] == ["通用", "用电", "燃气", "小场"]
    rows = blank_items(found)
    assert (rows[0]["group"], rows[-1]["group"]) == (found[0]["name"], found[-1]["name"])
    assert len(rows) == sum(len(each["items"]) for each in found)
    assert len(blank_items([*found, *found])) == len(rows)
    assert [each["name"][:2] for each in fitting(checklists(office), None)] == ["通用", "用电"]
