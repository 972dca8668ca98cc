"""New labelled rows: a spreadsheet with mistakes is told row by row, mended and added; nothing else gets in."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import folder
from pipeline.dataset import adding, incoming
from pipeline.dataset.check import check
from pipeline.dataset.drafts import House
from pipeline.dataset.load import load
from pipeline.model import Model
from pipeline.readers import text
from pipeline.records import LabelledProvision
from pipeline.settings import TrainSettings
from pipeline.taxonomy import Taxonomy
from pipeline.training.recipe import train
from pipeline.writers.card import with_card
from tests.code.labelled import ENTRY, FIXTURES, MENDED, MISTAKES, Row, new, planned, run, state, table
from tests.conftest import ROOT


@pytest.mark.slow
def test_sixty_records_of_a_new_country(tmp_path: Path, known: Taxonomy) -> None:
    """The whole way: mistakes told with row and cure, nothing written; mended, added, and the corpus still holds."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    before = state(data)
    done = run("add", MISTAKES, "--data", data, "--invented")
    assert done.exit_code == 2
    assert "8 problems in 8 rows; nothing was added" in done.output
    page = " ".join(done.output.split())
    for row, what, cure in (
        (5, "kind 'cyber-dependant' is not in the codebook", "Did you mean cyber-dependent?"),
        (12, "quote is not in the text: 'wilfuly'", "'wilfully'"),
        (21, "year '20244' is not one year", "four digits"),
        (26, "overbroad without a decisive issue", "or say narrow"),
        (32, "the same text and labels as row 4", "Leave this row out"),
        (35, "issue tag 'vague-term' is not in the codebook", "Did you mean vague-terms?"),
        (51, "source_note is missing", "what the restatement rests on"),
        (63, "contradicts row 47", "keep one of the two"),
    ):
        assert f"row {row}: " in page and what in page and cure in page, what
    assert state(data) == before
    done = run("add", MENDED, "--data", data, "--invented")
    assert done.exit_code == 0, done.output
    assert "60 records added" in done.output
    changed = {name for name, content in state(data).items() if before.get(name) != content}
    assert changed == {"provisions/invented.jsonl"}
    placed, problems = check(data, known)
    assert not problems, problems[:5]
    added = [item.record for item in placed if item.record.jurisdiction == "XA"]
    assert len(added) == 60 and len({record.id for record in added}) == 60
    assert len({record.family for record in added}) == 59, "sections 3 and 9 are near-copies"
    again = run("add", MENDED, "--data", data, "--invented")
    assert again.exit_code == 2 and "60 problems in 60 rows" in again.output


@pytest.mark.slow
def test_a_model_learns_from_them_what_it_had_wrong(
    tmp_path: Path,
    small_model: Model,
    small_corpus: list[LabelledProvision],
    small_settings: TrainSettings,
    house: House,
) -> None:
    """Before, both clauses pass for no offence at all; after, the one is overbroad and the other narrow."""
    clauses = [text.read(FIXTURES / name) for name in ("tales.txt", "lock.txt")]
    assert [verdict.kind for verdict in small_model.judge(clauses)] == ["not-an-offence", "not-an-offence"]
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    added = adding.plan(incoming.rows(MENDED), data, replace(house, invented=True), (), {}).added
    files = train([*small_corpus, *added], small_settings, house.taxonomy, "taught", lambda done, of, words: None)
    folder.write(tmp_path / "taught", with_card(files))
    found = list(Model.load(tmp_path / "taught", house.taxonomy).judge(clauses))
    assert [(verdict.kind, verdict.scope) for verdict in found] == [
        ("content-based", "overbroad"), ("cyber-dependent", "narrow")
    ]  # fmt: skip


def test_the_mended_file_differs_by_the_mistakes_only() -> None:
    wrong, right = (path.read_text(encoding="utf-8").splitlines() for path in (MISTAKES, MENDED))
    assert len(right) == 61
    assert len(set(right) - set(wrong)) == 6, "six cells are mended"
    assert len(wrong) - len(right) == 2, "two rows are left out"


def test_the_workbook_is_the_same_spreadsheet() -> None:
    def rows(path: Path) -> list[dict[str, str]]:
        return [{k: str(v or "") for k, v in row.items()} for _, row in incoming.rows(path)]

    assert rows(MISTAKES.with_suffix(".xlsx")) == rows(MISTAKES)


def test_an_invented_country_needs_to_be_asked_for(tmp_path: Path, laws: Path) -> None:
    before = state(laws)
    done = run("add", MENDED, "--data", laws)
    assert done.exit_code == 2 and "--invented" in done.output
    assert state(laws) == before


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
def test_every_format_gives_the_same_records(suffix: str, tmp_path: Path, laws: Path) -> None:
    file = table(tmp_path / f"new{suffix}", new(), new(Section="s. 5", Text=ENTRY.replace("letters", "pictures")))
    done = run("add", file, "--data", laws)
    assert done.exit_code == 0, done.output
    records = load(laws / "provisions")
    first, second = (record for record in records if record.jurisdiction == "GH")
    assert (first.id, second.id) == ("gh-na-2021-s4-1", "gh-na-2021-s5")
    assert first.kind == "cyber-dependent" and first.scope == "narrow" and first.language == "en"
    assert [(item.tag, item.quote) for item in first.safeguards][0] == ("intent", "wilfully")
    assert first.family == second.family == first.id
    assert [path.name for path in sorted((laws / "provisions").iterdir())] == ["africa.jsonl", "cis.jsonl"]
    ids = [json.loads(line)["id"] for line in (laws / "provisions" / "africa.jsonl").read_text().splitlines()]
    assert ids == sorted(ids)


def test_records_as_they_are_come_back_as_they_are(row: Row, house: House, laws: Path) -> None:
    note = {"body": "High Court", "year": 2022, "outcome": "upheld", "note": "narrow enough"}
    given = row(id="gh-own-1", jurisdiction="GH", text=ENTRY, safeguards=[], authority=[note], family="gh-own-1")
    assert planned(house, laws, given).added == (LabelledProvision.model_validate(given),)
