"""The committee that keeps this ledger. One row: us."""

from db.spec.field import Field, Kind, RecordType

COMMITTEE = RecordType(
    table="committee",
    label="本单位",
    title_field="name",
    in_package=False,
    fields=(
        Field("code", Kind.TEXT, "单位代码", required=True, hint="12 位统计用区划代码；没有时可先用暂定代码"),
        Field("code_system", Kind.TEXT, "代码来源", required=True, initial="国家统计局 2023-06-30"),
        Field("name", Kind.TEXT, "单位名称", required=True, max_length=80),
        Field("street_name", Kind.TEXT, "所属街道（镇）"),
        Field("district_name", Kind.TEXT, "所属区（县）"),
        Field("phone", Kind.PHONE, "联系电话"),
        Field("address", Kind.TEXT, "办公地址"),
        Field("is_sample", Kind.YES_NO, "示例数据", computed=True),
    ),
)
