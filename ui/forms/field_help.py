"""What a field takes, in one sentence for whoever hears the form instead of seeing it. GUI thread."""

from __future__ import annotations

from db.spec.field import Field, Kind

_KINDS = {
    Kind.TEXT: "填文字", Kind.LONG_TEXT: "填多行文字，Tab 到下一项", Kind.PERSON: "填姓名，输入时列出已有的人",
    Kind.PHONE: "填电话，几个号码用顿号隔开", Kind.INTEGER: "填整数", Kind.DECIMAL: "填数字", Kind.MONEY: "填金额",
    Kind.DATE: "填日期，如 2026-11-3、今天，Alt+下方向键打开日历", Kind.DATE_TIME: "填日期和时间，如 2026-11-3 14:30",
    Kind.CHOICE: "从列表里选，可打汉字或拼音首字母", Kind.CHOICES: "可以选几项，空格键勾选或去掉",
    Kind.YES_NO: "选是或否，方向键换", Kind.REFERENCE: "填编号或名称，从找到的里面选",
    Kind.ATTACHMENTS: "添加照片或扫描件，也可以粘贴", Kind.ROWS: "一行一行填，可以添加行",
}  # fmt: skip


def field_help(field: Field) -> str:
    """The field's hint, what kind of value it takes, and its unit and limits."""
    limits = []
    if field.unit:
        limits.append(f"单位{field.unit}")
    if field.minimum is not None:
        limits.append(f"不小于 {field.minimum}")
    if field.maximum is not None:
        limits.append(f"不大于 {field.maximum}")
    if field.max_length is not None:
        limits.append(f"最多 {field.max_length} 字")
    return "；".join(filter(None, (field.hint, "，".join((_KINDS[field.kind], *limits)))))
