"""Filling a .docx form: marks in paragraphs, tables, heads and feet; one table row repeated, or a page for each record."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.errors import AppError
from db.spec.field import RecordType
from desktop.form_templates.container import UNREADABLE
from desktop.form_templates.form_values import BLANK, FormValues
from desktop.form_templates.layout import MOST_PAGES, NOTHING, FoundRow, has_record_marks, repeated_row
from desktop.form_templates.marks import MARK, marks_in, read_mark
from desktop.form_templates.pictures import refuse_too_many, shown_alone
from desktop.form_templates.text_pictures import put_pictures

if TYPE_CHECKING:
    from docx.document import Document

MOST_ROWS = 5000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = Any  # lxml has no types


def open_form(path: Path) -> Document:
    """The document of a checked file, without a link to the template it was written with. Raises AppError
    `form_unreadable`."""
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        document = Document(str(path))
    except (OpcError, *UNREADABLE) as error:
        raise AppError("form_unreadable", name=path.name) from error
    _forget_template(document)
    return document


def _forget_template(document: Document) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.SETTINGS and not relation.is_external:
            settings = relation.target_part
            for link in settings.element.findall(f"{_W}attachedTemplate"):
                settings.element.remove(link)
            for key in [key for key, found in settings.rels.items() if found.is_external]:
                del settings.rels[key]


def marks_of(path: Path) -> list[str]:
    """The texts of the marks in the form, in reading order."""
    parts = _parts(open_form(path))
    return [
        text for part in parts for paragraph in part.iter(f"{_W}p") for text in marks_in(_text(paragraph))
    ]


def is_repeating(path: Path, record_type: RecordType) -> bool:
    """Whether a row of the form is repeated for each record."""
    return _row_to_repeat(open_form(path).element.body, record_type) is not None


def fill(path: Path, values: FormValues, out: Path) -> None:
    """Write the filled form. Raises AppError `form_too_many_records`, `form_too_many_photos`."""
    document = open_form(path)
    refuse_too_many(values, marks_of(path))
    body = document.element.body
    row = _row_to_repeat(body, values.record_type)
    most = MOST_PAGES if row is None else MOST_ROWS
    if len(values.records) > most:
        raise AppError("form_too_many_records", count=len(values.records), most=most)
    head_and_foot = [part for part in _parts(document) if part is not body]
    apart = body if row is None else row
    for part in head_and_foot if row is None else [*head_and_foot, body]:
        _fill_element(part, values, 0, apart)
    if row is None:
        _fill_pages(document, values)
    else:
        _fill_rows(document, row, values)
    document.save(str(out))


def _parts(document: Document) -> Iterator[Element]:
    yield document.element.body
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield part._element


def _row_to_repeat(body: Element, record_type: RecordType) -> Element | None:
    rows = [row for row in body.iter(f"{_W}tr") if row.find(f".//{_W}tbl") is None]
    found = [
        FoundRow(place, tuple(text for each in row.iter(f"{_W}p") for text in marks_in(_text(each))))
        for place, row in enumerate(rows)
    ]
    key = repeated_row(record_type, found)
    return None if key is None else rows[key]


def _fill_rows(document: Document, row: Element, values: FormValues) -> None:
    _keep_whole(row)
    if not values.records:
        _say_nothing(row, values.record_type)
        return
    copies = [deepcopy(row) for _ in values.records]
    for place, each in enumerate(copies):
        row.addprevious(each)
        _put_photos(document, each, values, place)
        _fill_element(each, values, place)
    row.getparent().remove(row)


def _keep_whole(row: Element) -> None:
    """A row is never split over two pages (part E of the domain reference)."""
    from docx.oxml import OxmlElement

    properties = row.get_or_add_trPr()
    if properties.find(f"{_W}cantSplit") is None:
        properties.append(OxmlElement("w:cantSplit"))


def _say_nothing(row: Element, record_type: RecordType) -> None:
    marked = [each for each in row.iter(f"{_W}p") if has_record_marks(record_type, _text(each))]
    for paragraph in marked:
        word = NOTHING if paragraph is marked[0] else BLANK
        _replace(paragraph, lambda text, word=word: word)


def _fill_pages(document: Document, values: FormValues) -> None:
    """The whole text once for each record, each beginning a page."""
    body = document.element.body
    section = body.find(f"{_W}sectPr")
    form = [each for each in body if each is not section]
    copies = [[deepcopy(each) for each in form] for _ in values.records[1:]]
    for place, page in enumerate([form, *copies]):
        if place:
            _begin_page(section, page)
        for each in page:
            if place:
                section.addprevious(each)
            _put_photos(document, each, values, place)
            _fill_element(each, values, place)


def _put_photos(document: Document, element: Element, values: FormValues, place: int) -> None:
    """Photos in the paragraphs that hold nothing but a mark of them; before the other marks, as their captions are words."""
    for paragraph in list(element.iter(f"{_W}p")):
        shown = shown_alone(values, _text(paragraph), place)
        if shown is not None:
            _replace(paragraph, lambda text, words=shown.words: words)
            put_pictures(document, paragraph, shown.pictures)


def _begin_page(section: Element, page: list[Element]) -> None:
    from docx.oxml import OxmlElement

    paragraph, run, line = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:br")
    line.set(f"{_W}type", "page")
    run.append(line)
    paragraph.append(run)
    section.addprevious(paragraph)


def _fill_element(element: Element, values: FormValues, place: int, apart: Element = None) -> None:
    """Fill every paragraph once, for what a record says must not be taken for a mark; not those inside `apart`."""
    for paragraph in list(element.iter(f"{_W}p")):
        if apart is not None and any(each is apart for each in paragraph.iterancestors()):
            continue
        _replace(paragraph, lambda text: values.text(read_mark(values.record_type, text), place))


def _own_texts(paragraph: Element) -> list[Element]:
    """The text nodes of a paragraph, without those of a text box that hangs on it."""
    return [
        each for each in paragraph.iter(f"{_W}t") if next(each.iterancestors(f"{_W}p"), None) is paragraph
    ]


def _text(paragraph: Element) -> str:
    return "".join(each.text or "" for each in _own_texts(paragraph))


def _replace(paragraph: Element, filling: Any) -> None:
    """Put what they stand for in place of the marks, which Word may have cut into several runs; the text takes the
    look of the run in which its mark begins."""
    nodes = _own_texts(paragraph)
    whole = "".join(each.text or "" for each in nodes)
    for found in reversed(list(MARK.finditer(whole))):
        start = 0
        for node in nodes:
            text, end = node.text or "", start + len(node.text or "")
            if start < found.end() and end > found.start():
                head, tail = (
                    text[: max(found.start() - start, 0)],
                    text[found.end() - start :] if found.end() < end else "",
                )
                begins_here = start <= found.start() < end
                node.text = head + (filling(found.group(1)) if begins_here else "") + tail
            start = end
    for node in nodes:
        _break_lines(node)


def _break_lines(node: Element) -> None:
    """Line breaks inside a text become Word's; blanks at its ends are kept."""
    from docx.oxml import OxmlElement

    first, *rest = _printable(node.text or "").split("\n")
    node.text = first
    node.set(_SPACE, "preserve")
    last = node
    for line in rest:
        line_break, text = OxmlElement("w:br"), OxmlElement("w:t")
        text.text = line
        text.set(_SPACE, "preserve")
        last.addnext(line_break)
        line_break.addnext(text)
        last = text


def _printable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(each for each in text if each in "\n\t" or each >= " ")
