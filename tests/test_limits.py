"""docs/limits.md says what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import programme_file
from db.spec.own_settings import own_setting
from desktop import list_views, photos
from desktop.exchange import limits
from desktop.form_templates import container, docx_form, layout
from desktop.people import passwords
from desktop.spreadsheets import xlsx
from desktop.updates import manifest as update
from reports.sheet_reading import book

TEXT = (Path(__file__).parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")
MIB = 1 << 20


@pytest.mark.parametrize(
    "said",
    [
        f"{photos.LARGEST_FILE // MIB} MB，1.2 亿像素",
        f"{book.LARGEST_FILE // MIB} MB，{book.MOST_CELLS // 10_000} 万个单元格",
        f"{xlsx.MOST_ROWS} 行",
        f"{container.LARGEST_FILE // MIB} MB，解开后 {container.LARGEST_CONTENT // MIB} MB",
        f"{layout.MOST_ROWS} 条，.docx 的 {docx_form.MOST_ROWS} 条，一条一页的 {layout.MOST_PAGES} 条",
        f"行动方案文件 | {programme_file.LARGEST_FILE // MIB} MB",
        f"视图名称 | {list_views.LONGEST_NAME} 字",
        f"{limits.VOLUMES_MAX} 卷",
        f"{limits.SERIAL_MAX} 次",
        f"解开后 {update.PROGRAM_BYTES // MIB} MB，{update.FILES} 个文件",
        f"至少 {passwords.LEAST_CHARACTERS} 字；输错 {passwords.FREE_TRIES} 次",
        f"最长 {passwords.LONGEST_WAIT_S // 60} 分钟",
        f"1 至 {own_setting('lock_minutes').maximum} 分钟",
    ],
)
def test_the_page_of_limits_says_what_the_program_keeps_to(said: str) -> None:
    assert said in TEXT
