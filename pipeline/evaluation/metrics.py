"""Metrics on labels and probabilities, and bootstrap intervals over countries.

Macro-F1 as in scikit-learn; expected calibration error with equal-width bins (Naeini et al. 2015); the interval is a
percentile bootstrap that draws whole countries (Efron and Tibshirani 1993), since provisions of one country are alike.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Chosen = NDArray[np.intp]
Labels = Sequence[str] | NDArray[np.str_]
DRAWS = 1000


def macro_f1(truth: Labels, guess: Labels) -> float:
    """Mean over the labels of `truth` or `guess` of F1, 0 to 1."""
    from sklearn.metrics import f1_score

    return float(f1_score(truth, guess, average="macro", zero_division=0.0))


def auroc(truth: Sequence[bool], chance: Sequence[float]) -> float | None:
    """Area under the ROC curve, or None where only one class is present."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(truth, chance)) if len(set(truth)) == 2 else None


def calibration_error(truth: Sequence[bool], chance: Sequence[float], bins: int = 15) -> float:
    """Expected calibration error, 0 to 1: the mean gap of stated probability and frequency, weighted by bin size."""
    real, stated = np.asarray(truth, dtype=float), np.asarray(chance, dtype=float)
    place = np.minimum((stated * bins).astype(int), bins - 1)
    gaps = [
        abs(real[place == at].mean() - stated[place == at].mean()) * (place == at).mean() for at in set(place.tolist())
    ]
    return float(sum(gaps))


def micro_f1(truth: Sequence[frozenset[str]], guess: Sequence[frozenset[str]]) -> float:
    """F1 over all (provision, tag) pairs, 0 to 1."""
    hits = sum(len(real & said) for real, said in zip(truth, guess, strict=True))
    total = sum(len(real) + len(said) for real, said in zip(truth, guess, strict=True))
    return 2 * hits / total if total else 0.0


def word_f1(truth: str, guess: str) -> float:
    """F1 of the words of a quote against those of the labelled quote, 0 to 1 (as for extractive answers in SQuAD)."""
    real, said = truth.lower().split(), guess.lower().split()
    shared = sum(min(real.count(word), said.count(word)) for word in set(real))
    return 2 * shared / (len(real) + len(said)) if shared else 0.0


def interval(
    countries: Sequence[str], measure: Callable[[Chosen], float | None], seed: int
) -> tuple[float, float] | None:
    """95 % bootstrap interval of `measure(positions)` over whole countries; None where it cannot be measured."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(countries):
        groups[name].append(position)
    names = sorted(groups)
    chance = np.random.default_rng(seed)
    values = []
    for _ in range(DRAWS):
        drawn = chance.integers(0, len(names), len(names))
        value = measure(np.concatenate([np.asarray(groups[names[at]], dtype=np.intp) for at in drawn]))
        if value is not None:
            values.append(value)
    if len(values) < DRAWS // 2:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
