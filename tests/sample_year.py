"""A year in the ledger of a real committee, made from one seed: every kind of record that a monthly return counts."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from db import records
from db.spec.code_tables import code_table
from db.store import Transaction
from desktop.office import Office
from tests import factories

YEAR_BEGINS = date(2025, 12, 1)
_PHOTO = [factories.attachment(1)]
_SCAN = [factories.attachment(9, "部门意见")]
Step = tuple[str, dict[str, Any]]


class SampleYear:
    """Writes the year in one transaction; `count` hazards, and of the others in proportion."""

    def __init__(self, office: Office, count: int = 120, seed: int = 2026) -> None:
        self.office, self.count = office, count
        self.random = random.Random(seed)
        self.places: list[str] = []
        self.last_fixed: str | None = None

    def write(self) -> None:
        """Everything at once."""
        self.office.write(self._fill, "导入")

    def _fill(self, tx: Transaction) -> None:
        self.tx = tx
        self.places = [
            self._add("premises", factories.premises(name=f"商铺{n}号", usc=None)) for n in range(12)
        ]
        self.programme = self._add("programme", factories.programme())
        makers: tuple[tuple[Callable[[int], None], int], ...] = (
            (self._hazard, self.count), (self._inspection, self.count), (self._risk, self.count // 3),
            (self._drill, self.count // 10), (self._training, self.count // 6), (self._document, self.count // 6),
            (self._tip, self.count // 10), (self._accident, 4), (self._task, self.count // 3),
        )  # fmt: skip
        for make, count in makers:
            for number in range(count):
                make(number)

    def _day(self, after: date = YEAR_BEGINS, within: int = 390) -> date:
        return after + timedelta(days=self.random.randrange(within))

    def _add(self, table: str, typed: dict[str, Any]) -> str:
        return str(records.register(self.tx, table, typed, factories.COMMITTEE_CODE)["id"])

    def _act(self, table: str, record_id: str, *steps: Step) -> None:
        for name, typed in steps:
            records.take_step(self.tx, table, record_id, name, typed)

    def _code(self, table: str) -> str:
        return self.random.choice(code_table(table).codes).code

    def _hazard(self, number: int) -> None:
        found = self._day()
        level = self.random.choice(["一般"] * 6 + ["疑似重大"])
        closed = self._day(found, 80)
        later = (closed + timedelta(days=self.random.randrange(1, 60))).isoformat()
        typed = factories.planned_hazard(
            found_on=found.isoformat(), level=level, source=self._code("hazard_source"), starts_on=None if level == "一般" else found.isoformat(),
            category=self._code("hazard_category"), deadline=(found + timedelta(days=15)).isoformat(),
        )  # fmt: skip
        hazard = self._add("hazard", typed)
        day, fate = closed.isoformat(), self.random.randrange(10)
        if fate < 2:
            return
        if fate == 2:
            voiding = factories.voiding(void_on=day)
            self._act("hazard", hazard, ("void", voiding))
        elif fate == 3:
            target = self._add("hazard", typed)
            self._act("hazard", hazard, ("merge", factories.voiding(void_on=day, merged_into=target)))
        elif fate == 4 and level == "一般":
            self._act("hazard", hazard, *self._closing(level, day))
            self._act(
                "hazard", hazard, ("reopen", factories.reopening(reopened_on=later, new_deadline=later))
            )
            if number % 2:
                self._act("hazard", hazard, *self._closing(level, later))
        else:
            self._act("hazard", hazard, *self._closing(level, day))
        if fate == 5:
            order = factories.supervision_order(
                hazard, issued_on=day, action=self._code("supervision_action"), deadline=later
            )
            placed = self._add("supervision_order", order)
            if number % 2:
                self._act(
                    "supervision_order", placed,
                    ("deliver", {"delivered_on": day, "delivered_to": factories.RECTIFIER}),
                    ("answer", {"feedback_on": day, "feedback": "已整改"}),
                    ("clear", {"cleared_on": later, "clear_doc": "现场核查"}),
                )  # fmt: skip
        elif fate == 6:
            self._fixed(typed, day)

    def _closing(self, level: str, day: str) -> list[Step]:
        signoff = factories.department_signoff(_SCAN, dept_signoff_date=day)
        return [
            ("rectify", factories.rectification(rectified_on=day, funds_spent=f"0.{self.random.randrange(1, 99):02d}")),
            ("recheck", factories.passed_recheck(recheck_on=day)),
            *([] if level == "一般" else [("sign_off", signoff)]),
            ("close_out", factories.close_out(closed_on=day)),
        ]  # fmt: skip

    def _fixed(self, typed: dict[str, Any], day: str) -> None:
        fixed = self._add("hazard", factories.hazard(found_on=day, repeat_of=self.last_fixed))
        self.last_fixed = fixed
        evidence = factories.fix_on_spot(_PHOTO, [factories.attachment(2)], rectified_on=day)
        self._act("hazard", fixed, ("fix_on_spot", evidence))

    def _inspection(self, number: int) -> None:
        place = self.random.choice(self.places)
        is_led = number % 4 == 0
        typed = factories.inspection(
            place, date=self._day().isoformat(), kind=self._code("inspection_kind"),
            led_by_principal="是" if is_led else "否", inspectors="、".join(["陈建国", "王芳", "李秀英"][: number % 3 + 1]),
        )  # fmt: skip
        self._add("inspection", typed)

    def _risk(self, number: int) -> None:
        assessed = self._day()
        level = self.random.choice(["red", "orange", "yellow", "blue"])
        typed = factories.risk(
            method="direct", likelihood=None, severity=None, level_final=level, assessed_on=assessed.isoformat(), measures=[
                {"kind": "人防", "text": "每日巡查", "owner": factories.LEAD}],
        )  # fmt: skip
        risk = self._add("risk", typed)
        self._act("risk", risk, ("control", {}))
        again = self._day(assessed, 120)
        if number % 3 == 0:
            lower = {"method": "direct", "level_final": self.random.choice(["yellow", "blue"]),
                     "assessed_on": (again + timedelta(days=1)).isoformat(), "assessors": "王芳", "reassess_note": "整改后复评"}  # fmt: skip
            self._act("risk", risk, ("reassess", lower))
        if number % 5 == 0:
            closed = (again + timedelta(days=20)).isoformat()
            self._act("risk", risk, ("close", {"close_cause": "source_gone", "closed_on": closed, "close_reason": "风险源消失"}))  # fmt: skip

    def _drill(self, number: int) -> None:
        day = self._day()
        self._add(
            "drill_plan", factories.drill_plan(self.random.choice(self.places), planned_on=day.isoformat())
        )
        self._add(
            "drill",
            factories.drill(date=day.isoformat(), starts_at=None, ends_at=None),
        )

    def _training(self, number: int) -> None:
        day = self._day().isoformat()
        make = factories.publicity if number % 2 else factories.training
        self._add("training", make(date=day, headcount=str(24 + number)))

    def _document(self, number: int) -> None:
        kind = "会议纪要" if number % 3 else "学习记录"
        self._add("document", factories.document(dated=self._day().isoformat(), kind=kind))

    def _tip(self, number: int) -> None:
        day = self._day()
        tip = self._add("tip", factories.tip(received_at=f"{day.isoformat()} 09:00"))
        if number % 3:
            later = (day + timedelta(days=9)).isoformat()
            steps: list[Step] = [
                ("screen", {"screening": "accept", "screened_on": day.isoformat(), "screened_by": factories.LEAD}),
                ("verify", {"verify_result": "true" if number % 2 else "partly", "verify_note": "现场查实",
                            "verified_on": later, "verified_by": factories.LEAD}),
            ]  # fmt: skip
            self._act("tip", tip, *steps)
        else:
            self._act("tip", tip, *self._untrue_tip(day))

    def _untrue_tip(self, day: date) -> list[Step]:
        later = (day + timedelta(days=self.random.randrange(5, 50))).isoformat()
        return [
            ("screen", {"screening": "accept", "screened_on": day.isoformat(), "screened_by": factories.LEAD}),
            ("verify", {"verify_result": "false", "verify_note": "现场没有发现", "verified_on": later, "verified_by": factories.LEAD}),
            ("reply", {"replied_on": later, "reply_outcome": "不要求答复"}),
            ("close", {"closed_on": later, "closed_by": factories.LEAD}),
        ]  # fmt: skip

    def _accident(self, number: int) -> None:
        day = self._day(date(2026, 7, 1), 150).isoformat()  # since the newest table of accident types
        is_production = "否" if number == 3 else "是"
        self._add(
            "accident",
            factories.accident(
                happened_at=f"{day} 10:20", known_at=f"{day} 10:35", reported_at=f"{day} 11:05", is_production=is_production,
                dead=str(number),
            ),
        )  # fmt: skip

    def _task(self, number: int) -> None:
        start = self._day()
        due = start + timedelta(days=self.random.randrange(10, 60))
        task = self._add(
            "task",
            factories.task(self.programme, start=start.isoformat(), due=due.isoformat(), year=str(due.year)),
        )
        done = (due + timedelta(days=self.random.randrange(-9, 20))).isoformat()
        if number % 3:
            self._act(
                "task", task,
                ("submit", {"result": "已完成", "submitted_on": done, "files": [factories.attachment(3)]}),
                ("confirm", {"done_on": done, "confirmed_by": factories.LEAD}),
            )  # fmt: skip
