"""Plain text into paragraphs: lines that an editor or a mail program wrapped are joined, numbered lines stand alone."""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.provisions import clean
from pipeline.readers.blocks import Block
from pipeline.readers.numbers import numbered
from pipeline.readers.opening import LARGEST, as_text

_WRAPPED = 50  # columns: a shorter line was ended by its writer, not by an editor's margin
_RULE = re.compile(r"[\W_]*")
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
# A line that ends so goes on with the number that begins the next: "an offence under subsection" / "(1) is punished".
_GOES_ON = re.compile(
    r"\b(?:(?:sub)?(?:section|paragraph|article|clause|rule|regulation)s?|under|of|in|than|exceeding|to|with|by|art\.|s\.)$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.;:,)\u2014\u2013\u3002\uff1b\u061b-]$|\b(?:and|or)$")


def blocks(path: Path, largest: int = LARGEST) -> Iterator[Block]:
    """The paragraphs of a text file, each placed by its first line.

    Raises InputError for a binary, empty or too large file.
    """
    for number, text in paragraphs(as_text(path, largest)):
        yield Block(text, f"line {number}")


def paragraphs(text: str, shortest: int = _WRAPPED) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text, cleaned, each with the number of its first line.

    A line of fewer than `shortest` columns was ended by its writer, not by a margin.

    A paragraph ends at a blank line, before a line that begins with a number of its own ("(a)", "12.", "Article 4"),
    and after a line too short to have been wrapped. Lines joined keep every letter: only the line end becomes a space.
    """
    begun, held, previous = 0, list[str](), ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = clean(raw)
        if line and held and _wrapped(previous, line, shortest):
            held.append(_joint(previous, line) + line)
        else:
            if held:
                yield begun, "".join(held)
            # A line of dashes or stars parts paragraphs as a blank one does.
            begun, held = number, [] if _RULE.fullmatch(line) else [line]
        previous = line
    if held:
        yield begun, "".join(held)


def _wrapped(previous: str, line: str, shortest: int) -> bool:
    """Whether `line` goes on with the sentence of the line before it."""
    if line[0:1].islower() and previous[-1].isalpha() and not numbered(line):
        return True  # however narrow the margin, a small letter after a word goes on with its sentence
    if _RULE.fullmatch(line) or len(previous) + len(_CJK.findall(previous[:80])) < shortest:
        return False
    if not numbered(line) or _GOES_ON.search(previous):
        return True
    # A sum or a year at the head of a line is no number of a paragraph where the line before broke off.
    return line[0].isdigit() and not _ENDED.search(previous)


def _joint(previous: str, line: str) -> str:
    """What stands for the line end: nothing where a compound word was cut at its hyphen, or between ideographs."""
    cut = previous.endswith("-") and previous[-2:-1].isalpha() and line[0].islower()
    return "" if cut or (_CJK.match(line) and _CJK.match(previous[-1])) else " "
