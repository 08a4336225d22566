"""The sentences about closing a year and about what may be destroyed, kept beside the rest in `desktop.messages`."""

from __future__ import annotations

ARCHIVE_SENTENCES = {
    "archive_year_running": "{year} 年还没有结束，不能归档。请到 12 月或下一年再归档。",
    "archive_year_empty": "{year} 年没有记录，不用归档。请核对年份。",
    "archive_failed": "没有归档到 {name}（{reason}），没有留下半份。请确认磁盘能写、空间够用，再试一次。",
    "archive_missing": "没有找到归档文件夹 {name}，或里面没有校验清单。请插好存放归档的磁盘，或核对位置。",
    "archive_altered": "归档里的 {name} 与归档时不一样，没有打开。请用“核对”查看是哪些文件，再从备份里找回原来的归档。",
    "archive_read_only": "这是年度归档，只能查看、打印和导出，不能改动，也不显示完整的电话和证号。请回到现在的台账办理。",
    "retention_two_people": "到期记录移出、清除要由两个人经办：请填写两个不同的姓名。",
    "erase_not_taken_out": "{no} 不是按保管期满移出的，或已经清除过，没有清除。请刷新清单再办。",
    "erased_not_restored": "{no} 保管期满移出，个人信息和照片已经清除，不能恢复。",
    "undo_not_erasing": "个人信息和照片已经清除，找不回来，不能撤销。",
    "retention_list_changed": "清单已经有了变化，没有办理。请重新打印清单，核对后再办。",
    "retention_nothing_due": "清单里没有记录，没有办理。",
}
