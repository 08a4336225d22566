"""What may be typed after `main.py`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from db.spec import RECORD_TYPES
from desktop.commands import (
    adding,
    archive,
    backups,
    demonstration,
    duties,
    exchange,
    exporting,
    identity,
    importing,
    paper,
    programme,
    records,
    street,
    street_merging,
    street_upwards,
    updating,
)
from desktop.commands.printing import REPORTS
from desktop.commands.street_month import expect_, month_
from desktop.duties import DUTIES
from desktop.importing.kinds import BY_COMMAND
from desktop.own_identity import REASONS

Run = Callable[[argparse.Namespace], int | None]
_OF_STREET = "街道的数据库：哪个村居的，12 位代码"
_TYPES = [each.table for each in RECORD_TYPES.values() if each.table != "committee"]


# What argparse says in English, by Python 3.11 to 3.13; anything else stays as it is.
_ENGLISH = (
    (r"the following arguments are required: (.+)", r"还缺 \1。"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可用的有：\3。"),
    (r"argument (.+?): expected one argument", r"\1 后面要跟一个值。"),
    (r"argument (.+?): expected at least one argument", r"\1 至少要有一个。"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 与 \2 只能给一个。"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 不带值，多了 \2。"),
    (r"one of the arguments (.+) is required", r"\1 要给一个。"),
    (r"unrecognized arguments: (.+)", r"认不出 \1。"),
)


def _in_chinese(english: str) -> str:
    for pattern, chinese in _ENGLISH:
        if re.fullmatch(pattern, english):
            return re.sub(pattern, chinese, english)
    return english


class _Parser(argparse.ArgumentParser):
    """An argument parser that explains itself in Chinese; wrong usage ends with exit code 2."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, allow_abbrev=False)

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does, but an optional FILE may also stand behind the options: `add hazard --db F FILE`."""
        if args is not None and self._subparsers is None:
            args = self._options_first(args)
        return super().parse_known_args(args, namespace)

    def _options_first(self, given: Sequence[str]) -> list[str]:
        options: list[str] = []
        others: list[str] = []
        left = iter(given)
        for word in left:
            if word == "--":
                others += [word, *left]
            elif word.startswith("-") and word != "-":
                action = self._option_string_actions.get(word)
                value = [] if action is None or action.nargs == 0 else list(islice(left, 1))
                # One whose value is missing stays last, to be refused rather than take the next word.
                (options if value or action is None or action.nargs == 0 else others).extend([word, *value])
            else:
                others.append(word)
        return options + others

    def error(self, message: str) -> NoReturn:
        print(f"用法不对：{_in_chinese(message)}\n{self.format_usage()}", file=sys.stderr, end="")
        raise SystemExit(2)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "用法：")

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "用法：").replace("positional arguments:", "参数：")
        return text.replace("options:", "选项：").replace("show this help message and exit", "显示这段说明")


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; each command's function is in `run`."""
    parser = _Parser(prog="main.py", description="村居安全台账。不带参数时打开窗口。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    _add_records(commands)
    _add_paper(commands)
    _add_exchange(commands)
    _add_street(commands)
    _add_programme(commands)
    _add_backups(commands)
    _add_help_bundle(commands)
    _add_archive(commands)
    _add_updates(commands)
    command = _command(
        commands, "demo", "不用窗口，把全部流程走一遍，样例取自真实村居名录", demonstration.run
    )
    command.add_argument("folder", metavar="DIR", type=Path)
    return parser


def _command(commands: argparse._SubParsersAction[_Parser], name: str, help_: str, run: Run) -> _Parser:
    command = commands.add_parser(name, help=help_, description=help_)
    command.set_defaults(run=run)
    return command


def _database(command: argparse.ArgumentParser) -> None:
    command.add_argument("--db", metavar="F", type=Path, required=True, help="数据文件")
    _acting(command)


def _acting(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as", metavar="NAME", default="", dest="acting", help="开启登录后：以谁的身份")
    command.add_argument("--password-file", metavar="F", type=Path, help="这个人的密码文件")


def _type_and_number(command: argparse.ArgumentParser) -> None:
    command.add_argument("type", metavar="TYPE", choices=_TYPES, help="、".join(_TYPES))
    command.add_argument("number", metavar="NUMBER", help="编号，如 YH-2026-0001")
    _database(command)


def _add_records(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "init", "建立一个村居的台账", records.init)
    _database(command)
    command.add_argument("--committee", metavar="CODE", required=True, help="12 位代码")
    command.add_argument("--committee-name", metavar="NAME", help="名录里没有时的单位名称")
    command.add_argument("--clerk", metavar="NAME", required=True, help="填报人")
    command.add_argument("--lead", metavar="NAME", required=True, help="分管领导")
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True, help="口令文件")

    command = _command(commands, "add", "登记记录（JSON Lines），全部成功或全部不登记", adding.add)
    command.add_argument("type", metavar="TYPE", choices=_TYPES)
    _database(command)
    command.add_argument("file", metavar="FILE", nargs="?", default="-", help="- 为标准输入")

    command = _command(commands, "import", "导入原有的表格（xlsx、xls、csv），逐行核对", importing.import_)
    command.add_argument("type", metavar="TYPE", choices=BY_COMMAND, help="、".join(BY_COMMAND))
    command.add_argument("file", metavar="FILE", type=Path)
    _database(command)
    command.add_argument("--dry-run", action="store_true", help="只试导入，不写入")
    command.add_argument("--mapping", metavar="M.json", type=Path, help="列的对应关系和问题的回答")
    command.add_argument("--json", action="store_true")

    command = _command(commands, "list", "列出记录", records.list_)
    command.add_argument("type", metavar="TYPE", choices=_TYPES)
    _database(command)
    command.add_argument("--search", metavar="T", default="")
    command.add_argument(
        "--state", metavar="S", default="", help="状态的代码或名称，或 逾期；风险还可以是 应复评、措施逾期"
    )
    command.add_argument("--json", action="store_true")

    command = _command(commands, "show", "查看一条记录", records.show)
    _type_and_number(command)
    command.add_argument("--json", action="store_true")

    command = _command(commands, "set", "修改一条记录", records.set_)
    _type_and_number(command)
    command.add_argument("assignments", metavar="FIELD=VALUE", nargs="+")

    command = _command(commands, "attach", "添加照片或扫描件", records.attach)
    _type_and_number(command)
    command.add_argument("photos", metavar="PHOTO", nargs="+", type=Path)
    command.add_argument("--field", metavar="FIELD", default="", help="放进哪一项，默认第一项照片")

    command = _command(commands, "act", "办理一个步骤（整改、复查、销号等）", records.act)
    command.add_argument("type", metavar="TYPE", choices=_TYPES)
    command.add_argument("number", metavar="NUMBER")
    command.add_argument("action", metavar="ACTION")
    _database(command)
    command.add_argument("assignments", metavar="FIELD=VALUE", nargs="*")

    command = _command(commands, "report", "打印成 PDF", records.report)
    command.add_argument("report", metavar="REPORT", choices=list(REPORTS), help="、".join(REPORTS))
    _database(command)
    command.add_argument("--number", metavar="N", default="", help="记录的编号；空白检查表用场所的编号")
    command.add_argument("--year", metavar="YYYY", type=int, help="年份，默认今年")
    command.add_argument("--committee", metavar="CODE", default="", help=_OF_STREET)
    command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path, required=True)

    command = _command(
        commands, "duties", "每个场所的演练和自查：适用规定、上次、下次最迟、是否逾期", duties.duties
    )
    _database(command)
    command.add_argument("--duty", choices=DUTIES, metavar="DUTY", help="、".join(DUTIES))
    command.add_argument("--overdue", action="store_true", help="只列逾期的")
    command.add_argument("--json", action="store_true")

    command = _command(commands, "check", "检查数据是否完整、有没有在程序之外被改动", records.check)
    _database(command)


def _add_paper(commands: argparse._SubParsersAction[_Parser]) -> None:
    for name, words, run in (
        ("print-list", "把列表打印成台账", paper.print_list),
        ("print-many", "把多条记录的打印表合成一个 PDF，带书签", paper.print_many),
    ):
        command = _command(commands, name, words, run)
        command.add_argument("type", metavar="TYPE", choices=_TYPES, help="、".join(_TYPES))
        if run is paper.print_many:
            command.add_argument(
                "numbers", metavar="NUMBER", nargs="*", help="编号；不写就按 --search 和 --state"
            )
            command.add_argument("--committee", metavar="CODE", default="", help=_OF_STREET)
        else:
            command.add_argument("--columns", metavar="A,B,C", help="打印哪几列，默认规定的或常用的")
            command.add_argument("--personal", action="store_true", help="写全电话（默认隐去中间）")
        _database(command)
        command.add_argument("--search", metavar="T", default="")
        command.add_argument("--state", metavar="S", default="", help="状态的代码或名称，或 逾期")
        command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path, required=True)

    command = _command(commands, "check-print", "核对一页打印件是否与现有记录一致", paper.check)
    command.add_argument("code", metavar="CODE", help="页脚里“本页校验码”后面的 8 位")
    _database(command)


def _add_exchange(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "trust", "登记街道的登记表", exchange.trust)
    _database(command)
    _text_or_file(command)

    _add_identity(commands)
    _add_export(commands)

    command = _command(commands, "verify", "检查一个报送包：谁签的、里面有什么、是否完好", exchange.verify)
    command.add_argument("package", metavar="PACKAGE", type=Path)
    command.add_argument("--roster", metavar="FILE", type=Path, help="OpenSSH allowed_signers 文件")
    command.add_argument("--decrypt-key", metavar="FILE", type=Path, help="打开加密包的解密密钥文件")
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="解密密钥的口令文件")

    command = _command(commands, "down", "看或收下街道的下发包", exchange.down)
    command.add_argument("file", metavar="FILE", type=Path)
    _database(command)
    command.add_argument("--take", action="store_true", help="收下；不写只看内容")

    receipt = commands.add_parser("receipt", help="回执", description="回执")
    command = _command(
        receipt.add_subparsers(required=True, metavar="命令"), "import", "导入回执", exchange.import_
    )
    command.add_argument("file", metavar="FILE", type=Path)
    _database(command)


def _add_identity(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(
        commands, "change-code", "变更本单位的代码或名称；都不写时列出以前的", identity.change_code
    )
    _database(command)
    command.add_argument("--code", metavar="CODE", default="", help="新的 12 位代码，不变就不写")
    command.add_argument("--name", metavar="NAME", default="", help="新的名称，不变就不写")
    command.add_argument("--on", metavar="YYYY-MM-DD", default="", help="从哪一天起，默认今天")
    command.add_argument(
        "--reason", metavar="REASON", choices=("", *REASONS), default="", help="、".join(REASONS)
    )
    command.add_argument("--note", metavar="TEXT", default="", help="备注，例如文号")


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    """One word for two ways out: a package with --to, a spreadsheet with TYPE and --out."""
    command = _command(commands, "export", "封包并写出；带 TYPE 和 --out 时导出表格", exporting.export)
    command.add_argument("type", metavar="TYPE", nargs="?", choices=_TYPES, help="导出表格的记录种类")
    _database(command)
    command.add_argument("--to", metavar="DIR", type=Path)
    command.add_argument("--period", metavar="YYYY-MM")
    command.add_argument("--passphrase-file", metavar="P", type=Path)
    command.add_argument("--encrypt", action="store_true", help="加密，只有收件街道能打开")
    command.add_argument("--volume-mib", metavar="N", type=int, default=0, help="分卷，每个文件最大 N MB")
    command.add_argument(
        "--profile", choices=("street", "internal", "public"), default="internal",
        help="street 手机号打码，internal 写全（默认），public 公示版不带姓名电话照片",
    )  # fmt: skip
    command.add_argument("--whole", action="store_true", help="全部重报，不只报回执之后有变化的")
    command.add_argument("--out", metavar="FILE", type=Path, help="表格文件，.xlsx 或 .csv")
    command.add_argument("--format", metavar="FORMAT", choices=("xlsx", "csv"), help="默认按文件名")
    _selection(command)
    command.set_defaults(refuse_usage=command.error)

    command = _command(commands, "template", "空白导入模板", exporting.template)
    command.add_argument("type", metavar="TYPE", choices=_TYPES)
    command.add_argument("--out", metavar="FILE", type=Path, required=True)
    command.add_argument("--db", metavar="F", type=Path, help="数据文件；给了就能选已登记的场所等")
    _acting(command)

    command = _command(commands, "fill", "按上级表样填写", exporting.fill)
    command.add_argument("form", metavar="TEMPLATE", help="表样文件 .xlsx 或 .docx，或自带表样的名称")
    _database(command)
    command.add_argument("--type", metavar="TYPE", choices=_TYPES, required=True)
    _selection(command)
    command.add_argument("--period", metavar="TEXT", default="", help="填在 {{期间}} 处的文字")
    command.add_argument("--out", metavar="FILE", type=Path, required=True)


def _selection(command: argparse.ArgumentParser) -> None:
    command.add_argument("--search", metavar="T", default="")
    command.add_argument("--state", metavar="S", default="", help="状态的代码或名称，或 逾期")
    command.add_argument("--personal", action="store_true", help="包含个人信息（默认隐去）")


def _add_programme(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("programme", help="行动方案和任务清单", description="行动方案和任务清单")
    actions = parser.add_subparsers(required=True, metavar="命令")

    command = _command(actions, "import", "导入行动方案文件", programme.import_)
    command.add_argument("file", metavar="FILE", type=Path)
    _database(command)

    command = _command(actions, "list", "列出行动方案", programme.list_)
    _database(command)

    command = _command(actions, "tasks", "按方案生成一年的任务清单，已有的不再生成", programme.tasks)
    _database(command)
    command.add_argument("--year", metavar="YYYY", type=int, required=True)
    command.add_argument("--programme", metavar="KEY", default="", help="方案代号，默认最新的方案")

    command = _command(actions, "next", "生成重复任务的下一期", programme.next_)
    _database(command)


def _add_backups(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(commands, "backup", "备份台账、附件和密钥，备份后核对", backups.backup)
    _database(command)
    command.add_argument("--to", metavar="DIR", type=Path, help="备份到这个文件夹，默认为设定的备份位置")
    command.add_argument(
        "--passphrase-file", metavar="P", type=Path, help="首次备份到 U 盘等离开本机的位置时要用"
    )

    command = _command(commands, "restore", "恢复备份，现在的数据另存一份", backups.restore_)
    command.add_argument("file", metavar="FILE", type=Path, help="备份文件（.db 或 .db.age）")
    _database(command)
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="加密的备份要用")
    command.add_argument("--look", action="store_true", help="只看里面有什么、会变什么，不恢复")


def _add_help_bundle(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(
        commands, "help-bundle", "生成求助包：版本、条数、检查结果，不含任何个人信息", backups.help_bundle
    )
    _database(command)
    command.add_argument("--out", metavar="FILE.zip", type=Path, required=True)


def _add_archive(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("archive", help="年度归档和保管期限", description="年度归档和保管期限")
    actions = parser.add_subparsers(required=True, metavar="命令")

    command = _command(actions, "make", "归档一个年度：台账 PDF、数据库副本、照片、校验清单", archive.make)
    _database(command)
    command.add_argument("--year", metavar="YYYY", type=int, required=True)
    command.add_argument(
        "--to", metavar="DIR", type=Path, help="放在这个文件夹里，默认在台账旁边的“年度归档”"
    )

    command = _command(actions, "list", "列出做过的归档", archive.list_)
    _database(command)

    command = _command(actions, "check", "逐个核对归档里的文件", archive.check)
    command.add_argument("folder", metavar="FOLDER", type=Path)

    command = _command(actions, "carried", "列出结转下年的未办结事项", archive.carried)
    _database(command)
    command.add_argument("--year", metavar="YYYY", type=int, required=True)
    command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path)

    command = _command(actions, "due", "列出保管期满的记录和依据，不移出", archive.due)
    _database(command)
    command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path)


def _text_or_file(command: argparse.ArgumentParser) -> None:
    group = command.add_mutually_exclusive_group(required=True)
    group.add_argument("sheet", metavar="SHEET-TEXT", nargs="?", help="登记表二维码里的文字")
    group.add_argument("--file", metavar="F", type=Path)


def _add_street(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = commands.add_parser("street", help="街道端", description="街道端")
    actions = parser.add_subparsers(required=True, metavar="命令")

    command = _command(actions, "init", "建立街道端的数据库和两把密钥", street.init)
    _database(command)
    command.add_argument("--code", metavar="CODE", required=True)
    command.add_argument("--name", metavar="NAME", required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)

    command = _command(actions, "enrol", "登记一个村居", street.enrol)
    _database(command)
    _text_or_file(command)
    command.add_argument("--code", metavar="CODE", required=True)
    command.add_argument("--name", metavar="NAME", required=True)
    causes = ("rotation", "lost", "stolen", "data_lost")
    command.add_argument("--cause", choices=causes, help="换密钥：定期更换、遗失、泄露、数据丢失重新登记")
    command.add_argument("--notice", metavar="FILE", type=Path, help="旧密钥签的换钥通知，定期更换时要有")

    command = _command(
        actions, "change-code", "村居换了代码：按它的新登记表，与原代码算作同一单位", street.change_code
    )
    _database(command)
    _text_or_file(command)
    command.add_argument("--code", metavar="CODE", required=True, help="它原来的代码")
    command.add_argument("--name", metavar="NAME", default="", help="名称也变了时的新名称")
    command.add_argument("--note", metavar="TEXT", default="", help="备注，写进历史")
    command.add_argument("--cause", choices=causes, help="登记表上同时换了密钥时的原因")
    command.add_argument("--notice", metavar="FILE", type=Path, help="旧密钥签的换钥通知，定期更换时要有")

    command = _command(actions, "receive", "接收报送包，合并，写回执", street.receive_)
    _database(command)
    command.add_argument("--to", metavar="RECEIPTS_DIR", type=Path, required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument("--accept-gap", action="store_true", help="缺号但内容不缺时（见提示）仍然接收")
    command.add_argument(
        "--return", metavar="RECORD=REMARK", action="append", default=[], dest="returns",
        help="退回一条记录（编号或 id，* 为全部）和原因，可写多次；只在一次收一包时用",
    )  # fmt: skip
    command.add_argument(
        "--decisions", metavar="FILE", help="JSON：包编号 → {记录编号: 退回说明}，- 为标准输入"
    )
    command.add_argument("--json", action="store_true", help="每个文件一行 JSON，最后一行是合计")
    command.add_argument("packages", metavar="PACKAGE", nargs="+", type=Path)
    _add_street_merging(actions)
    _add_street_upwards(actions)

    command = _command(actions, "send", "下发任务、检查表、督办单、通报资料", street.send)
    _database(command)
    command.add_argument("--committee", metavar="CODE", action="append", required=True, help="可写多次")
    command.add_argument("--period", metavar="YYYY-MM", required=True)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument(
        "items", metavar="TYPE=FILE", nargs="+", help="类型和 JSON Lines 文件，如 task=任务.jsonl"
    )

    command = _command(actions, "month", "列出每个村居这个月报了没有", month_)
    _database(command)
    command.add_argument("--month", metavar="YYYY-MM", default="", help="默认本月")
    command.add_argument("--json", action="store_true")
    command.add_argument("--table", metavar="PDF", type=Path, help="写一览表")
    command.add_argument("--reminders", metavar="PDF", type=Path, help="写催报单，每个未报或退回的村居一份")
    command.add_argument("--sheet", metavar="XLSX", type=Path, help="写 Excel 表格")
    command.add_argument("--circular", metavar="PDF", type=Path, help="写通报表")
    command.add_argument("--enrolled-only", action="store_true", help="不列还没有登记的村居")

    command = _command(actions, "expect", "标记一个村居不要求报送，或恢复要求", expect_)
    command.add_argument("code", metavar="CODE", help="村居的 12 位代码")
    _database(command)
    group = command.add_mutually_exclusive_group(required=True)
    group.add_argument("--not-asked", metavar="REASON", help="不要求报送的原因")
    group.add_argument("--again", action="store_true", help="恢复要求报送")

    command = _command(actions, "packages", "列出合并过的报送包和待补的分卷", street.packages_)
    _database(command)
    command.add_argument("--committee", metavar="CODE", default="")

    command = _command(actions, "check", "核验一个报送包的记录，写核验结果回执", street.check_)
    command.add_argument("package", metavar="PACKAGE-ID", help="包编号，至少前 12 位")
    _database(command)
    command.add_argument("--to", metavar="RECEIPTS_DIR", type=Path, required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument(
        "--return", metavar="NUMBER=REMARK", action="append", default=[], dest="returns",
        help="退回一条记录和原因，可写多次；其余记录为接收",
    )  # fmt: skip

    command = _command(actions, "list", "列出收到的记录", street.list_)
    command.add_argument("type", metavar="TYPE", choices=_TYPES)
    _database(command)
    command.add_argument("--committee", metavar="CODE", default="")
    command.add_argument("--json", action="store_true")

    command = _command(actions, "roster", "导出 allowed_signers 名册", street.roster)
    _database(command)


def _add_street_merging(actions: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(actions, "preview", "看一个报送包合并后会怎样，不合并", street_merging.preview)
    command.add_argument("package", metavar="PACKAGE", type=Path)
    _database(command)
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="加密的包要用")
    command.add_argument("--json", action="store_true")

    command = _command(actions, "rollback", "撤回一个合并过的报送包，写回执告诉村居", street_merging.rollback)
    command.add_argument("package", metavar="PACKAGE-ID", help="包编号，至少前 12 位")
    _database(command)
    command.add_argument("--to", metavar="RECEIPTS_DIR", type=Path, required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument("--reason", metavar="TEXT", required=True, help="撤回的原因，写进回执")

    command = _command(actions, "conflicts", "列出冲突，两份都列", street_merging.conflicts)
    _database(command)
    command.add_argument("--committee", metavar="CODE", default="")
    command.add_argument("--all", action="store_true", help="已处理的也列")
    command.add_argument("--json", action="store_true")

    command = _command(
        actions, "settle", "处理一处冲突：ours 保留现有的，theirs 采用另一份", street_merging.settle_
    )
    command.add_argument("conflict", metavar="CONFLICT", help="“street conflicts”列出的编号")
    command.add_argument("choice", metavar="ours|theirs", choices=("ours", "theirs"))
    _database(command)
    command.add_argument(
        "--field", metavar="FIELD", action="append", default=[], help="只采用这几项，可写多次"
    )

    command = _command(
        actions, "settle-fork", "记下同一序号两份包的核实结果，两份都留着", street_merging.settle_fork_
    )
    command.add_argument("package", metavar="PACKAGE-ID", help="没有合并的一份的包编号，至少前 12 位")
    _database(command)
    command.add_argument(
        "--cause", choices=("restored", "copied", "stolen", "other"), default="other",
        help="恢复过备份、拷贝成两份、密钥被别人使用、其他",
    )  # fmt: skip
    group = command.add_mutually_exclusive_group(required=True)
    group.add_argument("--reason", metavar="TEXT", help="核实经过")
    group.add_argument("--again", action="store_true", help="改为待核实")

    command = _command(actions, "forks", "列出同一序号的两份报送包和两份的差别", street_merging.forks_)
    _database(command)
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="加密的包要用")
    command.add_argument("--json", action="store_true")

    command = _command(actions, "twins", "列出两个村居可能重复报来的场所和隐患", street_merging.twins_)
    _database(command)
    command.add_argument(
        "--type", metavar="TYPE", choices=("premises", "hazard"), default="", help="premises 或 hazard"
    )
    command.add_argument("--not-same", metavar="ID", nargs=2, help="记住这两条不是同一处，要同时给 --type")
    command.add_argument("--json", action="store_true")


def _add_updates(commands: argparse._SubParsersAction[_Parser]) -> None:
    words = "更新程序：核对、安装更新包，退回上一版"
    actions = commands.add_parser("update", help=words, description=words).add_subparsers(
        required=True, metavar="命令"
    )
    for name, help_, run in (
        ("check", "核对一个更新包，不写任何东西", updating.check),
        ("install", "装在现在的版本旁边，下次打开窗口时换上", updating.install),
    ):
        command = _command(actions, name, help_, run)
        command.add_argument("file", metavar="FILE", type=Path)
        command.add_argument("--allow-older", action="store_true", help="也可以是比现在旧的版本")
        _acting(command)
    _acting(_command(actions, "back", "退回上一版", updating.back))


def _add_street_upwards(actions: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(actions, "trust", "登记上级（区）的登记表，打印本街道的登记码", street_upwards.trust)
    _database(command)
    _text_or_file(command)
    command.add_argument("--name", metavar="NAME", default="", help="上级单位的名称")

    command = _command(
        actions, "report", "把有变化的记录封成一个签名的包，报给上级", street_upwards.report_up
    )
    _database(command)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--period", metavar="YYYY-MM", required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument("--encrypt", action="store_true", help="只有上级打得开")
    command.add_argument("--volume-mib", metavar="N", type=int)
    _masking_profile(command)
    command.add_argument("--whole", action="store_true", help="全部重报，不只报回执之后有变化的")

    command = _command(
        actions, "supplement", "上报时没有收到的附件，收到后补写成后面的卷", street_upwards.supplement
    )
    _database(command)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--encrypt", action="store_true", help="只有上级打得开")

    command = _command(actions, "answer", "导入上级的回执", street_upwards.answer)
    command.add_argument("receipt", metavar="FILE", type=Path)
    _database(command)

    command = _command(actions, "export", "把全部记录写成普通文件，供上级平台导入", street_upwards.export)
    _database(command)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--format", choices=("jsonl", "csv", "xlsx"), default="jsonl")
    command.add_argument(
        "--type", metavar="TYPE", action="append", choices=_TYPES, help="只写这一类，可写多次"
    )
    _masking_profile(command)

    command = _command(actions, "schema", "打印 JSON Lines 文件的 JSON Schema", street_upwards.schema)
    command.add_argument("-o", "--out", metavar="FILE", type=Path)


def _masking_profile(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--profile", choices=("street", "internal", "public"), default="street",
        help="street 手机号打码（默认），internal 写全，public 公示版",
    )  # fmt: skip
