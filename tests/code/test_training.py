"""The recipe: the same seed and data give the same bytes; calibration learns; the report is complete."""

import json

import numpy as np

from pipeline.dataset.load import as_dataset
from pipeline.encoders.base import Floats
from pipeline.encoders.labels import LabelTarget
from pipeline.records import LabelledProvision
from pipeline.settings import TrainSettings
from pipeline.signals import Scores
from pipeline.taxonomy import Taxonomy
from pipeline.training.calibrate import band, calibrate
from pipeline.training.recipe import train
from pipeline.training.targets import targets
from pipeline.writers.card import with_card


def test_the_same_seed_and_data_give_the_same_bytes(
    small_corpus: list[LabelledProvision], small_settings: TrainSettings, known: Taxonomy, small_files: dict[str, bytes]
) -> None:
    again = with_card(train(small_corpus, small_settings, known, "small", lambda done, of, words: None))
    assert again == small_files


def test_every_figure_stands_beside_its_baselines(small_files: dict[str, bytes]) -> None:
    measured = json.loads(small_files["report.json"])["leave_country_out"]
    for name in ("kind", "scope"):
        part = measured[name]
        assert part["value"] > max(part["majority"], 0.4)
        assert part["interval"][0] <= part["value"] <= part["interval"][1]
        assert 0 <= part["keywords"] <= 1
    card = small_files["README.md"].decode()
    assert "majority" in card and "Limits" in card and "| scope, AUROC |" in card


def test_no_record_text_is_in_the_folder(small_corpus: list[LabelledProvision], small_files: dict[str, bytes]) -> None:
    for record in small_corpus:
        for name in ("model.json", "report.json", "precedents.json", "README.md"):
            assert record.text[:60].encode() not in small_files[name]


def test_targets_mark_quotes_in_the_text(small_corpus: list[LabelledProvision], known: Taxonomy) -> None:
    tags = [*known.issues, *known.safeguards]
    for record, item in zip(small_corpus, targets(as_dataset(small_corpus), known), strict=True):
        quoted = [tag.quote for tag in (*record.issues, *record.safeguards) if tag.quote]
        assert [item.reading[start:end] for _, start, end in item.evidence] == quoted
        assert all(tags[tag] in {t.tag for t in (*record.issues, *record.safeguards)} for tag, _, _ in item.evidence)


def test_the_band_keeps_its_error_rate_for_each_label() -> None:
    chance = np.random.default_rng(0)

    def drawn(number: int) -> tuple[Floats, Floats]:
        scope = (chance.random(number) < 0.3).astype(np.float32)
        chances = 1 / (1 + np.exp(-chance.normal(np.where(scope > 0, 1.5, -1.5), 1.5)))
        return chances.astype(np.float32), scope

    low, high = band(*drawn(2000), 0.1)
    chances, scope = drawn(20_000)
    assert 0.08 < (chances[scope > 0] <= low).mean() < 0.12
    assert 0.08 < (chances[scope == 0] >= high).mean() < 0.12
    assert low < 0.5 < high


def test_a_model_that_knows_decides_everything_and_one_that_knows_nothing_almost_nothing() -> None:
    scope = np.array([0.0, 1.0] * 200, dtype=np.float32)
    assert band(0.1 + 0.8 * scope, scope, 0.1) == (0.5, 0.5)
    low, high = band(np.random.default_rng(0).random(400).astype(np.float32), scope, 0.1)
    assert low < 0.2 and high > 0.8


def test_calibration_turns_scores_into_frequencies() -> None:
    chance = np.random.default_rng(0)
    real = chance.random(400) < 0.5
    found, items = [], []
    for over in real:
        value = np.float32(chance.normal(1.0 if over else -1.0, 1.5))
        tags = np.array([value, 0.0], dtype=np.float32)
        found.append(Scores(np.array([value, -value], dtype=np.float32), tags[:1], tags, tags[:1]))
        marks = np.array([float(over), float(chance.random() < 0.5)], dtype=np.float32)
        items.append(LabelTarget("", "", int(over), True, float(over), marks, marks[:1], ()))
    learned = calibrate(found, items, 0.1)
    stated = np.array([learned.p_overbroad(item) for item in found])
    assert abs(stated.mean() - real.mean()) < 0.03
    assert stated[real].mean() > stated[~real].mean() + 0.2
    assert stated.min() >= 0.01 and stated.max() <= 0.99
