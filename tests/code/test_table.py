"""Tables into provisions: columns by name, every format alike, and tables made to harm."""

import csv
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.readers import table
from pipeline.records import Provision

ROWS = [("k-1", "Entry", "Whoever enters, commits an offence."), ("k-2", "", "Whoever stays\ncommits one.")]


def _read(path: Path) -> list[Provision]:
    return list(table.provisions(path))


def _written(folder: Path, name: str) -> Path:
    """ROWS in the format that the name says."""
    path, kind = folder / name, name.rpartition(".")[2]
    if kind in {"csv", "tsv"}:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, delimiter="\t" if kind == "tsv" else ";")
            writer.writerows([("ID", "Heading", "Text"), *ROWS, ("", "", ""), ("k-4", "Nothing", "")])
    elif kind == "jsonl":
        names = ("id", "heading", "text")
        path.write_text(
            "\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in ROWS) + "\n\n", encoding="utf-8"
        )
    elif kind == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.create_sheet("Laws")
        for row in [("id", "heading", "text"), *ROWS]:
            sheet.append(row)
        book.save(path)
    else:
        import pyarrow
        import pyarrow.parquet

        columns = dict(zip(("id", "heading", "text"), map(list, zip(*ROWS, strict=True)), strict=True))
        pyarrow.parquet.write_table(pyarrow.table({**columns, "other": [1.5, None]}), path)
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.xlsx", "a.parquet"])
def test_every_format_alike(tmp_path: Path, name: str) -> None:
    found = _read(_written(tmp_path, name))
    assert [(one.provision, one.heading, one.text) for one in found] == ROWS
    first = 1 if name in {"a.jsonl", "a.parquet"} else 2
    assert [one.place for one in found] == [f"row {first}", f"row {first + 1}"]


def test_number_and_id(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("sep=,\nid,section,clause text\n7,12A,Côté\n".encode("cp1252"))
    (found,) = _read(path)
    assert (found.provision, found.text, found.place) == ("12A", "Côté", "row 2, 7")
    path.write_bytes("section\ttext\r\n3\tДоступ\r\n".encode("utf-16"))
    assert [(one.provision, one.text) for one in _read(path)] == [("3", "Доступ")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"id,words\n1,Whoever\n", "no column of text .the columns are: id, words"),
        (b"id,text\n1," + b"x" * 2_000_000, "too long"),
        (b'id,text\n1,"open\n' + b"all of the rest,\n" * 200_000, "too long"),
        (b"id,text\n" + b'"\n",' * 1_000_000, "too long"),
        (b"id,text\n1,a\x00b\n", "binary"),
        (b"id,text\n1,\n", "without any text"),
        (b"", "without any text"),
        (b'{"text": "a"}\nno json\n', "by its line 2"),
        (b'{"text": "a"}\n["text"]\n', "line 2"),
        (b'{"text": ["a"]}\n', "is no text"),
        (b'{"words": "a"}\n', "no column of text"),
        (b'{"text": ' + b"[" * 100_000 + b"\n", "no JSON Lines"),
        (b'{"text": "' + b"x" * 500_000 + b'"}\n', "too long"),
        (b"PAR1 and then nothing", "broken parquet"),
        (b"PK\x03\x04 and then nothing", "broken workbook"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "table"
    path.write_bytes(data)
    with pytest.raises(InputError, match=says):
        _read(path)


def _patched(path: Path, part: str, data: bytes) -> Path:
    """The workbook with one part replaced."""
    out = path.with_name("patched.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return out


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = _patched(_written(tmp_path, "a.xlsx"), "xl/worksheets/sheet2.xml", b" " * 200_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(InputError, match="zip bomb"):
        _read(path)


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    laughs = b"<!--" + b" " * 9000 + b'--><!DOCTYPE sst [<!ENTITY a "ha">]><sst>&a;</sst>'
    with pytest.raises(InputError, match="document type"):
        _read(_patched(_written(tmp_path, "a.xlsx"), "xl/worksheets/sheet2.xml", laughs))


def test_a_cell_at_the_end_of_the_sheet_takes_no_million_rows(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "text"
    book.worksheets[0]["XFD1048576"] = "Whoever enters."
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="blank rows"):
        _read(tmp_path / "a.xlsx")


def test_a_formula_is_not_computed(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in [("text",), ("=1+1",), ("Whoever enters.",)]:
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    assert [one.text for one in _read(tmp_path / "a.xlsx")] == ["Whoever enters."]
