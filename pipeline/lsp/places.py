"""Where the words of a verdict stand in the source of a draft, and how an editor counts to there.

The words are found by their letters (`writers.anchors`), so white space, emphasis and line ends between them do not
matter. Tags, comments and addresses of links are taken out first: their letters are no words of the law. An editor
ends a line at CR LF, LF and CR only, and counts columns in the units that it agreed on (UTF-16 unless it chose
another: LSP 3.17, Position).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from lsprotocol.types import Position, Range

from pipeline.readers.unsaved import Form
from pipeline.records import Verdict
from pipeline.writers.anchors import Finder

_LINE_END = re.compile(r"\r\n|\r|\n")
_UNSEEN = {
    "law-xml": re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<\?.*?\?>|<[^<>]*>|(&#?\w{1,10};)", re.DOTALL),
    "markdown": re.compile(
        r"<!--.*?(?:-->|\Z)|~~(?=\S)[^~]+~~|!\[[^\]]{0,500}\]\([^)]{0,2000}\)|(?<=\])\([^)\n]{0,2000}\)"
        r"|\[\^[^\]]{1,100}\]|</?[A-Za-z][^<>]{0,1000}>|()(?!)",
        re.DOTALL,
    ),
}
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}  # encoding, bytes of a unit
Words = tuple[str, int | None, int | None]  # quote, start and end in the provision's text
Spot = tuple[int, int]  # characters from, up to and not including


@dataclass(frozen=True)
class Located:
    """A provision in its stretch: the line on which it begins, and each of its words; None for what is not there."""

    first: Spot
    words: tuple[Spot | None, ...]


def words_of(verdict: Verdict) -> tuple[Words, ...]:
    """The words of each finding, in order; an empty quote for an absence."""
    return tuple((issue.quote or "", issue.start, issue.end) for issue in verdict.issues)


def located(stretch: str, form: Form, verdict: Verdict) -> Located:
    """Where a verdict's provision and the words of its findings stand in the stretch that it was read from."""
    pieces, spots = _pieces(stretch, form)
    finder = Finder(pieces)
    place = finder.find(verdict.heading, verdict.text)
    if place is None:
        return Located(_first_line(stretch, len(stretch) - len(stretch.lstrip())), tuple(None for _ in verdict.issues))
    begins = spots[place.beginning.first][0] + place.beginning.start
    found: list[Spot | None] = []
    for quote, start, end in words_of(verdict):
        at = finder.words(place, quote, start, end) if quote else None
        found.append((_from(spots[at.first], at.start), _to(spots[at.last], at.end)) if at else None)
    return Located(_first_line(stretch, begins), tuple(found))


def _pieces(stretch: str, form: Form) -> tuple[list[str], list[tuple[int, int, bool]]]:
    """The stretch without what is no text; of each piece, its place and whether it is a sign written as a name."""
    pieces: list[str] = []
    spots: list[tuple[int, int, bool]] = []
    at = 0
    for hidden in _UNSEEN[form].finditer(stretch) if form in _UNSEEN else ():
        pieces.append(stretch[at : hidden.start()])
        spots.append((at, hidden.start(), False))
        if hidden[1]:
            pieces.append(unescape(hidden[1]))
            spots.append((hidden.start(), hidden.end(), True))
        at = hidden.end()
    return [*pieces, stretch[at:]], [*spots, (at, len(stretch), False)]


def _from(spot: tuple[int, int, bool], start: int) -> int:
    return spot[0] if spot[2] else spot[0] + start


def _to(spot: tuple[int, int, bool], end: int) -> int:
    return spot[1] if spot[2] else spot[0] + end


def _first_line(stretch: str, at: int) -> Spot:
    """The line that holds a character, without the white space before it; its number stands on it too."""
    ends = _LINE_END.search(stretch, at)
    begins = max(stretch.rfind("\n", 0, at), stretch.rfind("\r", 0, at)) + 1
    return begins + len(stretch[begins:at]) - len(stretch[begins:at].lstrip()), ends.start() if ends else len(stretch)


class Ruler:
    """Counts in one text as the editor does."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self._text = text
        self._encoding, self._size = _UNITS.get(encoding, _UNITS["utf-16"])
        self._lines: Sequence[int] = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def position(self, at: int) -> Position:
        """The line and column, both from 0, of a character."""
        line = bisect_right(self._lines, at) - 1
        before = self._text[self._lines[line] : at]
        return Position(line, len(before.encode(self._encoding)) // self._size)

    def range(self, spot: Spot) -> Range:
        """From the first character up to, not including, the last."""
        return Range(self.position(spot[0]), self.position(spot[1]))
