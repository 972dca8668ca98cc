"""HTML and XHTML into blocks: what a person sees on the page, in order, with the numbers that a browser gives to lists.

Left out: scripts, styles, navigation, the page's footer, forms, pictures, footnotes, struck-out words, and text that
carries its own order to be hidden (`hidden`, `display: none`). Style sheets are not applied, and nothing is fetched.
Source: HTML Living Standard, sections 4 (elements) and 15 (rendering).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError, MissingExtraError
from pipeline.provisions import clean
from pipeline.readers.blocks import Block
from pipeline.readers.lawlists import words
from pipeline.readers.numbers import marker, numbered
from pipeline.readers.opening import as_text
from pipeline.readers.plain import paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = words(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody"
    " td tfoot th thead tr ul"
)
_DROPPED = words(
    "audio button canvas datalist del dialog embed head iframe img input map math nav noembed noframes noscript"
    " object picture rp rt s script select strike style svg template textarea title video"
)
_ROLES = words("navigation search contentinfo doc-toc doc-noteref doc-footnote doc-endnotes")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all|(font-size|opacity)\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_STYLES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I", "none": "",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(" + "|".join(_STYLES) + r")\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NOTE_MARK = re.compile(r"\W*\d{1,3}\W*|[*†‡]+")
_BARE = 12  # characters: a table cell no longer than this that holds a number belongs to the cell beside it


def blocks(path: Path) -> Iterator[Block]:
    """The blocks of an HTML file, placed by the nearest `id` ("#sec_4") or else counted ("paragraph 12").

    Raises InputError for a binary, empty or too large file, or one nested beyond 250 levels; MissingExtraError where
    lxml is not installed.
    """
    return parsed(as_text(path), str(path))


def parsed(text: str, source: str) -> Iterator[Block]:
    """The blocks of an HTML text; `source` is named in errors."""
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("lxml", "office") from error
    # We decoded the text already: whatever character set the page declares, the parser reads UTF-8.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{source}: no sound HTML.", "Open it in a browser and save it again, as text.") from error
    # Past its own bounds the parser stops in silence: half a law must not pass for the whole.
    if root is None or any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise InputError(f"{source}: no sound HTML, or too deeply nested.", "Save the page as text in a browser.")
    page = _Page()
    page.walk(root)
    page.flush()
    return iter(page.found)


class _Page:
    """What was read so far: the blocks, the words of the open one, and where we stand."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.words: list[str] = []
        self.place = ""
        self.level = 0
        self.prefix = ""
        self.lists: list[_List] = []
        self.under_number = False
        self.rows: list[bool] = []  # of each open row of a table, whether its cells hold words only
        self.paragraph = 0

    def walk(self, element: "Element") -> None:
        """Read an element with all that it holds; its tail belongs to its parent."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or _left_out(element, tag):
            return
        if tag == "br":
            self.words.append("\n")
        elif tag in _BLOCKS:
            self.block(element, tag)
        else:
            self.place = self.place or _place(element)
            self.words.append("“" if tag == "q" else "")
            self.inside(element)
            self.words.append("”" if tag == "q" else "")

    def inside(self, element: "Element") -> None:
        self.words.append(_SPACES.sub(" ", element.text or ""))
        for child in element:
            self.walk(child)
            self.words.append(_SPACES.sub(" ", child.tail or ""))

    def block(self, element: "Element", tag: str) -> None:
        if tag in {"td", "th"} and self.rows and self.rows[-1]:
            self.words.append(" ")
            self.inside(element)
            return
        self.flush()
        level = self.level
        self.place, self.level = _place(element) or self.place, _level(element, tag) or level
        if tag == "pre":
            self.preformatted(element)
        elif tag in {"ol", "ul", "menu", "dir"}:
            self.lists.append(_List.of(element, bool(self.lists) or self.under_number))
            self.inside(element)
            self.flush()
            self.lists.pop()
        elif tag == "tr":
            self.row(element)
        else:
            if tag == "li" and self.lists:
                self.prefix = self.lists[-1].take(element)
            self.inside(element)
            self.flush()
        self.level = level

    def row(self, element: "Element") -> None:
        """A row of a table; a number that stands alone in its last cell becomes a block of its own."""
        self.rows.append(_simple(element))
        self.inside(element)
        self.flush()
        self.rows.pop()
        left, self.prefix = self.prefix.strip(), ""
        if left:
            self.emit(left)

    def preformatted(self, element: "Element") -> None:
        """Text that was laid out by hand: its lines are its paragraphs' only signs."""
        for _, text in paragraphs("".join(element.itertext())):
            self.emit(text)

    def flush(self) -> None:
        """The open words as blocks: one, or several where line breaks part them."""
        lines = [" ".join(line.split(" ")).strip() for line in "".join(self.words).split("\n")]
        self.words = []
        parts: list[list[str]] = [[]]
        for line in lines:
            if not line or (numbered(line) and not self.level):
                parts.append([])
            if line:
                parts[-1].append(line)
        for part in parts:
            text = clean(
                _SPACES.sub(" ", " ".join(part)) if self.level else "\n".join(_SPACES.sub(" ", p) for p in part)
            )
            if any(mark.isalnum() for mark in text):
                self.emit(text)

    def emit(self, text: str) -> None:
        """Put a block down; a cell that holds but a number waits for the next one."""
        if self.rows and not self.level and numbered(text) and len(text) <= _BARE:
            self.prefix += text + " "
            return
        self.paragraph += 1
        # An item that its writer numbered by hand keeps that number alone.
        whole = text if self.lists and numbered(text) else self.prefix + text
        self.prefix = ""
        if self.level or not self.lists:
            self.under_number = numbered(whole) or (self.under_number and not self.level)
        self.found.append(Block(whole, self.place or f"paragraph {self.paragraph}", self.level))
        self.place = ""


@dataclass
class _List:
    """An open list: how its items are numbered ("" for not at all) and which number comes next."""

    kind: str
    next: int
    step: int
    inner: bool

    @classmethod
    def of(cls, element: "Element", inner: bool) -> "_List":
        styled = _STYLE.search(element.get("style", ""))
        kind = _STYLES[styled[1].lower()] if styled else element.get("type", "1")
        step = -1 if element.get("reversed") is not None else 1
        start = _number(element.get("start"))
        first = start if start is not None else 1 if step > 0 else len(element.findall("li"))
        return cls(kind if element.tag == "ol" else "", first, step, inner)

    def take(self, item: "Element") -> str:
        """The words before an item; a value set on it counts on from there."""
        given = _number(item.get("value"))
        number = self.next if given is None else given
        self.next = number + self.step
        return marker(number, self.kind, self.inner) + " " if self.kind else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else None


def _place(element: "Element") -> str:
    name = element.get("id", "").strip()
    return f"#{name[:200]}" if name else ""


def _level(element: "Element", tag: str) -> int:
    """The level of a heading, 1 to 9; 0 for anything else."""
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return int(tag[1])
    if element.get("role") == "heading":
        level = element.get("aria-level", "2")
        return int(level) if level in set("123456789") else 2
    return 0


def _left_out(element: "Element", tag: str) -> bool:
    if tag in _DROPPED or element.get("hidden") is not None or element.get("role") in _ROLES:
        return True
    if _HIDDEN.search(element.get("style", "")):
        return True
    if tag == "footer":  # the footer of the page, not of an article on it
        return not any(above.tag in {"article", "section", "main", "blockquote"} for above in element.iterancestors())
    # A raised figure with a link is the mark of a footnote; one without may be part of a number (Article 12 bis, 12¹).
    return tag == "sup" and element.find(".//a") is not None and bool(_NOTE_MARK.fullmatch("".join(element.itertext())))


def _simple(row: "Element") -> bool:
    """Whether the cells of a table's row hold words only, so that the row reads as one line."""
    return not any(inner.tag in _BLOCKS for cell in row for inner in cell.iterdescendants())
