"""Files of documents opened with care: what they are, at most how long, and bytes into letters as they declare them."""

import re
import stat
from pathlib import Path

from pipeline.errors import InputError
from pipeline.readers.text import decode

LARGEST = 32_000_000  # bytes of a document; a bill of 200 pages has some 600,000
LONGEST = 400_000  # characters of one provision; the longest sections of law in force run to some 60,000
_HEAD = 65_536
# The character sets of the web that legal texts are kept in. Python knows codecs that are no character sets (escapes,
# UTF-7): a document that declares one of those is read as if it had declared nothing.
_SETS = re.compile(
    r"(utf-?8|us-ascii|iso-?8859-?\d{1,2}|latin-?1|windows-?125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5(-hkscs)?"
    r"|euc-(jp|kr)|shift_jis|iso-2022-jp|tis-620|macintosh)",
    re.IGNORECASE,
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w-]{1,40})|<meta[^>]{1,300}?charset\s*=\s*["']?\s*([\w-]{1,40})""",
    re.IGNORECASE,
)


def head(path: Path) -> bytes:
    """The first bytes of a file, enough to tell its format. Raises InputError for what is not a readable file."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{path}: this is a folder.", "Name the files in it.")
        if not stat.S_ISREG(mode):
            raise InputError(f"{path}: this is not a file.", "Name a document.")
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file.", "Check the name and the folder.") from error
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}).", "Check that you may read it, and its name."
        ) from error
    except ValueError as error:
        raise InputError(f"{str(path)!r}: this is no file name.", "Check the name.") from error


def whole(path: Path, largest: int = LARGEST) -> bytes:
    """All bytes of a file; never more than `largest` are held. Raises InputError where there are more, or none."""
    head(path)
    with path.open("rb") as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise InputError(
            f"{path}: larger than {largest // 1_000_000} million bytes, too large for one law.",
            "Split it into parts, or give a table (csv, jsonl) with one provision a row.",
        )
    if not data.strip():
        raise InputError(f"{path}: there is no text in it.", "Give a file that holds a law.")
    return data


def as_text(path: Path, largest: int = LARGEST) -> str:
    """A text, HTML or XML file as letters: by its mark, by the character set it declares, else by its bytes.

    Raises InputError for a binary file and for letters in no known encoding.
    """
    data = whole(path, largest)
    chosen = None if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) else declared(data)
    if chosen and b"\x00" not in data:
        try:
            return data.decode(chosen)
        except (LookupError, UnicodeDecodeError):
            pass  # It declares what it is not, as pages of the web often do: its bytes decide.
    return decode(data, str(path))


def declared(data: bytes) -> str | None:
    """The character set that an XML declaration or an HTML `meta` names, where it is one we trust."""
    found = _DECLARED.search(data[:4096])
    name = (found[1] or found[2]).decode("ascii", "ignore") if found else ""
    if not _SETS.fullmatch(name):
        return None
    # By the WHATWG rules, Latin-1 on the web means Windows-1252 and GB2312 means GB18030.
    renamed = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
    return renamed.get(name.lower(), name.lower())
