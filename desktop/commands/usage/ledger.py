"""The commands of a committee's ledger: records, paper, the exchange, spreadsheets."""

from __future__ import annotations

from pathlib import Path

from desktop.commands import (
    adding,
    duties,
    exchange,
    exporting,
    identity,
    importing,
    paper,
    records,
)
from desktop.commands.printing import REPORTS
from desktop.commands.usage.common import (
    TYPES,
    Commands,
    acting,
    command_of,
    database,
    selection,
    text_or_file,
    type_and_number,
)
from desktop.duties import DUTIES
from desktop.importing.kinds import BY_COMMAND
from desktop.own_identity import REASONS

_OF_STREET = "街道的数据库：哪个村居的，12 位代码"


def add_records(commands: Commands) -> None:
    """A ledger and its records: making, listing, changing them, and what they tell."""
    command = command_of(commands, "init", "建立一个村居的台账", records.init)
    database(command)
    command.add_argument("--committee", metavar="CODE", required=True, help="12 位代码")
    command.add_argument("--committee-name", metavar="NAME", help="名录里没有时的单位名称")
    command.add_argument("--clerk", metavar="NAME", required=True, help="填报人")
    command.add_argument("--lead", metavar="NAME", required=True, help="分管领导")
    command.add_argument("--passphrase-file", metavar="P", type=Path, required=True, help="口令文件")

    _add_entering(commands)
    _add_looking(commands)
    _add_changing(commands)
    _add_telling(commands)


def _add_entering(commands: Commands) -> None:
    """Records in, one by one or by the table."""
    command = command_of(commands, "add", "登记记录（JSON Lines），全部成功或全部不登记", adding.add)
    command.add_argument("type", metavar="TYPE", choices=TYPES)
    database(command)
    command.add_argument("file", metavar="FILE", nargs="?", default="-", help="- 为标准输入")

    command = command_of(commands, "import", "导入原有的表格（xlsx、xls、csv），逐行核对", importing.import_)
    command.add_argument("type", metavar="TYPE", choices=BY_COMMAND, help="、".join(BY_COMMAND))
    command.add_argument("file", metavar="FILE", type=Path)
    database(command)
    command.add_argument("--dry-run", action="store_true", help="只试导入，不写入")
    command.add_argument("--mapping", metavar="M.json", type=Path, help="列的对应关系和问题的回答")
    command.add_argument("--json", action="store_true")


def _add_looking(commands: Commands) -> None:
    """Records looked at."""
    command = command_of(commands, "list", "列出记录", records.list_)
    command.add_argument("type", metavar="TYPE", choices=TYPES)
    database(command)
    command.add_argument("--search", metavar="T", default="")
    command.add_argument(
        "--state", metavar="S", default="", help="状态的代码或名称，或 逾期；风险还可以是 应复评、措施逾期"
    )
    command.add_argument("--json", action="store_true")

    command = command_of(commands, "show", "查看一条记录", records.show)
    type_and_number(command)
    command.add_argument("--json", action="store_true")


def _add_changing(commands: Commands) -> None:
    """Records changed."""
    command = command_of(commands, "set", "修改一条记录", records.set_)
    type_and_number(command)
    command.add_argument("assignments", metavar="FIELD=VALUE", nargs="+")

    command = command_of(commands, "attach", "添加照片或扫描件", records.attach)
    type_and_number(command)
    command.add_argument("photos", metavar="PHOTO", nargs="+", type=Path)
    command.add_argument("--field", metavar="FIELD", default="", help="放进哪一项，默认第一项照片")

    command = command_of(commands, "act", "办理一个步骤（整改、复查、销号等）", records.act)
    command.add_argument("type", metavar="TYPE", choices=TYPES)
    command.add_argument("number", metavar="NUMBER")
    command.add_argument("action", metavar="ACTION")
    database(command)
    command.add_argument("assignments", metavar="FIELD=VALUE", nargs="*")


def _add_telling(commands: Commands) -> None:
    """What the ledger tells: papers, what is due, whether it is whole."""
    command = command_of(commands, "report", "打印成 PDF", records.report)
    command.add_argument("report", metavar="REPORT", choices=list(REPORTS), help="、".join(REPORTS))
    database(command)
    command.add_argument("--number", metavar="N", default="", help="记录的编号；空白检查表用场所的编号")
    command.add_argument("--year", metavar="YYYY", type=int, help="年份，默认今年")
    command.add_argument("--committee", metavar="CODE", default="", help=_OF_STREET)
    command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path, required=True)

    command = command_of(
        commands, "duties", "每个场所的演练和自查：适用规定、上次、下次最迟、是否逾期", duties.duties
    )
    database(command)
    command.add_argument("--duty", choices=DUTIES, metavar="DUTY", help="、".join(DUTIES))
    command.add_argument("--overdue", action="store_true", help="只列逾期的")
    command.add_argument("--json", action="store_true")

    command = command_of(commands, "check", "检查数据是否完整、有没有在程序之外被改动", records.check)
    database(command)


def add_paper(commands: Commands) -> None:
    """What is printed."""
    for name, words, run in (
        ("print-list", "把列表打印成台账", paper.print_list),
        ("print-many", "把多条记录的打印表合成一个 PDF，带书签", paper.print_many),
    ):
        command = command_of(commands, name, words, run)
        command.add_argument("type", metavar="TYPE", choices=TYPES, help="、".join(TYPES))
        if run is paper.print_many:
            command.add_argument(
                "numbers", metavar="NUMBER", nargs="*", help="编号；不写就按 --search 和 --state"
            )
            command.add_argument("--committee", metavar="CODE", default="", help=_OF_STREET)
        else:
            command.add_argument("--columns", metavar="A,B,C", help="打印哪几列，默认规定的或常用的")
            command.add_argument("--personal", action="store_true", help="写全电话（默认隐去中间）")
        database(command)
        command.add_argument("--search", metavar="T", default="")
        command.add_argument("--state", metavar="S", default="", help="状态的代码或名称，或 逾期")
        command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path, required=True)

    command = command_of(commands, "check-print", "核对一页打印件是否与现有记录一致", paper.check)
    command.add_argument("code", metavar="CODE", help="页脚里“本页校验码”后面的 8 位")
    database(command)


def add_exchange(commands: Commands) -> None:
    """The exchange with the street, and spreadsheets."""
    command = command_of(commands, "trust", "登记街道的登记表", exchange.trust)
    database(command)
    text_or_file(command)

    _add_identity(commands)
    _add_export(commands)

    command = command_of(commands, "verify", "检查一个报送包：谁签的、里面有什么、是否完好", exchange.verify)
    command.add_argument("package", metavar="PACKAGE", type=Path)
    command.add_argument("--roster", metavar="FILE", type=Path, help="OpenSSH allowed_signers 文件")
    command.add_argument("--decrypt-key", metavar="FILE", type=Path, help="打开加密包的解密密钥文件")
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="解密密钥的口令文件")

    command = command_of(commands, "down", "看或收下街道的下发包", exchange.down)
    command.add_argument("file", metavar="FILE", type=Path)
    database(command)
    command.add_argument("--take", action="store_true", help="收下；不写只看内容")

    receipt = commands.add_parser("receipt", help="回执", description="回执")
    command = command_of(
        receipt.add_subparsers(required=True, metavar="命令"), "import", "导入回执", exchange.import_
    )
    command.add_argument("file", metavar="FILE", type=Path)
    database(command)


def _add_identity(commands: Commands) -> None:
    command = command_of(
        commands, "change-code", "变更本单位的代码或名称；都不写时列出以前的", identity.change_code
    )
    database(command)
    command.add_argument("--code", metavar="CODE", default="", help="新的 12 位代码，不变就不写")
    command.add_argument("--name", metavar="NAME", default="", help="新的名称，不变就不写")
    command.add_argument("--on", metavar="YYYY-MM-DD", default="", help="从哪一天起，默认今天")
    command.add_argument(
        "--reason", metavar="REASON", choices=("", *REASONS), default="", help="、".join(REASONS)
    )
    command.add_argument("--note", metavar="TEXT", default="", help="备注，例如文号")


def _add_export(commands: Commands) -> None:
    """One word for two ways out: a package with --to, a spreadsheet with TYPE and --out."""
    command = command_of(commands, "export", "封包并写出；带 TYPE 和 --out 时导出表格", exporting.export)
    command.add_argument("type", metavar="TYPE", nargs="?", choices=TYPES, help="导出表格的记录种类")
    database(command)
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
    selection(command)
    command.set_defaults(refuse_usage=command.error)

    command = command_of(commands, "template", "空白导入模板", exporting.template)
    command.add_argument("type", metavar="TYPE", choices=TYPES)
    command.add_argument("--out", metavar="FILE", type=Path, required=True)
    command.add_argument("--db", metavar="F", type=Path, help="数据文件；给了就能选已登记的场所等")
    acting(command)

    command = command_of(commands, "fill", "按上级表样填写", exporting.fill)
    command.add_argument("form", metavar="TEMPLATE", help="表样文件 .xlsx 或 .docx，或自带表样的名称")
    database(command)
    command.add_argument("--type", metavar="TYPE", choices=TYPES, required=True)
    selection(command)
    command.add_argument("--period", metavar="TEXT", default="", help="填在 {{期间}} 处的文字")
    command.add_argument("--out", metavar="FILE", type=Path, required=True)
