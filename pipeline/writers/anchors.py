"""Where the words of a provision stand in the document they were read from.

A reader changes a text on its way to the model: white space, unseen marks, automatic numbers, line breaks. Letters and
digits stay. So both sides are compared by these alone (compatibility decomposition and case folding of Unicode Standard
Annex 15, combining marks left out), and what is found is told in characters of the document's own pieces.

Guarantees:
1. Provisions are looked for in the order given, each from where the last one ended, so that equal words of two
   provisions are told apart; what is not found further on is looked for from the beginning.
2. A number that the document does not hold (automatic numbering) does not hinder a line from being found.
3. The work for one provision is bounded, however often the document repeats itself.
"""

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

SHORT = 8  # letters; a shorter line is believed only where it is expected
REACH = 2000  # letters between two lines of one provision
NUMBERS = 3  # words that an automatic number may have: "Article 12 (a)"
TRIES = 30  # places at which a line that occurs often is tried
CHUNK = 40  # letters of a piece of text, where no line is found whole
ENOUGH = 1 / 3  # share of a provision's letters that must be found
BEFORE = 40  # letters that may stand between a heading and its text


@dataclass(frozen=True)
class Stretch:
    """From character `start` of piece `first` up to, not including, character `end` of piece `last`."""

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True)
class _Line:
    """A line of a provision in letters, `begins` letters from the provision's beginning; `ways` are (skipped, rest)."""

    begins: int
    ways: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class _Match:
    """Letters `start` to `end` of the provision stand at letter `at` of the document."""

    start: int
    end: int
    at: int

    @property
    def until(self) -> int:
        return self.at + self.end - self.start


@dataclass(frozen=True)
class Place:
    """A provision that was found: `beginning` runs from its heading or first words to its last words."""

    beginning: Stretch
    text: str
    begins: int
    matches: tuple[_Match, ...]


@lru_cache(maxsize=20_000)
def _folded(mark: str) -> str:
    plain = unicodedata.normalize("NFKD", mark).casefold()
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")


def letters(text: str) -> "tuple[str, array[int]]":
    """The letters and digits of a text, folded, and for each the character of the text it comes from."""
    kept: list[str] = []
    origins = array("L")
    for at, mark in enumerate(text):
        for letter in _folded(mark):
            kept.append(letter)
            origins.append(at)
    return "".join(kept), origins


class Finder:
    """Looks for provisions in the pieces of one document; it remembers how far it has come (guarantee 1)."""

    def __init__(self, pieces: Sequence[str]) -> None:
        folded = [letters(piece) for piece in pieces]
        self._all = "".join(text for text, _ in folded)
        self._origins = [origins for _, origins in folded]
        self._starts = list(accumulate((len(text) for text, _ in folded), initial=0))[:-1]
        self._cursor = 0

    def find(self, heading: str, text: str) -> Place | None:
        """Where the provision stands; None where it is not in the document."""
        matches = self._matches(text)
        if not matches:
            # Its offsets would point astray: of a provision found by its heading alone, no text is kept.
            text, matches = "", self._matches(heading)
        if not matches:
            return None
        first, last = matches[0].at, matches[-1].until
        self._cursor = max(self._cursor, last)
        begins = self._heading(heading, first)
        return Place(self._stretch(begins, last), text, begins, tuple(matches))

    def words(self, place: Place, quote: str, start: int | None, end: int | None) -> Stretch | None:
        """Where words of the provision stand; None where they are not there.

        They are found by their offsets in its text, or, for a quote of the heading or of a line that was not found, by
        the words themselves.
        """
        if start is not None and end is not None:
            _, origins = letters(place.text)
            low, high = bisect_left(origins, start), bisect_left(origins, end) - 1
            spots = [m.at + at - m.start for at in (low, high) for m in place.matches if m.start <= at < m.end]
            if len(spots) == 2 and low <= high and spots[0] <= spots[1]:
                return self._stretch(spots[0], spots[1] + 1)
        wanted, _ = letters(quote)
        at = self._all.find(wanted, place.begins, place.matches[-1].until + REACH) if wanted else -1
        return None if at < 0 else self._stretch(at, at + len(wanted))

    def _stretch(self, start: int, end: int) -> Stretch:
        first, from_ = self._spot(start)
        last, to = self._spot(end - 1)
        return Stretch(first, from_, last, to + 1)

    def _spot(self, letter: int) -> tuple[int, int]:
        piece = bisect_right(self._starts, letter) - 1
        return piece, self._origins[piece][letter - self._starts[piece]]

    def _heading(self, heading: str, first: int) -> int:
        """Where the heading begins, if it stands before the text that begins at `first`; else `first`."""
        wanted, _ = letters(heading)
        at = self._all.rfind(wanted, max(0, first - BEFORE - len(wanted)), first) if wanted else -1
        return first if at < 0 else at

    def _matches(self, text: str) -> list[_Match]:
        """The lines of the text that were found, in order: by whole lines, else by chunks of CHUNK letters."""
        lines = _lines(text)
        whole, _ = letters(text)
        chunks = [_Line(at, ((0, whole[at : at + CHUNK]),)) for at in range(0, len(whole), CHUNK)]
        for parts in (lines, chunks):
            found = self._aligned(parts)
            if found and sum(match.end - match.start for match in found) >= max(len(whole) * ENOUGH, 1):
                return found
        return []

    def _aligned(self, lines: list[_Line]) -> list[_Match]:
        """The longest lines are looked for first; the place around which most lines are found is believed."""
        best: list[_Match] = []
        order = sorted(range(len(lines)), key=lambda at: -len(lines[at].ways[0][1]))
        for index in order[:NUMBERS]:
            for hit in self._everywhere(lines[index]):
                found = self._around(lines, index, hit)
                if len(found) > len(best):
                    best = found
                if len(best) == len(lines):
                    break
            if best:
                break
        return best

    def _everywhere(self, line: _Line) -> Iterator[_Match]:
        for low in (self._cursor, 0):
            for skipped, rest in line.ways:
                at, tries = self._all.find(rest, low), 0
                while at >= 0 and tries < TRIES:
                    begins = line.begins + skipped
                    yield _Match(begins, begins + len(rest), at)
                    at, tries = self._all.find(rest, at + 1), tries + 1

    def _around(self, lines: list[_Line], index: int, hit: _Match) -> list[_Match]:
        """The other lines after and before one that was found, each near to the one beside it."""
        after, before = [hit], []
        for line in lines[index + 1 :]:
            if found := self._next(line, after[-1].until):
                after.append(found)
        edge = hit.at
        for line in reversed(lines[:index]):
            if found := self._previous(line, edge):
                before.append(found)
                edge = found.at
        return before[::-1] + after

    def _next(self, line: _Line, at: int) -> _Match | None:
        for skipped, rest in line.ways:
            reach = REACH if len(rest) >= SHORT else 0
            place = self._all.find(rest, at, at + reach + len(rest))
            if place >= 0:
                return _Match(line.begins + skipped, line.begins + skipped + len(rest), place)
        return None

    def _previous(self, line: _Line, edge: int) -> _Match | None:
        for skipped, rest in line.ways:
            reach = REACH if len(rest) >= SHORT else 0
            place = self._all.rfind(rest, max(0, edge - reach - len(rest)), edge)
            if place >= 0:
                return _Match(line.begins + skipped, line.begins + skipped + len(rest), place)
        return None


def _lines(text: str) -> list[_Line]:
    """Lines with letters; each also without its first words, which may be an automatic number (guarantee 2)."""
    lines, begins = [], 0
    for line in text.split("\n"):
        whole, _ = letters(line)
        ways, skipped = [(0, whole)], 0
        for word in line.split()[:NUMBERS]:
            skipped += len(letters(word)[0])
            if len(whole) - skipped >= SHORT and skipped > ways[-1][0]:
                ways.append((skipped, whole[skipped:]))
        if whole:
            lines.append(_Line(begins, tuple(ways)))
        begins += len(whole)
    return lines
