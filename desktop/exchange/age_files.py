"""Encryption to the street's decryption key: age v1 with ssh-ed25519 recipients, streamed (format §6, §15 step 1).

pyrage pushes and pulls through Python objects; what those raise is kept, because the library turns it into text.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from db.errors import EnvironmentProblem
from desktop.exchange.limits import AGE_HEADER_BYTES, AGE_HEADER_LINES, CHUNK_BYTES
from desktop.exchange.public_keys import key_blob, public_key_line
from desktop.exchange.refusals import PackageRefused

if TYPE_CHECKING:
    from desktop.exchange.signing_key import SigningKey

AGE_MAGIC: Final = b"age-encryption.org/v1\n"
ENCRYPTED_SUFFIX: Final = ".age"

_CHUNK_BYTES: Final = 64 * 1024
_TAG_BYTES: Final = 16
_HEADER_ROOM: Final = 1024  # of one or two recipients, with the random stanza that some programs add
_RECIPIENT_ROOM: Final = 160
_QUEUED_CHUNKS: Final = 4
_WAIT_SECONDS: Final = 0.2


def is_encrypted(path: Path) -> bool:
    """Says whether the file at `path` is an age file, by its first bytes (format §1). EnvironmentProblem `file_unreadable`."""
    try:
        with path.open("rb") as source:
            return source.read(len(AGE_MAGIC)) == AGE_MAGIC
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error


def encrypted_size(plain_bytes: int, recipients: int = 1) -> int:
    """Gives the most bytes that the encrypted file of `plain_bytes` may take."""
    chunks = plain_bytes // _CHUNK_BYTES + 1
    return plain_bytes + chunks * _TAG_BYTES + _HEADER_ROOM + recipients * _RECIPIENT_ROOM


def encrypt_chunks(
    chunks: Iterable[bytes], sink: Callable[[bytes], object], recipients: Sequence[bytes]
) -> None:
    """Encrypts `chunks` to the raw Ed25519 keys `recipients`, passing the file to `sink` piece by piece.

    What `chunks` or `sink` raise comes out as it was.
    """
    import pyrage

    keys = [pyrage.ssh.Recipient.from_str(public_key_line(each)) for each in recipients]
    reader, writer = _ChunkReader(chunks), _SinkWriter(sink)
    try:
        pyrage.encrypt_io(reader, writer, keys)
        writer.finish()
    except (pyrage.EncryptError, OSError):
        for kept in (reader.error, writer.error):
            if kept is not None:
                raise kept from None
        raise


@contextmanager
def decrypted(source: io.FileIO, keys: Sequence[SigningKey]) -> Iterator[DecryptedSource]:
    """Gives a reader of what the age file `source` holds for one of `keys`; its thread has ended afterwards.

    Refuses E_WRONG_RECIPIENT, E_LIMIT, E_DECRYPT_HEADER, and while reading E_DECRYPT_HEADER, E_DECRYPT_BODY.
    """
    header = _read_header(source)
    if not _tags_of(header) & {recipient_tag(each.public_key) for each in keys}:
        raise PackageRefused("E_WRONG_RECIPIENT")
    source.seek(0)
    reading = DecryptedSource(source, keys)
    try:
        yield reading
    finally:
        reading.stop()


def recipient_tags(path: Path) -> frozenset[bytes]:
    """Gives the tags of those to whom the age file at `path` is encrypted; none when that cannot be read."""
    try:
        with open(path, "rb", buffering=0) as source:
            return frozenset(_tags_of(_read_header(source)))
    except (OSError, PackageRefused):
        return frozenset()


def recipient_tag(public_key: bytes) -> bytes:
    """Gives the four bytes, as unpadded base64, by which an age header names an ssh-ed25519 recipient."""
    return base64.b64encode(hashlib.sha256(key_blob(public_key)).digest()[:4]).rstrip(b"=")


class DecryptedSource:
    """The plain bytes of an age file, decrypted on a thread of its own a few chunks ahead of the reader."""

    def __init__(self, source: io.FileIO, keys: Sequence[SigningKey]) -> None:
        self._chunks: Queue[bytes | BaseException | None] = Queue(_QUEUED_CHUNKS)
        self._stopped = Event()
        self._left = memoryview(b"")
        self._ended = False
        self._thread = Thread(target=self._decrypt, args=(source, keys), name="decrypt", daemon=True)
        self._thread.start()

    def readinto(self, buffer: memoryview, /) -> int:
        """Fills the front of `buffer` and says how many bytes; 0 once the last age chunk was seen."""
        while not self._left and not self._ended:
            found = self._chunks.get()
            if isinstance(found, BaseException):
                self._ended = True
                raise found
            self._ended = found is None
            self._left = memoryview(found or b"")
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def stop(self) -> None:
        """Ends the thread, whatever is still to be decrypted."""
        self._stopped.set()
        while self._thread.is_alive():
            try:
                self._chunks.get(timeout=_WAIT_SECONDS)
            except Empty:
                continue
        self._thread.join()

    def _decrypt(self, source: io.FileIO, keys: Sequence[SigningKey]) -> None:
        import pyrage

        reader, writer = _FileReader(source), _SinkWriter(self._pass_on)
        try:
            pyrage.decrypt_io(reader, writer, [pyrage.ssh.Identity.from_buffer(_pem(each)) for each in keys])
            writer.finish()
            self._put(None)
        except _ReaderGone:
            return
        except pyrage.DecryptError:
            self._put(reader.error or writer.error or PackageRefused("E_DECRYPT_HEADER"))
        except OSError:
            self._put(reader.error or writer.error or PackageRefused("E_DECRYPT_BODY"))

    def _pass_on(self, chunk: bytes) -> None:
        if not self._put(chunk):
            raise _ReaderGone

    def _put(self, chunk: bytes | BaseException | None) -> bool:
        while not self._stopped.is_set():
            try:
                self._chunks.put(chunk, timeout=_WAIT_SECONDS)
                return True
            except Full:
                continue
        return False


class _ReaderGone(Exception):
    """Nobody wants the rest."""


class _ChunkReader:
    """Chunks as the file that pyrage reads from."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._left = memoryview(b"")
        self.error: BaseException | None = None

    def read(self, count: int) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._chunks))
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        taken, self._left = self._left[:count], self._left[count:]
        return bytes(taken)


class _FileReader:
    """A file of ours as pyrage reads it, in larger pieces than it asks for."""

    def __init__(self, source: io.FileIO) -> None:
        self._source = io.BufferedReader(_Undisposed(source), CHUNK_BYTES)
        self.error: BaseException | None = None

    def read(self, count: int) -> bytes:
        try:
            return self._source.read(count)
        except BaseException as error:
            self.error = error
            raise


class _Undisposed(io.RawIOBase):
    """Somebody else's file: the buffer over it may vanish, the file stays open."""

    def __init__(self, source: io.FileIO) -> None:
        self._of = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        return self._of.readinto(buffer)


class _SinkWriter:
    """The file that pyrage writes to; small writes are gathered."""

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self._sink = sink
        self._gathered = bytearray()
        self.error: BaseException | None = None

    def write(self, piece: bytes) -> int:
        self._gathered += piece
        if len(self._gathered) >= CHUNK_BYTES:
            self.finish()
        return len(piece)

    def flush(self) -> None:
        self.finish()

    def finish(self) -> None:
        """Passes on what was gathered."""
        gathered, self._gathered = bytes(self._gathered), bytearray()
        if not gathered:
            return
        try:
            self._sink(gathered)
        except BaseException as error:
            self.error = error
            raise


def _read_header(source: io.FileIO) -> list[bytes]:
    """The lines of an age header up to the one with its MAC."""
    raw = b""
    while len(raw) < AGE_HEADER_BYTES and (more := source.read(AGE_HEADER_BYTES - len(raw))):
        raw += more
    lines = raw.split(b"\n")[: AGE_HEADER_LINES + 1]
    for number, line in enumerate(lines[:-1], start=1):
        if line.startswith(b"--- "):
            return lines[:number]
    if len(lines) > AGE_HEADER_LINES or len(raw) >= AGE_HEADER_BYTES:
        raise PackageRefused("E_LIMIT", entry="age")
    raise PackageRefused("E_DECRYPT_HEADER")


def _tags_of(header: Sequence[bytes]) -> set[bytes]:
    stanzas = [line.split(b" ") for line in header if line.startswith(b"-> ssh-ed25519 ")]
    return {words[2] for words in stanzas if len(words) == 4}


def _pem(key: SigningKey) -> bytes:
    """The unlocked key as pyrage reads it; it exists in memory only (format §11)."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
