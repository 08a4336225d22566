"""People of the committee: who fills in, who leads, who checks (plan clause 4: a named safety lead)."""

from db.spec.field import Field, Kind, RecordType

PERSON = RecordType(
    table="person",
    label="人员",
    title_field="name",
    in_package=False,
    fields=(
        Field("name", Kind.PERSON, "姓名", required=True, search=True, personal=True, list_width=120),
        Field("post", Kind.CHOICE, "岗位", required=True, codes=("post",), list_width=140),
        Field("title", Kind.TEXT, "职务", list_width=140),
        Field("phone", Kind.PHONE, "手机", personal=True, list_width=140),
        Field("from_on", Kind.DATE, "任职日期", list_width=110),
        Field("until_on", Kind.DATE, "离任日期", list_width=110),
    ),
)
