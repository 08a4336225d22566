"""What the street's window says of what went wrong, by message id."""

from __future__ import annotations

from collections.abc import Mapping

STREET_SENTENCES: Mapping[str, str] = {
    "street_reads_only": "街道端只查看、打印和导出村居的记录，不能改动。需要更正的，请在收件时退回，由村居更正后再报。",
    "street_keys_locked": "街道的密钥还没有解锁。请先输入口令。",
    "no_packages_found": "这里没有找到报送包：{name}。请确认插的是村居交来的 U 盘，或选中报送包文件（.zip、.zip.age）。",
}
