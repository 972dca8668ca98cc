"""What many tests need: the taxonomy, a few clauses that we wrote, and a small model trained on our own records."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import folder, taxonomy
from pipeline.dataset.load import load
from pipeline.model import Model
from pipeline.records import LabelledProvision
from pipeline.settings import TfidfSettings, TrainSettings
from pipeline.taxonomy import Taxonomy
from pipeline.writers.card import with_card

ROOT = Path(__file__).resolve().parent.parent
LAWS = ROOT.parent / "shared" / "laws" / "dev.jsonl"

NARROW = (
    "Whoever intentionally and without right gains entry to a computer system by defeating a security measure, meaning "
    "to obtain data held there, commits an offence and is liable to imprisonment not exceeding two years."
)
OVERBROAD = (
    "Any person who spreads through a computer network false or exaggerated news likely to disturb public order, or "
    "anything that insults a public institution, is guilty of an offence and liable to five years' imprisonment."
)
DEFINITION = 'In this Act "traffic data" means data that shows the origin, route, time and size of a communication.'


@pytest.fixture(scope="session")
def known() -> Taxonomy:
    return taxonomy.load(ROOT / "configs" / "taxonomy.toml")


@pytest.fixture(scope="session")
def corpus() -> list[LabelledProvision]:
    return load(ROOT / "data" / "provisions", ("en",))


@pytest.fixture(scope="session")
def small_settings() -> TrainSettings:
    """TF-IDF of a size that trains in seconds."""
    return TrainSettings(folds=2, tfidf=TfidfSettings(max_words=4000, max_chars=0))


@pytest.fixture(scope="session")
def small_corpus(corpus: list[LabelledProvision]) -> list[LabelledProvision]:
    """Every sixth record."""
    return corpus[::6]


@pytest.fixture(scope="session")
def small_files(
    small_corpus: list[LabelledProvision], small_settings: TrainSettings, known: Taxonomy
) -> dict[str, bytes]:
    from pipeline.training.recipe import train

    return with_card(train(small_corpus, small_settings, known, "small", lambda done, of, words: None))


@pytest.fixture(scope="session")
def small_folder(small_files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder; tests that change it copy it first."""
    target = tmp_path_factory.mktemp("models") / "small"
    folder.write(target, small_files)
    return target


@pytest.fixture(scope="session")
def small_model(small_folder: Path, known: Taxonomy) -> Model:
    return Model.load(small_folder, known)


@pytest.fixture(scope="session")
def champion(known: Taxonomy) -> Model:
    return Model.load(ROOT / "models" / "champion", known, threads=2)


@pytest.fixture
def row() -> Callable[..., dict[str, Any]]:
    """A valid record as a dictionary, with changes."""

    def make(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a record
        base: dict[str, Any] = {
            "id": "kz-test-1",
            "jurisdiction": "KZ",
            "law": "Test Act",
            "year": 2020,
            "provision": "s. 1",
            "language": "en",
            "heading": "Entry",
            "text": NARROW,
            "text_kind": "restated",
            "kind": "cyber-dependent",
            "scope": "narrow",
            "issues": [],
            "safeguards": [{"tag": "intent", "quote": "intentionally"}],
            "authority": [],
            "source_note": "written for a test",
            "family": "kz-test-1",
        }
        return {**base, **changes}

    return make


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a data folder."""

    def write(*rows: dict[str, Any]) -> Path:
        (tmp_path / "rows.jsonl").write_text("".join(json.dumps(item) + "\n" for item in rows), encoding="utf-8")
        return tmp_path

    return write
