"""A fork in words: its rows side by side, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from db.spec import RECORD_TYPES
from desktop.messages import sentence
from ui.submission.wording import moment_words, period_words

if TYPE_CHECKING:
    from desktop.street.fork_branches import Branches, ForkedRecord
    from ui.street.two_sides import Difference

SIDES = ("已合并的一份", "没有合并的一份")
_NOTHING = "—"


def next_steps(found: Branches) -> str:
    """Where the branches part and what to do next, or what was decided."""
    if found.decision is not None:
        decided = found.decision
        return f"{found.parting}\n{decided.who} {moment_words(decided.at)} 已核实：{decided.note}"
    if found.trouble is not None:
        return f"没有合并的一份现在比对不了：{sentence(found.trouble)}\n{_ASK}"
    return f"{found.parting}\n{_ASK}"


_ASK = (
    "接下来：① 打电话问村居是不是恢复过备份、换过电脑，或把台账拷到别的电脑上同时在用。"
    "② 恢复过备份的：请它导入最近一份回执再接着报，没有合并的记录会随下一包报来。"
    "③ 拷贝成两份的：请它只留一份接着用，另一份里多出来的记录在留下的那份里补登。"
    "④ 都不是的：密钥可能在别人手里，请在“名册”按“更换密钥…”选“泄露”。"
    "⑤ 查清后在下面写明经过，记为已核实。"
)


def fork_rows(found: Branches) -> Sequence[Difference]:
    """What both packages are, the packages after them, and the records in which they differ."""
    return (*_package_rows(found), *_record_rows(found))


def _package_rows(found: Branches) -> Iterator[Difference]:
    merged, other = found.fork.merged, found.fork.other
    if merged is None:
        yield "收件结果", "这个号当时同意跳过，没有合并过", "没有合并，原样留存"
    else:
        yield "包编号", _digits(merged.id), _digits(other.id)
        yield "月份", period_words(merged.period), period_words(other.period)
        yield "收到时间", moment_words(merged.received_at), moment_words(other.came_at)
    yield "文件", merged.file_name if merged else _NOTHING, other.file_name
    if found.sealed_at:
        yield "封包时间（村居的钟）", _NOTHING, moment_words(found.sealed_at)
    yield "这一支的包", _serials(found.merged_serials), _serials(found.other_serials)
    if found.trouble is None:
        alike = f"{found.same} 条"
        yield "相同的记录", alike, alike


def _record_rows(found: Branches) -> Iterator[Difference]:
    from desktop.street.fork_branches import DIFFERS, ONLY_MERGED

    for each in found.records:
        title = each.title if len(each.title) <= _TITLE else f"{each.title[:_TITLE]}…"
        name = f"{RECORD_TYPES[each.table].label} {each.no}\n{title}".strip()
        if each.how == DIFFERS:
            yield from (
                (f"{name}\n{label}", ours or _NOTHING, theirs or _NOTHING)
                for label, ours, theirs in each.differences
            )
        elif each.how == ONLY_MERGED:
            yield name, _content(each, 1), "没有这条"
        else:
            yield name, "没有这条", _content(each, 2)


def _content(record: ForkedRecord, side: int) -> str:
    """The first fields of a record that only one side has."""
    shown = [f"{each[0]}：{each[side]}" for each in record.differences if each[side]]
    return "\n".join(shown[:_MOST_FIELDS]) or "有"


_MOST_FIELDS, _TITLE = 6, 16


def _serials(serials: Sequence[int]) -> str:
    numbers = "、".join(map(str, serials))
    return f"第 {numbers} 号" if numbers else _NOTHING


def _digits(package_id: str) -> str:
    return package_id[:12]
