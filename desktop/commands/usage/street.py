"""The commands of a street."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.commands import (
    street,
    street_keys,
    street_merging,
    street_upwards,
)
from desktop.commands.street_month import expect_, month_
from desktop.commands.usage.common import (
    TYPES,
    Commands,
    command_of,
    database,
    text_or_file,
)

_CAUSES = ("rotation", "lost", "stolen", "data_lost")  # why a committee has another key


def add_street(commands: Commands) -> None:
    """Everything a street does."""
    parser = commands.add_parser("street", help="街道端", description="街道端")
    actions = parser.add_subparsers(required=True, metavar="命令")

    command = command_of(actions, "init", "建立街道端的数据库和两把密钥", street.init)
    database(command)
    command.add_argument("--code", metavar="CODE", required=True)
    command.add_argument("--name", metavar="NAME", required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)

    _add_keys(actions)
    _add_committees(actions)
    _add_receiving(actions)
    _add_merging(actions)
    _add_contradictions(actions)
    _add_upwards(actions)
    _add_sending(actions)
    _add_month(actions)
    _add_received(actions)


def _add_keys(actions: Commands) -> None:
    """The street's own keys."""
    command = command_of(
        actions, "keys", "街道的密钥：不带参数时列出；换口令，或换两把新密钥", street_keys.keys
    )
    database(command)
    group = command.add_mutually_exclusive_group()
    group.add_argument("--passphrase", action="store_true", help="只换口令，密钥不变")
    group.add_argument("--new", action="store_true", help="换两把新密钥；每个村居都要登记新的登记表")
    command.add_argument(
        "--cause", choices=("rotation", "lost", "stolen"),
        help="换密钥的原因：定期更换、忘了口令或丢了密钥、可能被别人拿走",
    )  # fmt: skip
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="现在的口令")
    command.add_argument("--new-passphrase-file", metavar="P", type=Path, help="新口令")


def _add_committees(actions: Commands) -> None:
    """The committees that report here, and their keys."""
    command = command_of(actions, "enrol", "登记一个村居", street.enrol)
    database(command)
    text_or_file(command)
    command.add_argument("--code", metavar="CODE", required=True)
    command.add_argument("--name", metavar="NAME", required=True)
    command.add_argument("--cause", choices=_CAUSES, help="换密钥：定期更换、遗失、泄露、数据丢失重新登记")
    command.add_argument("--notice", metavar="FILE", type=Path, help="旧密钥签的换钥通知，定期更换时要有")

    command = command_of(
        actions, "change-code", "村居换了代码：按它的新登记表，与原代码算作同一单位", street.change_code
    )
    database(command)
    text_or_file(command)
    command.add_argument("--code", metavar="CODE", required=True, help="它原来的代码")
    command.add_argument("--name", metavar="NAME", default="", help="名称也变了时的新名称")
    command.add_argument("--note", metavar="TEXT", default="", help="备注，写进历史")
    command.add_argument("--cause", choices=_CAUSES, help="登记表上同时换了密钥时的原因")
    command.add_argument("--notice", metavar="FILE", type=Path, help="旧密钥签的换钥通知，定期更换时要有")

    command = command_of(actions, "roster", "导出 allowed_signers 名册", street.roster)
    database(command)


def _add_receiving(actions: Commands) -> None:
    """Packages in, receipts out."""
    command = command_of(actions, "receive", "接收报送包，合并，写回执", street.receive_)
    database(command)
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


def _add_merging(actions: Commands) -> None:
    """What merging a package would do, and taking one out again."""
    command = command_of(actions, "preview", "看一个报送包合并后会怎样，不合并", street_merging.preview)
    command.add_argument("package", metavar="PACKAGE", type=Path)
    database(command)
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="加密的包要用")
    command.add_argument("--json", action="store_true")

    command = command_of(
        actions, "rollback", "撤回一个合并过的报送包，写回执告诉村居", street_merging.rollback
    )
    command.add_argument("package", metavar="PACKAGE-ID", help="包编号，至少前 12 位")
    database(command)
    command.add_argument("--to", metavar="RECEIPTS_DIR", type=Path, required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument("--reason", metavar="TEXT", required=True, help="撤回的原因，写进回执")


def _add_contradictions(actions: Commands) -> None:
    """What contradicts, came twice, or may be the same."""
    command = command_of(actions, "conflicts", "列出冲突，两份都列", street_merging.conflicts)
    database(command)
    command.add_argument("--committee", metavar="CODE", default="")
    command.add_argument("--all", action="store_true", help="已处理的也列")
    command.add_argument("--json", action="store_true")

    command = command_of(
        actions, "settle", "处理一处冲突：ours 保留现有的，theirs 采用另一份", street_merging.settle_
    )
    command.add_argument("conflict", metavar="CONFLICT", help="“street conflicts”列出的编号")
    command.add_argument("choice", metavar="ours|theirs", choices=("ours", "theirs"))
    database(command)
    command.add_argument(
        "--field", metavar="FIELD", action="append", default=[], help="只采用这几项，可写多次"
    )

    command = command_of(
        actions, "settle-fork", "记下同一序号两份包的核实结果，两份都留着", street_merging.settle_fork_
    )
    command.add_argument("package", metavar="PACKAGE-ID", help="没有合并的一份的包编号，至少前 12 位")
    database(command)
    command.add_argument(
        "--cause", choices=("restored", "copied", "stolen", "other"), default="other",
        help="恢复过备份、拷贝成两份、密钥被别人使用、其他",
    )  # fmt: skip
    group = command.add_mutually_exclusive_group(required=True)
    group.add_argument("--reason", metavar="TEXT", help="核实经过")
    group.add_argument("--again", action="store_true", help="改为待核实")

    command = command_of(actions, "forks", "列出同一序号的两份报送包和两份的差别", street_merging.forks_)
    database(command)
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="加密的包要用")
    command.add_argument("--json", action="store_true")

    command = command_of(actions, "twins", "列出两个村居可能重复报来的场所和隐患", street_merging.twins_)
    database(command)
    command.add_argument(
        "--type", metavar="TYPE", choices=("premises", "hazard"), default="", help="premises 或 hazard"
    )
    command.add_argument("--not-same", metavar="ID", nargs=2, help="记住这两条不是同一处，要同时给 --type")
    command.add_argument("--json", action="store_true")


def _add_sending(actions: Commands) -> None:
    """What goes down to committees."""
    command = command_of(actions, "send", "下发任务、检查表、督办单、通报资料", street.send)
    database(command)
    command.add_argument("--committee", metavar="CODE", action="append", required=True, help="可写多次")
    command.add_argument("--period", metavar="YYYY-MM", required=True)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument(
        "items", metavar="TYPE=FILE", nargs="+", help="类型和 JSON Lines 文件，如 task=任务.jsonl"
    )


def _add_month(actions: Commands) -> None:
    """Who has reported, and of whom a report is asked."""
    command = command_of(actions, "month", "列出每个村居这个月报了没有", month_)
    database(command)
    command.add_argument("--month", metavar="YYYY-MM", default="", help="默认本月")
    command.add_argument("--json", action="store_true")
    command.add_argument("--table", metavar="PDF", type=Path, help="写一览表")
    command.add_argument("--reminders", metavar="PDF", type=Path, help="写催报单，每个未报或退回的村居一份")
    command.add_argument("--sheet", metavar="XLSX", type=Path, help="写 Excel 表格")
    command.add_argument("--circular", metavar="PDF", type=Path, help="写通报表")
    command.add_argument("--enrolled-only", action="store_true", help="不列还没有登记的村居")

    command = command_of(actions, "expect", "标记一个村居不要求报送，或恢复要求", expect_)
    command.add_argument("code", metavar="CODE", help="村居的 12 位代码")
    database(command)
    group = command.add_mutually_exclusive_group(required=True)
    group.add_argument("--not-asked", metavar="REASON", help="不要求报送的原因")
    group.add_argument("--again", action="store_true", help="恢复要求报送")


def _add_received(actions: Commands) -> None:
    """What was received."""
    command = command_of(actions, "packages", "列出合并过的报送包和待补的分卷", street.packages_)
    database(command)
    command.add_argument("--committee", metavar="CODE", default="")

    command = command_of(actions, "check", "核验一个报送包的记录，写核验结果回执", street.check_)
    command.add_argument("package", metavar="PACKAGE-ID", help="包编号，至少前 12 位")
    database(command)
    command.add_argument("--to", metavar="RECEIPTS_DIR", type=Path, required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument(
        "--return", metavar="NUMBER=REMARK", action="append", default=[], dest="returns",
        help="退回一条记录和原因，可写多次；其余记录为接收",
    )  # fmt: skip

    command = command_of(actions, "list", "列出收到的记录", street.list_)
    command.add_argument("type", metavar="TYPE", choices=TYPES)
    database(command)
    command.add_argument("--committee", metavar="CODE", default="")
    command.add_argument("--json", action="store_true")


def _add_upwards(actions: Commands) -> None:
    """Reporting to the office above, and files for its platform."""
    command = command_of(actions, "trust", "登记上级（区）的登记表，打印本街道的登记码", street_upwards.trust)
    database(command)
    text_or_file(command)
    command.add_argument("--name", metavar="NAME", default="", help="上级单位的名称")

    command = command_of(
        actions, "report", "把有变化的记录封成一个签名的包，报给上级", street_upwards.report_up
    )
    database(command)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--period", metavar="YYYY-MM", required=True)
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True)
    command.add_argument("--encrypt", action="store_true", help="只有上级打得开")
    command.add_argument("--volume-mib", metavar="N", type=int)
    _masking_profile(command)
    command.add_argument("--whole", action="store_true", help="全部重报，不只报回执之后有变化的")

    command = command_of(
        actions, "supplement", "上报时没有收到的附件，收到后补写成后面的卷", street_upwards.supplement
    )
    database(command)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--encrypt", action="store_true", help="只有上级打得开")

    command = command_of(actions, "answer", "导入上级的回执", street_upwards.answer)
    command.add_argument("receipt", metavar="FILE", type=Path)
    database(command)

    command = command_of(actions, "export", "把全部记录写成普通文件，供上级平台导入", street_upwards.export)
    database(command)
    command.add_argument("--to", metavar="DIR", type=Path, required=True)
    command.add_argument("--format", choices=("jsonl", "csv", "xlsx"), default="jsonl")
    command.add_argument(
        "--type", metavar="TYPE", action="append", choices=TYPES, help="只写这一类，可写多次"
    )
    _masking_profile(command)

    command = command_of(actions, "schema", "打印 JSON Lines 文件的 JSON Schema", street_upwards.schema)
    command.add_argument("-o", "--out", metavar="FILE", type=Path)


def _masking_profile(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--profile", choices=("street", "internal", "public"), default="street",
        help="street 手机号打码（默认），internal 写全，public 公示版",
    )  # fmt: skip
