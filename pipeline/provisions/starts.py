"""Where each provision of a document begins: the chain of its numbers, the schedules, the sections it inserts."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.provisions import vocabulary as words
from pipeline.provisions.amendments import Insertion, asks, insertions, opens_provision, unquoted
from pipeline.provisions.chain import Step, chain
from pipeline.provisions.contents import outside
from pipeline.provisions.lines import Line, begins_small, ended, is_title
from pipeline.provisions.numbers import BARE, SURE, Mark, mark_of

_BROKEN = 1.5  # what a number costs that stands in the middle of a sentence
_LONGEST_HEAD = 16  # words of a part's or schedule's heading


@dataclass(frozen=True)
class Document:
    """The lines of the law with their numbers, and where in them the provisions begin.

    `starts` are lines that begin a provision of the document, `inserted` those of sections put into another law, each
    with the line after its last; `annexes` are headings of schedules, `parts` other headings that are no provision;
    `quoted` are the lines of passages inserted that are no whole section.
    """

    lines: list[Line]
    marks: list[Mark | None]
    end: int
    starts: frozenset[int]
    inserted: dict[int, int]
    quoted: frozenset[int]
    annexes: frozenset[int]
    parts: frozenset[int]


def read(lines: list[Line]) -> Document:
    """Everything that the splitter needs to know of a document."""
    passages = insertions(lines)
    lines = _unquoted(lines, passages)
    marks = [mark_of(line.text) for line in lines]
    within = {at for passage in passages for at in range(passage.first, passage.last + 1)}
    closed, closing, end = outside(lines, [None if at in within else mark for at, mark in enumerate(marks)])
    closed |= within | closing | set(range(end, len(lines)))
    annexes = [at for at in range(end) if at not in closed and _is_annex(lines, at, at - 1 in closing)]
    starts: set[int] = set()
    families: set[str] = set()
    for first, last in zip([0, *annexes], [*annexes, end], strict=True):
        family, found = _segment(lines, marks, closed, (first, last), "spaced" in families)
        starts.update(found)
        families.add(family)
    inserted = _inserted(marks, passages, end) | _unmarked(lines, marks, closed, starts, end)
    parts = frozenset(
        at for at in range(end) if at not in starts and at not in inserted and is_part(lines, at, "section" in families)
    )
    quoted = (range(found.first, found.last + 1) for found in passages if found.first not in inserted)
    words_put = frozenset(at for span in quoted for at in span)
    return Document(
        lines, marks, end, frozenset(starts), inserted, words_put, frozenset(annexes), (parts - set(annexes)) | closing
    )


def _unquoted(lines: list[Line], passages: Sequence[Insertion]) -> list[Line]:
    out = list(lines)
    for passage in passages:
        span = slice(passage.first, passage.last + 1)
        texts = unquoted([line.text for line in lines[span]], passage.opener)
        out[span] = [replace(line, text=text) for line, text in zip(lines[span], texts, strict=True)]
    return out


def is_part(lines: Sequence[Line], at: int, sections: bool) -> bool:
    """Whether a line is the heading of a part, chapter or title. `sections` says that sections are the provisions."""
    found = words.STRUCTURE.match(lines[at].text[:200])
    if not found or (sections and found[0].lower().startswith("section")):
        return False
    rest = found["rest"] or found["east_rest"] or found["turkish_rest"] or found["arabic_rest"] or ""
    return _is_head(lines, at, rest)


def _is_annex(lines: Sequence[Line], at: int, signed: bool) -> bool:
    """Whether a line is the heading of a schedule; `signed` says that a signature stands before it."""
    found = words.ANNEX.match(lines[at].text[:200])
    return bool(found) and not mark_of(lines[at].text) and _is_head(lines, at, found["rest"] if found else "", signed)


def _is_head(lines: Sequence[Line], at: int, rest: str, apart: bool = False) -> bool:
    """Whether a line that begins as a heading is one: short, alone, no part of a sentence before or after it."""
    line = lines[at]
    if len(line.text.split()) > _LONGEST_HEAD or len(line.text) > 160:
        return False
    if line.level:
        return True
    follows = rest.strip(" :.\u2014\u2013-")
    broken = at > 0 and not apart and _breaks_off(lines[at - 1])
    goes_on = at + 1 < len(lines) and begins_small(lines[at + 1].text) and not ended(line.text)
    return not (broken or goes_on or begins_small(follows) or line.text.endswith((";", ",")) or _is_sentence(follows))


def _is_sentence(rest: str) -> bool:
    return rest.endswith(".") and len(rest.split()) > 8


def _breaks_off(line: Line) -> bool:
    """Whether a sentence of this line goes on with the next one."""
    alone = words.REFERENCE.fullmatch(line.text) is not None  # below the heading of a schedule
    return not (alone or line.level or ended(line.text) or is_title(line))


def _segment(
    lines: Sequence[Line], marks: Sequence[Mark | None], closed: set[int], span: tuple[int, int], spaced: bool
) -> tuple[str, list[int]]:
    """The family of numbers that the provisions of one segment bear, and the lines they begin on.

    `spaced` says that numbers without a stop count in this law, so that even one of them is a number.
    """
    first, last = span
    steps: dict[str, list[Step]] = {}
    always: list[int] = []
    for at in range(first, last):
        mark = marks[at]
        if mark is None or at in closed or (first and at - first <= 2 and words.REFERENCE.fullmatch(lines[at].text)):
            continue
        worth = _worth(lines, at, mark)
        if worth <= 0:
            continue
        if mark.family == "disposition":
            always.append(at)
            continue
        anew = mark.key[0] <= 1 and any(
            is_part(lines, near, mark.family == "section") for near in range(max(first, at - 3), at)
        )
        steps.setdefault(mark.family, []).append(Step(at, mark.key, worth, anew))
    family, found = _primary({name: chain(those) for name, those in steps.items()}, spaced)
    return family, sorted({*found, *always})


def _worth(lines: Sequence[Line], at: int, mark: Mark) -> float:
    worth = mark.strength
    if worth <= 0 or mark.quoted:
        return 0.0
    line = lines[at]
    if line.level:
        return worth + 1.0
    if at and _breaks_off(lines[at - 1]):
        worth -= _BROKEN
    if not line.opens and mark.family == "spaced":
        worth -= 0.3
    return worth


def _primary(chains: dict[str, tuple[float, list[int]]], spaced: bool) -> tuple[str, list[int]]:
    """The family with the best chain. Bare numbers under an article or section are its paragraphs."""
    usable = {
        name: found
        for name, found in chains.items()
        if found[1] and not (name == "spaced" and len(found[1]) < 2 and not spaced)
    }
    if not usable:
        return "", []
    named = {name: found for name, found in usable.items() if name not in BARE}
    best = max(usable, key=lambda name: usable[name][0])
    if best in BARE and named:
        label = max(named, key=lambda name: named[name][0])
        if named[label][1][0] <= usable[best][1][0]:
            best = label
    return best, usable[best][1]


def _inserted(marks: Sequence[Mark | None], passages: Sequence[Insertion], end: int) -> dict[int, int]:
    """The sections that quoted passages hold, each with the line after its last."""
    out: dict[int, int] = {}
    for passage in passages:
        first = marks[passage.first]
        if not opens_provision(first) or first is None or passage.first >= end:
            continue
        found, key = [passage.first], first.key
        for at in range(passage.first + 1, passage.last + 1):
            mark = marks[at]
            if mark and mark.family == first.family and mark.strength >= min(1.5, first.strength) and mark.key > key:
                found.append(at)
                key = mark.key
        out.update(zip(found, [*found[1:], passage.last + 1], strict=True))
    return out


def _unmarked(
    lines: Sequence[Line], marks: Sequence[Mark | None], closed: set[int], starts: set[int], end: int
) -> dict[int, int]:
    """Sections inserted without quotation marks: a number out of order right after the instruction."""
    out: dict[int, int] = {}
    order = [*sorted(starts), end]
    for at in range(1, end):
        mark = marks[at]
        if mark is None or at in closed or at in starts or not asks(lines[at - 1].text):
            continue
        if mark.strength >= SURE or (mark.strength > 0 and len(mark.key) > 1):
            out[at] = order[min(bisect.bisect_right(order, at), len(order) - 1)]
    return out
