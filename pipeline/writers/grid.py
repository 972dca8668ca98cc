"""A table for a terminal: columns fitted to the page, long cells folded, wide letters counted as two places."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

GAP = "  "
_MORE = "\u2026"


@dataclass(frozen=True)
class Column:
    """A heading; the narrowest the column may become; how many lines a cell may have.

    Where even the narrowest columns do not fit, those with the highest `spare` are left out first (0: never).
    """

    name: str
    least: int
    lines: int = 1
    spare: int = 0


def places(text: str) -> int:
    """How many places of a terminal the text takes: 2 for wide letters, 0 for marks upon a letter."""
    return sum(_place(mark) for mark in text)


def fold(text: str, width: int, lines: int) -> list[str]:
    """The text in at most `lines` lines of `width` places, broken between words where that is possible.

    What does not fit is cut, and an ellipsis says so. White space of any kind is one space.
    """
    folded, line = [], ""
    for word in " ".join(text.split()).split(" "):
        if line and places(line) + 1 + places(word) > width:
            folded.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while places(line) > width and len(folded) <= lines:
            head = _cut(line, width)
            folded.append(head)
            line = line[len(head) :]
    folded.append(line)
    if len(folded) > lines:
        last = _cut(folded[lines - 1], width - 1).rstrip()
        folded = [*folded[: lines - 1], (last if places(last) < width else "") + _MORE]
    return folded


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width of each column in places, 0 for one that is left out.

    Columns get what their longest cell needs; what is then too much is taken from the widest ones, step by step.
    """
    needs = [max([places(column.name), *(places(row[at]) for row in rows)]) for at, column in enumerate(columns)]
    kept = list(range(len(columns)))
    while _sum([min(columns[at].least, needs[at]) for at in kept]) > width and any(columns[at].spare for at in kept):
        kept.remove(max(kept, key=lambda at: columns[at].spare))
    widths = {at: min(needs[at], width) for at in kept}
    while _sum(list(widths.values())) > width:
        shrinkable = [at for at in kept if widths[at] > columns[at].least]
        if not shrinkable:
            break
        widths[max(shrinkable, key=lambda at: widths[at] / columns[at].lines)] -= 1
    return [widths.get(at, 0) for at in range(len(columns))]


def line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> list[list[str]]:
    """One row of the table as lines of cells, each cell filled up to its width; a column of width 0 is left out."""
    folded = [fold(cell, wide, column.lines) for cell, wide, column in zip(cells, widths, columns, strict=True) if wide]
    kept = [wide for wide in widths if wide]
    tall = max(len(cell) for cell in folded)
    return [
        [_filled(cell[at] if at < len(cell) else "", wide) for cell, wide in zip(folded, kept, strict=True)]
        for at in range(tall)
    ]


def _filled(text: str, width: int) -> str:
    return text + " " * max(0, width - places(text))


def _cut(text: str, width: int) -> str:
    """The longest beginning of the text that takes at most `width` places, and at least one letter of it."""
    taken = 0
    for at, mark in enumerate(text):
        taken += _place(mark)
        if taken > width and at:
            return text[:at]
    return text


def _place(mark: str) -> int:
    if unicodedata.category(mark) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1


def _sum(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)
