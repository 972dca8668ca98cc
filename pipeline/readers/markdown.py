"""Markdown into blocks: headings, paragraphs, list items and table rows, with the marks of the format taken out."""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.provisions import clean
from pipeline.readers.blocks import Block
from pipeline.readers.numbers import marker, numbered
from pipeline.readers.opening import as_text

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"(\s*)(?:(\d{1,9})[.)]|[-*+])\s+(?=\S)(.*)$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"[\s|:-]+$")
_ASIDE = re.compile(r" {0,3}\[[^\]]{1,200}\]:\s")  # a footnote or a link's address
_FRONT = re.compile(r"\A---[ \t]*\n.{0,20000}?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
# What a reader of the page never sees, and what was struck out of it.
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_SPACES = re.compile(r"[ \t]{2,}")
_INLINE = (
    (re.compile(r"~~(?=\S)[^~]+~~"), ""),
    (re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,2000}\)"), ""),
    (re.compile(r"\[\^[^\]]{1,100}\]"), ""),
    (re.compile(r"\[([^\]]{1,1000})\](?:\([^)]{0,2000}\)|\[[^\]]{0,200}\])"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]{0,1000}>"), ""),
    (re.compile(r"(\*\*\*|\*\*|\*)(?=\S)([^*]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(__|_)(?=\S)([^_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
)


def blocks(path: Path) -> Iterator[Block]:
    """The blocks of a Markdown file, placed by line. Raises InputError for a binary, empty or too large file."""
    return parsed(as_text(path))


def parsed(text: str) -> Iterator[Block]:
    """The blocks of a Markdown text, in order.

    Comments, scripts, front matter, footnotes and struck words are dropped; the lines of what remains keep their
    numbers. A numbered list under a numbered heading holds its subsections: "1." becomes "(1)".
    """
    yield from _Page().read(_blanked(_UNSEEN, _blanked(_FRONT, text.replace("\r\n", "\n").replace("\r", "\n"))))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text without what the pattern finds, its line ends kept."""
    return pattern.sub(lambda found: "\n" * found[0].count("\n"), text)


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_APART = 0xF0000  # a plane without letters: an escaped sign waits there, so that it is not taken for a mark


def inline(text: str) -> str:
    """The words of a line without emphasis, links, images, code marks, tags and escapes."""
    text = _ESCAPED.sub(lambda found: chr(_APART + ord(found[1])), text)
    for pattern, into in _INLINE:
        text = pattern.sub(into, text)
    text = re.sub("[\U000f0021-\U000f007e]", lambda found: chr(ord(found[0]) - _APART), text)
    return clean(_SPACES.sub(" ", text))


class _Page:
    """The paragraph being read, the numbers of the open lists and whether a numbered heading stands above."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.begun = 0
        self.prefix = ""
        self.lists: dict[int, int] = {}
        self.under_number = False
        self.fenced = False

    def read(self, text: str) -> Iterator[Block]:
        for number, line in enumerate(text.split("\n"), start=1):
            line = re.sub(r"^( {0,3}>\s?)+", "", line.replace("\t", "    ")).rstrip()
            if _FENCE.match(line):
                self.fenced = not self.fenced
                yield from self.flush()
            elif self.fenced:
                yield from self.flush()
                self.hold(number, line)
            else:
                yield from self.line(number, line)
        yield from self.flush()

    def line(self, number: int, line: str) -> Iterator[Block]:
        heading, under = _HEADING.match(line), _UNDERLINE.match(line)
        if heading:
            yield from self.flush()
            yield from self.heading(heading[2].rstrip(" #"), number, len(heading[1]))
        elif under and self.held and not self.lists:
            title, self.held = " ".join(self.held), []
            yield from self.heading(title, self.begun, 1 if "=" in line else 2)
        elif not line.strip() or _RULE.match(line) or _TABLE_RULE.match(line) or _ASIDE.match(line):
            yield from self.flush()
        elif item := _ITEM.match(line):
            yield from self.flush()
            self.item(number, len(item[1]), item[2], item[3])
        elif line.lstrip().startswith("|"):
            yield from self.flush()
            self.hold(number, " ".join(cell.strip() for cell in line.strip().strip("|").split("|")))
        else:
            if self.held and numbered(line):
                yield from self.flush()
            if not self.held and line[0] != " ":
                self.lists = {}  # A paragraph at the margin ends every list.
            self.hold(number, line)

    def heading(self, title: str, number: int, level: int) -> Iterator[Block]:
        self.lists = {}
        text = inline(title)
        self.under_number = numbered(text)
        if text:
            yield Block(text, f"line {number}", level)

    def item(self, number: int, indent: int, written: str | None, text: str) -> None:
        self.lists = {depth: last for depth, last in self.lists.items() if depth <= indent}
        inner = self.under_number or any(depth < indent for depth in self.lists)
        last = self.lists.get(indent)
        if written and not numbered(text):
            # "1. 1. 1." is shown as 1, 2, 3; any other number is taken as it was written.
            shown = last + 1 if last is not None and int(written) <= last else int(written)
            self.prefix = marker(shown, "1", inner) + " "
            self.lists[indent] = shown
        else:
            self.lists[indent] = last or 0
        self.hold(number, text)

    def hold(self, number: int, line: str) -> None:
        if not self.held:
            self.begun = number
        self.held.append(line.strip())

    def flush(self) -> Iterator[Block]:
        text = inline(" ".join(self.held))
        if any(mark.isalnum() for mark in text):
            yield Block(self.prefix + text, f"line {self.begun}")
        self.held, self.prefix = [], ""
