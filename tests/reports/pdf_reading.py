"""A PDF taken apart byte by byte, for rules that an archive asks for and no viewer shows."""

from __future__ import annotations

import re
import zlib


class PdfBytes:
    """The objects of a file with a classic cross-reference table, found by the offsets it gives."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
        table = pdf[start:].split(b"trailer")[0].split(b"\n")
        self.count = int(table[1].split()[1])
        self.offsets = [int(line[:10]) for line in table[2 : 2 + self.count]]
        self.line_lengths = {len(line) for line in table[2 : 2 + self.count]}
        self.trailer = pdf.rsplit(b"trailer", 1)[1]

    def body(self, number: int) -> bytes:
        """What stands between obj and endobj."""
        start = self.offsets[number]
        head = b"%d 0 obj\n" % number
        assert self.pdf.startswith(head, start)
        length = re.match(rb"<<[^>]*?/Length (\d+) >>\nstream\n", self.pdf[start + len(head) :], re.DOTALL)
        if length:
            end = start + len(head) + length.end() + int(length[1])
            assert self.pdf.startswith(b"\nendstream\nendobj\n", end), number
            return self.pdf[start + len(head) : end]
        return self.pdf[start + len(head) : self.pdf.index(b"\nendobj", start)]

    def bodies(self) -> list[bytes]:
        """Every object's."""
        return [self.body(number) for number in range(1, self.count)]

    def stream(self, number: int) -> bytes:
        """The content of a stream, unpacked."""
        head, content = self.body(number).split(b"stream\n", 1)
        return zlib.decompress(content) if b"FlateDecode" in head else content

    def reference(self, body: bytes, key: bytes) -> int:
        """The number of the object that a key refers to."""
        found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
        assert found, key
        return int(found[1])

    def catalog(self) -> bytes:
        """The root."""
        return self.body(self.reference(self.trailer, b"Root"))

    def pages(self) -> list[list[bytes]]:
        """The unpacked content streams of each page, in order."""
        tree = self.body(self.reference(self.catalog(), b"Pages"))
        kids = re.search(rb"/Kids \[(.*?)\]", tree)
        assert kids
        found = []
        for number in re.findall(rb"(\d+) 0 R", kids[1]):
            contents = re.search(rb"/Contents \[(.*?)\]", self.body(int(number)))
            assert contents
            found.append([self.stream(int(each)) for each in re.findall(rb"(\d+) 0 R", contents[1])])
        return found
