"""`scope review` and `scope compare` as a person meets them: a bill goes in, each kind of review comes out."""

import csv
import io
import json
from pathlib import Path

import pytest

from pipeline.model import Model
from pipeline.records import CAVEAT, Provision, Verdict
from pipeline.review import judged, review
from tests.code.test_cli import scope, two_lines
from tests.conftest import NARROW, OVERBROAD

BILL = f"""# Network Safety Bill

**1. Interpretation**

In this Act "harmful content" means a recording that shows the sexual abuse of a child.

**2. Entry**

{NARROW}

**3. News**

{OVERBROAD}

**4. Report**

The Minister shall report to Parliament each year.
"""


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "bill.md"
    path.write_text(BILL, encoding="utf-8")
    return path


def rows_of(data: bytes) -> list[Verdict]:
    return [Verdict.model_validate_json(line) for line in data.decode().splitlines()]


def test_a_table_of_the_bill_at_the_terminal(bill: Path, small_folder: Path) -> None:
    done = scope("review", bill, "--model", small_folder)
    page = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "4 provisions" in page and "Entry" in page and "OVERBROAD" in page and CAVEAT[:20] in page


def test_json_lines_keep_the_contract(bill: Path, small_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = scope("review", bill, "-o", out, "--model", small_folder)
    assert done.returncode == 0, done.stderr
    rows = rows_of(out.read_bytes())
    assert [row.provision for row in rows] == ["1", "2", "3", "4"]
    assert [row.heading for row in rows] == ["Interpretation", "Entry", "News", "Report"]
    assert rows[2].scope == "overbroad" and OVERBROAD in rows[2].text
    for row in rows:
        places = [(item.start, item.end, item.quote) for item in row.issues]
        places += [(item.start, item.end, item.quote) for item in row.safeguards]
        for start, end, quote in places:
            assert start is None or row.text[start:end] == quote


def test_sarif_points_into_the_file(bill: Path, small_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sarif"
    assert scope("review", bill, "-o", out, "--model", small_folder).returncode == 0
    results = json.loads(out.read_text())["runs"][0]["results"]
    regions = [result["locations"][0]["physicalLocation"].get("region") for result in results]
    assert any(regions)
    for region in filter(None, regions):
        at = region["charOffset"]
        assert BILL[at : at + region["charLength"]] == region["snippet"]["text"]


def test_each_other_format_is_written_whole(bill: Path, small_folder: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook
    from pyarrow.parquet import read_table

    for suffix in ("html", "csv", "xlsx", "parquet"):
        done = scope("review", bill, "-o", tmp_path / f"out.{suffix}", "--model", small_folder)
        assert done.returncode == 0, (suffix, done.stderr)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "disturb public order" in page and "http-equiv" in page
    lines = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert len(lines) == 5 and sheet.max_row == 5
    assert read_table(tmp_path / "out.parquet").num_rows == 4


def test_a_word_bill_comes_back_with_comments(small_folder: Path, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for words in ("1. Entry", NARROW, "2. News", OVERBROAD):
        document.add_paragraph(words)
    source, out = tmp_path / "bill.docx", tmp_path / "reviewed.docx"
    document.save(str(source))
    done = scope("review", source, "-o", out, "--model", small_folder)
    assert done.returncode == 0, done.stderr
    comments = list(docx.Document(str(out)).comments)
    assert comments and any("overbroad" in comment.text.lower() for comment in comments)


def test_what_cannot_be_asked(bill: Path, small_folder: Path, tmp_path: Path) -> None:
    asked: list[list[str | Path]] = [
        ["-o", tmp_path / "x.docx"],
        ["--format", "xlsx"],
        ["-o", tmp_path / "x.pages"],
        ["-o", bill],
        ["--fail-on", "everything"],
    ]
    for words in asked:
        done = scope("review", bill, *words, "--model", small_folder)
        assert done.returncode == 2
        two_lines(done)
    assert bill.read_text(encoding="utf-8") == BILL


def test_fail_on_overbroad(bill: Path, small_folder: Path) -> None:
    assert scope("review", bill, "--fail-on", "overbroad", "--model", small_folder).returncode == 1


def test_one_broken_file_does_not_lose_the_others(bill: Path, small_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no more")
    done = scope("review", broken, bill, "--format", "json", "--model", small_folder)
    assert done.returncode == 2 and "broken" in done.stderr.decode()
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [line["status"] for line in lines] == ["failed", "ok", "ok", "ok", "ok"]


def test_a_file_without_provisions_is_a_failed_row(small_model: Model, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n", encoding="utf-8")
    (row,) = review([empty], small_model, lambda done, of, words: None)
    assert row.status == "failed" and row.cure


def test_a_word_that_the_bill_defines_is_not_called_vague(small_model: Model) -> None:
    text = "A person who transmits harmful content by means of a network commits an offence."
    terms = 'In this Act "harmful content" means a recording that shows the sexual abuse of a child.'
    alone = [Provision(source="b", provision="2", text=text)]
    (before,) = judged(alone, small_model, lambda done, of, words: None)
    _, after = judged(
        [Provision(source="b", provision="1", text=terms), *alone], small_model, lambda done, of, words: None
    )
    vague = [
        issue for issue in before.issues if issue.tag == "vague-terms" and "harmful content" in (issue.quote or "")
    ]
    kept = [issue for issue in after.issues if issue.tag == "vague-terms" and "harmful content" in (issue.quote or "")]
    assert not kept
    if vague:
        assert any("defines" in note for note in after.notes)


def test_compare_says_what_got_better_and_worse(small_folder: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(f"1. Entry\n\n{NARROW}\n\n2. News\n\n{OVERBROAD}\n", encoding="utf-8")
    new.write_text(f"1. Entry\n\n{NARROW}\n\n2. News\n\n{NARROW} This is new.\n", encoding="utf-8")
    done = scope("compare", old, new, "--model", small_folder)
    page = done.stdout.decode().lower()
    assert done.returncode == 0, done.stderr
    assert "entry" in page and ("improved" in page or ("added" in page and "removed" in page))
    only = scope("compare", old, new, "--changed", "--model", small_folder).stdout.decode()
    assert len(only) < len(page)


def test_compare_with_a_broken_file_says_so(bill: Path, small_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    done = scope("compare", bill, broken, "--model", small_folder)
    assert done.returncode == 2 and "broken.pdf" in done.stderr.decode()
