"""A PDF into paragraphs: opened and checked by pypdf, laid out by pdfplumber, put in order by `pdf_layout`.

The place of a block is the page that its first line stands on. Pictures are not read: a scanned law without text is
refused with the way to give it some. Source: ISO 32000; nothing in the file is run or fetched.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, MissingExtraError
from pipeline.readers.blocks import Block
from pipeline.readers.opening import LARGEST, head
from pipeline.readers.pdf_forms import unrolled
from pipeline.readers.pdf_layout import Line, Word, joined, lines_of
from pipeline.readers.plain import paragraphs

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pypdf import PdfReader

MOST_PAGES = 2_000
MOST_TEXT = 12_000_000  # characters of all pages; 2,000 full pages have some eight million
LARGEST_PAGE = 4_000_000  # bytes of one page's drawing, unpacked; a dense page of text has some 50,000
_LEFTWARD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_RIGHTWARD = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9A-Za-z]{2,}")
_JOINER = "\u200c"
PICTURES = 4  # times as large as other documents: a PDF carries fonts and crests, which are not read
TOLERANCE = 0.15  # of a letter's height: a wider blank parts words
_SCAN = "Have its text recognised (OCR), or give it as Word or text."


def blocks(path: Path, largest: int = LARGEST) -> Iterator[Block]:
    """The paragraphs of a PDF in reading order, without running heads, page numbers and numbers of lines.

    Raises InputError, with its cure, for a file that is locked, broken, too large, or holds pictures only;
    MissingExtraError where pypdf or pdfplumber is not installed.
    """
    lines = joined(list(_pages(path, _opened(path, largest))))
    if not any(_LETTER.search(line) for _, line in lines):
        raise InputError(f"{path}: its pages are pictures, there is no text in them.", _SCAN)
    for at, text in paragraphs("\n".join(line for _, line in lines), shortest=0):
        yield Block(text, f"page {lines[at - 1][0]}")


def _pages(path: Path, reader: "PdfReader") -> Iterator[list[Line]]:
    """The lines of each page. pypdf measures a page's drawing before pdfplumber lays it out."""
    import pdfplumber

    total = 0
    try:
        with pdfplumber.open(path) as laid:
            for number, page in enumerate(reader.pages):
                if unrolled(page) > LARGEST_PAGE:
                    raise InputError(f"{path}: page {number + 1} is too large.", "Save or print it as PDF again.")
                drawn = laid.pages[number]
                total += len(drawn.chars)
                if total > MOST_TEXT:
                    raise InputError(f"{path}: more text than a law has.", "Split it, and name the parts.")
                yield lines_of(_words(drawn)) if drawn.chars else []
                drawn.close()
    except InputError:
        raise
    except Exception as error:  # the libraries meet broken files with errors of every kind
        raise InputError(f"{path}: a broken PDF ({type(error).__name__}).", "Save or print it as PDF again.") from error


def _words(page: "Page") -> list[Word]:
    """The words of a page with their places, which are mirrored where it is written leftward.

    So one way of putting lines together serves both directions.
    """
    plain = "".join(letter["text"] for letter in page.chars)
    if len(_LEFTWARD.findall(plain)) * 3 <= len(_LETTER.findall(plain)):
        return list(page.extract_words(x_tolerance_ratio=TOLERANCE))
    found: list[Word] = []
    for word in page.extract_words(char_dir="rtl", x_tolerance_ratio=TOLERANCE):
        text = _RIGHTWARD.sub(lambda run: run[0][::-1], word["text"])
        if found and unicodedata.combining(text[0]):
            found[-1]["text"] += text  # a vowel sign that was drawn by itself
            continue
        found.append({**word, "text": text, "x0": page.width - word["x1"], "x1": page.width - word["x0"]})
    if len(found) < plain.count(_JOINER):
        # Some programs name the space of a font by the sign that joins nothing: every word of a line seems one.
        found = [{**word, "text": word["text"].replace(_JOINER, " ")} for word in found]
    return found


def _opened(path: Path, largest: int) -> "PdfReader":
    try:
        import pdfplumber  # noqa: F401 - said here, before work begins
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError as error:
        raise MissingExtraError(error.name or "pypdf", "office") from error
    # The libraries tell of every fault of a file in a log; a person is told once, by the error below.
    for library in ("pypdf", "pdfminer"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    head(path)
    most = largest * PICTURES
    if path.stat().st_size > most:
        raise InputError(f"{path}: larger than {most // 1_000_000} million bytes.", "Split it into parts.")
    locked = InputError(f"{path}: it is locked with a password.", "Save a copy without the password.")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        number = len(reader.pages)
    except InputError:
        raise
    except DependencyError as error:
        raise locked from error
    except Exception as error:  # as above
        raise InputError(f"{path}: a broken PDF ({type(error).__name__}).", "Save or print it as PDF again.") from error
    if not 0 < number <= MOST_PAGES:
        raise InputError(f"{path}: {number:,} pages; a law has 1 to {MOST_PAGES:,}.", "Split it, and name the parts.")
    return reader
