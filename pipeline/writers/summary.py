"""A whole bill at a terminal: one row a provision with its verdict and the words that decide, and the counts."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.records import CAVEAT, Decision, Failure, Verdict
from pipeline.writers.grid import GAP, Column, fitted, fold, line
from pipeline.writers.terminal import Page, printable

NAMES: dict[Decision | None, str] = {
    "overbroad": "OVERBROAD",
    "undecided": "UNDECIDED",
    "narrow": "NARROW",
    None: "not asked",
}
COLOURS: dict[Decision | None, str] = {"overbroad": "1;31", "undecided": "1;33", "narrow": "32", None: "36"}
COLUMNS = (
    Column("provision", 6, lines=2),
    Column("heading", 10, lines=2, spare=1),
    Column("kind", 10, lines=2, spare=2),
    Column("verdict", 9),
    Column("deciding words", 14, lines=3),
)
_VERDICT = 3  # the column that is coloured


def summary(rows: Sequence[Verdict | Failure], page: Page) -> str:
    """The table, the counts and the caveat, ending in a newline.

    A source that failed has its reason and its cure in its place. Where the rows come from more than one source, the
    name of each stands above its rows. Nothing of a text reaches the terminal as a command.
    """
    judged = [row for row in rows if isinstance(row, Verdict)]
    cells = {at: _cells(row) for at, row in enumerate(rows) if isinstance(row, Verdict)}
    lines: list[str] = []
    widths = fitted(COLUMNS, list(cells.values()), page.width)
    if judged:
        lines += [*_row([column.name for column in COLUMNS], widths, page, None), _rule(widths)]
    several, last = len({row.source for row in rows}) > 1, None
    for at, row in enumerate(rows):
        if several and row.source != last and isinstance(row, Verdict):
            lines += ["", *fold(printable(row.source), page.width, 2)]
        last = row.source
        if isinstance(row, Verdict):
            lines += _row(cells[at], widths, page, COLOURS[row.scope])
        else:
            lines += ["", *_failure(row, page)]
    return "\n".join([*lines, "", *_end(rows, page)]) + "\n"


def counts(rows: Sequence[Verdict | Failure]) -> str:
    """How many of each verdict, in one sentence."""
    scopes = Counter(row.scope for row in rows if isinstance(row, Verdict))
    failed = sum(isinstance(row, Failure) for row in rows)
    parts = [f"{scopes[scope]:,} {name.lower()}" for scope, name in NAMES.items() if scopes[scope]]
    total = scopes.total()
    said = f"{total:,} provision{'' if total == 1 else 's'}{': ' if parts else ''}{', '.join(parts)}."
    return said + (f" {failed:,} source{'' if failed == 1 else 's'} could not be judged." if failed else "")


def deciding_words(found: Verdict) -> str:
    """The quotes of the issues that decide; where there are none, the tags of those issues or the reason for doubt."""
    decisive = [issue for issue in found.issues if issue.decisive]
    quotes = list(dict.fromkeys(" ".join(issue.quote.split()) for issue in decisive if issue.quote))
    if found.scope not in ("overbroad", "undecided"):
        return ""
    if quotes:
        return "; ".join(f"\u201c{quote}\u201d" for quote in quotes)
    return "; ".join(issue.tag for issue in decisive) or " ".join(found.notes)


def paint(text: str, code: str | None, page: Page) -> str:
    """The text in a colour, where the page has colours."""
    return f"\x1b[{code}m{text}\x1b[0m" if page.colour and code else text


def _cells(row: Verdict) -> list[str]:
    parts = (row.provision, row.heading, row.kind, NAMES[row.scope], deciding_words(row))
    return [" ".join(printable(part).split()) for part in parts]


def _row(cells: Sequence[str], widths: Sequence[int], page: Page, colour: str | None) -> Iterator[str]:
    verdict = sum(1 for wide in widths[:_VERDICT] if wide)
    for parts in line(cells, widths, COLUMNS):
        parts[verdict] = paint(parts[verdict], colour, page)
        yield GAP.join(parts).rstrip()


def _rule(widths: Sequence[int]) -> str:
    return GAP.join("\u2500" * wide for wide in widths if wide)


def _failure(row: Failure, page: Page) -> Iterator[str]:
    first, *rest = fold(f"FAILED {printable(row.error)}", page.width, 4)
    yield paint(first[:6], "1;31", page) + first[6:]
    yield from rest
    yield from fold(printable(row.cure), page.width, 4)


def _end(rows: Sequence[Verdict | Failure], page: Page) -> Iterator[str]:
    yield from fold(counts(rows), page.width, 4)
    undecided = [row for row in rows if isinstance(row, Verdict) and row.scope == "undecided"]
    if undecided:
        names = ", ".join(row.provision or row.heading or row.source for row in undecided)
        yield from fold(printable(f"Work for a lawyer (undecided): {names}."), page.width, 8)
    yield from fold(CAVEAT, page.width, 4)
    models = dict.fromkeys(row.model for row in rows if isinstance(row, Verdict))
    if models:
        yield from fold(f"Model: {', '.join(printable(name) for name in models)}", page.width, 4)
