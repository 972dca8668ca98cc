"""A Word document (.docx, .docm) into blocks, with the numbers that Word counts by itself.

Guarantees:
1. The final text is given: what tracked changes delete or move away is left out, what they insert is in.
2. Footnotes, endnotes, comments, headers, footers, hidden text, field codes and tables of contents are left out.
3. Automatic numbers stand at the beginning of the block, in the form Word shows ("Section 4. ", "(a) ").
4. `place` is "paragraph N": the N-th `w:p` of the body, empty ones and those in tables counted, from 1. Whoever
   writes into the document finds the paragraph by it.
Source: ECMA-376 part 1, WordprocessingML.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.provisions.numbers import mark_of
from pipeline.readers.blocks import Block
from pipeline.readers.numbering import Numbers
from pipeline.readers.package import W, opened
from pipeline.readers.styles import Styles, switched_on

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LONGEST_HEADING = 40  # words; some templates number whole paragraphs of running text by a heading style
MOST_PARAGRAPHS = 200_000
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# A paragraph within a run (a text box) is a block of its own and no part of the paragraph around it.
_LEFT_OUT = frozenset(W + name for name in ("del", "moveFrom", "rt", "pPr", "rPr", "p", "tbl")) | {_FALLBACK}
_GONE = frozenset(W + name for name in ("del", "moveFrom")) | {_FALLBACK}
_COUNT = re.compile(r"[(\[（]?(\d{1,4}[^\W\d_]{0,2}(\.\d{1,3}){0,3}|[ivx]{1,6}|[^\W\d_])[.)\]）]{0,2}", re.IGNORECASE)
_LONGEST_NUMBER = 40  # letters of a number that stands alone: "Article 12 bis."


def blocks(path: Path) -> Iterator[Block]:
    """The paragraphs of a Word document in order, table cells from left to right.

    Raises InputError, with its cure, for a file that is missing, encrypted, broken, no Word document, too large
    unpacked, or without text; MissingExtraError where lxml is not installed.
    """
    package = opened(path)
    styles = Styles(package.styles)
    numbers = Numbers(package.numbering, styles)
    paragraphs = list(package.body.iter(f"{W}p"))
    if len(paragraphs) > MOST_PARAGRAPHS:
        raise InputError(f"{path}: more than {MOST_PARAGRAPHS:,} paragraphs, too many for one law.", "Split it.")
    found = list(_blocks(paragraphs, styles, numbers))
    if not found:
        raise InputError(
            f"{path}: there is no text in it.", "If its pages are pictures, have their text recognised (OCR) first."
        )
    return iter(found)


def _blocks(paragraphs: "list[Element]", styles: Styles, numbers: Numbers) -> Iterator[Block]:
    """Blocks of the final text; text whose paragraph mark was deleted runs on into the next paragraph."""
    carried, begun = "", 0
    for position, paragraph in enumerate(paragraphs, start=1):
        if _deleted(paragraph):
            continue
        text = carried + text_of(paragraph)
        begun = begun if carried else position
        carried = ""
        if _mark_deleted(paragraph):
            carried = text
            continue
        body = text.strip()
        number = _apart(numbers.before(paragraph), body)
        if not body or styles.in_contents(paragraph):
            continue
        if _is_number(number + body) and _beside(paragraph):
            carried = f"{number}{body} "
            continue
        level = styles.level(paragraph) if len(body.split()) <= LONGEST_HEADING else 0
        yield Block(number + body, f"paragraph {begun}", level)
    if carried.strip():
        yield Block(carried.strip(), f"paragraph {begun}")


def text_of(paragraph: "Element") -> str:
    """The final text of a `w:p`, its line breaks kept, without any automatic number."""
    pieces: list[str] = []
    _gather(paragraph, pieces)
    return "".join(pieces)


def _gather(element: "Element", pieces: list[str]) -> None:
    """Add the text below an element; its depth is bounded by the parser (256)."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        if tag == f"{W}t":
            pieces.append(child.text or "")
        elif tag == f"{W}r" and switched_on(child.find(f"{W}rPr"), "vanish"):
            continue
        elif tag == f"{W}sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            continue  # "Click here to enter text": nobody has written there yet
        elif tag.startswith(W) and tag[len(W) :] in _MARKS:
            pieces.append(_MARKS[tag[len(W) :]])
        else:
            _gather(child, pieces)


def _deleted(paragraph: "Element") -> bool:
    """Whether it stands in a text box that was deleted, in a copy for old readers, or in a deleted row or cell."""
    for above in paragraph.iterancestors():
        if above.tag in _GONE:
            return True
        if above.tag == f"{W}tr" and above.find(f"{W}trPr/{W}del") is not None:
            return True
        if above.tag == f"{W}tc" and above.find(f"{W}tcPr/{W}cellDel") is not None:
            return True
    return False


def _mark_deleted(paragraph: "Element") -> bool:
    """Whether the end of the paragraph was deleted or moved away, so that the next one joins it."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is not None and any(marks.find(W + name) is not None for name in ("del", "moveFrom"))


def _apart(number: str, body: str) -> str:
    """A number that Word sets hard against the words, "(1)A person", with a space after it: it is no part of them."""
    hard = bool(number) and not (number[-1].isalnum() or number[-1].isspace())
    return f"{number} " if hard and body[:1].isalnum() else number


def _is_number(text: str) -> bool:
    """Whether it is a number and nothing else: "12.", "(a)", "§ 202a", "Article 7", "第三条"."""
    mark = mark_of(text) if len(text) <= _LONGEST_NUMBER else None
    return _COUNT.fullmatch(text.strip()) is not None or mark is not None and mark.after >= len(text.rstrip())


def _beside(paragraph: "Element") -> bool:
    """Whether it ends a cell that has another with text to its right: a number laid out beside its text."""
    cell = paragraph.getparent()
    if cell is None or cell.tag != f"{W}tc" or list(cell.iterchildren(f"{W}p"))[-1] is not paragraph:
        return False
    following = next(cell.itersiblings(f"{W}tc"), None)
    return following is not None and any((text.text or "").strip() for text in following.iter(f"{W}t"))
