"""One report of how good a model is: every figure with its baselines and an interval over countries, as plain JSON."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.evaluation import baselines
from pipeline.evaluation.metrics import Chosen, auroc, calibration_error, interval, macro_f1
from pipeline.evaluation.tags import evidence_figures, tag_figures


@dataclass(frozen=True)
class Truth:
    """What the label says of one provision; `quotes` are the labelled words by tag, `country` the bootstrap's unit."""

    country: str
    reading: str
    kind: str
    scope: str | None
    issues: frozenset[str]
    safeguards: frozenset[str]
    quotes: Mapping[str, str]


@dataclass(frozen=True)
class Prediction:
    """What a model says of it. `p_overbroad` is given whatever the kind, so that scope is measured by itself.

    `quotes` are the words that the model would show for each labelled tag.
    """

    kind: str
    p_overbroad: float
    decided: bool
    issues: frozenset[str]
    safeguards: frozenset[str]
    quotes: Mapping[str, str]

    @property
    def scope(self) -> str:
        """The likelier of the two, band or not."""
        return "overbroad" if self.p_overbroad >= 0.5 else "narrow"


def report(
    truths: Sequence[Truth], said: Sequence[Prediction], *, commonest: Mapping[str, str], seed: int
) -> dict[str, Any]:
    """All figures. `commonest` holds the majority label of the training records for `kind` and `scope`."""
    asked = [at for at, truth in enumerate(truths) if truth.scope is not None]
    real, guess = [truths[at] for at in asked], [said[at] for at in asked]
    return {
        "provisions": len(truths),
        "offences_in_question": len(asked),
        "countries": len({truth.country for truth in truths}),
        "kind": _kind(truths, said, commonest["kind"], seed),
        "scope": _scope(real, guess, commonest["scope"], seed) if real else None,
        **_tags(real, guess, seed),
        "by_country": _by_country(truths, said),
    }


def both_sides(sides: Sequence[tuple[str, bool]]) -> dict[str, Any]:
    """Minimal pairs: of the sides (pair, right), the share of pairs with both right, held out by family and country."""
    families: dict[str, list[bool]] = defaultdict(list)
    for family, right in sides:
        families[family].append(right)
    return {"pairs": len(families), "both_right": _rounded(float(np.mean([all(each) for each in families.values()])))}


def _kind(truths: Sequence[Truth], said: Sequence[Prediction], commonest: str, seed: int) -> dict[str, Any]:
    real = np.array([truth.kind for truth in truths])
    guess = np.array([prediction.kind for prediction in said])
    words = np.array([baselines.keyword_kind(truth.reading) for truth in truths])
    return {
        **_measured([truth.country for truth in truths], lambda at: macro_f1(real[at], guess[at]), len(truths), seed),
        "majority": _rounded(macro_f1(real, [commonest] * len(real))),
        "keywords": _rounded(macro_f1(real, words)),
        "by_kind": {
            str(name): {"provisions": int((real == name).sum()), "right": int(((real == name) & (guess == name)).sum())}
            for name in sorted(set(real.tolist()))
        },
    }


def _scope(truths: Sequence[Truth], said: Sequence[Prediction], commonest: str, seed: int) -> dict[str, Any]:
    countries = [truth.country for truth in truths]
    real, guess = np.array([str(truth.scope) for truth in truths]), np.array([item.scope for item in said])
    over, chance = real == "overbroad", np.array([item.p_overbroad for item in said])
    words = np.array([baselines.keyword_scope(truth.reading) for truth in truths])
    decided = np.array([item.decided for item in said])
    whole = _measured(countries, lambda at: macro_f1(real[at], guess[at]), len(truths), seed)
    area = _measured(countries, lambda at: auroc(over[at].tolist(), chance[at].tolist()), len(truths), seed)
    return {
        **whole,
        "majority": _rounded(macro_f1(real, [commonest] * len(real))),
        "keywords": _rounded(macro_f1(real, words)),
        "auroc": area["value"],
        "auroc_interval": area["interval"],
        "calibration_error": _rounded(calibration_error(over.tolist(), chance.tolist())),
        "undecided_share": _rounded(float((~decided).mean())),
        "accuracy_when_decided": _rounded(float((real == guess)[decided].mean())) if decided.any() else None,
        "accuracy_of_the_surest_nine_tenths": _rounded(_surest(real == guess, chance, 0.1)),
        "groups": _groups(truths, said),
        "reliability": _reliability(over, chance),
    }


def _measured(
    countries: Sequence[str], measure: Callable[[Chosen], float | None], size: int, seed: int
) -> dict[str, Any]:
    value, bounds = measure(np.arange(size)), interval(countries, measure, seed)
    return {"value": _rounded(value), "interval": None if bounds is None else [_rounded(bound) for bound in bounds]}


def _groups(truths: Sequence[Truth], said: Sequence[Prediction]) -> dict[str, dict[str, int]]:
    """Right of all, for each kind and scope: a single figure hides the groups that fail."""
    table: dict[str, dict[str, int]] = defaultdict(lambda: {"provisions": 0, "right": 0})
    for truth, prediction in zip(truths, said, strict=True):
        row = table[f"{truth.kind}, {truth.scope}"]
        row["provisions"] += 1
        row["right"] += int(prediction.scope == truth.scope)
    return dict(sorted(table.items()))


def _reliability(over: Any, chance: Any) -> list[dict[str, float]]:  # noqa: ANN401 - arrays
    """Stated probability against frequency, in tenths."""
    place = np.minimum((chance * 10).astype(int), 9)
    return [
        {
            "stated": round(float(chance[place == at].mean()), 3),
            "frequency": round(float(over[place == at].mean()), 3),
            "provisions": int((place == at).sum()),
        }
        for at in range(10)
        if (place == at).any()
    ]


def _tags(real: Sequence[Truth], guess: Sequence[Prediction], seed: int) -> dict[str, Any]:
    if not real:
        return {"issues": None, "safeguards": None, "evidence": None}
    countries, texts = [truth.country for truth in real], [truth.reading for truth in real]
    return {
        "issues": tag_figures(countries, [t.issues for t in real], [p.issues for p in guess], texts, seed),
        "safeguards": tag_figures(countries, [t.safeguards for t in real], [p.safeguards for p in guess], texts, seed),
        "evidence": evidence_figures(countries, [t.quotes for t in real], [p.quotes for p in guess], texts, seed),
    }


def _surest(right: Any, chance: Any, share: float) -> float:  # noqa: ANN401 - arrays
    """Accuracy when the given share, the one nearest to one half, is left undecided."""
    order = np.argsort(-np.abs(chance - 0.5), kind="stable")
    return float(right[order[: len(order) - int(len(order) * share)]].mean())


def _by_country(truths: Sequence[Truth], said: Sequence[Prediction]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for truth, prediction in zip(truths, said, strict=True):
        row = table.setdefault(truth.country, {"provisions": 0, "kind_right": 0, "offences": 0, "scope_right": 0})
        row["provisions"] += 1
        row["kind_right"] += int(truth.kind == prediction.kind)
        if truth.scope is not None:
            row["offences"] += 1
            row["scope_right"] += int(truth.scope == prediction.scope)
    return dict(sorted(table.items()))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
