"""Rows of new labelled laws, for the tests of adding them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.dataset import adding
from pipeline.dataset.drafts import House
from tests.conftest import ROOT

FIXTURES = ROOT / "tests" / "fixtures"


MISTAKES, MENDED = FIXTURES / "new-country.csv", FIXTURES / "new-country-mended.csv"


Row = Callable[..., dict[str, Any]]


ENTRY = (
    "Any person who wilfully and without permission of the owner opens a locked account on a network, in order to read "
    "the letters kept in it, is liable to a fine."
)


def new(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell of a table
    """A good row, as somebody's table holds it, with changes."""
    base = {
        "Country": "Ghana", "Act": "Networks Act", "Year": 2021, "Section": "s. 4(1)", "Title": "Opening of accounts",
        "Text": ENTRY, "Type": "Cyber dependent", "Verdict": "Narrow", "Issues": "",
        "Safeguards": 'intent: "wilfully"; without-right: "without permission of the owner"',
        "Notes": "invented for a test",
    }  # fmt: skip
    return {**base, **changes}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["data", *map(str, words)], env={"COLUMNS": "100"})


def table(path: Path, *rows: dict[str, Any]) -> Path:
    """The rows as csv, xlsx, jsonl or parquet, by the name of the file."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for line in (names, *([row.get(name) for name in names] for row in rows)):
            book.active.append(line)
        book.save(path)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names)
            writer.writeheader()
            writer.writerows(rows)
    elif path.suffix == ".parquet":
        import pyarrow
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def planned(house: House, laws: Path, *rows: dict[str, Any], asked: tuple[str, ...] = ()) -> adding.Plan:
    return adding.plan(list(enumerate(rows, 2)), laws, house, asked, {})


def told(house: House, laws: Path, **changes: Any) -> str:  # noqa: ANN401
    return "\n".join(f"{one.message} -> {one.cure}" for one in planned(house, laws, new(**changes)).problems)
