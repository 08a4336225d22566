"""What a restore would change, in the clerk's words: for the dialog and for the command line."""

from __future__ import annotations

from db.backup import Contents
from db.spec import RECORD_TYPES
from desktop.restoring import LOOKED_AT, Preview

_NAMED = 10


def backup_words(contents: Contents) -> str:
    """Whose ledger a backup holds and up to when, as 章浜社区居委会，记到 2026-11-23 09:30（王芳，新增隐患）。"""
    detail = "，".join(filter(None, (contents.who, contents.operation)))
    at = f"，记到 {contents.at[:16].replace('T', ' ')}" if contents.at else ""
    return f"{contents.committee}{at}" + (f"（{detail}）" if detail else "")


def preview_lines(preview: Preview) -> list[str]:
    """What is inside, what would change, what would be gone and what is missing, a line each."""
    lines = [f"备份内容：{backup_words(preview.backup)}"]
    if preview.present is None:
        lines.append("现在的数据文件读不出来，恢复后用备份里的内容。")
    else:
        lines.append(f"现在的台账：{backup_words(preview.present)}")
        if not preview.present.is_of(preview.backup):
            lines.append("注意：这个备份是另一个单位的台账！")
    return [*lines, *_count_lines(preview), *_lost_lines(preview), *_attachment_lines(preview)]


def _count_lines(preview: Preview) -> list[str]:
    present = preview.present.counts if preview.present else {}
    lines = []
    for table, record_type in RECORD_TYPES.items():
        then, now = preview.backup.counts.get(table, 0), present.get(table, 0)
        if preview.present is None and then:
            lines.append(f"{record_type.label}：{then} 条")
        elif preview.present is not None and then != now:
            lines.append(f"{record_type.label}：现在 {now} 条，恢复后 {then} 条")
    return lines or ["各台账的条数不变。"]


def _lost_lines(preview: Preview) -> list[str]:
    if preview.lost is None:
        return [] if preview.present is None else ["备份与现在的台账不是同一段历史，请核对是不是选错了文件。"]
    if not preview.lost:
        return ["备份之后没有新的操作。"]
    more = "以上" if len(preview.lost) == LOOKED_AT else ""
    named = [f"　{each.at[:16].replace('T', ' ')} {each.who} {each.name}" for each in preview.lost[:_NAMED]]
    rest = [f"　……共 {len(preview.lost)} 次{more}"] if len(preview.lost) > _NAMED else []
    return [f"恢复后不再有备份之后的 {len(preview.lost)} 次{more}操作：", *named, *rest]


def _attachment_lines(preview: Preview) -> list[str]:
    lines = []
    if preview.returning:
        lines.append(f"会找回 {len(preview.returning)} 个附件。")
    if preview.missing:
        lines.append(f"有 {len(preview.missing)} 个附件本机和备份里都没有，恢复后仍会缺少。")
    return lines
