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
    volumes: int = 1
    is_encrypted: bool = True
    volume_limit: int | None = None
    profile: str = "street"
    is_whole: bool = False


@dataclass(frozen=True)
class Written:
    """The files a package was written to, in the order of its volumes, and its short code."""

    paths: tuple[Path, ...]
    check_code: str


def seal_order(office: Office, order: Order, passphrase: str, folder: Path, token: Token) -> str:
    """Seal the changes and give the package's id. A folder without room is refused before a serial is used up.

    Raises what `unlock` and `seal_package` raise, EnvironmentProblem `E_SPACE`, `target_not_a_folder`; Cancelled.
    """
    from desktop.exchange.age_files import encrypted_size
    from desktop.exchange.outgoing import seal_package, unlock
    from desktop.exchange.own_packages import refuse_lack_of_space

    token.report(0, 0, SEALING)
    if not folder.is_dir():
        raise EnvironmentProblem("target_not_a_folder", name=str(folder))
    needed = encrypted_size(order.needed_bytes) if order.is_encrypted else order.needed_bytes
    refuse_lack_of_space(shutil.disk_usage(folder).free, needed)
    key = unlock(office, passphrase)
    token.check()
    return seal_package(
        office, order.period, key, order.tables, order.volume_limit, order.profile, order.is_whole
    ).id


def write_order(office: Office, order: Order, folder: Path, token: Token) -> Written:
    """Write the sealed package of an order out and read it back. Raises what `write_volumes` raises; Cancelled."""
    from desktop.exchange.own_packages import check_code
    from desktop.exchange.writing_packages import write_volumes

    written, read_back = report_bytes(token, WRITING), report_bytes(token, READING)

    def tell(done: int, total: int) -> None:
        (read_back if 2 * done > total else written)(done, total)

    paths = write_volumes(
        office, order.package_id, folder, is_encrypted=order.is_encrypted, progress=tell,
        should_stop=token.should_stop,
    )  # fmt: skip
    return Written(tuple(paths), check_code(order.package_id))
