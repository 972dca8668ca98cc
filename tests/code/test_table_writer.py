"""The table: a row a provision, no formula ever, nothing lost, the same bytes twice."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError, MissingExtraError
from pipeline.records import Failure, Safeguard, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers import table
from pipeline.writers.plain import cell, legal, likelihood
from tests.code.word import QUOTE, judged
from tests.conftest import NARROW, OVERBROAD

FAILED = Failure(source="x.pdf", error="Locked.", cure="Unlock it.")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\x00=1", "\uff1d1", "\u00a0+1", "\ufffe@x")


def rows() -> list[Verdict | Failure]:
    guard = Safeguard(tag="intent", quote="knowingly", start=None, end=None)
    return [judged(OVERBROAD, QUOTE, safeguards=(guard,)), judged(NARROW, None, scope=None, p_overbroad=None), FAILED]


def of_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def of_xlsx(data: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str, known: Taxonomy) -> None:
    row = judged(text + OVERBROAD, QUOTE, source=text, heading=text, provision=text, notes=(text,))
    failed = Failure(source=text, error=text, cure=text)
    for line in of_csv(table.csv([row, failed], known)):
        for name, value in line.items():
            assert not value.lstrip().startswith(tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")), name
    sheet = openpyxl.load_workbook(io.BytesIO(table.xlsx([row, failed], known))).active
    for line in sheet.iter_rows():
        assert all(item.data_type != "f" for item in line)
        assert all(not str(item.value).lstrip().startswith(tuple("=+-@")) for item in line if item.value is not None)


@given(st.text())
def test_every_text_is_harmless_and_otherwise_kept(text: str) -> None:
    made = cell(text)
    assert made.removeprefix("'") == legal(text).removeprefix("'") or made == f"'{legal(text)}"
    assert not made.lstrip()[:1] or made.lstrip()[0] not in "=+-@"
    assert "\x00" not in made and "\ufffe" not in made


def test_csv_holds_every_row(known: Taxonomy) -> None:
    data = table.csv(rows(), known)
    first, second, third = of_csv(data)
    assert list(first) == list(table.COLUMNS) and b"\r\n" in data and data.startswith(b"\xef\xbb\xbf")
    assert (first["verdict"], second["verdict"], third["verdict"]) == ("overbroad", "not asked", "")
    assert (first["status"], third["status"], third["error"]) == ("ok", "failed", "Locked.")
    assert first["deciding words"] == QUOTE and first["text"] == OVERBROAD
    assert first["safeguards"] == "intent: knowingly"
    assert first["compare with"] == known.issues["content-restriction"].compare
    assert float(first["probability overbroad"]) == 0.93 and second["probability overbroad"] == ""


def test_xlsx_is_laid_out(known: Taxonomy) -> None:
    data = table.xlsx(rows(), known)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.freeze_panes == "A2" and sheet.title == "Review"
    assert sheet.column_dimensions["A"].width == table.COLUMNS["source"]
    assert sheet["A1"].font.bold and sheet.auto_filter.ref == "A1:U4"
    header, first, *_ = of_xlsx(data)
    assert header == tuple(table.COLUMNS) and len(of_xlsx(data)) == 4
    found = dict(zip(header, first, strict=True))
    assert found["text"] == OVERBROAD and found["probability overbroad"] == 0.93


def test_xlsx_stands_what_is_illegal_or_long(known: Taxonomy) -> None:
    row = judged("a\x0b\x1f\ufffe\uffffb\r\nc" + "\U0001f600" * 40_000, None, heading="\x00")
    found = dict(zip(*of_xlsx(table.xlsx([row], known)), strict=True))
    assert found["text"].startswith("ab\nc\U0001f600") and found["text"].endswith("longer than a cell may be)")
    assert len(found["text"].encode("utf-16-le")) // 2 <= table.LONGEST_CELL
    assert found["heading"] in (None, "")


def test_more_rows_than_excel_holds(known: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    with pytest.raises(InputError):
        table.xlsx(rows(), known)


def test_the_same_bytes_twice(known: Taxonomy) -> None:
    assert table.xlsx(rows(), known) == table.xlsx(rows(), known)
    assert table.csv(rows(), known) == table.csv(rows(), known)
    assert table.parquet(rows()) == table.parquet(rows())
    assert b"1980-01-01T00:00:00Z" in _core(table.xlsx([], known))


def _core(data: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("docProps/core.xml")


def test_parquet_holds_every_field_under_one_schema() -> None:
    import pyarrow.parquet as parquet

    full = parquet.read_table(io.BytesIO(table.parquet(rows())))
    empty = parquet.read_table(io.BytesIO(table.parquet([])))
    assert full.schema == empty.schema and empty.num_rows == 0
    assert set(full.schema.names) == set(Verdict.model_fields) | set(Failure.model_fields)
    back = full.to_pylist(maps_as_pydicts="strict")
    wanted = [row.model_dump() for row in rows()]
    for was, made in zip(wanted, back, strict=True):
        for name, value in was.items():
            assert made[name] == (list(value) if isinstance(value, tuple) else value), name
    assert back[2]["scope"] is None and back[2]["status"] == "failed"


def test_a_missing_library_is_named(known: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    writers: dict[str, Callable[[], bytes]] = {
        "openpyxl": lambda: table.xlsx([], known),
        "pyarrow": lambda: table.parquet([]),
    }
    for name, write in writers.items():
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(MissingExtraError) as told:
            write()
        assert name in told.value.message and "[office]" in told.value.cure


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.99, "virtually certain (99%)"), (0.5, "about as likely as not (50%)"), (0.0, "very unlikely (0%)")],
)
def test_probability_in_words(chance: float, words: str) -> None:
    assert likelihood(chance) == words
