from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from reports.drill_log import drill_log
from reports.photos import load_picture, photo_rows
from reports.print_context import PrintContext
from tests.reports.poppler import flat_text, fonts, needs_poppler, page_sizes, page_texts
from tests.reports.sample_records import context, drill, photo, photo_finder


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """A landscape, a portrait and an upright-by-EXIF photo, and a transparent PNG."""
    paths = [tmp_path / name for name in ("wide.jpg", "tall.jpg", "turned.jpg", "clear.png")]
    Image.new("RGB", (1600, 1200), "teal").save(paths[0])
    Image.new("RGB", (1200, 1600), "olive").save(paths[1])
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1600, 1200), "navy").save(paths[2], exif=exif)
    Image.new("RGBA", (800, 600), (0, 0, 0, 0)).save(paths[3])
    return paths


@pytest.fixture
def with_photos(pictures: list[Path]) -> PrintContext:
    return context(attachment_path=photo_finder(pictures), reference_title=lambda table, id: "佳乐苑小区")


@needs_poppler
def test_a_full_drill_is_printed_from_cover_to_signatures(with_photos: PrintContext, tmp_path: Path) -> None:
    record = drill([photo(index, caption) for index, caption in enumerate(["宣布开始", "撤离", "清点"])])
    result = drill_log(record, with_photos)
    text = flat_text(result, tmp_path)
    parts = [
        "一、基本信息",
        "二、方案摘要",
        "三、演练过程",
        "四、演练照片",
        "五、参演人员",
        "六、评估与改进",
        "总指挥（签字）",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    for shown in (
        "佳乐苑小区",
        "352秒",
        "14:04",
        "照片2撤离",
        "2026-11-09",
        "合计106",
        "7层常闭式防火门闭门器损坏",
        "盖章",
    ):
        assert shown in text
    assert page_sizes(result, tmp_path) == {"595.276 x 841.89"}
    assert all(font["emb"] == "yes" for font in fonts(result, tmp_path))


@needs_poppler
def test_empty_sections_are_left_out_and_empty_fields_say_so(tmp_path: Path) -> None:
    bare = dict.fromkeys(drill(), None) | {
        "no": "YL-2026-0009",
        "topic": "灭火器使用培训",
        "date": "2026-11-09",
    }
    result = drill_log(bare, context())
    text = flat_text(result, tmp_path)
    assert result.pages == 1
    assert "一、基本信息" in text and "二、" not in text and "演练照片" not in text
    assert "总指挥—" in text


@needs_poppler
@pytest.mark.parametrize("length", range(100, 2600, 210))
def test_no_page_is_empty_and_no_heading_stands_alone_at_its_end(
    length: int, with_photos: PrintContext, tmp_path: Path
) -> None:
    record = drill(
        [photo(0, "宣布开始"), photo(1, "撤离"), photo(2, "清点")], process="按方案组织撤离。" * (length // 8)
    )
    for text in page_texts(drill_log(record, with_photos), tmp_path):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        body = [line for line in lines if not line.startswith(("内容校验码", "应急演练记录（续）"))]
        assert body
        assert not body[-1].startswith(tuple(f"{numeral}、" for numeral in "一二三四五六"))
        assert body[-1] not in ("演练目标", "情景设定", "分工", "过程记录", "分项评估", "发现的问题", "序号")


@needs_poppler
def test_a_process_of_four_thousand_characters_is_printed_whole(tmp_path: Path) -> None:
    process = "".join(f"第{index:04d}步，引导居民撤离；" for index in range(300))[:4000]
    assert process in flat_text_without_running_lines(drill(process=process), tmp_path)


def flat_text_without_running_lines(record: dict[str, object], tmp_path: Path) -> str:
    texts = page_texts(drill_log(record, context()), tmp_path)
    lines = [
        line
        for text in texts
        for line in text.splitlines()
        if "（续）" not in line and "内容校验码" not in line
    ]
    return "".join("".join(lines).split())


def test_photos_keep_their_proportions_and_stand_two_in_a_row(with_photos: PrintContext) -> None:
    attachments = [photo(index, f"第{index}张") for index in range(3)]
    rows = photo_rows(attachments, "小区广场", 480, with_photos)
    assert [len(row.photos) for row in rows] == [2, 1]
    wide, tall, turned = (each.picture for row in rows for each in row.photos)
    assert wide and tall and turned
    assert (wide.width_px, wide.height_px) == (1000, 750)
    assert (tall.width_px, tall.height_px) == (750, 1000)
    assert (turned.width_px, turned.height_px) == (750, 1000)  # EXIF says turn it


def test_a_caption_has_number_words_time_and_place(with_photos: PrintContext) -> None:
    (row,) = photo_rows([photo(0, "居民撤离")], "小区广场", 480, with_photos)
    assert row.photos[0].caption == ("照片1　居民撤离", "2026-11-09 14:05　小区广场")
    (bare,) = photo_rows([photo(0, "", None)], "", 480, with_photos)
    assert bare.photos[0].caption == ("照片1",)


def test_a_photo_on_paper_carries_no_metadata(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "徐小龙家", {1: "N", 2: (31.0, 9.0, 0.0)}
    Image.new("RGB", (400, 300), "red").save(tmp_path / "gps.jpg", exif=exif)
    picture = load_picture(tmp_path / "gps.jpg")
    assert picture and b"Exif" not in picture.jpeg


@needs_poppler
def test_a_photo_whose_file_is_missing_or_broken_leaves_a_frame_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 not a photo")
    finder = photo_finder([tmp_path / "gone.jpg", tmp_path / "broken.jpg"])
    record = drill([photo(0, "丢失"), photo(1, "损坏")])
    text = flat_text(drill_log(record, context(attachment_path=finder)), tmp_path)
    assert text.count("照片文件缺失或无法读取") == 2


def test_a_transparent_picture_is_set_on_white(pictures: list[Path]) -> None:
    from io import BytesIO

    picture = load_picture(pictures[3])
    assert picture
    with Image.open(BytesIO(picture.jpeg)) as image:
        assert image.convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_the_same_drill_gives_the_same_bytes(with_photos: PrintContext) -> None:
    record = drill([photo(0, "宣布开始"), photo(1, "撤离")])
    assert drill_log(record, with_photos).pdf == drill_log(record, with_photos).pdf


@needs_poppler
def test_another_photo_under_the_same_caption_changes_the_check_code(
    with_photos: PrintContext, tmp_path: Path
) -> None:
    def code(index: int) -> str:
        text = flat_text(drill_log(drill([photo(index, "撤离")]), with_photos), tmp_path)
        return text.split("内容校验码")[1][:12]

    assert code(0) != code(1)
