"""The sentences about undoing, backups and drafts, kept beside the rest in `desktop.messages`."""

from __future__ import annotations

KEEPING_SENTENCES = {
    "operation_unknown": "操作历史里没有这次操作。请刷新后再试。",
    "undo_done_already": "这次操作已经撤销过了。",
    "undo_moved_on": "不能撤销“{operation}”：{record}{others}后来又改过（{at} {who}“{later}”）。请先撤销后来的改动，或打开记录手工改回。",
    "undo_in_use": "不能撤销“{operation}”：{record} 已经用到它登记的内容。请先改那一条，再撤销。",
    "undo_not_founding": "建立台账时登记的本单位不能撤销。名称等有误，请在“人员和填报人”里修改。",
    "undo_not_looking": "查看过的事实要留下记录，不能撤销。",
    "undo_not_purging": "举报人身份已经清除，找不回来，不能撤销。",
    "undo_not_signing": "月报签发以后不再改动，不能撤销。需要改的，请用“更正”做下一版。",
    "undo_not_sealing": "报送包已经签名封存，可能已经交给街道，不能撤销。需要改的，请修改记录后再报一次。",
    "undo_not_receipt": "街道的回执是对方签名的凭据，不能撤销。",
    "undo_not_trust": "登记街道的密钥不能撤销。有误的，请重新登记正确的登记表。",
}
