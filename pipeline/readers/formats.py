"""Which format a file is in, by its content: first bytes, members of a zip, first tag, first line.

The name decides only between formats that the content leaves open (Markdown without a heading, a table of one column).
What is no format of ours is refused with the way to make it one.
"""

import json
import re
import zipfile
from pathlib import Path
from typing import Literal

from pipeline.errors import InputError
from pipeline.readers.lawlists import standard_of, words
from pipeline.readers.opening import declared, head
from pipeline.readers.table import chosen, separator_of
from pipeline.readers.text import decode

Format = Literal["docx", "pdf", "html", "markdown", "text", "law-xml", "table"]
_SAVE = "Open it in a word processor, save it as .docx, and name that file."
_SCAN = "Have its letters recognised (OCR) and saved as PDF with text, Word or plain text."
_UNPACK = "Unpack it and name the files in it."
_REFUSED = (
    (b"{\\rtf", "a Rich Text file (.rtf)", _SAVE),
    (b"\x89PNG", "a picture", _SCAN), (b"\xff\xd8\xff", "a picture", _SCAN), (b"GIF8", "a picture", _SCAN),
    (b"BM", "a picture", _SCAN), (b"II*\x00", "a picture", _SCAN), (b"MM\x00*", "a picture", _SCAN),
    (b"AT&TFORM", "a scanned book (DjVu)", _SCAN),
    (b"\x1f\x8b", "a packed file", _UNPACK), (b"7z\xbc\xaf\x27\x1c", "a packed file", _UNPACK),
    (b"Rar!", "a packed file", _UNPACK), (b"BZh", "a packed file", _UNPACK), (b"\xfd7zXZ", "a packed file", _UNPACK),
    (b"\x7fELF", "a program", "Name a document."), (b"MZ\x90", "a program", "Name a document."),
    (b"MIME-Version:", "a web archive (.mht)", "Save the page as HTML."),
    (b"SQLite format 3", "a database", "Save its table of provisions as csv."),
)  # fmt: skip
_TAG = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_BEFORE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[.*?\]\s*(?=>))*>)", re.DOTALL | re.IGNORECASE)
_PAGE = words("html head body div p h1 h2 h3 h4 section article main table ul ol span center header meta title")
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)


def format_of(path: Path) -> Format:
    """The format of a file. Raises InputError, with its cure, for what cannot be read."""
    start = head(path)
    if not start.strip():
        raise InputError(f"{path}: there is no text in it.", "Give a file that holds a law.")
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(b"PAR1"):
        return "table"
    if start.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_office(path)
    for magic, what, cure in _REFUSED:
        # "BM" alone may begin a text; a bitmap holds zero bytes at once.
        if start.startswith(magic) and (len(magic) > 2 or b"\x00" in start[:16]):
            raise InputError(f"{path}: this is {what}.", cure)
    text = _letters(start, path)
    # Bytes that happen to make letters still hold what no text holds.
    if sum(mark < " " and mark not in "\t\n\r\f\v" for mark in text) * 50 > len(text):
        raise InputError(f"{path}: a binary file, not a text.", "Save the law as text, Word, PDF or HTML.")
    return _written(text, path)


def _letters(start: bytes, path: Path) -> str:
    """The first bytes as text; the last character may have been cut, so that only binary files are refused."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) // 2 * 2].decode("utf-16", "ignore")
    chosen_set = declared(start)
    if chosen_set and b"\x00" not in start:
        return start.decode(chosen_set, "ignore")
    # All letters that matter here are ASCII: an unknown encoding does not change what the format is.
    if b"\x00" not in start:
        return start.decode("utf-8-sig", "ignore")
    return decode(start[: len(start) // 4 * 4], str(path))


def _zipped(path: Path) -> Format:
    """Office formats are zips told apart by their parts; only the list of the parts is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{path}: a broken Word or Excel file, or a broken zip.", "Save it again.") from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "table"
    if "xl/workbook.bin" in names:
        raise InputError(f"{path}: a binary workbook (.xlsb).", "Save it in Excel as .xlsx or csv.")
    if any(name.startswith("ppt/") for name in names):
        raise InputError(f"{path}: a presentation.", "Save its text as a Word or text file.")
    if "META-INF/container.xml" in names and "mimetype" in names:
        raise InputError(f"{path}: an electronic book (.epub).", "Unpack it as a zip and name the HTML files in it.")
    if "content.xml" in names:
        raise InputError(f"{path}: an OpenDocument file (.odt, .ods).", _SAVE)
    raise InputError(f"{path}: a zip of other files.", _UNPACK)


def _old_office(path: Path) -> Format:
    """The container of Office before 2007, which also wraps locked files of today."""
    with path.open("rb") as stream:
        locked = "EncryptedPackage".encode("utf-16-le") in stream.read(1 << 24)
    if locked:
        raise InputError(
            f"{path}: it is locked with a password.",
            "Open it in Office, take the password off (File, Info), save it, and name that file.",
        )
    raise InputError(f"{path}: in Office's old format (.doc, .xls).", _SAVE)


def _written(text: str, path: Path) -> Format:
    """Formats that are written in letters."""
    suffix = path.suffix.lower()
    bare = text.lstrip("\ufeff \t\r\n")
    if suffix in {".md", ".markdown", ".mdown"}:
        return "markdown"
    if bare.startswith("<") and (tagged := _tagged(bare, path)):
        return tagged
    if bare.startswith("{") and _json_line(bare):
        return "table"
    if bare.startswith(("[", "{")) and suffix in {".json", ".jsonl", ".ndjson"}:
        if suffix == ".json":
            raise InputError(
                f"{path}: JSON that is not one object a line.", "Save it as JSON Lines, one provision a line."
            )
        return "table"
    if suffix in {".csv", ".tsv", ".tab"} or _tabular(bare):
        return "table"
    if suffix in {".html", ".htm", ".xhtml"} and re.search(r"</?[a-z]\w{0,9}[\s>]", text, re.IGNORECASE):
        return "html"
    return "markdown" if _MARKDOWN.search(text) else "text"


def _tagged(bare: str, path: Path) -> Format | None:
    """HTML or a law in XML, by the first tag; None where the text only begins with a sign of its own."""
    at = 0
    while before := _BEFORE.match(bare, at):
        at = before.end()
    tag = _TAG.match(bare, at + len(bare[at:]) - len(bare[at:].lstrip()))
    if tag is None:
        # A declaration that our patterns cannot follow (nested brackets, never closed) is the XML reader's to refuse.
        return "law-xml" if re.match(r"<(\?xml|!DOCTYPE(?!\s+html))", bare, re.IGNORECASE) else None
    if tag[1].lower() in _PAGE and not _law_space(bare, tag.start()):
        return "html"
    return (
        "law-xml"
        if bare.startswith("<?xml") or "xmlns" in bare[tag.start() :][:20_000] or path.suffix == ".xml"
        else None
    )


def _law_space(text: str, at: int) -> bool:
    """Whether the tag there names a namespace of a law (its `bill` or `section` may share a name with HTML)."""
    end = text.find(">", at)
    return any(standard_of(name) for name in re.findall(r"""xmlns(?::\w+)?\s*=\s*["']([^"']{1,200})""", text[at:end]))


def _json_line(text: str) -> bool:
    line = text.split("\n", 1)[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # A first line longer than what was read cannot be parsed; it begins as an object does.
        return "\n" not in text and re.match(r'\{\s*"[^"\n]{1,80}"\s*:', line) is not None


def _tabular(text: str) -> bool:
    """Whether the first line names columns of which we know the text and one more."""
    first = text.split("\n", 1)[0].strip()
    names = [name.strip().strip('"') for name in first.split(separator_of(first))]
    return len(names) > 1 and len(first) < 2000 and len(found := chosen(names)) > 1 and "text" in found
