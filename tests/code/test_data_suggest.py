"""Provisions suggested for labelling: unsure, unlike, spread; on a sheet that is safe, explained, and comes back."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from pipeline.candidates import Candidate, gather, suggest
from pipeline.dataset import countries
from pipeline.dataset.countries import Countries
from pipeline.dataset.suggest import METHOD, choose, entropy
from pipeline.errors import InputError
from pipeline.model import Model
from pipeline.records import LabelledProvision, Provision
from pipeline.taxonomy import Taxonomy
from pipeline.writers import sheet
from tests.code.labelled import ENTRY, run
from tests.conftest import DEFINITION, NARROW, OVERBROAD, ROOT

VAGUE = "Nobody may put upon a network what troubles the public, or do any improper act there; a fine is laid on it."


@pytest.fixture(scope="module")
def known_countries() -> Countries:
    return countries.load(ROOT / "configs" / "countries.toml")


def floats(*values: float) -> Any:  # noqa: ANN401
    return np.array(values, dtype=np.float32)


def test_an_unsure_answer_is_worth_more() -> None:
    sure, unsure = entropy([0.98, 0.01, 0.01], 0.99, 0.02), entropy([0.34, 0.33, 0.33], 0.7, 0.5)
    assert 0 <= sure < 0.2 < 0.8 < unsure <= 1
    assert entropy([0.5, 0.5], 1.0, 0.5) == pytest.approx(1.0)
    assert entropy([0.9, 0.1], 0.0, 0.5) < entropy([0.9, 0.1], 1.0, 0.5)


def test_picks_are_unsure_then_unlike() -> None:
    """Candidates 0 and 1 are twins: once 0 is picked, 1 is worth nothing more, and 2 comes before it."""
    likeness = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=np.float32)
    same = floats(1, 1, 1)
    picks = choose(floats(0.9, 0.8, 0.3), same, floats(0, 0, 0), ["a", "b", "c"], lambda at: likeness[at], 3)
    assert [pick.at for pick in picks] == [0, 2, 1]
    assert picks[-1].distance == 0
    labelled = choose(floats(0.9, 0.8, 0.3), same, floats(0.95, 0, 0), ["a", "b", "c"], lambda at: likeness[at], 1)
    assert labelled[0].at == 1, "what is labelled already is worth little"
    freak = choose(
        floats(0.9, 0.8, 0.3), floats(0.01, 1, 1), floats(0, 0, 0), ["a", "b", "c"], lambda at: likeness[at], 1
    )
    assert freak[0].at == 1, "a freak is passed over"


def test_no_country_crowds_out_the_others() -> None:
    groups = ["big"] * 20 + ["small", "other"]
    apart = np.eye(22, dtype=np.float32)
    unsure = floats(*([0.9] * 20), 0.01, 0.01)
    picks = choose(
        unsure, np.ones(22, dtype=np.float32), np.zeros(22, dtype=np.float32), groups, lambda at: apart[at], 6
    )
    taken = [groups[pick.at] for pick in picks]
    assert taken.count("big") == 4, "twice its even share of two"
    assert len({pick.at for pick in picks}) == 6


def corpus(folder: Path) -> Path:
    """A folder: a bill by country's folder, a table with countries, a file by its name, one that cannot be read."""
    (folder / "KE").mkdir(parents=True)
    (folder / "KE" / "bill.txt").write_text(
        f"Section 1. Reading\n{ENTRY}\nSection 2. Order\n{VAGUE}\n", encoding="utf-8"
    )
    rows = [
        {"country": "Fiji", "law": "=cmd|'/c'!A1", "year": 2020, "number": "s. 8", "text": "=1+1 " + NARROW},
        {"country": "Canada", "law": "Kept apart", "year": 2020, "number": "s. 9", "text": OVERBROAD},
        {"country": "FJ", "law": "Net Act", "year": 2020, "number": "s. 9", "text": "Repealed."},
        {"country": "FJ", "law": "Net Act", "year": 2020, "number": "s. 10", "text": ENTRY.upper()},
        {"country": "FJ", "law": "Net Act", "year": 2020, "number": "s. 11", "text": "Quien acceda a una red ajena sin "
         "permiso del titular sera castigado con multa de diez dias."},
    ]  # fmt: skip
    (folder / "laws.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "ghana-2021.txt").write_text(f"Section 5. Terms\n{DEFINITION}\n", encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / ".hidden.txt").write_text(OVERBROAD, encoding="utf-8")
    return folder


def test_what_is_gathered_and_what_is_left_out(tmp_path: Path, known_countries: Countries) -> None:
    found = gather(corpus(tmp_path / "corpus"), [DEFINITION], ("en",), known_countries)
    assert [(item.country, item.provision.provision) for item in found.candidates] == [
        ("KE", "Section 1"), ("KE", "Section 2"), ("FJ", "s. 8")
    ]  # fmt: skip
    assert len(found.failures) == 1 and "broken.docx" in found.failures[0].message
    assert found.left_out == {
        "labelled already or found twice": 2,
        "of countries kept for outside evaluation": 1,
        "too short to be a provision": 1,
        "in a language the model was not measured on": 1,
    }
    with pytest.raises(InputError, match="no such file"):
        gather(tmp_path / "nowhere", [], ("en",), known_countries)


@pytest.mark.parametrize(
    ("path", "country"),
    [
        ("KE-bill.pdf", "KE"), ("kenya 2018.docx", "KE"), ("south_africa_act.txt", "ZA"), ("in the matter.txt", ""),
        ("IN/act.txt", "IN"), ("Côte d'Ivoire/loi.txt", "CI"), ("bill.txt", ""), ("new zealand/no.txt", "NZ"),
    ],
)  # fmt: skip
def test_country_by_name_of_file_or_folder(path: str, country: str, tmp_path: Path, known_countries: Countries) -> None:
    file = tmp_path / "corpus" / path
    file.parent.mkdir(parents=True)
    file.write_text(f"Section 1. Reading\n{ENTRY}\n", encoding="utf-8")
    (found,) = gather(tmp_path / "corpus", [], ("en",), known_countries).candidates
    assert found.country == country


def test_what_is_labelled_is_far_from_nothing(small_model: Model, small_corpus: list[LabelledProvision]) -> None:
    """In the champion's own space a labelled record has no distance left, so it comes last, however unsure."""
    copies = [Provision(source="a", heading=item.heading, text=item.text) for item in small_corpus[:3]]
    found = [Candidate(item) for item in (*copies, Provision(source="b", text=VAGUE))]
    picks = suggest(found, small_model, 4, lambda done, of, words: None)
    assert picks[0][0].provision.text == VAGUE and picks[0][1].distance > 0.1
    assert all(pick.distance < 0.01 for candidate, pick in picks[1:])
    assert suggest([], small_model, 3, lambda done, of, words: None) == []


def test_the_sheet_goes_out_and_comes_back(tmp_path: Path, small_folder: Path, laws: Path) -> None:
    out = tmp_path / "sheet.xlsx"
    done = run("suggest", corpus(tmp_path / "corpus"), "-n", "2", "-o", out, "--model", small_folder, "--data", laws)
    assert done.exit_code == 0, done.output
    assert "2 provisions of 4" in done.output and "k-centre" in done.output and "broken.docx" in done.output
    again = run("suggest", tmp_path / "corpus", "-o", out, "--model", small_folder, "--data", laws)
    assert again.exit_code == 2 and "stands there already" in again.output
    blank = run("add", out, "--data", laws)
    assert blank.exit_code == 2 and "text is missing" in blank.output and "kind is missing" in blank.output
    book = openpyxl.load_workbook(out)
    page, names = book["Label"], sheet.columns()
    values = {
        "country": "KE", "law": "Networks Act", "year": 2024, "text": ENTRY.replace("fine", "penalty"),
        "provision": "s. 1", "kind": "cyber-dependent", "scope": "narrow", "issue 1": "no-harm-threshold",
        "safeguard 1": "intent", "safeguard 1 words": "wilfully", "safeguard 2": "without-right",
        "safeguard 2 words": "without permission of the owner", "source note": "invented for a test", "original": "x",
    }  # fmt: skip
    for name, value in values.items():
        page.cell(2, names.index(name) + 1).value = value
    book.save(out)
    done = run("add", out, "--data", laws, "--good-rows")
    assert "1 record added" in done.output, done.output
    (line,) = [
        line for line in (laws / "provisions" / "africa.jsonl").read_text().splitlines() if "ke-na-2024-s1" in line
    ]
    record = json.loads(line)
    assert record["issues"] == [{"tag": "no-harm-threshold", "quote": None}]
    assert [item["quote"] for item in record["safeguards"]] == ["wilfully", "without permission of the owner"]


def test_the_sheet_has_lists_and_no_formula(known: Taxonomy) -> None:
    rows = [
        {"country": "KE", "original": "=1+1", "heading": "@SUM(A1)", "law": "+1", "provision": "\x00-2", "text": ""}
    ]
    data = sheet.xlsx(rows, known, METHOD)
    assert data == sheet.xlsx(rows, known, METHOD)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Label", "How to label", "Lists"]
    assert all(item.data_type != "f" for page in book for line in page.iter_rows() for item in line)
    (row,) = list(book["Label"].iter_rows(min_row=2, values_only=True))
    assert not any(str(value).lstrip().startswith(tuple("=+-@")) for value in row if value is not None)
    rules = {str(rule.sqref): rule.formula1 for rule in book["Label"].data_validations.dataValidation}
    lists = [[item.value for item in column if item.value] for column in book["Lists"].iter_cols()]
    assert lists == [
        ["kind", *known.kinds], ["scope", "narrow", "overbroad"], ["issue", *known.issues],
        ["safeguard", *known.safeguards],
    ]  # fmt: skip
    assert sorted(rules.values()) == [
        f"Lists!${letter}$2:${letter}${len(names)}" for letter, names in zip("ABCD", lists, strict=True)
    ]
    told = "\n".join(str(item.value) for line in book["How to label"].iter_rows() for item in line)
    assert METHOD in told and all(tag in told for tag in (*known.kinds, *known.issues, *known.safeguards))


def test_only_a_workbook_is_written(tmp_path: Path, small_folder: Path) -> None:
    done = run("suggest", corpus(tmp_path / "corpus"), "-o", tmp_path / "sheet.docx", "--model", small_folder)
    assert done.exit_code == 2 and "ends in .xlsx" in done.output
