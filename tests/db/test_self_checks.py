from __future__ import annotations

from db.self_checks import all_self_checks, self_check_days
from desktop.office import Office
from tests import factories


def checked(office: Office, premises: str, day: str, **changes: object) -> str:
    typed = factories.inspection(premises, date=day, kind="企业自查", led_by_principal="是", **changes)
    return str(office.add("inspection", typed)["id"])


def test_only_self_checks_led_by_the_principal_count(office: Office) -> None:
    noodles = office.add("premises", factories.premises())["id"]
    checked(office, noodles, "2026-08-03")
    checked(office, noodles, "2026-10-08")
    office.add("inspection", factories.inspection(noodles, date="2026-11-20", kind="企业自查"))
    office.add("inspection", factories.inspection(noodles, date="2026-11-21", led_by_principal="是"))
    found = all_self_checks(office.store.reader(), "2026-12-31")
    assert sorted(found) == [(noodles, "2026-08-03"), (noodles, "2026-10-08")]


def test_a_day_limits_what_counts_and_deleted_ones_do_not(office: Office) -> None:
    noodles = office.add("premises", factories.premises())["id"]
    checked(office, noodles, "2026-08-03")
    late = checked(office, noodles, "2026-10-08")
    reader = office.store.reader()
    assert all_self_checks(reader, "2026-09-30") == [(noodles, "2026-08-03")]
    assert self_check_days(reader, noodles, "2026-07-01", "2026-12-31") == ["2026-08-03", "2026-10-08"]
    office.retire("inspection", [late])
    assert all_self_checks(reader, "2026-12-31") == [(noodles, "2026-08-03")]
    assert self_check_days(reader, noodles, "2026-10-01", "2026-12-31") == []
