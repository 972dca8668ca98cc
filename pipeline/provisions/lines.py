"""The lines of a document, cleaned, and what a line looks like: a title, a sentence, the end of one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from pipeline.provisions.clause import clean

LONGEST_TITLE = 14  # words
_LONGEST_TITLE = 140  # letters; scripts without spaces
_SHORTEST_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LISTED = re.compile(r"[(（]?\s*(?:\w{1,4}|[ivxlc]{1,7})\s*[)）.]|[-•·–—*]\s|[①-⑳]|[^\W\d_]\s*[)）]")
# No title ends so: the line goes on.
_HANGS = re.compile(
    r"\b(?:who|which|that|the|an?|of|to|in|on|by|or|and|any|under|with|for|shall|is|not|from|than|de|la|le|les|del|que|ou|et|y|o|"
    r"und|oder|der|die|das|von|no|na|и|или|в|по)$"
)
_STOPS = (".", ";", ":", ",", "。", ";", ":", ",", "、", "؛", "،", "।", "—", "–", "-", "_")
_ENDED = (
    ".",
    ";",
    ":",
    "!",
    "?",
    "。",
    ";",
    ":",
    "!",
    "?",
    "؛",
    "؟",
    "।",
    "—",
    "–",
    "-",
    ")",
    ")",
    "]",
    "”",
    "»",
    '"',
    "“",
    "」",
)
_OPENERS = "“\"«„「『‘'(（[【"


class Paragraph(Protocol):
    """What `split` asks of a block of a document (`pipeline.readers.blocks.Block` is one)."""

    @property
    def text(self) -> str:
        """The words, with the line breaks of the paragraph."""

    @property
    def place(self) -> str:
        """Where it stands, for a person."""

    @property
    def level(self) -> int:
        """The heading level, 1 highest; 0 for running text."""


@dataclass(frozen=True)
class Line:
    """One line of a paragraph; `opens` says that the paragraph begins with it."""

    text: str
    place: str
    level: int
    opens: bool


def lines_of(blocks: Iterable[Paragraph]) -> list[Line]:
    """Every line that holds a visible mark, cleaned as `clean` does, in order."""
    out: list[Line] = []
    for block in blocks:
        opens = True
        for part in clean(block.text).split("\n"):
            text = part.strip()
            if text:
                out.append(Line(text, block.place, block.level, opens))
                opens = False
    return out


def is_title(line: Line, stopped: bool = False) -> bool:
    """Whether a line looks like a heading: short, no small letter first, no list mark, no stop at its end.

    With `stopped` one full stop at the end is allowed, as marginal notes have it.
    """
    text = line.text[:-1].rstrip() if stopped and line.text.endswith(".") else line.text
    if line.level and len(text) <= _LONGEST_TITLE:
        return bool(text)
    longest = 30 if _SHORTEST_CJK.search(text) else _LONGEST_TITLE
    if not text or len(text) > longest or len(text.split()) > LONGEST_TITLE or text.endswith(_STOPS):
        return False
    return not (begins_small(text) or _LISTED.match(text) or _HANGS.search(text))


def begins_small(text: str) -> bool:
    """Whether the first letter is a small one: such a line goes on with a sentence."""
    return text.lstrip(_OPENERS)[:1].islower()


def ended(text: str) -> bool:
    """Whether a sentence or an item ends with the line."""
    return text.endswith(_ENDED)


def is_capitals(text: str) -> bool:
    """Whether every letter that has a case is a capital."""
    return text.isupper()
