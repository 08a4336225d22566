from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import InvalidRecord, Problem
from db.spec.field import Field, Kind
from db.spec.kinds import Reading, parse, show
from tests.factories import MINORITY_NAME, RARE_NAME

TODAY = date(2026, 11, 23)
READING = Reading(TODAY, lambda table, text: {"CS-2026-0001": "01J", "老张面馆": "01J"}.get(text))
SIXTY = (MINORITY_NAME * 4)[:60]


def field(kind: Kind, **more: Any) -> Field:
    return Field("it", kind, "标签", **more)


def read(kind: Kind, typed: Any, **more: Any) -> Any:
    return parse(field(kind, **more), typed, READING)


def problems(kind: Kind, typed: Any, **more: Any) -> list[Problem]:
    with pytest.raises(InvalidRecord) as refused:
        read(kind, typed, **more)
    return list(refused.value.problems)


def refusal(kind: Kind, typed: Any, **more: Any) -> str:
    found = problems(kind, typed, **more)
    assert len(found) == 1
    return found[0].message_id


@pytest.mark.parametrize(
    "typed",
    [
        "2024.4.7",
        "2024-4-7",
        "2024/4/7",
        "2024年4月7日",
        "二〇二四年四月七日",
        "二零二四年四月七号",
        "2024年4月7号",
        "2024年4月7",
        "20240407",
        "２０２４．４．７",
        "２０２４年４月７日",
        "2024。4。7",
        "2024 4 7",
        " 2024-04-07 ",
        "2024\u200b-4-7",
        "45389",
        "45389.0",
        45389,
        45389.0,
        "2024-04-07 00:00:00",
        "2024/4/7 0:00:00",
        "2024/4/7 0:00",
        "2024-04-07T00:00:00",
        date(2024, 4, 7),
    ],
)
def test_a_day_is_read_however_it_is_written(typed: Any) -> None:
    assert read(Kind.DATE, typed) == "2024-04-07"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("今天", "2026-11-23"),
        ("昨日", "2026-11-22"),
        ("前天", "2026-11-21"),
        ("明天", "2026-11-24"),
        ("后天", "2026-11-25"),
        ("+7", "2026-11-30"),
        ("＋7", "2026-11-30"),
        ("-23", "2026-10-31"),
    ],
)
def test_a_day_may_be_named_from_today(typed: str, day: str) -> None:
    assert read(Kind.DATE, typed) == day


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ("2024-2-30", "date_not_existing"),
        ("20240230", "date_not_existing"),
        ("2023年2月29日", "date_not_existing"),
        ("2024-13-1", "date_not_existing"),
        ("4.7", "date_year_missing"),
        ("4月7日", "date_year_missing"),
        ("24-4-7", "date_year_missing"),
        ("'24.4.7", "date_year_missing"),
        ("24年4月7日", "date_year_missing"),
        ("2024年4月", "date_day_missing"),
        ("2024.4", "date_day_missing"),
        ("上周", "date_unreadable"),
        ("99999", "date_unreadable"),
        ("19999", "date_unreadable"),
        ("2024-4 10:00", "date_unreadable"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused_with_the_reason(typed: str, message_id: str) -> None:
    assert refusal(Kind.DATE, typed) == message_id


def test_a_refused_day_is_repeated_to_the_clerk() -> None:
    assert problems(Kind.DATE, "2024-2-30")[0].params == {"label": "标签", "typed": "2024-2-30"}


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2024-4-7 14:30", "2024-04-07T14:30"),
        ("2024年4月7日下午2点半", "2024-04-07T14:30"),
        ("今天9点", "2026-11-23T09:00"),
        ("2024-04-07T14:30", "2024-04-07T14:30"),
        ("2024-04-07 14:30:15", "2024-04-07T14:30"),
        ("14:30", "2026-11-23T14:30"),
        ("２０２４－４－７　１４：３０", "2024-04-07T14:30"),
        ("2024-4-7 晚上8时5分", "2024-04-07T20:05"),
        ("2024-4-7 上午9:05", "2024-04-07T09:05"),
    ],
)
def test_a_moment_is_read_to_the_minute(typed: str, moment: str) -> None:
    assert read(Kind.DATE_TIME, typed) == moment


@pytest.mark.parametrize(
    ("typed", "message_id"),
    [
        ("2024-4-7", "time_missing"),
        ("2024-4-7 25:00", "time_unreadable"),
        ("2024-4-7 14:70", "time_unreadable"),
        ("2024-2-30 14:00", "date_not_existing"),
        ("4.7 14:00", "date_year_missing"),
        ("下午", "date_unreadable"),
        ("2024-4-7 2点多", "time_unreadable"),
    ],
)
def test_a_moment_without_day_or_time_is_refused(typed: str, message_id: str) -> None:
    assert refusal(Kind.DATE_TIME, typed) == message_id


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("60", 60),
        ("约60", 60),
        ("约60人", 60),
        ("６０", 60),
        ("60余人", 60),
        ("60多", 60),
        ("60.0", 60),
        (60, 60),
        (60.0, 60),
        ("1,234", 1234),
        ("１，２３４人", 1234),
        ("0", 0),
        ("共 3 处", 3),
        ("近百", None),
        ("6.5", None),
        ("60-80", None),
        ("3，5", None),
        ("1,23", None),
        ("三个", None),
        ("6头", None),
        (True, None),
    ],
)
def test_a_whole_number_is_read_with_its_unit_and_its_about(typed: Any, number: int | None) -> None:
    if number is None:
        assert refusal(Kind.INTEGER, typed) == "whole_number_expected"
    else:
        assert read(Kind.INTEGER, typed) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("120㎡", "120"),
        ("１２０㎡", "120"),
        ("120平方米", "120"),
        ("12.50", "12.5"),
        (".5", "0.5"),
        ("100", "100"),
        ("0.0", "0"),
        ("12,345.6", "12345.6"),
    ],
)
def test_a_decimal_is_kept_as_its_shortest_text(typed: str, number: str) -> None:
    assert read(Kind.DECIMAL, typed) == number


@pytest.mark.parametrize(
    ("typed", "in_10000_yuan"),
    [
        ("3500元", "0.35"),
        ("约3500元", "0.35"),
        ("0.35", "0.35"),
        ("0.35万", "0.35"),
        ("0.35万元", "0.35"),
        ("2千元", "0.2"),
        ("￥5000元", "0.5"),
        ("50块", "0.005"),
    ],
)
def test_money_is_kept_in_units_of_10000_yuan(typed: str, in_10000_yuan: str) -> None:
    assert read(Kind.MONEY, typed) == in_10000_yuan


def test_a_number_outside_its_range_is_refused() -> None:
    assert refusal(Kind.INTEGER, "-1") == "number_too_small"
    assert refusal(Kind.DECIMAL, "1234567890") == "number_too_large"
    assert refusal(Kind.MONEY, "三千") == "number_expected"
    assert refusal(Kind.INTEGER, "2", minimum=3) == "number_too_small"
    assert problems(Kind.INTEGER, "101", maximum=100)[0].params["maximum"] == 100


@pytest.mark.parametrize("typed", ["√", "✓", "是", "有", "Y", "ｙｅｓ", "TRUE", "1", True])
def test_yes_is_read_however_it_is_ticked(typed: Any) -> None:
    assert read(Kind.YES_NO, typed) is True


@pytest.mark.parametrize("typed", ["×", "✗", "否", "无", "没有", "N", "0", "x", False])
def test_no_is_read_however_it_is_crossed(typed: Any) -> None:
    assert read(Kind.YES_NO, typed) is False


def test_neither_yes_nor_no_is_refused() -> None:
    assert refusal(Kind.YES_NO, "也许") == "yes_or_no_expected"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.ATTACHMENTS, Kind.ROWS)])
def test_nothing_typed_is_absent_in_every_kind(kind: Kind) -> None:
    assert read(kind, None) is None
    assert read(kind, "") is None
    assert read(kind, " \u3000\u200b") is None


@pytest.mark.parametrize(
    "kind", [Kind.DATE, Kind.INTEGER, Kind.CHOICE, Kind.REFERENCE, Kind.PERSON, Kind.PHONE]
)
@pytest.mark.parametrize("dash", ["—", "——", "-", "/", "－"])
def test_a_dash_in_a_table_cell_is_absent(kind: Kind, dash: str) -> None:
    assert read(kind, dash) is None


def test_a_dash_in_prose_stays() -> None:
    assert read(Kind.TEXT, "—") == "—"


def test_full_width_letters_and_digits_become_plain_and_chinese_punctuation_stays() -> None:
    typed = "ＡＢＣ１２３，二楼（东侧）：“通道”堆物；①号㎡、《规范》！？…—～·％＋"
    assert read(Kind.TEXT, typed) == "ABC123，二楼（东侧）：“通道”堆物；①号㎡、《规范》！？…—～·％＋"


def test_zero_width_and_control_characters_vanish() -> None:
    assert read(Kind.TEXT, "\ufeff消\u200b防\u200d通\u2060道\x07") == "消防通道"


def test_a_text_stays_on_one_line_and_a_long_text_keeps_its_lines() -> None:
    typed = "  第一行\u3000 内容 \r\n第二行\r第三行\u2028第四行\n\n"
    assert read(Kind.TEXT, typed) == "第一行 内容 第二行 第三行 第四行"
    assert read(Kind.LONG_TEXT, typed) == "第一行 内容\n第二行\n第三行\n第四行"


@pytest.mark.parametrize("name", [RARE_NAME, "䶮", "㐂", "𠮷", MINORITY_NAME, SIXTY, "阿依古丽·买买提"])
def test_rare_and_long_names_are_kept_as_they_are(name: str) -> None:
    assert read(Kind.PERSON, name) == name


def test_a_name_of_61_characters_is_refused() -> None:
    assert problems(Kind.PERSON, SIXTY + "江")[0].params == {"label": "标签", "limit": 60, "length": 61}


def test_a_text_may_have_its_own_limit() -> None:
    assert refusal(Kind.TEXT, "一二三", max_length=2) == "text_too_long"
    assert refusal(Kind.LONG_TEXT, "长" * 4001) == "text_too_long"


@pytest.mark.parametrize("typed", [True, ["a"], {"a": 1}])
def test_a_text_must_be_text(typed: Any) -> None:
    assert refusal(Kind.TEXT, typed) == "text_expected"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("139 1688 0001", "13916880001"),
        ("１３９１６８８０００１", "13916880001"),
        ("021-59720000转802", "021-59720000转802"),
        ("13916880001，13916880002", "13916880001、13916880002"),
        ("138****5678", "138****5678"),
        ("+8613916880001", "+8613916880001"),
        ("110", "110"),
    ],
)
def test_telephone_numbers_are_read(typed: str, kept: str) -> None:
    assert read(Kind.PHONE, typed) == kept


@pytest.mark.parametrize("typed", ["张三", "12", "13916880001 张三"])
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert refusal(Kind.PHONE, typed) == "phone_unreadable"


def test_a_choice_is_meant_by_code_word_or_alias() -> None:
    for typed in (
        "suspected_major",
        "疑似重大（待部门判定）",
        "疑似重大(待部门判定)",
        " 疑似重大 ",
        "ＳＵＳＰＥＣＴＥＤ_MAJOR",
    ):
        assert read(Kind.CHOICE, typed, codes=("hazard_level",)) == "suspected_major"
    assert refusal(Kind.CHOICE, "特大", codes=("hazard_level",)) == "choice_unknown"


def test_choices_are_separated_as_people_do_and_kept_once() -> None:
    tables = ("accident_type_2025", "accident_type_1986")
    kept = ["2025-09", "2025-06", "1986-19"]
    assert read(Kind.CHOICES, "火灾、触电，火灾；中毒和窒息", codes=tables) == kept
    assert read(Kind.CHOICES, ["火灾", "触电", "1986-19", ""], codes=tables) == kept
    assert refusal(Kind.CHOICES, "火灾、雷击", codes=tables) == "choice_unknown"
    assert read(Kind.CHOICES, "、，", codes=tables) is None


def test_a_reference_is_looked_up_and_refused_when_unknown() -> None:
    assert read(Kind.REFERENCE, " 老张面馆 ", refers_to="premises") == "01J"
    assert refusal(Kind.REFERENCE, "老李面馆", refers_to="premises") == "reference_unknown"
    with pytest.raises(InvalidRecord):
        parse(field(Kind.REFERENCE), "老张面馆", Reading(TODAY))


def test_attachments_are_named_by_their_hash() -> None:
    given_ = [{"sha256": "a" * 64, "name": "一\n二.jpg", "caption": "说" * 300, "extra": 1}]
    kept = [{"sha256": "a" * 64, "name": "一 二.jpg", "caption": "说" * 200, "taken_at": None}]
    assert read(Kind.ATTACHMENTS, given_) == kept
    assert read(Kind.ATTACHMENTS, []) is None
    for wrong in ("photo.jpg", ["photo.jpg"], [{"sha256": "../../etc"}], [{}]):
        assert refusal(Kind.ATTACHMENTS, wrong) == "attachments_expected"


ROWS = (
    Field("text", Kind.TEXT, "措施内容", required=True),
    Field("due", Kind.DATE, "完成期限"),
    Field("cost", Kind.MONEY, "投入"),
)


def test_child_rows_are_read_and_empty_ones_left_out() -> None:
    typed = [{"text": "巡查", "due": "2026.12.1"}, {"text": "", "due": None}, {}]
    assert read(Kind.ROWS, typed, rows=ROWS) == [{"text": "巡查", "due": "2026-12-01", "cost": None}]


def test_every_problem_of_every_child_row_is_named_with_its_row() -> None:
    typed = [{"due": "12.1"}, {"text": "巡查", "cost": "很多", "who": "张"}, {"text": "好"}]
    found = [(each.row, each.message_id) for each in problems(Kind.ROWS, typed, rows=ROWS)]
    assert found == [
        (0, "date_year_missing"),
        (0, "required"),
        (1, "field_unknown"),
        (1, "number_expected"),
    ]


def test_a_wrong_value_of_a_child_row_is_not_also_missing() -> None:
    rows = (Field("kind", Kind.CHOICE, "类别", required=True, codes=("measure_kind",)),)
    assert [each.message_id for each in problems(Kind.ROWS, [{"kind": "魔法"}], rows=rows)] == [
        "choice_unknown"
    ]


def test_a_child_row_must_have_what_it_needs() -> None:
    found = problems(Kind.ROWS, [{"text": "好"}, {"cost": "3500元"}], rows=ROWS)
    assert found == [Problem("it", "required", {"label": "措施内容"}, 1)]


@pytest.mark.parametrize("typed", ["巡查", [1], {"text": "巡查"}])
def test_rows_must_be_rows(typed: Any) -> None:
    assert refusal(Kind.ROWS, typed, rows=ROWS) == "rows_expected"


@pytest.mark.parametrize(
    ("kind", "value", "more", "text"),
    [
        (Kind.TEXT, None, {}, ""),
        (Kind.TEXT, "二楼", {}, "二楼"),
        (Kind.INTEGER, 60, {}, "60"),
        (Kind.MONEY, "0.3", {}, "0.30"),
        (Kind.MONEY, "0.005", {}, "0.005"),
        (Kind.MONEY, "2", {}, "2.00"),
        (Kind.YES_NO, True, {}, "是"),
        (Kind.YES_NO, False, {}, "否"),
        (Kind.DATE_TIME, "2026-11-09T14:05", {}, "2026-11-09 14:05"),
        (Kind.CHOICE, "red", {"codes": ("risk_level",)}, "重大"),
        (Kind.CHOICE, "purple", {"codes": ("risk_level",)}, "purple"),
        (
            Kind.CHOICES,
            ["2025-09", "1986-19"],
            {"codes": ("accident_type_2025", "accident_type_1986")},
            "火灾、中毒和窒息",
        ),
        (Kind.ATTACHMENTS, [{}, {}], {}, "2 份"),
        (Kind.ROWS, [{"text": "巡查", "cost": "0.35"}], {"rows": ROWS}, "巡查，0.35"),
        (
            Kind.ROWS,
            [{"text": "巡查"}, {"text": "报警", "due": "2026-12-01"}],
            {"rows": ROWS},
            "1. 巡查\n2. 报警，2026-12-01",
        ),
    ],
)
def test_a_stored_value_is_shown_as_a_clerk_reads_it(
    kind: Kind, value: Any, more: dict[str, Any], text: str
) -> None:
    assert show(field(kind, **more), value) == text


def test_a_reference_is_shown_by_its_title() -> None:
    assert (
        show(field(Kind.REFERENCE, refers_to="premises"), "01J", lambda table, id: f"{table}:{id}")
        == "premises:01J"
    )
    assert show(field(Kind.REFERENCE), "01J") == "01J"


@given(st.text(max_size=80))
def test_what_was_kept_once_is_kept_the_same_again(typed: str) -> None:
    for kind in (Kind.TEXT, Kind.LONG_TEXT):
        kept = read(kind, typed)
        assert kept is None or read(kind, kept) == kept


@given(
    st.text(max_size=40),
    st.sampled_from([kind for kind in Kind if kind not in (Kind.ATTACHMENTS, Kind.ROWS)]),
)
def test_any_text_is_either_read_or_refused_with_a_problem(typed: str, kind: Kind) -> None:
    try:
        read(kind, typed, codes=("hazard_level",), refers_to="premises")
    except InvalidRecord as refused:
        assert refused.problems
