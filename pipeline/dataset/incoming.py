"""A file of new labelled rows, whatever its format, as rows of columns."""

import re
from collections.abc import Mapping
from pathlib import Path

from pipeline.dataset.exports import Row, from_json, from_prodigy
from pipeline.errors import InputError
from pipeline.readers import table
from pipeline.readers.opening import head

_NUMBERED = re.compile(r"(issue|safeguard) (\d)( words)?")
MOST = 20_000  # rows of one file; they are held at once, to be added whole or not at all


def rows(path: Path) -> list[Row]:
    """All rows of a csv, xlsx, jsonl or parquet file, or of an export of Label Studio or Prodigy.

    The number of a row is the one a person counts: in csv and xlsx the row of the names is row 1. Raises InputError,
    with its cure, for a file that is none of these, has no rows or too many; MissingExtraError as the readers do.
    """
    start = head(path).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise InputError(f"{path}: there is nothing in it.", "Give a table of labelled provisions.")
    if start.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"<")):
        raise InputError(f"{path}: no table of labelled provisions.", "Save the table as csv or xlsx.")
    found: list[Row] = []
    for row in from_json(path) if start.startswith(b"[") else from_prodigy(table.rows(path)):
        row = (row[0], _together(row[1]))
        if any(value not in (None, "", [], {}) for value in row[1].values()):
            found.append(row)
        if len(found) > MOST:
            raise InputError(f"{path}: more than {MOST:,} rows.", "Add it in parts.")
    if not found:
        raise InputError(f"{path}: a table without rows.", "Give a row of names and a row a provision.")
    return found


def _together(row: Mapping[str, object]) -> Mapping[str, object]:
    """The row with `issue 1`, `issue 1 words`, `issue 2` ... as one list of issues, and safeguards likewise.

    A sheet with drop-down lists has a column for each tag, since a cell of it holds one choice.
    """
    plain: dict[str, object] = {}
    tags: dict[str, dict[str, dict[str, object]]] = {}
    for name, value in row.items():
        numbered = _NUMBERED.fullmatch(" ".join(name.casefold().split()))
        if numbered is None:
            plain[name] = value
        elif value not in (None, ""):
            part = "quote" if numbered[3] else "tag"
            tags.setdefault(f"{numbered[1]}s", {}).setdefault(numbered[2], {})[part] = value
    for field, found in tags.items():
        plain[field] = [{"tag": "", **item} for item in found.values()]
    return plain


def names(found: list[Row]) -> list[str]:
    """Every column of the rows, in the order in which they first come."""
    return list(dict.fromkeys(name for _, row in found for name in row))
