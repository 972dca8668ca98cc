"""Metrics on figures that can be checked by hand."""

import numpy as np
import pytest

from pipeline.evaluation import metrics
from pipeline.evaluation.baselines import keyword_kind, keyword_scope, majority
from pipeline.evaluation.tags import evidence_figures, tag_figures
from tests.conftest import DEFINITION, NARROW, OVERBROAD


def test_macro_f1_by_hand() -> None:
    assert metrics.macro_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_auroc_needs_both_classes() -> None:
    assert metrics.auroc([True, False], [0.9, 0.1]) == 1.0
    assert metrics.auroc([True, True], [0.9, 0.1]) is None


def test_calibration_error_by_hand() -> None:
    assert metrics.calibration_error([True, False], [0.9, 0.9]) == pytest.approx(0.4)
    assert metrics.calibration_error([True, True], [1.0, 1.0]) == 0.0


def test_micro_and_word_f1() -> None:
    assert metrics.micro_f1([frozenset("ab")], [frozenset("bc")]) == 0.5
    assert metrics.micro_f1([frozenset()], [frozenset()]) == 0.0
    assert metrics.word_f1("without lawful authority", "lawful authority") == pytest.approx(0.8)
    assert metrics.word_f1("one", "") == 0.0


def test_interval_draws_whole_countries() -> None:
    """One country right, one wrong: the mean of whole draws can only be 0, a half or 1."""
    countries = ["A"] * 50 + ["B"] * 50
    right = np.array([1.0] * 50 + [0.0] * 50)
    bounds = metrics.interval(countries, lambda at: float(right[at].mean()), seed=1)
    assert bounds == (0.0, 1.0)


def test_baselines() -> None:
    assert keyword_scope(OVERBROAD) == "overbroad" and keyword_scope(NARROW) == "narrow"
    assert keyword_kind(DEFINITION) == "not-an-offence" and keyword_kind(OVERBROAD) == "content-based"
    assert majority(["b", "a", "b", "a"]) == "a"


def test_tags_beside_their_baselines() -> None:
    countries = ["A", "A", "B", "B", "C"]
    real = [frozenset({"intent"}), frozenset({"intent", "defence"}), frozenset({"intent"}), frozenset(), frozenset()]
    texts = ["intentionally takes", "with intent; in good faith", "means to take", "takes", "takes"]
    found = tag_figures(countries, real, real, texts, 0)
    assert found["value"] == 1.0 and found["interval"][1] == 1.0
    assert found["majority"] == pytest.approx(2 * 3 / (4 + 5), abs=1e-3)
    assert found["keywords"] == pytest.approx(2 * 3 / (4 + 3), abs=1e-3)


def test_words_shown_beside_the_first_keyword() -> None:
    real = [{"intent": "with intent to harm"}, {"without-right": "unlawfully"}]
    found = evidence_figures(
        ["A", "B"], real, [{"intent": "with intent"}, {}], ["with intent to harm", "unlawfully"], 0
    )
    assert found is not None
    assert found["value"] == pytest.approx((2 / 3 + 0) / 2, abs=1e-3)
    assert found["keywords"] == pytest.approx((2 / 3 + 1) / 2, abs=1e-3)
    assert evidence_figures(["A"], [{}], [{}], ["text"], 0) is None
