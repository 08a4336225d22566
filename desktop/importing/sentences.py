"""Chinese sentences of what an import can refuse: what happened and what to do. `desktop.messages` imports them."""

from __future__ import annotations

from collections.abc import Mapping

IMPORT_SENTENCES: Mapping[str, str] = {
    "table_empty": "“{name}”里没有内容，没有导入。请核对是不是选错了文件。",
    "table_too_large": "“{name}”超过 {limit_mb} MB，没有导入。请分成几个文件，或先删去里面的大图片。",
    "table_not_readable": "“{name}”不是能读的表格，或者已经损坏，没有导入。请用 Excel 或 WPS 打开看看，另存为 .xlsx 再试。",
    "table_encrypted": "“{name}”加了打开密码，读不出来。请在 Excel 或 WPS 里去掉密码，另存后再导入。",
    "table_is_web_page": "“{name}”其实是网页，不是表格。请用 Excel 或 WPS 打开它，另存为 .xlsx 再导入。",
    "table_unsafe": "“{name}”的内容不正常（解开后极大，或带有外来定义），没有导入。请用 Excel 或 WPS 打开核对，另存为新文件再试。",
    "table_too_wide": "“{name}”的工作表“{sheet}”一直写到第 {row} 行第 {column} 列，太大了，没有导入。请删去表格以外的行和列，另存后再试。",
    "mapping_unreadable": "读不懂对应关系文件 {name}。它应当是一个 JSON，里面有 columns、answers、constants。",
    "mapping_target_unknown": "对应关系里的“{what}”不是这类记录的一项。请核对名称。",
    "import_no_rows": "“{name}”里没有找到{label}的表头和记录，没有导入。请核对文件和台账种类。",
}

UNREAD_PICTURES = (
    "这个 .xls 里有图片。旧格式里的图片读不出来，文字照常导入，照片不会进来。"
    "要连照片一起导入，请先在 Excel 或 WPS 里另存为 .xlsx，再选那个文件。"
)
