"""Words on pages into the lines that an author wrote: columns in order, running heads out, ends of paragraphs found.

Lengths are points (1/72 inch), from the left and the top of the page, as pdfplumber gives them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

EDGE = 3  # lines at the head and the foot of a page that may be running heads
GUTTER = 9.0  # blank points between columns
LEVEL = 3.0  # words whose tops differ by less stand on one line
GAP = 1.4  # of the usual distance between lines: a wider one parts paragraphs
_BARE = re.compile(
    r"[\s–—|.·-]*(page\s+|seite\s+|p[áa]gina\s+)?(\d{1,4}|[ivxl]{1,7})(\s*(of|/|de|von|sur)\s*\d{1,4})?[\s–—|.·-]*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+")
_CUT = re.compile(r"([^\W\d_]{2,})[-\u2010\u00ad]$")
_TAIL = re.compile(r"([^\W\d_]+)(.*)$", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PROVISION = re.compile(r"[(\[]?\w{1,4}[.)\]] |(?:art|sec|§)", re.IGNORECASE)

Word = dict[str, Any]  # text, x0, x1, top, bottom


@dataclass(frozen=True)
class Line:
    """One line of a column: its text, where it ends, how wide its first word is, how high its letters.

    `column` is 0 where the page has one column or the line stands in the left one, else 1.
    """

    text: str
    right: float
    top: float
    first: float
    height: float
    column: int


def lines_of(words: Sequence[Word]) -> list[Line]:
    """The lines of one page in reading order, without the numbers of lines that bills have in the margin."""
    rows = _without_line_numbers(_rows(words))
    cut = _gutter(rows)
    if cut is None:
        return [_line(row) for row in rows]
    out: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        before, after = [w for w in row if w["x1"] <= cut], [w for w in row if w["x0"] >= cut]
        if _crosses(row, cut):
            out += [*left, *right, _line(row)]
            left, right = [], []
            continue
        left += [_line(before)] if before else []
        right += [_line(after, 1)] if after else []
    return [*out, *left, *right]


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words by line, from the top, each line from the left."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        if rows and abs(word["bottom"] - rows[-1][-1]["bottom"]) < LEVEL:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: float(w["x0"])) for row in rows]


def _line(row: Sequence[Word], column: int = 0) -> Line:
    first = row[0]
    return Line(
        text=" ".join(str(word["text"]) for word in row),
        right=float(max(word["x1"] for word in row)),
        top=float(median(word["top"] for word in row)),
        first=float(first["x1"] - first["x0"]),
        height=float(median(word["bottom"] - word["top"] for word in row)),
        column=column,
    )


def _without_line_numbers(rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Bills count their lines in the margin: every line at the left, or every fifth at the right."""
    left = [int(row[0]["text"]) for row in rows if _counts(row[0])]
    if len(left) >= 5 and len(left) > 0.7 * len(rows) and _steps(left, 1):
        return [rest for row in rows if (rest := row[1:] if _counts(row[0]) else row)]
    ends = [int(row[-1]["text"]) for row in rows if len(row) > 1 and _counts(row[-1])]
    if len(ends) >= 3 and all(number % 5 == 0 for number in ends) and _steps(ends, 5):
        return [row[:-1] if len(row) > 1 and _counts(row[-1]) else row for row in rows]
    return list(rows)


def _counts(word: Word) -> bool:
    return re.fullmatch(r"\d{1,3}", str(word["text"])) is not None


def _steps(numbers: Sequence[int], step: int) -> bool:
    """Whether nearly all numbers follow the one before."""
    follow = sum(after - before == step for before, after in zip(numbers, numbers[1:], strict=False))
    return follow >= 0.8 * (len(numbers) - 1)


def _gutter(rows: Sequence[Sequence[Word]]) -> float | None:
    """Where a blank strip parts the page into two columns, or None."""
    if len(rows) < 8:
        return None
    low = min(float(row[0]["x0"]) for row in rows)
    high = max(float(row[-1]["x1"]) for row in rows)
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        at = low + (high - low) * step / 100
        crossed = sum(_crosses(row, at) for row in rows)
        both = sum(row[0]["x1"] <= at <= row[-1]["x0"] and not _crosses(row, at) for row in rows)
        if both >= max(5, 0.35 * len(rows)) and crossed <= 0.2 * len(rows) and (best is None or both > best[0]):
            best = both, at
    return None if best is None else best[1]


def _crosses(row: Sequence[Word], at: float) -> bool:
    """Whether the row runs over the place: a word on it, or a gap there no wider than between words."""
    before = max((float(word["x1"]) for word in row if word["x0"] < at), default=None)
    after = min((float(word["x0"]) for word in row if word["x1"] > at), default=None)
    return before is not None and after is not None and after - before < GUTTER


def joined(pages: Sequence[Sequence[Line]]) -> list[tuple[int, str]]:
    """All pages as (page, line of text); an empty line stands where a paragraph ends.

    Running heads and page numbers are out; words cut at the end of a line are whole again.
    """
    kept = _without_running(pages)
    edges = _edges_of_columns(kept)
    flat = [(number, line) for number, page in enumerate(kept, 1) for line in page]
    texts = _whole_words([line.text for _, line in flat])
    usual = _usual_distance(kept)
    out: list[tuple[int, str]] = []
    for at, (number, line) in enumerate(flat):
        if at and _ended(flat[at - 1][1], line, edges, usual):
            out.append((number, ""))
        if texts[at]:
            out.append((number, texts[at]))
    return out


def _edges_of_columns(pages: Sequence[Sequence[Line]]) -> Mapping[int, float]:
    """How far the lines of each column reach; ragged lines need the farthest ones."""
    reach: dict[int, list[float]] = {}
    for page in pages:
        for line in page:
            reach.setdefault(line.column, []).append(line.right)
    return {column: sorted(ends)[round(0.95 * (len(ends) - 1))] for column, ends in reach.items()}


def _usual_distance(pages: Sequence[Sequence[Line]]) -> float:
    """From one line of a paragraph to the next: where a sentence surely runs on, else by the height of the letters."""
    couples = [couple for page in pages for couple in zip(page, page[1:], strict=False)]
    steps = [after.top - before.top for before, after in couples if _runs_on(before, after)]
    if len(steps) >= 3:
        return median(steps)
    heights = [line.height for page in pages for line in page]
    return 1.25 * median(heights) if heights else 0.0


def _runs_on(before: Line, after: Line) -> bool:
    small = after.text[:1].islower() and before.text[-1:].isalpha() and " " in before.text
    return small and 0 < after.top - before.top < 4 * before.height


def _ended(before: Line, line: Line, edges: Mapping[int, float], usual: float) -> bool:
    """Whether a paragraph ends between two lines: a gap, other letters, or room left for the next word."""
    step = line.top - before.top
    if step > 0 and usual and step > GAP * usual:
        return True
    if abs(line.height - before.height) > 1.0:
        return True
    return before.right + 0.35 * before.height + line.first < edges[before.column] - 1.0


def _without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Without what comes back at the head or the foot of many pages, whatever its numbers, and bare page numbers."""
    if len(pages) < 2:
        return [list(page) for page in pages]
    seen: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        seen.update({(top, _pattern(page[at].text)) for at, top in _outer(page)})
    often = max(2, round(0.3 * len(pages)))
    out = []
    for page in pages:
        gone = {
            at
            for at, top in _outer(page)
            if seen[top, _pattern(page[at].text)] >= often or _BARE.fullmatch(page[at].text)
        }
        out.append([line for at, line in enumerate(page) if at not in gone])
    return out


def _outer(page: Sequence[Line]) -> Iterator[tuple[int, bool]]:
    """Places of the outermost lines, and whether they stand at the head."""
    yield from ((at, True) for at in range(min(EDGE, len(page))))
    yield from ((at, False) for at in range(max(EDGE, len(page) - EDGE), len(page)))


def _pattern(text: str) -> str:
    """A line without its figures. The beginning of a provision is no running head: its figures stay."""
    if _PROVISION.match(text):
        return text
    return _FIGURE.sub("#", " ".join(text.split()).casefold())


def _whole_words(lines: Sequence[str]) -> list[str]:
    """Words cut at a line's end put together; the hyphen stays where the law writes the word with it elsewhere."""
    known = Counter(word.casefold() for line in lines for word in _WORD.findall(line))
    out = list(lines)
    for at in range(len(out) - 1):
        cut, tail = _CUT.search(out[at]), _TAIL.match(out[at + 1])
        if cut is None or tail is None or not tail[1][0].islower():
            continue
        compound = f"{cut[1]}-{tail[1]}".casefold()
        hyphen = "-" if known[compound] and not known[(cut[1] + tail[1]).casefold()] else ""
        rest = tail[2].split(" ", 1)
        out[at] = out[at][: cut.end(1)] + hyphen + tail[1] + rest[0]
        out[at + 1] = rest[1] if len(rest) > 1 else ""
    return out
