"""A clause from a text file or standard input: UTF-8 (with or without a mark), UTF-16 or Windows-1252."""

import codecs
import stat
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import InputError
from pipeline.provisions import from_text
from pipeline.records import Provision

LARGEST = 400_000  # bytes; the longest sections of law in force run to some 60,000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"{\\rtf",
)
_TO_TEXT = "Save the clause as plain text (in Word: Save as, Plain text) and name that file."


def read(path: Path) -> Provision:
    """The clause in a file. Raises InputError, with its cure, for anything that is not a readable clause."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise InputError(f"{path}: this is a folder.", "Name the files in it, one clause a file.")
        if not stat.S_ISREG(found.st_mode):
            raise InputError(f"{path}: this is not a file.", "Name a text file, or - for standard input.")
        with path.open("rb") as stream:
            return read_stream(stream, str(path))
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file.", "Check the name and the folder.") from error
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}).", "Check that you may read it, and its name."
        ) from error
    except ValueError as error:
        raise InputError(f"{str(path)!r}: this is no file name.", "Check the name.") from error


def read_stream(stream: BinaryIO, source: str) -> Provision:
    """The clause in a stream of bytes; at most LARGEST bytes are ever held."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(
            f"{source}: longer than {LARGEST:,} bytes, too long for one clause.", "Give one clause a file."
        )
    provision = from_text(decode(data, source), source)
    if not provision.text:
        raise InputError(f"{source}: there is no text in it.", "Give a file that holds the clause.")
    return provision


def decode(data: bytes, source: str) -> str:
    """Bytes as text: by their mark, else UTF-8, else UTF-16 by its zero bytes, else Windows-1252."""
    if data.startswith(_BINARY):
        raise InputError(f"{source}: a document or binary file, not plain text.", _TO_TEXT)
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding)
        guess = _utf16(data)
        if guess:
            return data.decode(guess)
        if b"\x00" in data:
            raise InputError(f"{source}: a binary file, not plain text.", _TO_TEXT)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: its letters are in no known encoding.", "Save it as UTF-8 text.") from error


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every second byte is zero."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * len(sample) / 2 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(sample) / 2 and odd == 0 else None
