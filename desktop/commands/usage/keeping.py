"""The commands that look after a ledger: plans, backups, help, archives, updates of the program."""

from __future__ import annotations

from pathlib import Path

from desktop.commands import (
    archive,
    backups,
    programme,
    updating,
)
from desktop.commands.usage.common import (
    Commands,
    acting,
    command_of,
    database,
)


def add_programme(commands: Commands) -> None:
    """Plans and their tasks."""
    parser = commands.add_parser("programme", help="行动方案和任务清单", description="行动方案和任务清单")
    actions = parser.add_subparsers(required=True, metavar="命令")

    command = command_of(actions, "import", "导入行动方案文件", programme.import_)
    command.add_argument("file", metavar="FILE", type=Path)
    database(command)

    command = command_of(actions, "list", "列出行动方案", programme.list_)
    database(command)

    command = command_of(actions, "tasks", "按方案生成一年的任务清单，已有的不再生成", programme.tasks)
    database(command)
    command.add_argument("--year", metavar="YYYY", type=int, required=True)
    command.add_argument("--programme", metavar="KEY", default="", help="方案代号，默认最新的方案")

    command = command_of(actions, "next", "生成重复任务的下一期", programme.next_)
    database(command)


def add_backups(commands: Commands) -> None:
    """Backups, checks, undoing."""
    command = command_of(commands, "backup", "备份台账、附件和密钥，备份后核对", backups.backup)
    database(command)
    command.add_argument("--to", metavar="DIR", type=Path, help="备份到这个文件夹，默认为设定的备份位置")
    command.add_argument(
        "--passphrase-file", metavar="P", type=Path, help="首次备份到 U 盘等离开本机的位置时要用"
    )

    command = command_of(commands, "restore", "恢复备份，现在的数据另存一份", backups.restore_)
    command.add_argument("file", metavar="FILE", type=Path, help="备份文件（.db 或 .db.age）")
    database(command)
    command.add_argument("--passphrase-file", metavar="P", type=Path, help="加密的备份要用")
    command.add_argument("--look", action="store_true", help="只看里面有什么、会变什么，不恢复")


def add_help_bundle(commands: Commands) -> None:
    """What helps somebody else to help."""
    command = command_of(
        commands, "help-bundle", "生成求助包：版本、条数、检查结果，不含任何个人信息", backups.help_bundle
    )
    database(command)
    command.add_argument("--out", metavar="FILE.zip", type=Path, required=True)


def add_archive(commands: Commands) -> None:
    """Closing a year."""
    parser = commands.add_parser("archive", help="年度归档和保管期限", description="年度归档和保管期限")
    actions = parser.add_subparsers(required=True, metavar="命令")

    command = command_of(actions, "make", "归档一个年度：台账 PDF、数据库副本、照片、校验清单", archive.make)
    database(command)
    command.add_argument("--year", metavar="YYYY", type=int, required=True)
    command.add_argument(
        "--to", metavar="DIR", type=Path, help="放在这个文件夹里，默认在台账旁边的“年度归档”"
    )

    command = command_of(actions, "list", "列出做过的归档", archive.list_)
    database(command)

    command = command_of(actions, "check", "逐个核对归档里的文件", archive.check)
    command.add_argument("folder", metavar="FOLDER", type=Path)

    command = command_of(actions, "carried", "列出结转下年的未办结事项", archive.carried)
    database(command)
    command.add_argument("--year", metavar="YYYY", type=int, required=True)
    command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path)

    command = command_of(actions, "due", "列出保管期满的记录和依据，不移出", archive.due)
    database(command)
    command.add_argument("-o", "--output", metavar="OUT.pdf", type=Path)


def add_updates(commands: Commands) -> None:
    """Updates of the program."""
    words = "更新程序：核对、安装更新包，退回上一版"
    actions = commands.add_parser("update", help=words, description=words).add_subparsers(
        required=True, metavar="命令"
    )
    for name, help_, run in (
        ("check", "核对一个更新包，不写任何东西", updating.check),
        ("install", "装在现在的版本旁边，下次打开窗口时换上", updating.install),
    ):
        command = command_of(actions, name, help_, run)
        command.add_argument("file", metavar="FILE", type=Path)
        command.add_argument("--allow-older", action="store_true", help="也可以是比现在旧的版本")
        acting(command)
    acting(command_of(actions, "back", "退回上一版", updating.back))
