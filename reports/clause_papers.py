"""条款落实情况: every clause of a programme against what the committee did, as a table, and one clause on a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from db.clause_counts import ALL_YEARS, ClauseStanding, Proof
from db.spec import Record
from reports.columns import Column, ordinal_column
from reports.flow import Block, TableBlock, paragraphs
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.sections import numbered
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.table import BLANK, Cell, label_cell, lay_row
from reports.task_list import evidence_numbers, status_words
from reports.typefaces import HEI

TABLE_TITLE, SHEET_TITLE = "条款落实情况对照表", "条款落实情况"
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")


def clause_table(
    programme: Record, standings: Sequence[ClauseStanding], years: Sequence[int], context: PrintContext
) -> PrintResult:
    """The table of these clauses on A4 landscape; counts are by year, then over all years."""
    columns = [
        ordinal_column(),
        _column("条款", 42, lambda each: Cell(f"{each.clause['label']}\n{each.clause['title']}", face=HEI)),
        _column("村居要做", 60, lambda each: Cell(each.clause["asks"])),
        _column("逐年目标", 34, lambda each: Cell(target_lines(each))),
        _column(
            "任务（完成/全部）",
            30,
            lambda each: Cell(task_lines(each, years), "center"),
            "2026年 10/10，逾期 10",
        ),
        _column("佐证（全部）", 56, lambda each: Cell(proof_lines(each, years))),
    ]
    rows = [{"standing": each} for each in standings]
    done = sum(each.tasks[year][1] for each in standings for year in years)
    total = sum(each.tasks[year][0] for each in standings for year in years)
    proven = sum(any(proof.counts[ALL_YEARS] for proof in each.proofs) for each in standings)
    totals = (
        f"《{programme['name']}》（{programme['doc_no']}）：共 {len(standings)} 条，有佐证的 {proven} 条；"
        f"任务 {total} 项，已完成 {done} 项。佐证数按各台账现有记录统计；“村居要做”为摘要，以原件为准。"
    )
    return print_ledger(Ledger(TABLE_TITLE, columns, rows, totals), context)


def clause_sheet(
    programme: Record,
    standing: ClauseStanding,
    years: Sequence[int],
    tasks: Sequence[Record],
    context: PrintContext,
) -> PrintResult:
    """One clause on A4 portrait: what it asks, the targets, the counts that prove it and its tasks."""
    clause = standing.clause
    head = _pairs(
        (("行动方案", f"{programme['name']}（{programme['doc_no']}）"), ("所属部分", clause["action"]),
         ("条款", f"{clause['label']}　{clause['title']}"))
    )  # fmt: skip
    parts: list[tuple[str, Sequence[Block]]] = [
        ("条款", [head]),
        ("方案要求（摘要，以原件为准）", [paragraphs(clause["says"], SHEET_WIDTH)]),
        ("村居要做", [paragraphs(clause["asks"], SHEET_WIDTH)]),
        ("逐年目标", _targets(standing)),
        ("落实情况", [_counts(standing, years)]),
        ("任务", _tasks(tasks, context)),
    ]
    return print_sheet(Sheet(SHEET_TITLE, clause["key"], _SIGNERS), numbered(parts), context)


def target_lines(standing: ClauseStanding) -> str:
    """2024年：… for each target, one below the other."""
    return "\n".join(f"{row['year']}年：{row['text']}" for row in standing.targets)


def task_lines(standing: ClauseStanding, years: Sequence[int]) -> str:
    """2026年 3/4，逾期1 for each year that has tasks."""
    lines = []
    for year in years:
        total, done, overdue = standing.tasks[year]
        late = f"，逾期 {overdue}" if overdue else ""
        lines += [f"{year}年 {done}/{total}{late}"] if total else []
    return "\n".join(lines)


def proof_lines(standing: ClauseStanding, years: Sequence[int]) -> str:
    """演练 5（2025年 2，2026年 3) for each kind of record."""
    return "\n".join(
        f"{proof.word} {proof.counts[ALL_YEARS]}{_by_year(proof, years)}" for proof in standing.proofs
    )


def _by_year(proof: Proof, years: Sequence[int]) -> str:
    counted = [f"{year}年 {proof.counts[year]}" for year in years if proof.counts.get(year)]
    return f"（{'，'.join(counted)}）" if counted else ""


def _column(label: str, width_mm: float, cell: Callable[[ClauseStanding], Cell], sample: str = "") -> Column:
    return Column(label, width_mm, lambda ordinal, row: cell(row["standing"]), sample)


def _pairs(pairs: Sequence[tuple[str, str]]) -> TableBlock:
    widths = (SHEET_WIDTH * 0.16, SHEET_WIDTH * 0.84)
    return TableBlock((), tuple(lay_row(widths, (label_cell(word), Cell(text))) for word, text in pairs))


def _targets(standing: ClauseStanding) -> Sequence[Block]:
    rows = [[f"{row['year']}年", row["text"], row.get("due") or ""] for row in standing.targets]
    return _table((("年度", 2), ("目标", 8), ("期限", 3)), rows)


def _counts(standing: ClauseStanding, years: Sequence[int]) -> TableBlock:
    heads = (("项目", 5.0), *((f"{year}年", 2.0) for year in years), ("全部", 2.0))
    tasks = [_of_all(standing.tasks[year]) for year in years]
    rows = [["任务（完成/全部）", *tasks, _of_all(_summed(standing.tasks))]]
    for proof in standing.proofs:
        counts = [str(proof.counts[year]) if year in proof.counts else "" for year in years]
        rows.append([proof.word, *counts, str(proof.counts[ALL_YEARS])])
    (table,) = _table(heads, rows)
    return table


def _summed(tasks: Mapping[int, tuple[int, int, int]]) -> tuple[int, int, int]:
    return (
        sum(each[0] for each in tasks.values()),
        sum(each[1] for each in tasks.values()),
        sum(each[2] for each in tasks.values()),
    )


def _of_all(counts: tuple[int, int, int]) -> str:
    total, done, _ = counts
    return f"{done}/{total}" if total else ""


def _tasks(tasks: Sequence[Record], context: PrintContext) -> Sequence[Block]:
    today = context.printed_at.date()
    heads = (("编号", 3.4), ("任务", 7.0), ("责任人", 2.2), ("期限", 3.0), ("状态", 2.6), ("佐证", 3.6))
    rows = [
        [
            task["no"],
            task["title"],
            task["owner"],
            task["due"],
            status_words(task, today),
            evidence_numbers(task),
        ]
        for task in tasks
    ]
    return _table(heads, rows)


def _table(heads: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> list[TableBlock]:
    if not rows:
        return []
    whole = sum(share for _, share in heads)
    widths = [SHEET_WIDTH * share / whole for _, share in heads]
    head = lay_row(widths, [label_cell(word) for word, _ in heads])
    laid = [
        lay_row(
            widths,
            [
                Cell(text or BLANK, "left" if heads[place][1] >= 5 else "center")
                for place, text in enumerate(row)
            ],
        )
        for row in rows
    ]
    return [TableBlock((head,), tuple(laid))]
