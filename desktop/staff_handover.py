"""What a clerk hands over to the next one: open hazards and tasks, what the street has not got, keys and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.spec import HAZARD, TASK
from db.spec.field import RecordType
from db.spec.query import Query, Sort
from desktop import paths
from desktop.exchange.outgoing import outgoing
from desktop.exchange.own_packages import own_packages
from desktop.exchange.profiles import PUBLIC
from desktop.office import Office
from desktop.own_keys import own_key
from desktop.tips.release import tipster_check

if TYPE_CHECKING:
    from reports.print_context import PrintResult
    from reports.staff_handover import Part

_STATES = {
    "sealed": "已封包，没有写出", "unfinished": "写出未完成", "written": "已写出，没有回执", "held": "街道暂存待核",
    "rejected": "被街道退回",
}  # fmt: skip


def staff_handover(office: Office) -> PrintResult:
    """The list as PDF. Raises AppError `tipster_in_text` when a hazard's text names a tipster, as every print does."""
    from desktop.documents import print_context
    from reports.staff_handover import staff_handover

    return staff_handover(handover_parts(office), print_context(office))


def handover_parts(office: Office) -> list[Part]:
    """The parts of the list. Raises AppError `key_file_missing`, `tipster_in_text`."""
    from reports.staff_handover import Part

    return [
        Part(
            "未销号的隐患",
            (("编号", 2.2), ("隐患", 5), ("责任人", 1.6), ("整改期限", 1.8), ("状态", 1.6)),
            _open(office, HAZARD, ("description", "rect_person", "deadline")),
            "没有未销号的隐患。",
        ),
        Part(
            "未完成的任务",
            (("任务", 6), ("责任人", 1.6), ("期限", 1.8), ("状态", 1.6)),
            [row[1:] for row in _open(office, TASK, ("title", "owner", "due"))],
            "没有未完成的任务。",
        ),
        Part(
            "还没有报给街道的", (("内容", 3), ("数量或状态", 5)), _unsent(office), "全部已报，街道都有回执。"
        ),
        Part("密钥和数据", (("项目", 2), ("内容", 7)), _keys(office)),
    ]


def _open(office: Office, record_type: RecordType, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    from desktop.tips.release import refuse_unreleased

    query = Query(statuses=record_type.open_statuses, sort=(Sort(names[2]), Sort("no")))
    rows = office.rows(record_type.table, office.ids(record_type.table, query))
    if (check := tipster_check(office)) is not None:
        refuse_unreleased(check, [(record_type, each) for each in rows])
    return [
        (
            each["no"] or "",
            *(str(each.get(name) or "") for name in names),
            record_type.status(each["status"]).label,
        )
        for each in rows
    ]


def _unsent(office: Office) -> list[tuple[str, str]]:
    going = outgoing(office, profile=PUBLIC)
    kinds = dict.fromkeys(record_type for record_type, _ in going.records)
    rows = [(each.label, f"{going.count(each.table)} 条有变化，没有回执") for each in kinds]
    if going.retired:
        rows.append(("已删除的记录", f"{len(going.retired)} 条，还没有告知街道"))
    waiting = [each for each in own_packages(office) if each.state in _STATES]
    return rows + [
        (f"报送包 {each.period} 第 {each.serial} 号", f"{_STATES[each.state]}（校验码 {each.check_code}）")
        for each in waiting
    ]


def _keys(office: Office) -> list[tuple[str, str]]:
    from db.packages import street_office

    key, street = own_key(office), street_office(office.store.reader())
    rows = [
        ("签名密钥指纹", key.fingerprint), ("核对数字", " ".join(key.digit_groups)), ("密钥轮次", f"{key.epoch:02d}"),
        ("密钥文件", str(paths.sign_key_file(office.database))), ("台账文件", str(office.database)),
        ("下一个报送包", f"第 {key.next_serial} 号"),
        ("收件街道", f"{street.name}（{street.code}）" if street else "还没有登记街道登记表"),
    ]  # fmt: skip
    if paths.tips_key_file(office.database).is_file():
        rows.append(("举报人保密密钥", "另有口令，由保密责任人单独移交"))
    return [
        *rows,
        *((f"旧密钥 {each.at[:10]}", f"{each.old}，认到第 {each.last_serial} 号") for each in key.changes),
    ]
