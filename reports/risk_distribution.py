"""安全风险四色分布表: the open risks of the committee's ground by grid, by premises and by level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from db.spec import RISK, Record
from db.spec.code_tables import code_table
from db.spec.kinds import show
from db.spec.risk_checklist import level_rank
from reports.flow import Block, Gap, TableBlock, heading, paragraphs
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import small_heading
from reports.risk_grades import MARKS, TINTS, level_words, levels
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.table import BLANK, Align, Cell, LaidRow, label_cell, lay_row
from reports.typefaces import HEI, SONG

TITLE = "安全风险四色分布表"
NO_PLACE, NO_GRID = "公共区域（未挂场所）", "未分网格"
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")
_COUNT_WIDTH = 17 * MM
_LIST_HEADS = ("序号", "编号", "风险点", "位置", "责任人", "复评日期")
_LIST_MM = (12, 30, 44, 40, 20, 24)


def risk_distribution(
    records: Sequence[Record], context: PrintContext, grid_of: Callable[[Record], str] = lambda record: ""
) -> PrintResult:
    """The distribution of these risks, of which the closed ones are left out; `grid_of` names a risk's grid."""
    shown = sorted(
        (each for each in records if each.get("status") in RISK.open_statuses),
        key=lambda each: (level_rank(each.get("level_final")), each.get("no") or ""),
    )
    place_of = lambda each: show(RISK.field("premises"), each.get("premises"), context.reference_title)  # noqa: E731
    story: list[Block] = [paragraphs(totals_sentence(shown), SHEET_WIDTH), Gap(2 * MM)]
    story += _counted("一、按网格", "网格", shown, grid_of, NO_GRID)
    story += _counted("二、按场所", "场所", shown, place_of, NO_PLACE)
    story += [heading("三、按等级")] if shown else [paragraphs("没有在管的风险点。", SHEET_WIDTH)]
    for level, group in groupby(shown, lambda each: each.get("level_final")):
        story += _listed(level, list(group))
    return print_sheet(Sheet(TITLE, "", _SIGNERS), story, context)


def totals_sentence(records: Sequence[Record]) -> str:
    """在管风险点 n 个，其中 … by level, each with its colour word."""
    counts = Counter(each.get("level_final") for each in records)
    by_level = "，".join(f"{each.label}（{each.extra['color']}）{counts[each.code]} 个" for each in levels())
    return f"在管风险点 {len(records)} 个，其中：{by_level}。"


def counted(
    records: Sequence[Record], name_of: Callable[[Record], str], no_name: str
) -> list[tuple[str, Counter[str]]]:
    """(name, counts by level) of each place; the gravest and fullest first, what has no name last."""
    places: dict[str, Counter[str]] = {}
    for each in records:
        places.setdefault(name_of(each) or no_name, Counter())[str(each.get("level_final"))] += 1
    codes = [each.code for each in levels()]

    def order(item: tuple[str, Counter[str]]) -> tuple[bool, list[int], str]:
        return item[0] == no_name, [-item[1][code] for code in codes], item[0]

    return sorted(places.items(), key=order)


def _counted(
    title: str, label: str, records: Sequence[Record], name_of: Callable[[Record], str], no_name: str
) -> list[Block]:
    if not records:
        return []
    codes = [each.code for each in levels()]
    widths = [12 * MM, SHEET_WIDTH - 12 * MM - 6 * _COUNT_WIDTH, *([_COUNT_WIDTH] * 6)]
    heads = [
        "序号",
        label,
        "最高\n等级",
        *(f"{each.extra['color']}\n{each.label}" for each in levels()),
        "合计",
    ]
    rows = [
        lay_row(
            widths,
            [
                Cell(str(place), "center"),
                Cell(name),
                _level_cell(next(code for code in codes if counts[code])),
                *(_number(counts[code]) for code in codes),
                _number(counts.total(), HEI),
            ],
        )
        for place, (name, counts) in enumerate(counted(records, name_of, no_name), 1)
    ]
    rows.append(_sum_row(records, codes, widths))
    return [heading(title), TableBlock((lay_row(widths, map(label_cell, heads)),), tuple(rows)), Gap(4 * MM)]


def _sum_row(records: Sequence[Record], codes: Sequence[str], widths: Sequence[float]) -> LaidRow:
    counts = Counter(str(each.get("level_final")) for each in records)
    numbers = [_number(counts[code], HEI) for code in codes]
    return lay_row((sum(widths[:3]), *widths[3:]), [label_cell("合计"), *numbers, _number(len(records), HEI)])


def _number(count: int, face: str = SONG) -> Cell:
    return Cell(str(count), "center", face)


def _level_cell(code: str) -> Cell:
    found = code_table("risk_level").get(code)
    label = found.label if found else code
    return Cell(label, "center", HEI, MARKS.get(code), TINTS.get(code))


def _listed(level: str | None, records: Sequence[Record]) -> list[Block]:
    scale = SHEET_WIDTH / sum(_LIST_MM)
    widths = [each * scale for each in _LIST_MM]
    aligns: tuple[Align, ...] = ("center", "center", "left", "left", "center", "center")
    rows = []
    for place, record in enumerate(records, 1):
        names = ("no", "risk_point", "location", "responsible_person", "next_review")
        texts = [str(place), *(str(record.get(name) or "") for name in names)]
        rows.append(lay_row(widths, [Cell(text, align) for text, align in zip(texts, aligns, strict=True)]))
    title = f"{level_words(level) or BLANK}　{len(records)} 个"
    return [
        small_heading(title),
        TableBlock((lay_row(widths, map(label_cell, _LIST_HEADS)),), tuple(rows)),
        Gap(3 * MM),
    ]
