"""Tables with a provision in each row: csv, JSON Lines, xlsx and parquet, read row by row.

The column of the text is found by its name, as are those of number, id and heading; all others are left alone. A row
without any text is passed over. The place of a provision is its row, counted as a person counts: in csv and xlsx the
row of the names is row 1.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path

from pipeline.errors import InputError
from pipeline.provisions import clean
from pipeline.readers.opening import LONGEST, head
from pipeline.records import Provision

Row = tuple[int, Mapping[str, object]]
COLUMNS = {
    "text": (
        "text",
        "provision_text",
        "clause_text",
        "body",
        "content",
        "wording",
        "clause",
        "texto",
        "texte",
        "текст",
    ),
    "provision": ("provision", "number", "section", "article", "num", "no"),
    "id": ("id", "identifier", "key", "row_id"),
    "heading": ("heading", "title", "caption", "marginal_note"),
}
_LONGEST_LINE = 4 * LONGEST
_NAME_THEM = "Name the columns text, id and heading; only text is needed."


def provisions(path: Path) -> Iterator[Provision]:
    """The provisions of a table, in its order; the format is told by content.

    Raises InputError, with its cure, for a table without a column of text, a broken row, or a field too long for one
    provision; MissingExtraError where the library of xlsx or parquet is not installed.
    """
    start = head(path)
    if start.startswith(b"PAR1"):
        from pipeline.readers import parquet

        rows = parquet.rows(path, tuple(name for names in COLUMNS.values() for name in names))
    elif start.startswith(b"PK\x03\x04"):
        from pipeline.readers import xlsx

        rows = _named(xlsx.rows(path), path)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        rows = _json_rows(path)
    else:
        rows = _named(_csv_rows(path), path)
    return _provisions(rows, path)


def rows(path: Path) -> Iterator[Row]:
    """Every row of a table with all of its columns, whatever they are called; the format is told by content.

    Cells are as the file holds them: texts, numbers, dates, and in JSON Lines and parquet lists and objects too.
    Raises InputError, with its cure, for a broken table or a field too long for one provision; MissingExtraError where
    the library of xlsx or parquet is not installed.
    """
    start = head(path)
    if start.startswith(b"PAR1"):
        from pipeline.readers import parquet

        names = next((row for _, row in parquet.rows(path, ())), {})
        yield from parquet.rows(path, tuple("_".join(name.casefold().split()) for name in names))
    elif start.startswith(b"PK\x03\x04"):
        from pipeline.readers import xlsx

        yield from _named(xlsx.rows(path), path, any_names=True)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_rows(path)
    else:
        yield from _named(_csv_rows(path), path, any_names=True)


def chosen(names: Sequence[str]) -> dict[str, str]:
    """Which column holds what: `text`, `provision`, `id`, `heading` to the name as it is written in the table."""
    folded = {"_".join(clean(name).casefold().split()): name for name in reversed(names)}
    found: dict[str, str] = {}
    for role, known in COLUMNS.items():
        named = next((folded[name] for name in known if name in folded and folded[name] not in found.values()), None)
        if named is not None:
            found[role] = named
    return found


def _provisions(rows: Iterator[Row], path: Path) -> Iterator[Provision]:
    found = False
    for number, row in rows:
        roles = chosen(list(row))
        if "text" not in roles:
            named = ", ".join(clean(name)[:40] for name in list(row)[:8]) or "none"
            raise InputError(f"{path}, row {number}: no column of text (the columns are: {named}).", _NAME_THEM)
        text, written, key, heading = (_cell(row, roles.get(role), path, number) for role in COLUMNS)
        if text:
            found = True
            place = f"row {number}, {key}" if key and written and key != written else f"row {number}"
            yield Provision(source=str(path), place=place, provision=written or key, heading=heading, text=text)
    if not found:
        raise InputError(f"{path}: a table without any text.", _NAME_THEM)


def _cell(row: Mapping[str, object], name: str | None, path: Path, number: int) -> str:
    value = row.get(name) if name is not None else None
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise InputError(f"{path}, row {number}: {name} is no text.", "Give it as text in quotation marks.")
    if isinstance(value, str) and len(value) > LONGEST:
        raise _too_long(path, number)
    return clean(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))


def _too_long(path: Path, number: int) -> InputError:
    return InputError(
        f"{path}, row {number}: a field of more than {LONGEST:,} characters, too long for one provision.",
        "Give one provision a row; a quotation mark left open also makes such a field.",
    )


def _named(lines: Iterator[tuple[int, Sequence[object]]], path: Path, *, any_names: bool = False) -> Iterator[Row]:
    """Rows by the names in the first one, of which one must be known for the text unless `any_names` will do."""
    names: list[str] | None = None
    for number, cells in lines:
        if names is None:
            names = [str(cell) if cell is not None else "" for cell in cells]
            if not any_names and "text" not in chosen(names):
                shown = ", ".join(clean(name)[:40] for name in names[:8])
                raise InputError(f"{path}: no column of text (the columns are: {shown}).", _NAME_THEM)
        else:
            yield number, {name: cell for name, cell in zip(names, cells, strict=False) if name}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file, of a bounded length, with their numbers."""
    encoding = encoding_of(path)
    with path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding, newline="") as stream:
        number = 0
        while line := stream.readline(_LONGEST_LINE + 1):
            number += 1
            if len(line) > _LONGEST_LINE:
                raise _too_long(path, number)
            if "\x00" in line:
                raise InputError(
                    f"{path}, line {number}: a binary file, not a table.", "Save the table as csv in UTF-8."
                )
            yield number, line


def encoding_of(path: Path) -> str:
    """UTF-8 or UTF-16 by mark, UTF-8 where the whole file is, else Windows-1252; the file is never held whole."""
    start = head(path)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        with path.open("r", encoding="utf-8-sig", newline="") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def separator_of(line: str) -> str:
    """The mark that parts the columns: the most frequent of tab, semicolon and comma in the first line."""
    return max("\t;,", key=line.count)


def _csv_rows(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    number, held = 0, 0

    def lines() -> Iterator[str]:
        nonlocal held
        for _, line in _lines(path):
            held += len(line)
            if held > _LONGEST_LINE:  # a row may run over lines: an open quotation mark must not swallow the file
                raise _too_long(path, number + 1)
            yield line

    try:
        source = lines()
        first = next(source, "")
        told = first.strip()[4:] if first.lower().startswith("sep=") else ""  # Excel's own note of its separator
        again = source if told else (line for part in ([first], source) for line in part)
        for number, cells in enumerate(csv.reader(again, delimiter=told[:1] or separator_of(first)), start=1):
            held = 0
            if any(cells):
                yield number, cells
    except csv.Error as error:
        # The csv module's own bound on a field (131,072 characters) is met before ours.
        raise _too_long(path, number + 1) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: its letters are in no known encoding.", "Save it as csv in UTF-8.") from error


def _json_rows(path: Path) -> Iterator[Row]:
    number = 0
    try:
        for number, line in _lines(path):
            if not line.strip():
                continue
            row = json.loads(line)
            if not isinstance(row, dict):
                raise InputError(f"{path}, line {number}: not a JSON object.", "Give one object a line.")
            yield number, row
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"{path}: no JSON Lines, by its line {number}.", "Give one JSON object a line.") from error
