from __future__ import annotations

from db.coverage import covered_premises
from desktop.coverage import NO_GRID, coverage
from desktop.office import Office
from tests import factories


def test_inspections_of_the_period_count_and_self_checks_apart(office: Office) -> None:
    noodles = office.add("premises", factories.premises())["id"]
    shop = office.add("premises", factories.premises(name="佳乐苑便利店", type="小商店", grid=None))["id"]
    first = office.add("inspection", factories.inspection(noodles, date="2026-10-01"))["id"]
    office.add("inspection", factories.inspection(noodles, date="2026-09-30"))
    own = office.add("inspection", factories.inspection(shop, date="2026-12-31", kind="企业自查"))["id"]
    gone = office.add("inspection", factories.inspection(shop, date="2026-11-01"))["id"]
    office.retire("inspection", [gone])
    found = covered_premises(office.store.reader(), "2026-10-01", "2026-12-31")
    assert [(each.inspections, each.failed_items, each.self_checks) for each in found] == [
        ((first,), 1, ()), ((), 0, (own,)),
    ]  # fmt: skip


def test_closed_and_deleted_premises_are_not_counted(office: Office) -> None:
    ids = [office.add("premises", factories.premises(name=name))["id"] for name in ("甲", "乙", "丙")]
    office.act("premises", ids[0], "close", {"closed_on": "2026-11-01", "status_note": "不开了"})
    office.retire("premises", [ids[1]])
    assert [each.id for each in covered_premises(office.store.reader(), "2026-01-01", "2026-12-31")] == ids[
        2:
    ]


def test_lines_stand_in_the_order_of_the_types_and_premises_without_a_grid_last(office: Office) -> None:
    for name, kind, grid in (
        ("甲", "仓库", None),
        ("乙", "小商店", "第一网格"),
        ("丙", "小商店", "第二网格"),
    ):
        made = office.add("premises", factories.premises(name=name, type=kind, grid=grid))
        if name == "乙":
            office.add("inspection", factories.inspection(made["id"]))
    found = coverage(office, "2026-11-01", "2026-11-30")
    assert [(each.label, each.share) for each in found.by_type] == [("小商店", "50%"), ("仓库", "0%")]
    assert [each.label for each in found.by_grid] == ["第一网格", "第二网格", NO_GRID]
    assert (len(found.total.inspected), len(found.total.left_out), found.total.share) == (1, 2, "33%")


def test_a_ledger_without_premises_has_no_share(office: Office) -> None:
    found = coverage(office, "2026-11-01", "2026-11-30")
    assert (found.by_type, found.by_grid, found.total.share) == ((), (), "—")
