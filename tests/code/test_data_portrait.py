"""The corpus in tables and a picture, the folds, and the list of countries."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.dataset import countries, portrait
from pipeline.dataset.load import load, read
from pipeline.dataset.split import Fold
from pipeline.errors import DataError, SettingsError
from pipeline.records import LabelledProvision
from pipeline.writers import portrait as writer
from tests.code.labelled import run
from tests.conftest import ROOT


def test_tables_and_pictures_hold_the_counts(tmp_path: Path, laws: Path) -> None:
    done = run("stats", "--data", laws, "-o", tmp_path / "stats.svg")
    assert done.exit_code == 0, done.output
    lines = [" ".join(line.split()) for line in done.output.splitlines()]
    assert "2 records of 2 jurisdictions and 0 treaties" in done.output
    assert "content-based 0 1 0 1" in lines and "cyber-dependent 1 0 0 1" in lines
    assert "africa 0 1 0 1" in lines and "content-restriction 0 1 0 1" in lines
    tree = ElementTree.parse(tmp_path / "stats.svg").getroot()
    said = [title.text for title in tree.iter("{http://www.w3.org/2000/svg}title")]
    assert "content-based, overbroad: 1" in said and "intent, narrow: 1" in said


def test_a_picture_asks_for_nothing_and_runs_nothing(tmp_path: Path, laws: Path) -> None:
    path = laws / "provisions" / "cis.jsonl"
    row = json.loads(path.read_text())
    path.write_text(json.dumps({**row, "jurisdiction": "KZ", "kind": '<script>alert(1)</script>&"'}) + "\n")
    assert run("stats", "--data", laws, "-o", tmp_path / "stats.html").exit_code == 0
    page = (tmp_path / "stats.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=|url\((?!#)|@import", page)
    assert run("stats", "--data", laws, "-o", tmp_path / "stats.png").exit_code == 2


def test_groups_add_up() -> None:
    found = portrait.portrait(ROOT / "data" / "provisions", largest=500)
    for title in ("Kinds", "Regions", "Languages", "Years"):
        assert sum(bar.total for bar in found.groups[title]) == found.figures.records, title
    by_kind = {bar.name: bar.counts for bar in found.groups["Kinds"]}
    assert by_kind["not-an-offence"][:2] == (0, 0)
    assert [bar.name for bar in found.groups["Years"]][:2] == ["before 1990", "1990s"]
    assert writer.svg(found).count('class="bar ') > 100


def test_nothing_to_show_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{}\n")
    with pytest.raises(DataError):
        portrait.portrait(tmp_path)
    done = run("stats", "--data", tmp_path / "nowhere")
    assert done.exit_code == 2 and len(done.output.strip().splitlines()) == 2


def test_folds_are_those_of_training(corpus: list[LabelledProvision]) -> None:
    pairs = load(ROOT / "data" / "pairs", ("en",))
    found = portrait.folds(corpus, pairs, 5, seed=7)
    assert sum(fold.records for fold in found) == len(corpus)
    assert sum(fold.pairs for fold in found) == len(pairs)
    assert not any(fold.crossing for fold in found)
    assert "No country and no family crosses a fold." in writer.fold_table(found, 100)
    with pytest.raises(SettingsError, match="cannot be dealt"):
        portrait.folds(corpus[:3], [], 5, seed=7)


def test_what_crosses_is_told(small_corpus: list[LabelledProvision], monkeypatch: pytest.MonkeyPatch) -> None:
    """With a split that deals records and not countries, the table names what stands on both sides."""
    half = len(small_corpus) // 2

    def careless(records: list[LabelledProvision], folds: int, seed: int) -> list[Fold]:
        return [
            (list(range(half)), list(range(half, len(records)))),
            (list(range(half, len(records))), list(range(half))),
        ]

    shared = small_corpus[0].model_copy(update={"id": "zz-copy-1"})
    monkeypatch.setattr(portrait, "country_folds", careless)
    found = portrait.folds([*small_corpus, shared], [], 2, seed=1)
    assert {shared.family, shared.jurisdiction} <= set(found[0].crossing)
    assert "These cross" in writer.fold_table(found, 100)


def test_split_at_the_terminal(tmp_path: Path) -> None:
    config = ROOT / "configs" / "train.toml"
    words = ["--set", f"data={ROOT / 'data' / 'provisions'}", "--set", "pairs=", "--set", "folds=3"]
    done = run("split", "--config", config, *words)
    assert done.exit_code == 0, done.output
    assert len([line for line in done.output.splitlines() if re.match(r"[123] ", line)]) == 3


def test_countries_agree_with_the_corpus() -> None:
    """Every record stands in the file of its region, and no invented law stands among the laws."""
    known = countries.load(ROOT / "configs" / "countries.toml")
    placed, _ = read(ROOT / "data" / "provisions")
    wrong = {(item.record.jurisdiction, Path(item.file).stem) for item in placed}
    wrong = {(code, region) for code, region in wrong if known.region(code) != region}
    assert not wrong
    assert not (ROOT / "data" / "provisions" / "invented.jsonl").exists()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ke", "KE"), ("Kenya", "KE"), ("the gambia", "GM"), ("TURKIYE", "TR"), ("cote d'ivoire", "CI"), ("UK", "GB"),
        ("treaty", "treaty"), ("Model law", "treaty"), ("XA", "XA"), ("xk", "XK"), ("Atlantis", None), ("", None),
        ("QQ", None),
    ],
)  # fmt: skip
def test_codes_of_countries(written: str, code: str | None) -> None:
    known = countries.load(ROOT / "configs" / "countries.toml")
    assert known.code(written) == code


def test_a_broken_list_of_countries_is_told(tmp_path: Path) -> None:
    path = tmp_path / "countries.toml"
    for content in ("africa = 3", "[africa", "[africa]\nKE = 4"):
        path.write_text(content)
        with pytest.raises(SettingsError, match="no list of countries"):
            countries.load(path)
    with pytest.raises(SettingsError, match="cannot be read"):
        countries.load(tmp_path / "none.toml")
