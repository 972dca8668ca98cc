"""Two drafts at a terminal: one row a provision, the old verdict beside the new one, and what changed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.compare import Change, Pair
from pipeline.records import CAVEAT, Verdict
from pipeline.writers.grid import GAP, Column, fitted, fold, line
from pipeline.writers.summary import NAMES, paint
from pipeline.writers.terminal import Page, printable

CHANGES: dict[Change, str] = {
    "worse": "worse",
    "improved": "improved",
    "added": "added",
    "removed": "removed",
    "same": "same",
}
_COLOURS: dict[Change, str | None] = {"worse": "1;31", "improved": "32", "added": "36", "removed": "36", "same": None}
COLUMNS = (
    Column("provision", 8, lines=2),
    Column("heading", 10, lines=2, spare=1),
    Column("before", 9),
    Column("now", 9),
    Column("change", 8),
    Column("issues", 12, lines=3, spare=2),
)
_CHANGE = 4  # the column that is coloured


def comparison(pairs: Sequence[Pair], page: Page, *, only_changed: bool = False) -> str:
    """The table and the counts, ending in a newline; `only_changed` leaves out what has the same verdict and words."""
    shown = [pair for pair in pairs if not only_changed or pair.change != "same" or pair.reworded]
    cells = [_cells(pair) for pair in shown]
    widths = fitted(COLUMNS, cells, page.width)
    lines: list[str] = []
    if shown:
        lines += [*_row([column.name for column in COLUMNS], widths, page, None)]
        lines += [GAP.join("\u2500" * wide for wide in widths if wide)]
    for pair, row in zip(shown, cells, strict=True):
        lines += _row(row, widths, page, _COLOURS[pair.change])
    end = [*fold(counts(pairs), page.width, 4), *fold(CAVEAT, page.width, 4)]
    return "\n".join([*lines, *([""] if shown else []), *end]) + "\n"


def counts(pairs: Sequence[Pair]) -> str:
    """How many provisions improved, got worse and so on, in one sentence."""
    found = Counter(pair.change for pair in pairs)
    parts = [f"{found[change]:,} {name}" for change, name in CHANGES.items() if found[change]]
    reworded = sum(pair.reworded for pair in pairs)
    if not parts:
        return "There is nothing to compare."
    return f"Verdicts: {', '.join(parts)}. {reworded:,} provision{' was' if reworded == 1 else 's were'} reworded."


def number(pair: Pair) -> str:
    """The number of the provision, with its old number before it where that was another."""
    before, now = (row.provision if row else "" for row in (pair.old, pair.new))
    if pair.old and pair.new and before != now:
        return f"{before or '?'} \u2192 {now or '?'}"
    return now or before


def issues(pair: Pair) -> str:
    """The issues that went, with a minus, and those that came, with a plus."""
    if pair.change in ("added", "removed"):
        row = pair.new or pair.old
        return ", ".join(issue.tag for issue in row.issues) if row else ""
    return ", ".join([*(f"\u2212{tag}" for tag in pair.solved), *(f"+{tag}" for tag in pair.raised)])


def _cells(pair: Pair) -> list[str]:
    row = pair.new or pair.old
    heading = row.heading if row else ""
    change = "reworded" if pair.change == "same" and pair.reworded else CHANGES[pair.change]
    parts = (number(pair), heading, _name(pair.old), _name(pair.new), change, issues(pair))
    return [" ".join(printable(part).split()) for part in parts]


def _name(row: Verdict | None) -> str:
    return NAMES[row.scope] if row else "\u2013"


def _row(cells: Sequence[str], widths: Sequence[int], page: Page, colour: str | None) -> Iterator[str]:
    at = sum(1 for wide in widths[:_CHANGE] if wide)
    for parts in line(cells, widths, COLUMNS):
        parts[at] = paint(parts[at], colour, page)
        yield GAP.join(parts).rstrip()
