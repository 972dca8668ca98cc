"""What of a document is not law: tables of contents, memoranda, the closing words and signatures."""

import bisect
import re
from collections.abc import Sequence

from pipeline.provisions import vocabulary as words
from pipeline.provisions.lines import Line
from pipeline.provisions.numbers import Mark

_CLOSING_LINES = 15  # closing words stand at most so far from the end
_RULE = re.compile(r"\(\w{1,4}\)\s")
_BEFORE_ANNEX = 8
_ENTRY_WORDS = 14
_FEWEST = 3  # entries of a table of contents without a title
_LOOSE = 3  # sentences that may stand between such a table and the law: the long title, the enacting words


def outside(lines: Sequence[Line], marks: Sequence[Mark | None]) -> tuple[set[int], set[int], int]:
    """The lines that open nothing, as they stand in a table of contents or memorandum; closing words; the law's end."""
    closed = {index for index, line in enumerate(lines) if words.LEADERS.search(line.text[-200:])}
    for first, last in _tables(lines, marks):
        closed.update(range(first, last))
    end = len(lines)
    numbered = [at for at, mark in enumerate(marks) if mark and at not in closed]
    enacting = [at for at, line in enumerate(lines) if words.ENACTING.search(line.text[:300])]
    for index, line in enumerate(lines):
        if index not in closed and len(line.text) < 80 and words.NOTES.fullmatch(line.text):
            before = bisect.bisect_left(enacting, index)
            if before < len(enacting):
                closed.update(range(index, enacting[before]))
            elif 2 * bisect.bisect_left(numbered, index) > len(numbered):  # a note after the law, not one before it
                end = index
                break
    return closed, _closings(lines, marks, end), end


def _closings(lines: Sequence[Line], marks: Sequence[Mark | None], end: int) -> set[int]:
    """The closing words and signatures before the end of the law and before its annexes."""
    out: set[int] = set()
    annexes = [at for at in range(end) if len(lines[at].text) < 120 and words.ANNEX.match(lines[at].text)]
    heads = set(annexes)
    for until, most in (*((at, _BEFORE_ANNEX) for at in annexes), (end, _CLOSING_LINES)):
        for at in range(until - 1, max(0, until - most), -1):
            mark = marks[at]
            numbered = mark is not None and mark.strength > 0 and mark.family != "spaced"
            if numbered or at in heads or _RULE.match(lines[at].text) or words.PUNISHES.search(lines[at].text):
                break  # it is law, whatever stands above it
            if words.CLOSING.match(lines[at].text):
                out.update(range(at, until))
    return out


def _tables(lines: Sequence[Line], marks: Sequence[Mark | None]) -> list[tuple[int, int]]:
    """Each table of contents: from its title, or its first entry, to where its first entry comes again."""
    out: list[tuple[int, int]] = []
    titled = [at for at, line in enumerate(lines) if len(line.text) < 60 and words.CONTENTS.fullmatch(line.text)]
    for at in titled[:5]:
        last = _again(lines, marks, at + 1)
        if last:
            out.append((at, last))
    if not out:
        first = next((at for at, mark in enumerate(marks) if mark and mark.strength > 0), len(lines))
        last = _again(lines, marks, first)
        if last and _only_entries(lines, marks, first, last):
            out.append((first, last))
    return out


def _again(lines: Sequence[Line], marks: Sequence[Mark | None], start: int) -> int | None:
    """Where the first entry from `start` on stands a second time, or None."""
    first: tuple[object, ...] | None = None
    part: tuple[object, ...] | None = None
    part_again: int | None = None
    for at in range(start, len(lines)):
        mark = marks[at]
        if mark and mark.strength > 0:
            entry = (mark.family, mark.key)
            if first is None:
                first = entry
            elif entry == first:
                return at
        elif part_again is None and (found := words.STRUCTURE.match(lines[at].text[:200])):
            name = (found["number"] or found["east"] or found["turkish"] or found["arabic"],)
            if part is None:
                part = name
            elif name == part:
                part_again = at
    return part_again


def _only_entries(lines: Sequence[Line], marks: Sequence[Mark | None], first: int, last: int) -> bool:
    """Whether the lines are entries of a table: numbers with titles, hardly a sentence between them."""
    entries = loose = 0
    for at in range(first, last):
        long = len(lines[at].text.split()) > _ENTRY_WORDS or lines[at].text.endswith((".", ";", "。"))
        entries += bool(marks[at]) and not long
        loose += long
    return entries >= _FEWEST and loose <= min(_LOOSE, entries // 2)
