"""A PDF file as it is written: numbered objects, pages that are packed at once, an outline, and what an archive asks for.

Pages do not wait in memory for the end: ten thousand rows take no more of it than a few. The file keeps the rules of
PDF/A-2b that can be kept without knowing the pages (docs/paper.md says which were checked, and how). Used by one thread
at a time.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from io import BytesIO

from reports.colour_profile import srgb_profile
from reports.composite_font import CompositeFont
from reports.typefaces import FANG, HEI, KAI, SONG
from reports.xmp import xmp_packet

PROGRAM = "村居安全台账"
_HEADER = b"%PDF-1.7\n%\xe6\x9d\x91\xe5\xb1\x85\n"  # bytes above 127: the file is not text
_PACKED = 4  # the level of zlib: 6 takes half as long again and saves one part in twenty
_TOO_SHORT = 240  # bytes: a line of page numbers takes longer to pack than to write
_FONT_NAMES = {SONG: "S", HEI: "H", FANG: "F", KAI: "K"}


@dataclass(frozen=True)
class About:
    """What the file says of itself; the author is a unit, never a person."""

    title: str
    author: str


@dataclass(frozen=True)
class _Page:
    number: int
    size: tuple[float, float]
    contents: list[int]


class PdfFile:
    """One file in the making. The same pages give the same bytes: it holds no time and nothing random."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.fonts = {face: CompositeFont(face, name) for face, name in _FONT_NAMES.items()}
        self._stream = BytesIO()
        self._stream.write(_HEADER)
        self._places: dict[int, int] = {}
        self._last = 0
        self._catalog, self._tree, self._resources = (self.reserve() for _ in range(3))
        self._pages: list[_Page] = []
        self._pictures: dict[bytes, tuple[str, int]] = {}
        self._outline: list[tuple[str, int]] = []

    @property
    def page_count(self) -> int:
        """How many pages it has by now."""
        return len(self._pages)

    def reserve(self) -> int:
        """The number of an object that is put later."""
        self._last += 1
        return self._last

    def put(self, number: int, body: str | bytes) -> None:
        """Write the object of a reserved number."""
        self._places[number] = self._stream.tell()
        raw = body if isinstance(body, bytes) else body.encode("latin-1")
        self._stream.write(b"%d 0 obj\n%b\nendobj\n" % (number, raw))

    def add(self, body: str | bytes) -> int:
        """Write an object; its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def add_stream(self, content: bytes, entries: str = "", is_packed: bool = True) -> int:
        """Write a stream; its number. What is packed already, or too short to gain by it, is written as it is."""
        if is_packed and len(content) > _TOO_SHORT:
            content, entries = zlib.compress(content, _PACKED), f"{entries} /Filter /FlateDecode"
        head = f"<<{entries} /Length {len(content)} >>\nstream\n".encode("latin-1")
        return self.add(b"%b%b\nendstream" % (head, content))

    def add_page(self, size: tuple[float, float], operators: str) -> int:
        """Write a page of that size in points; its index."""
        contents = [self.add_stream(operators.encode("latin-1"))]
        self._pages.append(_Page(self.reserve(), size, contents))
        return len(self._pages) - 1

    def add_to_page(self, index: int, operators: str) -> None:
        """Put more onto a page that was written, until the file is finished."""
        self._pages[index].contents.append(self.add_stream(operators.encode("latin-1")))

    def add_bookmark(self, title: str, index: int) -> None:
        """A line of the outline that leads to the page of that index, which may still be to come."""
        self._outline.append((title, index))

    def picture(self, jpeg: bytes) -> str:
        """The name under which pages draw a JPEG; the same picture is kept once."""
        key = hashlib.sha256(jpeg).digest()
        if key not in self._pictures:
            self._pictures[key] = (f"P{len(self._pictures)}", self._add_picture(jpeg))
        return self._pictures[key][0]

    def _add_picture(self, jpeg: bytes) -> int:
        from PIL import Image

        with Image.open(BytesIO(jpeg)) as image:
            (width, height), mode = image.size, image.mode
        space = {"L": "/DeviceGray", "CMYK": "/DeviceCMYK"}.get(mode, "/DeviceRGB")
        decode = " /Decode [1 0 1 0 1 0 1 0]" if mode == "CMYK" else ""  # as Adobe writes them: inverted
        entries = (
            f" /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {space}{decode}"
            " /BitsPerComponent 8 /Filter /DCTDecode"
        )
        return self.add_stream(jpeg, entries, is_packed=False)

    def finish(self) -> bytes:
        """The whole file."""
        used = [font for font in self.fonts.values() if font.is_used]
        fonts = "".join(f" /{font.name} {font.write(self)} 0 R" for font in used)
        pictures = "".join(f" /{name} {number} 0 R" for name, number in self._pictures.values())
        self.put(self._resources, f"<< /Font <<{fonts} >> /XObject <<{pictures} >> >>")
        for page in self._pages:
            self.put(page.number, self._page_body(page))
        kids = " ".join(f"{page.number} 0 R" for page in self._pages)
        self.put(self._tree, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>")
        self.put(self._catalog, self._catalog_body())
        return self._closed()

    def _page_body(self, page: _Page) -> str:
        width, height = page.size
        contents = " ".join(f"{number} 0 R" for number in page.contents)
        return (
            f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox [0 0 {width:.3f} {height:.3f}]"
            f" /Resources {self._resources} 0 R /Contents [{contents}] >>"
        )

    def _catalog_body(self) -> str:
        profile = self.add_stream(srgb_profile(), " /N 3")
        intent = (
            "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
            f" /Info (sRGB IEC61966-2.1) /DestOutputProfile {profile} 0 R >>"
        )
        packet = xmp_packet(self.about.title, self.about.author, PROGRAM)
        metadata = self.add_stream(packet, " /Type /Metadata /Subtype /XML", is_packed=False)
        outline = f" /Outlines {self._outline_root()} 0 R /PageMode /UseOutlines" if self._outline else ""
        return (
            f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang (zh-CN) /Metadata {metadata} 0 R"
            f" /OutputIntents [{intent}]{outline}"
            " /ViewerPreferences << /PrintScaling /None /DisplayDocTitle true >> >>"
        )

    def _outline_root(self) -> int:
        root, numbers = self.reserve(), [self.reserve() for _ in self._outline]
        for place, (title, index) in enumerate(self._outline):
            before = f" /Prev {numbers[place - 1]} 0 R" if place else ""
            after = f" /Next {numbers[place + 1]} 0 R" if place + 1 < len(numbers) else ""
            target = f"[{self._pages[index].number} 0 R /Fit]"
            self.put(
                numbers[place],
                f"<< /Title {text_string(title)} /Parent {root} 0 R{before}{after} /Dest {target} >>",
            )
        ends = f"/First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count {len(numbers)}"
        self.put(root, f"<< /Type /Outlines {ends} >>")
        return root

    def _closed(self) -> bytes:
        info = self.add(
            f"<< /Title {text_string(self.about.title)} /Author {text_string(self.about.author)}"
            f" /Subject {text_string(self.about.title)} /Creator {text_string(PROGRAM)}"
            f" /Producer {text_string(PROGRAM)} >>"
        )
        start = self._stream.tell()
        digest = hashlib.sha256(self._stream.getbuffer()).hexdigest()[:32]
        lines = [f"{self._places[number]:010d} 00000 n \n" for number in range(1, self._last + 1)]
        self._stream.write(f"xref\n0 {self._last + 1}\n0000000000 65535 f \n{''.join(lines)}".encode())
        self._stream.write(
            f"trailer\n<< /Size {self._last + 1} /Root {self._catalog} 0 R /Info {info} 0 R"
            f" /ID [<{digest}> <{digest}>] >>\nstartxref\n{start}\n%%EOF\n".encode()
        )
        return self._stream.getvalue()


def text_string(text: str) -> str:
    """A text of the file's dictionaries: UTF-16 with its mark, in hex digits."""
    return f"<FEFF{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
