"""夏阳街道 with its 32 real committees over three months: ledgers kept, packages sealed, taken in and answered by the program itself.

Thirty are enrolled. On 30 November most have reported, two did so late, one return was sent back, three are missing. Beside
them: one package that was taken out again, one number that came twice, one place of business that two committees report.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from db.clock import CHINA, FixedClock
from desktop import paths
from desktop.committees import shipped_committees
from desktop.documents import committee_sheet_text
from desktop.exchange import signing_key
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import seal_package
from desktop.exchange.writing_packages import write_volumes
from desktop.office import Office
from desktop.street.answering import write_receipts
from desktop.street.receiving import Received, receive
from desktop.street.rolling_back import roll_back
from desktop.street.street_office import StreetDesk
from desktop.trust import trust_office

PASSPHRASE = "夏阳街道的示例口令2026"
STREET = {"code": "310118001000", "name": "夏阳街道办事处"}
DISTRICT = {"code": "310118000000", "name": "青浦区应急管理局"}
MONTHS = ("2026-09", "2026-10", "2026-11")
TODAY = datetime(2026, 11, 30, 9, 30)
ENROLLED = 30
LATE, MISSING, SENT_BACK, FORKED, TAKEN_OUT, WAITING, DAMAGED = (6, 17), (9, 21, 26), 12, 14, 4, 21, 26
_SURNAMES, _GIVEN = (
    "王李张陆沈徐陈周朱钱孙吴蒋顾曹",
    ("秀英", "建国", "丽华", "志强", "晓芳", "国平", "海燕", "明"),
)
_FAULTS = (
    ("消防", "楼梯间堆放纸箱、旧家具，占用疏散通道"), ("用电", "楼道内电动自行车飞线充电"),
    ("燃气", "液化气软管老化开裂，未装报警器"), ("消防", "灭火器过期两只，应急照明不亮"),
    ("用电", "配电箱门损坏，导线裸露"), ("消防", "安全出口上锁，疏散指示标志损坏"),
    ("建筑/自建房", "外墙瓷砖空鼓，有脱落危险"), ("消防", "常闭防火门用砖块顶开"),
)  # fmt: skip
_PLACES = (
    "3号楼二楼楼梯间",
    "沿街12号商铺后厨",
    "6号楼一层配电间",
    "活动室东侧走廊",
    "北门车棚",
    "88号出租房",
)


class SampleStreet:
    """The street with all that its committees brought; `stick` holds what is still to be taken in."""

    def __init__(self, folder: Path) -> None:
        # Keys of a sample guard nothing and are unlocked a hundred times.
        setattr(signing_key, "BCRYPT_ROUNDS", 1)  # noqa: B010 - a constant of the program
        self.folder, self.clock = folder, FixedClock(datetime(2026, 9, 1, 9, 0))
        self.stick = folder / "U盘"
        self.database = folder / "街道" / "街道.db"
        self._desk = StreetDesk.create(self.database, passphrase=PASSPHRASE, clock=self.clock, **STREET)
        self._key = signing_key.load_key(paths.sign_key_file(self.database), PASSPHRASE)
        self._receipts = folder / "回执"
        self.committees = [self._committee(*each) for each in enumerate(self._names())]
        for each in (self.stick, folder / "来过的", folder / "来过的" / "副本"):
            each.mkdir()

    def live(self) -> None:
        """Three months, up to today."""
        for month in MONTHS:
            for place, office in enumerate(self.committees):
                if month != MONTHS[-1] or place not in MISSING:
                    self._month(place, office, month)
        self._two_under_one_number()
        self._leave_on_stick()
        self.clock.moment = TODAY.replace(tzinfo=CHINA)

    def close(self) -> None:
        """Close every ledger."""
        for each in self.committees:
            each.close()
        self._desk.close()

    def _names(self) -> Iterator[tuple[str, str]]:
        for each in shipped_committees().under(STREET["code"][:9])[:ENROLLED]:
            yield each.code, each.name

    def _committee(self, place: int, named: tuple[str, str]) -> Office:
        code, name = named
        unit = {"code": code, "name": name, "street_name": "夏阳街道", "district_name": "青浦区"}
        office = Office.create(
            self.folder / code / paths.DATABASE_NAME, committee=unit, clerk=_person(place), lead=_person(place + 40),
            passphrase=PASSPHRASE, clock=self.clock,
        )  # fmt: skip
        trust_office(office, self._desk.keys().sheet_text)
        self._desk.enrol(committee_sheet_text(office), code=code, name=name)
        return office

    def _month(self, place: int, office: Office, month: str) -> None:
        is_last = month == MONTHS[-1]
        day = 28 + place % 2 if is_last and place in LATE else 20 + place % 7
        self._on(month, day)
        self._records(place, office, month)
        made = self._signed_return(office, month)
        said = (
            {made["no"]: "第四项“演练”写了 2 次，附表只有 1 次，请核对后更正。"}
            if is_last and place == SENT_BACK
            else {}
        )
        received = self._reports(office, month, {"": said})
        if place == TAKEN_OUT and month == MONTHS[1]:
            self._take_out(office, received)

    def _records(self, place: int, office: Office, month: str) -> None:
        """What a committee keeps in a month: hazards found, one of the last month's put right."""
        order = MONTHS.index(month)
        if order == 0:
            office.register_all("premises", list(_premises(place, office)))
        for step in range(1 + (place + order) % 3):
            found = office.add("hazard", _hazard(place, order * 3 + step, office, month))
            if step == 0:
                office.act("hazard", found["id"], "assign", _plan(office, month))
            if (place + step) % 2 == 0 and step == 0:
                _close(office, found["id"], month)

    def _signed_return(self, office: Office, month: str) -> dict[str, Any]:
        made = office.add(
            "monthly_return", {"month": month, "filled_by": office.clerk, "phone": "021-59720000"}
        )
        for step, typed in (
            ("compile", {}), ("review", {"reviewed_by": _person(77), "reviewed_on": office.today}),
            ("sign", {"signed_by": office.lead, "signed_on": office.today}),
        ):  # fmt: skip
            made = office.act("monthly_return", made["id"], step, typed)
        return made

    def _reports(self, office: Office, month: str, decisions: Mapping[str, Mapping[str, str]]) -> Received:
        [package] = self._sealed(office, month, self.folder / "来过的")
        [received] = receive(self._desk, [package], self._receipts, self._key, decisions=decisions)
        if received.receipt is None:
            raise RuntimeError(f"{package.name} was not taken in: {received.error}")
        import_receipt(office, received.receipt)
        return received

    def _sealed(self, office: Office, month: str, folder: Path) -> list[Path]:
        key = signing_key.load_key(paths.sign_key_file(office.database), PASSPHRASE)
        return write_volumes(office, seal_package(office, month, key).id, folder)

    def _take_out(self, office: Office, received: Received) -> None:
        """The street takes a package out again; the committee hears of it and reports its records anew."""
        _, answer = roll_back(self._desk, received.package_id, "误收了试填的记录", self._key)
        [receipt] = write_receipts([answer], self._receipts).values()
        import_receipt(office, receipt)

    def _two_under_one_number(self) -> None:
        """A ledger copied to a second computer: both go on, both bring a package of the same number."""
        office = self.committees[FORKED]
        code = office.committee["code"]
        shutil.copytree(self.folder / code, self.folder / f"{code}副本")
        copied = Office.open(self.folder / f"{code}副本" / paths.DATABASE_NAME, self.clock)
        self._on(MONTHS[-1], 28)
        for each, step in ((office, 40), (copied, 41)):
            each.add("hazard", _hazard(FORKED, step, each, MONTHS[-1]))
        self._reports(office, MONTHS[-1], {})
        [second] = self._sealed(copied, MONTHS[-1], self.folder / "来过的" / "副本")
        receive(self._desk, [second], self._receipts, self._key)
        copied.close()

    def _leave_on_stick(self) -> None:
        """What one committee brings today, late: its return, new hazards, and one that it changed since it last reported."""
        self.clock.moment = TODAY.replace(tzinfo=CHINA)
        office = self.committees[WAITING]
        self._records(WAITING, office, MONTHS[-1])
        known = office.rows("hazard", office.ids("hazard", _all()))
        office.change(
            "hazard", known[-1]["id"], {"description": f"{known[-1]['description']}，已当面告知物业"}
        )
        self._signed_return(office, MONTHS[-1])
        self._sealed(office, MONTHS[-1], self.stick)
        office = self.committees[DAMAGED]
        self._records(DAMAGED, office, MONTHS[-1])
        [package] = self._sealed(office, MONTHS[-1], self.stick)
        whole = package.read_bytes()
        package.write_bytes(whole[: len(whole) * 2 // 3])

    def _on(self, month: str, day: int) -> None:
        self.clock.moment = datetime.fromisoformat(f"{month}-{day:02d}T09:30:00").replace(tzinfo=CHINA)


def _all() -> Any:
    from db.spec.query import Query

    return Query()


def _person(place: int) -> str:
    return _SURNAMES[place % len(_SURNAMES)] + _GIVEN[place * 3 % len(_GIVEN)]


def _premises(place: int, office: Office) -> Iterator[dict[str, Any]]:
    short = office.committee["name"].removesuffix("居委会").removesuffix("村委会")
    for step, (kind, name) in enumerate(
        (("小餐饮", "家常菜馆"), ("小商店", "便利店"), ("小生产加工企业", "木器加工点"))
    ):
        yield {
            "name": f"{short}{name}", "type": kind, "address": f"夏阳街道{short}路{place * 7 + step * 11 + 3}号",
            "main_person": _person(place + step * 5 + 11), "phone": f"138000{place + 10:02d}{step + 101}",
        }  # fmt: skip
    if place in (2, 15):  # one shop on the border of two committees, which both report
        yield {
            "name": "悦来旅馆", "type": "小旅馆", "address": "夏阳街道公园路168号", "main_person": "陆根生",
            "phone": "13800010168",
        }  # fmt: skip


def _hazard(place: int, step: int, office: Office, month: str) -> dict[str, Any]:
    short = office.committee["name"].removesuffix("居委会").removesuffix("村委会")
    category, words = _FAULTS[(place + step) % len(_FAULTS)]
    return {
        "found_on": f"{month}-{2 + (place + step) % 17:02d}", "source": "村居巡查", "category": category,
        "location": f"{short}{_PLACES[(place * 5 + step) % len(_PLACES)]}", "description": words, "level": "一般",
        "found_by": office.clerk,
    }  # fmt: skip


def _plan(office: Office, month: str) -> dict[str, Any]:
    return {
        "measures": "限期清理、修复，物业每日巡查", "rect_unit": "物业服务处", "rect_person": "沈建明",
        "deadline": f"{month}-27",
    }  # fmt: skip


def _close(office: Office, record_id: str, month: str) -> None:
    day = f"{month}-20"
    for step, typed in (
        ("rectify", {"rectified_on": day, "rect_note": "已清理、修复，现场复看正常。"}),
        ("recheck", {"recheck_on": day, "recheck_by": office.clerk, "recheck_result": "合格"}),
        ("close_out", {"closed_on": day, "closed_by": office.lead}),
    ):
        office.act("hazard", record_id, step, typed)
