"""The sentences about files that are handed to the program, kept beside the rest in `desktop.messages`."""

from __future__ import annotations

OPENING_SENTENCES = {
    "file_gone": "找不到文件 {name}。可能已经改名、移走，或者 U 盘已经拔出。请找到它再打开。",
    "file_not_known": "{name} 不是本程序的文件。能打开的有：报送包、回执、下发包、登记表、备份，以及要导入的 Excel 表格。",
    "file_not_for_committee": "{name} 是交给街道的，村居打不开。请交给街道，由街道在“收件”里打开。",
    "file_not_for_us": "{name} 不是发给本单位的。请核对是不是拿错了文件。",
    "file_not_in_history": "{name} 像是本单位的报送包，但这本台账里没有这个号的报送记录。请核对打开的是不是当时的台账。",
    "file_not_for_street": "{name} 是发给村居的，请在村居的电脑上打开。",
    "file_is_key_notice": "{name} 是换钥通知。请打开“名册”，选中这个村居，点“更换密钥…”，再选这个文件。",
    "file_is_table": "{name} 是表格。街道的台账只从报送包来，不能导入表格；请在村居的电脑上导入。",
}
