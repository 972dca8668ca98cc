"""Small tables for a terminal: a row of names, a rule, the rows; texts made harmless, cells fitted to the page."""

from collections.abc import Sequence

from pipeline.writers.grid import GAP, Column, fitted, line
from pipeline.writers.terminal import printable


def listing(columns: Sequence[Column], rows: Sequence[Sequence[object]], width: int) -> str:
    """The table, ending in a newline; numbers above 999 get their commas, and None is an empty cell."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = fitted(columns, cells, width)
    drawn = [line([column.name for column in columns], widths, columns)]
    drawn.append([["\u2500" * wide for wide in widths if wide]])
    drawn += [line(row, widths, columns) for row in cells]
    return "".join(GAP.join(parts).rstrip() + "\n" for row in drawn for parts in row)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else " ".join(printable(str(value)).split())
