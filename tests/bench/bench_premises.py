"""How long a premises' file takes to its first painted screen, and how long a name is compared with all others.

Run: python3 installer/bootstrap.py test -s tests/bench/bench_premises.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from statistics import median

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from db.premises_twins import find_twins
from desktop.office import Office
from tests import factories
from ui.idle_work import PARTS_OF_A_FORM
from ui.main_window import MainWindow
from ui.theme.kept_look import dress

LINKED, PREMISES = 200, 2_000
SURNAMES, TRADES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨",
    ("面馆", "便利店", "五金加工厂", "小旅馆", "理发店", "快递站"),
)
ROADS = ("夏阳大道", "青松路", "城中东路", "千步泾路", "章浜路")


def milliseconds(work: Callable[[], object], rounds: int = 9) -> tuple[float, float]:
    """The first time and the median of the others, as this thread worked: what else the computer does is left out."""
    spent = []
    for _ in range(rounds):
        begun = time.thread_time()
        work()
        spent.append((time.thread_time() - begun) * 1000)
    return spent[0], median(spent[1:])


def shops(count: int) -> list[dict[str, object]]:
    return [
        factories.premises(
            name=f"{SURNAMES[n % 16]}{'阿强老记新鲜美好'[n // 16 % 8]}{SURNAMES[n // 7 % 16]}{TRADES[n % 6]}",
            address=f"{ROADS[n % 5]}{n // 5 + 1}号{n % 3 + 1}楼",
            phone=f"139{n:08d}",
            usc=None,
        )
        for n in range(count)
    ]


def fill(office: Office) -> dict[str, object]:
    """2,000 premises; 200 hazards, risks, inspections, drills and plans hang on one of them."""
    one = office.register_all("premises", shops(PREMISES))[0]
    each = LINKED // 5
    office.register_all("hazard", [factories.planned_hazard(premises=one["id"]) for _ in range(each)])
    office.register_all("risk", [factories.risk(premises=one["id"]) for _ in range(each)])
    office.register_all("inspection", [factories.inspection(one["id"]) for _ in range(each)])
    office.register_all("drill", [factories.drill(premises=one["id"]) for _ in range(each)])
    office.register_all("drill_plan", [factories.drill_plan(one["id"]) for _ in range(each)])
    return one


def test_the_file_opens_and_names_are_compared(
    qtbot: QtBot, office: Office, window_settings: QSettings
) -> None:
    one = fill(office)
    dress(window_settings)  # the style sheet has its share
    window = MainWindow(office, window_settings)
    window.show()
    qtbot.waitExposed(window)
    window.show_page("premises")
    for part in PARTS_OF_A_FORM:
        import_module(part)  # as the program does after its start, while nobody waits

    def open_file() -> None:
        window.open_record("premises", str(one["id"]))
        window.grab()  # paints everything that is shown

    def show_leaf(place: int) -> None:
        window.pages["premises"].record_page().tabs.setCurrentIndex(place)  # type: ignore[attr-defined]
        window.grab()

    rows = [("打开一户一档", *milliseconds(open_file))]
    for place, label in enumerate(("隐患", "风险", "检查", "演练", "演练计划"), 1):
        open_file()
        rows.append((f"翻到{label}", *milliseconds(lambda place=place: show_leaf(place), 2)))
    reader = office.store.reader()
    for typed in ("赵", "赵阿强", "赵阿强面馆", "上海赵阿强小面馆有限公司"):
        looked = milliseconds(
            lambda typed=typed: find_twins(reader, {"name": typed, "address": "青松路1号1楼"})
        )
        rows.append((f"查重 {typed}", *looked))
    print(f"\n{PREMISES} 家场所，其中一家有 {LINKED} 条记录\n{'':>24} {'首次':>8} {'中位':>8}")
    for label, first, usual in rows:
        print(f"{label:>24} {first:>5.0f} ms {usual:>5.0f} ms")
    window.close()
    window.deleteLater()
    assert rows[0][2] < 100 and all(usual < 50 for label, _, usual in rows if label.startswith("查重"))
