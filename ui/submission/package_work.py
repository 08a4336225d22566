"""What the package dialog lets a job do: seal, then write out. Each runs on a thread of the runner."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from db.errors import EnvironmentProblem
from desktop.jobs import Token
from desktop.office import Office
from ui.submission.busy import report_bytes

SEALING, WRITING, READING = "正在解锁密钥并封包…", "正在写出…", "正在读回核对…"


@dataclass(frozen=True)
class Order:
    """What is to be generated; with a `package_id` it is sealed already and only written out again."""

    period: str
    serial: int
    contents: str
    needed_bytes: int
    tables: tuple[str, ...] = ()
    package_id: str = ""


@dataclass(frozen=True)
class Written:
    """Where a package was written, and its short code."""

    path: Path
    check_code: str


def seal_order(office: Office, order: Order, passphrase: str, folder: Path, token: Token) -> str:
    """Seal the changes and give the package's id. A folder without room is refused before a serial is used up.

    Raises what `unlock` and `seal_package` raise, EnvironmentProblem `E_SPACE`, `target_not_a_folder`; Cancelled.
    """
    from desktop.exchange.outgoing import seal_package, unlock
    from desktop.exchange.own_packages import refuse_lack_of_space

    token.report(0, 0, SEALING)
    if not folder.is_dir():
        raise EnvironmentProblem("target_not_a_folder", name=str(folder))
    refuse_lack_of_space(shutil.disk_usage(folder).free, order.needed_bytes)
    key = unlock(office, passphrase)
    token.check()
    return seal_package(office, order.period, key, order.tables).id


def write_order(office: Office, package_id: str, folder: Path, token: Token) -> Written:
    """Write the sealed package out and read it back. Raises what `write_package` raises; Cancelled."""
    from desktop.exchange.outgoing import write_package
    from desktop.exchange.own_packages import check_code

    written, read_back = report_bytes(token, WRITING), report_bytes(token, READING)

    def tell(done: int, total: int) -> None:
        (read_back if 2 * done > total else written)(done, total)

    path = write_package(office, package_id, folder, tell, token.should_stop)
    return Written(path, check_code(package_id))
