"""The sentences about undoing, backups and drafts, kept beside the rest in `desktop.messages`."""

from __future__ import annotations

KEEPING_SENTENCES = {
    "operation_unknown": "操作历史里没有这次操作。请刷新后再试。",
    "undo_done_already": "这次操作已经撤销过了。",
    "undo_moved_on": "不能撤销“{operation}”：{record}{others}后来又改过（{at} {who}“{later}”）。请先撤销后来的改动，或打开记录手工改回。",
    "undo_in_use": "不能撤销“{operation}”：{record} 已经用到它登记的内容。请先改那一条，再撤销。",
    "undo_not_founding": "建立台账时登记的本单位不能撤销。名称等有误，请在“人员和填报人”里修改。",
    "undo_not_looking": "这次操作没有改动记录，只留下凭据，不能撤销。",
    "undo_not_purging": "举报人身份已经清除，找不回来，不能撤销。",
    "undo_not_signing": "月报签发以后不再改动，不能撤销。需要改的，请用“更正”做下一版。",
    "undo_not_sealing": "报送包已经签名封存，可能已经交给街道，不能撤销。需要改的，请修改记录后再报一次。",
    "undo_not_receipt": "街道的回执是对方签名的凭据，不能撤销。",
    "undo_not_street": "名册、同号的包、疑似重复和冲突的办理不在这里撤销，请到各自的页面改。",
    "undo_not_trust": "登记街道的密钥不能撤销。有误的，请重新登记正确的登记表。",
    "backup_in_data_folder": "备份不能放在数据文件夹里：硬盘坏了会一起丢。请选 U 盘、移动硬盘或另一块硬盘。",
    "backup_place_missing": "没有找到备份位置 {name}。请插好 U 盘或移动硬盘，再点“立即备份”。本机已先备份了一份。",
    "backup_failed": "没有备份到 {name}（{reason}）。请确认 U 盘已插好、没有写保护，再试一次。",
    "backup_key_missing": "备份旁边没有密钥文件 {name}，解不开。请把整个备份文件夹一起拷来。",
    "backup_damaged": "备份文件 {name} 不完整或被改动过，解不开。请换一个备份。",
    "backup_is_present": "这就是正在使用的数据文件，不用恢复。请选一个备份。",
    "passphrase_missing": "备份要离开本机，须加密。请输入报送口令。",
    "backup_passphrase_needed": "这个备份是加密的。请输入报送口令（命令行用 --passphrase-file）。",
    "ledger_older_than_backup": "台账比 {at} 的备份还旧，那时已有的改动不见了{count}：可能是数据文件旁边的 -wal 文件被删，或被旧文件盖住。请恢复这份备份（菜单“台账”→“备份与恢复…”）。",
    "ledger_in_use": "台账正在使用中，没有恢复。请先关闭打开它的窗口。",
    "ledger_open_here": "这本台账已经在本机打开，但那个窗口没有回应。请稍等片刻再试，或重新启动电脑。",
    "ledger_open_elsewhere": "这本台账正在“{computer}”上打开（{clerk}，{since}）。两台电脑同时改会互相覆盖，请先在那台电脑上关闭。",
}
