"""How a document is printed: what the clerk chose the last time for this kind of document, kept on this computer."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields

from PySide6.QtCore import QSettings

FIT, ACTUAL = 0, 100  # of `percent`: as large as the paper allows, or as large as on the page
SIDES = ("单面", "双面，长边翻转", "双面，短边翻转")
PAPERS = ("A4", "A3")
TO_FILE = "打印到 PDF 文件"


@dataclass(frozen=True)
class PrintChoices:
    """`pages` as typed, "" for all; margins in millimetres beside what the document has already."""

    printer: str = ""
    copies: int = 1
    pages: str = ""
    sides: int = 0
    paper: str = "A4"
    percent: int = FIT
    margin_mm: int = 0
    binding_mm: int = 0
    is_grey: bool = False


def kept_choices(settings: QSettings | None, document: str) -> PrintChoices:
    """What was chosen for this kind of document; the usual for one that was never printed."""
    text = str(settings.value(_key(document), "")) if settings else ""
    try:
        kept = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        kept = {}
    usual = PrintChoices()
    known = {
        each.name: kept[each.name]
        for each in fields(PrintChoices)
        if isinstance(kept, dict) and type(kept.get(each.name)) is type(getattr(usual, each.name))
    }
    return PrintChoices(**known)


def keep_choices(settings: QSettings | None, document: str, choices: PrintChoices) -> None:
    """Keep them for the next document of this kind."""
    if settings:
        settings.setValue(_key(document), json.dumps(asdict(choices), ensure_ascii=False))


def _key(document: str) -> str:
    return f"print/{document.replace('/', '-') or '其他'}"


def page_numbers(typed: str, count: int) -> list[int] | None:
    """The pages meant by 1-3,5 (from 0, in their order); all of them for "". None for what cannot be read or is none.

    Full-width digits and marks are read too; pages beyond the last are left out.
    """
    plain = typed.translate(
        str.maketrans("０１２３４５６７８９，、；－—～~至", "0123456789,,,-----")
    ).replace(" ", "")
    if not plain:
        return list(range(count))
    found: list[int] = []
    for part in filter(None, plain.split(",")):
        ends = re.fullmatch(r"(\d{1,5})(?:-(\d{0,5}))?", part)
        if not ends:
            return None
        first = int(ends[1])
        last = first if ends[2] is None else int(ends[2] or count)
        found += range(first - 1, min(last, count))
    return [each for each in dict.fromkeys(found) if each >= 0] or None
