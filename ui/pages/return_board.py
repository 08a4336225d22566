"""What the detail of a monthly return shows of its own: the identity, every figure as a way to its records, what came late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.spec.field import Record
from db.spec.return_months import month_words
from desktop.clock_doubt import clock_warning
from desktop.monthly_return import Board, balance_sentence, board, records_behind
from desktop.owed_returns import late_entry_words
from desktop.return_comparison import comparison, figure_words
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.theme.tokens import Tone
from ui.widgets.drawn_marks import MarkLabel

MONTH, YEAR = "month", "year"
_ALWAYS = ("检查", "隐患", "演练", "任务")  # groups whose zeros say something


def return_panel(context: PageContext, record: Record) -> QWidget:
    """The panel of one return."""
    found = board(context.office, record)
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    if warning := clock_warning(context.office):
        column.addWidget(_pill("电脑时间不对", Tone.DANGER))
        column.addWidget(_text(warning))
    column.addWidget(_text(_when(record, found), "muted"))
    if words := late_entry_words(context.office, record):
        column.addWidget(_text(words, "muted"))
    column.addWidget(_text(balance_sentence(found)))
    if not found.holds:
        column.addWidget(_pill("对不上账", Tone.DANGER))
        column.addWidget(_offenders(context, found))
    if record.get("corrects"):
        column.addWidget(_text(_comparison_words(context, record, found)))
    if found.late:
        column.addWidget(_pill(f"汇总以后有 {len(found.late)} 项变化，列入次月调整", Tone.WAITING))
        column.addWidget(_late(context, record, found.late))
    if found.told:
        column.addWidget(_text("上月数据的次月调整", "muted"))
        column.addWidget(_told(found.told))
    column.addWidget(FigureTable(context, record, shown_figures(found.figures), panel))
    if found.tasks:
        column.addWidget(_tasks(context, found))
    return panel


def shown_figures(rows: Sequence[Record]) -> list[Record]:
    """The figures without those groups and codes of which there is nothing."""
    return [
        row
        for row in rows
        if row["month"] != "0"
        or row["year"] not in (None, "0")
        or (row["group"] in _ALWAYS and "." not in row["key"])
    ]


class FigureTable(QWidget):
    """Figures by group, month and year; `buttons` are the ways to the records, by key and column."""

    def __init__(self, context: PageContext, record: Record, rows: Sequence[Record], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._record = context, record
        self.buttons: dict[tuple[str, str], QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for place, word in ((1, "本月"), (2, "本年累计")):
            grid.addWidget(_text(word, "muted", is_right=True), 0, place)
            grid.setColumnMinimumWidth(place, 64)
        group, line = "", 1
        for row in rows:
            if row["group"] != group:
                group = row["group"]
                grid.addWidget(_text(group, "muted"), line, 0, 1, 3)
                line += 1
            grid.addWidget(
                _text(f"　{row['label']}" + (f"（{row['unit']}）" if row.get("unit") else "")), line, 0
            )
            for place, name in ((1, MONTH), (2, YEAR)):
                grid.addWidget(self._number(row, name), line, place, Qt.AlignmentFlag.AlignRight)
            line += 1

    def _number(self, row: Record, name: str) -> QWidget:
        value = row[name]
        if value is None:
            return _text("—", "muted", is_right=True)
        button = QPushButton(value, self)
        button.setObjectName("link")
        button.setEnabled(value != "0")
        words = f"{row['group']}：{row['label']}"
        button.setToolTip(f"看这些记录（{words}）" if value != "0" else "没有记录")
        button.setAccessibleName(f"{words} {value}")
        button.clicked.connect(lambda: self._open(row, name))
        self.buttons[row["key"], name] = button
        return button

    def _open(self, row: Record, name: str) -> None:
        table, ids = records_behind(self._context.office, self._record, row["key"], name)
        column = "" if name == MONTH else "（本年累计）"
        words = f"{month_words(self._record['month'])}月报{column}　{row['group']}：{row['label']}"
        self._context.actions.open_list(table, Filters(only=(words, ids)))


def _when(record: Record, found: Board) -> str:
    days = f"统计 {record['from_on']} 至 {record['until_on']}"
    if found.is_live:
        return f"{days}。草稿：数据随台账变动，汇总后固定。点数字看记录。"
    moment = str(record["compiled_at"]).replace("T", " ")
    return f"{days}。{moment} 汇总，以后不变。点数字看记录。"


def _comparison_words(context: PageContext, record: Record, found: Board) -> str:
    """What the correction changed, line by line; its texts in full stand on the printed comparison."""
    changed = comparison(context.office, record, found)
    if changed.is_empty:
        return f"与第{changed.first['version']}版相比没有变化。"
    lines = [f"与第{changed.first['version']}版（{changed.first['no']}）相比："]
    lines += [figure_words(each) for each in changed.figures]
    texts = Counter(each.label for each in changed.texts)
    lines += [f"{label}改了 {count} 处" for label, count in texts.items()]
    lines += [f"任务 {each.no}　{each.before or '—'} → {each.after or '—'}" for each in changed.tasks]
    return "\n".join(lines)


def _offenders(context: PageContext, found: Board) -> QWidget:
    ids = tuple(row["record"] for row in found.offenders)
    numbers = "、".join(row["no"] for row in found.offenders[:20])
    words = f"这些隐患的日期前后矛盾：{numbers}" if ids else "期初、期末与本期增减不符，请核对隐患台账。"
    return _link(context, words, "hazard", "对不上账的隐患", ids)


def _late(context: PageContext, record: Record, rows: Sequence[Record]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for row in rows:
        words = f"{row['label']}　已报 {row['then']}{row['unit']}，现为 {row['now']}{row['unit']}"
        column.addWidget(_link(context, words, row["table"], f"次月调整　{row['label']}", row["ids"]))
    return holder


def _told(rows: Sequence[Record]) -> QLabel:
    lines = (
        f"{row['label']}　上月已报 {row['then']}，现为 {row['now']}（{row['records'] or '—'}）"
        for row in rows
    )
    return _text("\n".join(lines))


def _tasks(context: PageContext, found: Board) -> QLabel:
    done = sum(row["state"] in ("完成", "逾期完成") for row in found.tasks)
    late = sum("逾期）" in row["state"] for row in found.tasks)
    return _text(f"任务清单 {len(found.tasks)} 项：完成 {done} 项，逾期未完成 {late} 项；明细见打印的月报。")


def _link(context: PageContext, words: str, table: str, chip: str, ids: tuple[str, ...]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(_text(words))
    if ids:
        button = QPushButton(f"看这 {len(ids)} 条记录", holder)
        button.setObjectName("link")
        button.clicked.connect(lambda: context.actions.open_list(table, Filters(only=(chip, ids))))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return holder


def _pill(words: str, tone: Tone) -> MarkLabel:
    return MarkLabel(Mark(words, tone, is_pill=True))


def _text(words: str, name: str = "", is_right: bool = False) -> QLabel:
    label = QLabel(words)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(not is_right)
    if is_right:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    else:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
