"""Sign-in sheets as people paste them."""

from __future__ import annotations

from desktop.sign_in import Attendee, read_sheet

SHEET = (
    "演练签到表\n"
    "序号\t姓名\t工作单位\t联系电话\t身份证号\t签名\n"
    "1\t张伟明\t老张面馆\t１３９１６８８０００１\t31011819860214001x\t\n"
    "2\t阿卜杜热合曼·买买提依明·吐尔逊江\t佳乐苑12号\t021-59720011\t310118680214123\t\n"
    "3\t䶮㐂𠮷\t佳乐苑业委会\t\t\t\n"
    "3\t䶮㐂𠮷\t佳乐苑业委会\t\t\t\n"
    "合计\t3人\t\t\t\t\n"
)


def test_a_sheet_from_a_spreadsheet_gives_its_people() -> None:
    sheet = read_sheet(SHEET)
    assert sheet.attendees == (
        Attendee("张伟明", "老张面馆", "13916880001", "31011819860214001X"),
        Attendee("阿卜杜热合曼·买买提依明·吐尔逊江", "佳乐苑12号", "02159720011", "310118680214123"),
        Attendee("䶮㐂𠮷", "佳乐苑业委会"),
    )
    assert sheet.identities == 2
    assert sheet.repeated == ("䶮㐂𠮷",)


def test_identity_numbers_are_left_out_unless_asked_for_and_then_masked() -> None:
    attendee = read_sheet(SHEET).attendees[0]
    assert attendee.row(keeps_identity=False) == {
        "name": "张伟明",
        "unit": "老张面馆",
        "phone": "13916880001",
    }
    assert attendee.row(keeps_identity=True)["identity"] == "310118********001X"


def test_lines_without_heads_are_read_by_what_their_cells_look_like() -> None:
    sheet = read_sheet("王芳 章浜居委会 13800000001\n李秀英，佳乐苑物业\n")
    assert sheet.attendees == (
        Attendee("王芳", "章浜居委会", "13800000001"),
        Attendee("李秀英", "佳乐苑物业"),
    )


def test_a_line_in_which_nobody_is_named_is_told() -> None:
    assert read_sheet("姓名\t电话\n\t13800000001\n12345\n").unread == ("13800000001", "12345")
