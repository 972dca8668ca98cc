"""A draft as its provisions, each with the stretch of the text that it stands in; an edit touches one of them.

Guarantees:
1. Two stretches are apart or the same (provisions of one line or one element), and begin where their provision begins.
2. `patched` gives what reading the one stretch gives, and only where that was true of the stretch before the edit; so
   a long bill is not read anew at every stroke. `parsed` afterwards settles what an edit changed elsewhere.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from xml.sax.saxutils import escape

from pipeline.readers.unsaved import Form, provisions
from pipeline.records import Provision

_LINE = re.compile(r"line (\d{1,9})")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Part:
    """A provision, and the characters `start` to `end` of the draft in which it stands."""

    provision: Provision
    start: int
    end: int


@dataclass(frozen=True)
class Draft:
    """The text of a draft, read; `settled` says that it was read as a whole."""

    text: str
    source: str
    form: Form
    parts: tuple[Part, ...]
    settled: bool = True


def parsed(text: str, source: str, form: Form) -> Draft:
    """A draft read as a whole. Raises as `readers.unsaved.provisions`."""
    found = list(provisions(text, source, form))
    starts = list(_begins(text, form, found))
    edges = sorted({*starts, len(text)})
    ends = (edges[min(bisect_right(edges, start), len(edges) - 1)] for start in starts)
    parts = tuple(Part(item, start, end) for item, start, end in zip(found, starts, ends, strict=True))
    return Draft(text, source, form, parts)


def patched(draft: Draft, text: str) -> Draft | None:
    """The draft after an edit within one provision, read there only; None where the whole must be read.

    That is so for XML (a stretch of it is no document, and reading it is quick), and where the edit reaches across
    provisions, changes a number, or makes two provisions of one.
    """
    begin, old_end = _changed(draft.text, text)
    moved = len(text) - len(draft.text)
    around = [part for part in draft.parts if part.start <= begin and old_end <= part.end and part.start < part.end]
    if draft.form == "law-xml" or len(around) != 1:
        return None
    old = around[0]
    before, after = (
        list(provisions(whole[old.start : end], draft.source, draft.form))
        for whole, end in ((draft.text, old.end), (text, old.end + moved))
    )
    if len(before) != 1 or len(after) != 1 or not _alike(before[0], old.provision):
        return None
    if after[0].provision != old.provision.provision:
        return None
    placed = after[0].model_copy(update={"place": old.provision.place})  # not where it stands in the stretch
    now = replace(old, provision=placed, end=old.end + moved)
    parts = (now if part is old else _shifted(part, old.end, moved) for part in draft.parts)
    return Draft(text, draft.source, draft.form, tuple(parts), settled=False)


def _alike(one: Provision, other: Provision) -> bool:
    return (one.provision, one.heading, one.text) == (other.provision, other.heading, other.text)


def _shifted(part: Part, edge: int, by: int) -> Part:
    return replace(part, start=part.start + by, end=part.end + by) if by and part.start >= edge else part


def _changed(old: str, new: str) -> tuple[int, int]:
    """Where the edit begins, and where what it replaced ended in the old text."""
    shorter = min(len(old), len(new))
    begin = bisect_left(range(1, shorter + 1), True, key=lambda size: old[:size] != new[:size])
    rest = shorter - begin
    same = bisect_left(range(1, rest + 1), True, key=lambda size: old[-size:] != new[-size:])
    return begin, len(old) - same


def _begins(text: str, form: Form, found: Sequence[Provision]) -> Iterator[int]:
    """Where each provision begins: by its line, or by the name that the XML gives its element."""
    lines = _lines(text, form)
    cursor = 0
    for item in found:
        line = _LINE.fullmatch(item.place)
        cursor = lines[min(int(line[1]), len(lines)) - 1] if line else _named(text, item.place, cursor)
        yield cursor


def _named(text: str, place: str, cursor: int) -> int:
    """Where the tag begins that bears the name; names come in the order of the document, so the search goes on."""
    name = escape(place.removeprefix("#"))
    for wanted in (f'="{name}"', f"='{name}'", f'="{name}'):  # the last: a reader keeps the beginning of a long name
        if (at := text.find(wanted, cursor)) >= 0:
            return max(text.rfind("<", cursor, at), cursor)
    return cursor


def _lines(text: str, form: Form) -> list[int]:
    """Where each line begins, as the reader of the form counts lines: that of plain text also ends them at a page."""
    if form == "text":
        return list(accumulate((len(line) for line in text.splitlines(keepends=True)), initial=0))
    return [0, *(found.end() for found in _LINE_END.finditer(text))]
