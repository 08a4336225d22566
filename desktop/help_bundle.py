"""求助包: what somebody needs to help from afar, in one ZIP that names nobody.

Versions, the schema, own settings, counts, what an integrity check found (kinds and how many, never of which record or file),
and the reports of our own faults, which hold places in the source only (desktop.crash). Paths are left out: they hold names
of users.
"""

from __future__ import annotations

import json
import platform
import shutil
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from db.errors import EnvironmentProblem
from db.integrity import find_damage
from db.ledger_facts import file_facts, table_counts, writes_by_month
from db.patience import replace_patiently
from desktop.crash import report_folder
from desktop.office import Office
from desktop.version import SOFTWARE

_LIBRARIES = (
    "PySide6-Essentials", "reportlab", "sqlite-utils", "pillow", "pypdfium2", "cryptography", "argon2-cffi",
    "openpyxl", "python-calamine", "pyrage",
)  # fmt: skip
_READ_ME = (
    "村居安全台账 求助包\n\n"
    "里面只有：程序和系统的版本、各表的条数、本单位设定的天数、完好检查的结果、程序出错的位置。\n"
    "没有：姓名、电话、证号、地址、单位名称、记录内容、照片、密钥、密码、文件位置。\n"
    "可以先解压看一遍，再交给维护人员。\n"
)
Check = Callable[[], None]


def write_help_bundle(office: Office, target: Path, check: Check = lambda: None) -> Path:
    """Write the bundle, whole or not at all; `check` may stop it by raising. The file.

    Raises EnvironmentProblem `write_failed`.
    """
    parts = {"说明.txt": _READ_ME, "概况.json": _as_json(_overview(office, check)), **_reports()}
    part = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in parts.items():
                bundle.writestr(name, text)
        replace_patiently(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise EnvironmentProblem("write_failed", name=target.name, reason=error.strerror) from error
    return target


def _overview(office: Office, check: Check) -> dict[str, Any]:
    reader = office.store.reader()
    counts = table_counts(reader)
    check()
    return {
        "程序": SOFTWARE,
        "时间": office.clock.now().isoformat(),
        "系统": _system(),
        "组件": _versions(),
        "数据文件": {**file_facts(reader), "bytes": _size(office.database), "is_wal": office.store.is_wal},
        "磁盘剩余字节": shutil.disk_usage(office.folder).free,
        "各表条数": counts,
        "每月写入": writes_by_month(reader),
        "本单位设定": office.own_numbers(),
        "登录": {"开启": office.asks_sign_in, "账号": counts["account"]},
        "完好检查": _damage(office, check),
    }


def _system() -> dict[str, str]:
    return {
        "system": f"{platform.system()} {platform.release()}", "version": platform.version(),
        "machine": platform.machine(), "python": platform.python_version(), "sqlite": sqlite3.sqlite_version,
        "frozen": str(bool(getattr(sys, "frozen", False))),
    }  # fmt: skip


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):  # a frozen program carries only some of them
            found[name] = metadata.version(name)
    return found


def _damage(office: Office, check: Check) -> dict[str, int]:
    """How many findings of each kind; {} when the ledger is whole."""
    found: Counter[str] = Counter()
    for each in find_damage(office.store.reader(), office.attachments):
        found[each.message_id] += 1
        check()
    return dict(found)


def _reports() -> dict[str, str]:
    try:
        return {
            f"问题报告/{each.name}": each.read_text(encoding="utf-8", errors="replace")
            for each in sorted(report_folder().glob("*.txt"))
        }
    except OSError:
        return {}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
