"""The files of one intake as rows: what each is, how it fared, and the sums. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.messages import message, sentence
from desktop.street.receiving import Received
from ui.models.marks import Mark
from ui.pages.submission.value_table import ValueColumn
from ui.submission.wording import period_words
from ui.theme.tokens import Tone

_WAITING = Mark("未处理", Tone.NEUTRAL, is_pill=True)
_MARKS = {
    "accepted": Mark("已合并", Tone.DONE, is_pill=True), "partial": Mark("部分合并", Tone.WAITING, is_pill=True),
    "rejected": Mark("未收", Tone.DANGER, is_pill=True), "replayed": Mark("已收过", Tone.NEUTRAL, is_pill=True),
    "held": Mark("暂存，等主包", Tone.WAITING, is_pill=True),
}  # fmt: skip
_GAP = "E_GAP"


@dataclass(frozen=True)
class IntakeRow:
    """One file, and what came of it once it was taken in."""

    file: Path
    received: Received | None = None

    @property
    def mark(self) -> Mark:
        """How it fared, in a word."""
        return _MARKS[self.received.status] if self.received else _WAITING

    @property
    def code(self) -> str:
        """The code of its refusal, "" without one."""
        error = self.received.error if self.received else None
        return error.message_id if error else ""

    @property
    def is_gap(self) -> bool:
        """Whether packages before it are missing and nothing would be lost by going on without them (format §8)."""
        error = self.received.error if self.received else None
        return self.code == _GAP and error is not None and bool(error.params.get("nothing_is_lost"))

    @property
    def result(self) -> str:
        """What came of it, in a sentence; a refusal with its code."""
        return _result(self.received) if self.received else ""


def _result(received: Received) -> str:
    if received.error is not None:
        return f"{sentence(received.error)}（{received.error.message_id}）"
    missing = "、".join(map(str, received.missing_volumes))
    parts = [
        f"应有 {received.expected} 条，读到 {received.read} 条，写入 {received.written} 条",
        f"有冲突 {received.refused} 条" if received.refused else "",
        f"附件待补：第 {missing} 卷还没有收到" if missing else "",
    ]
    told = [message(each.code, each.params).rstrip("。") for each in received.warnings]
    return "；".join(filter(None, (*parts, *told)))


def sums(rows: Sequence[IntakeRow]) -> str:
    """What the intake comes to so far."""
    done = [each.received for each in rows if each.received]
    if not done:
        return f"共 {len(rows)} 个文件"
    kinds = {status: sum(each.status == status for each in done) for status in _MARKS}
    words = [f"{mark.word} {kinds[status]}" for status, mark in _MARKS.items() if kinds[status]]
    records = (
        f"应有 {sum(each.expected for each in done)} 条，读到 {sum(each.read for each in done)} 条，"
        f"写入 {sum(each.written for each in done)} 条，拒收 {sum(each.refused for each in done)} 条"
    )
    return f"共 {len(rows)} 个文件，已处理 {len(done)}：{'，'.join(words)}。{records}"


def _of(received: Received | None, words: str) -> str:
    return words if received and received.sender_code else ""


COLUMNS = (
    ValueColumn("结果", 104, lambda row: row.mark.word, lambda row: row.mark),
    ValueColumn("村居", 150, lambda row: row.received.sender_name if row.received else ""),
    ValueColumn("月份", 92, lambda row: period_words(row.received.period) if row.received and row.received.period else ""),
    ValueColumn("包号", 60, lambda row: str(row.received.serial or "") if row.received else "", is_number=True),
    ValueColumn("卷", 40, lambda row: _of(row.received, str(row.received and row.received.volume)), is_number=True),
    ValueColumn("说明", 300, lambda row: row.result),
    ValueColumn("文件", 190, lambda row: row.file.name),
)  # fmt: skip
STRETCHED = 5
