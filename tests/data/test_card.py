"""The data card and the machine-readable description say what the data is."""

import hashlib
import json
from pathlib import Path

import pytest

from pipeline.dataset.figures import Figures, count, nearest, type_token
from pipeline.errors import DataError
from pipeline.writers.croissant import croissant
from pipeline.writers.datacard import section, with_figures
from tests.conftest import ROOT

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def counted() -> Figures:
    return count(DATA / "provisions")


def test_the_card_counts_what_is_there(counted: Figures) -> None:
    card = (DATA / "README.md").read_text(encoding="utf-8")
    assert with_figures(card, counted) == card, "run `scope data describe`"
    assert f"{counted.records:,} provisions" in section(counted)


def test_a_card_without_its_marks_is_refused(counted: Figures) -> None:
    with pytest.raises(DataError, match="marks"):
        with_figures("# no place for figures", counted)


def test_the_description_names_the_files_as_they_are() -> None:
    text = (DATA / "croissant.json").read_text(encoding="utf-8")
    assert croissant(DATA) == text, "run `scope data describe`"
    for item in json.loads(text)["distribution"]:
        assert hashlib.sha256((DATA / item["contentUrl"]).read_bytes()).hexdigest() == item["sha256"]


@pytest.mark.filterwarnings("ignore")  # the library's own, of its pandas and of its storage layer
def test_a_reader_of_croissant_gets_the_records(counted: Figures) -> None:
    import mlcroissant

    described = mlcroissant.Dataset(jsonld=str(DATA / "croissant.json"))
    rows = list(described.records("cis"))
    assert len(rows) == counted.regions["cis"]
    lines = [json.loads(line) for line in (DATA / "provisions" / "cis.jsonl").read_text("utf-8").splitlines()]
    assert rows[0]["cis/text"].decode() == lines[0]["text"]


def test_no_region_is_left_thin(counted: Figures) -> None:
    assert sum(counted.regions.values()) == counted.records
    assert min(counted.regions.values()) >= 0.08 * counted.records


def test_variety_figures_tell_a_template_from_prose() -> None:
    """Measured on made texts whose answers are known."""
    assert type_token(["one two"] * 500) == pytest.approx(2 / 500)
    assert type_token([" ".join(f"w{at}" for at in range(500))]) == 1.0
    assert nearest(["ab cd ef", "ab cd ef", "xy zu vw"], ["f", "g", "h"])[1] == pytest.approx(1.0, abs=0.2)
    assert nearest(["ab cd ef", "ab cd ef", "xy zu vw"], ["f", "f", "h"]) == (0.0, 0.0)


def test_the_corpus_is_varied(counted: Figures) -> None:
    assert counted.type_token >= 0.35
    assert counted.nearest[0] <= 0.3
    assert counted.shortest >= 12 and counted.longest >= 450


def test_paths_of_the_description_stay_inside() -> None:
    for item in json.loads((DATA / "croissant.json").read_text(encoding="utf-8"))["distribution"]:
        assert not Path(item["contentUrl"]).is_absolute() and ".." not in item["contentUrl"]
