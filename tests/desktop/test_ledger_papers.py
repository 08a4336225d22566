from __future__ import annotations

from pathlib import Path

import pytest

from db.spec import RECORD_TYPES
from db.spec.query import Query, Sort
from desktop.ledger_papers import form_of, has_own_form, list_key, print_form, usual_columns
from desktop.office import Office
from tests import factories
from tests.reports.poppler import flat_text, needs_poppler, page_sizes

LISTED = [each for each in RECORD_TYPES if each != "committee"]


@pytest.mark.parametrize("table", LISTED)
def test_every_list_prints_with_its_usual_columns(office: Office, table: str) -> None:
    printed = print_form(office, table if has_own_form(table) else list_key(table, usual_columns(table)))
    assert printed.pages >= 1 and printed.trace and printed.trace.form
    assert form_of(printed.trace.form)[0].table == table


@needs_poppler
def test_a_list_prints_what_it_shows_in_its_order(office: Office, tmp_path: Path) -> None:
    for name in ("老张面馆", "悦来旅馆", "䶮㐂𠮷商店"):
        office.add("premises", factories.premises(name=name))
    query = Query(search="店", sort=(Sort("no", descending=True),))
    printed = print_form(office, list_key("premises", ("name", "no", "status")), query)
    text = flat_text(printed, tmp_path)
    assert text.index("名称") < text.index("编号") < text.index("状态")
    assert "䶮㐂𠮷商店" in text and "老张面馆" not in text and "共1条" in text


@needs_poppler
def test_too_many_columns_go_onto_a3_and_then_below_each_other(office: Office, tmp_path: Path) -> None:
    office.add("premises", factories.premises())
    names = [each.name for each in RECORD_TYPES["premises"].fields]
    few = print_form(office, list_key("premises", ("no", "name", "address", "phone")))
    some = print_form(office, list_key("premises", ("no", *names[:14])))
    all_ = print_form(office, list_key("premises", ("no", *names)))
    assert page_sizes(few, tmp_path) == {"841.89 x 595.276"}
    assert page_sizes(some, tmp_path) == page_sizes(all_, tmp_path) == {"1190.55 x 841.89"}


def test_a_form_that_this_version_does_not_know_is_no_form() -> None:
    for key in ("", "of_later", "list:premises", "chart:premises:no"):
        with pytest.raises(KeyError):
            form_of(key)
