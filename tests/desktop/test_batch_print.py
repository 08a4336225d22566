from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
import pytest

from db.errors import AppError, Cancelled
from desktop.batch_print import print_records
from desktop.inspection_documents import blank_sheets
from desktop.jobs import Token
from desktop.office import Office
from desktop.print_jobs import heard_by_token
from tests import factories
from tests.reports.poppler import flat_text, fonts, needs_poppler


@pytest.fixture
def shops(office: Office) -> list[str]:
    names = ("老张面馆", factories.RARE_NAME[:60], "悦来旅馆")
    return [office.add("premises", factories.premises(name=name))["id"] for name in names]


def outline(pdf: bytes) -> list[tuple[str, int]]:
    document = pypdfium2.PdfDocument(pdf)
    found = [(each.get_title(), each.get_dest().get_index()) for each in document.get_toc()]
    document.close()
    return found


def test_each_record_has_a_bookmark_that_leads_to_its_first_page(office: Office, shops: list[str]) -> None:
    printed = print_records(office, "premises", shops)
    one = print_records(office, "premises", shops[:1]).pages
    marks = outline(printed.pdf)
    assert [title.split(" ", 1)[1] for title, _ in marks] == [
        "老张面馆",
        factories.RARE_NAME[:60],
        "悦来旅馆",
    ]
    assert [page for _, page in marks][:2] == [0, one]
    assert printed.pages >= 3 * one


@needs_poppler
def test_page_numbers_begin_anew_with_each_record_and_fonts_are_embedded_once(
    office: Office, shops: list[str], tmp_path: Path
) -> None:
    printed = print_records(office, "premises", shops)
    assert flat_text(printed, tmp_path).count("第1页/共") == 3
    assert len(fonts(printed, tmp_path)) == 2
    assert (
        subprocess.run(["pdfinfo", tmp_path / "document.pdf"], check=True, capture_output=True).stderr == b""
    )


def test_a_type_without_a_document_of_its_own_is_refused(office: Office, shops: list[str]) -> None:
    with pytest.raises(AppError, match="no_document_of_type"):
        print_records(office, "supervision_order", ["x"])
    with pytest.raises(AppError, match="documents_missing"):
        print_records(office, "premises", [])


def test_a_batch_stops_when_the_clerk_says_so_and_tells_how_far_it_is(
    office: Office, shops: list[str]
) -> None:
    told: list[tuple[int, int, str]] = []
    token = Token(lambda *each: told.append(each))
    heard_by_token(office, lambda: print_records(office, "premises", shops), token)
    assert told[-1][:2] == (3, 3)
    token.cancel()
    with pytest.raises(Cancelled):
        heard_by_token(office, lambda: print_records(office, "premises", shops), token)


@needs_poppler
def test_blank_sheets_of_several_premises_are_one_document(
    office: Office, shops: list[str], tmp_path: Path
) -> None:
    printed = blank_sheets(office, shops)
    assert [title.split(" ", 1)[1] for title, _ in outline(printed.pdf)][0] == "老张面馆"
    assert flat_text(printed, tmp_path).count("第1页/共") == 3
