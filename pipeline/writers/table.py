"""Verdicts as a table, a row a provision: CSV and Excel for people, Parquet for machines.

Guarantees:
1. In CSV and Excel no text is ever read as a formula (`plain.cell`); Parquet holds texts as they are.
2. Every row has every column, and a source that could not be judged has its row, so that nothing is lost.
3. The same rows give the same bytes.

Sources: RFC 4180 (CSV); ECMA-376 (SpreadsheetML); Apache Parquet.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from csv import writer as csv_writer
from importlib import import_module
from typing import Any

from pipeline.errors import InputError, MissingExtraError
from pipeline.records import Failure, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers.plain import cell

Value = str | float | int | None
# Column, and its width in Excel (characters of the standard font).
COLUMNS = {
    "source": 24,
    "provision": 12,
    "heading": 30,
    "status": 8,
    "verdict": 12,
    "probability overbroad": 12,
    "kind": 18,
    "probability of kind": 12,
    "issues": 34,
    "deciding words": 44,
    "safeguards": 30,
    "missing": 26,
    "what to change": 60,
    "compare with": 60,
    "closest labelled law": 44,
    "notes": 34,
    "text": 80,
    "model": 24,
    "error": 30,
    "cure": 30,
    "caveat": 30,
}
LONGEST_CELL = 32_767  # UTF-16 units, and
MOST_ROWS = 1_048_575  # rows below the header: the limits of Excel
_CUT = " \u2026 (cut: longer than a cell may be)"
_DATE = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def csv(rows: Sequence[Verdict | Failure], taxonomy: Taxonomy) -> bytes:
    """The table as comma-separated values with a header; lines end as RFC 4180 asks.

    It is UTF-8 with a mark at its beginning, without which Excel takes letters of other scripts for gibberish.
    """
    sheet = io.StringIO(newline="")
    writer = csv_writer(sheet)
    writer.writerow(COLUMNS)
    writer.writerows([cell(item) if isinstance(item, str) else item for item in _row(row, taxonomy)] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def xlsx(rows: Sequence[Verdict | Failure], taxonomy: Taxonomy) -> bytes:
    """The table as an Excel workbook of one sheet, its header frozen and filtered.

    Raises InputError where Excel cannot hold so many rows, MissingExtraError where openpyxl is not installed.
    """
    if len(rows) > MOST_ROWS:
        raise InputError(f"{len(rows):,} provisions: more rows than Excel can hold.", "Ask for csv or parquet.")
    openpyxl, cells = _needed("openpyxl"), _needed("openpyxl.cell")
    bold = _needed("openpyxl.styles").Font(bold=True)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Review")
    # A sheet that is only written wants its layout before its first row.
    sheet.freeze_panes = "A2"
    for at, width in enumerate(COLUMNS.values(), 1):
        sheet.column_dimensions[_needed("openpyxl.utils").get_column_letter(at)].width = width
    sheet.auto_filter.ref = f"A1:{_needed('openpyxl.utils').get_column_letter(len(COLUMNS))}{len(rows) + 1}"
    header = [cells.WriteOnlyCell(sheet, value=name) for name in COLUMNS]
    for item in header:
        item.font = bold
    sheet.append(header)
    for row in rows:
        sheet.append([fitting(item) if isinstance(item, str) else item for item in _row(row, taxonomy)])
    whole = io.BytesIO()
    book.save(whole)
    return timeless(whole.getvalue())


def parquet(rows: Sequence[Verdict | Failure]) -> bytes:
    """Every field of `records.Verdict` and `records.Failure` as a typed column, under one schema whatever the rows.

    Raises MissingExtraError where pyarrow is not installed.
    """
    arrow, files = _needed("pyarrow"), _needed("pyarrow.parquet")
    schema = _schema(arrow)
    plain = [row.model_dump() for row in rows]
    for row in plain:
        row["kind_probabilities"] = list((row.get("kind_probabilities") or {}).items())
    whole = io.BytesIO()
    files.write_table(arrow.Table.from_pylist(plain, schema=schema), whole, compression="zstd")
    return whole.getvalue()


def _row(row: Verdict | Failure, taxonomy: Taxonomy) -> list[Value]:
    """The values in the order of COLUMNS."""
    values = _judged(row, taxonomy) if isinstance(row, Verdict) else {"error": row.error, "cure": row.cure}
    values |= {"source": row.source, "status": row.status}
    return [values.get(name) for name in COLUMNS]


def _judged(row: Verdict, taxonomy: Taxonomy) -> dict[str, Value]:
    rules = [taxonomy.issues[issue.tag] for issue in row.issues]
    return {
        "provision": row.provision,
        "heading": row.heading,
        "verdict": row.scope or "not asked",
        "probability overbroad": row.p_overbroad,
        "kind": row.kind,
        "probability of kind": row.kind_probabilities.get(row.kind),
        "issues": _listed(f"{issue.tag} ({issue.probability:.0%})" for issue in row.issues),
        "deciding words": _listed(issue.quote for issue in row.issues if issue.decisive and issue.quote),
        "safeguards": _listed(item.tag + (f": {item.quote}" if item.quote else "") for item in row.safeguards),
        "missing": _listed(row.missing),
        "what to change": _listed(row.advice),
        "compare with": _listed(rule.compare for rule in rules),
        "closest labelled law": _listed(
            f"{near.jurisdiction}, {near.law} ({near.year}), {near.provision}: {near.scope or 'not asked'}"
            for near in row.precedents[:1]
        ),
        "notes": _listed(row.notes),
        "text": row.text,
        "model": row.model,
        "caveat": row.caveat,
    }


def _listed(items: Iterable[str]) -> str:
    """Each item once, on a line of its own within the cell."""
    return "\n".join(dict.fromkeys(" ".join(item.split()) for item in items))


def fitting(text: str) -> str:
    """Text for a cell of Excel: harmless, with one kind of line end, and cut with a word where it is too long."""
    kept = cell(text.replace("\r\n", "\n").replace("\r", "\n"))
    units = kept.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return kept
    return units[: 2 * (LONGEST_CELL - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def timeless(book: bytes) -> bytes:
    """The workbook without the hour it was made at (guarantee 3)."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as made, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _STAMP.sub(b"1980-01-01T00:00:00Z", data)
            kept.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _schema(arrow: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    text, real, whole = arrow.string(), arrow.float64(), arrow.int64()
    words = {"tag": text, "quote": text, "start": whole, "end": whole}
    issue = {**words, "probability": real, "decisive": arrow.bool_(), "principle": text}
    near = {"id": text, "jurisdiction": text, "law": text, "year": whole, "provision": text, "scope": text}

    def several(fields: dict[str, Any]) -> Any:  # noqa: ANN401
        return arrow.list_(arrow.struct(list(fields.items())))

    texts = arrow.list_(text)
    return arrow.schema(
        {
            "source": text,
            "provision": text,
            "heading": text,
            "text": text,
            "status": text,
            "kind": text,
            "kind_probabilities": arrow.map_(text, real),
            "scope": text,
            "p_overbroad": real,
            "issues": several(issue),
            "safeguards": several(words),
            "missing": texts,
            "precedents": several({**near, "similarity": real}),
            "advice": texts,
            "notes": texts,
            "windows": whole,
            "model": text,
            "caveat": text,
            "error": text,
            "cure": text,
        }
    )


def _needed(module: str) -> Any:  # noqa: ANN401
    """A library of the extra, loaded when it is asked for; neither of them has types."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(module.partition(".")[0], "office") from error
