"""What out-of-fold outputs teach: sigmoids, the undecided band, and the cuts from which a tag is reported.

Everything is fitted on outputs for provisions that the encoder and heads had not seen, by country.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.encoders.base import Floats
from pipeline.encoders.labels import LabelTarget
from pipeline.signals import Calibration, Scores, Sigmoid, log_softmax, stack

STRENGTH = 0.02  # inverse regularisation of the joint sigmoid on scope: the scope head leads, the tags correct it
WIDEST = 0.48  # of the band to each side of one half: what lies farther out is always decided
GRID = 1000  # probabilities at which the conformal sets are looked at


def calibrate(found: Sequence[Scores], items: Sequence[LabelTarget], error_rate: float) -> Calibration:
    """Fit all calibration on out-of-fold outputs `found` of `items`."""
    asked = [at for at, item in enumerate(items) if item.asked]
    scope = np.array([items[at].scope for at in asked])
    weights, shift = _joint(stack([found[at] for at in asked]), scope)
    issues = np.stack([found[at].issues for at in asked]).ravel()
    safeguards = np.stack([found[at].safeguards for at in asked]).ravel()
    real_issues = np.stack([items[at].issues for at in asked]).ravel()
    real_safeguards = np.stack([items[at].safeguards for at in asked]).ravel()
    kinds = np.stack([log_softmax(item.kind) for item in found])
    wanted = np.array([item.kind for item in items])
    chances = 1 / (1 + np.exp(-(stack([found[at] for at in asked]) @ weights + shift)))
    issue_sigmoid, safeguard_sigmoid = _sigmoid(issues, real_issues), _sigmoid(safeguards, real_safeguards)
    return Calibration(
        scope_weights=tuple(float(value) for value in weights),
        scope_shift=float(shift),
        kinds=tuple(_sigmoid(kinds[:, at], (wanted == at).astype(np.float32)) for at in range(kinds.shape[1])),
        issues=issue_sigmoid,
        safeguards=safeguard_sigmoid,
        band=band(chances, scope, error_rate),
        issue_cut=_best_cut(issues, real_issues, issue_sigmoid),
        safeguard_cut=_best_cut(safeguards, real_safeguards, safeguard_sigmoid),
    )


def _joint(signals: Floats, scope: Floats) -> tuple[Floats, float]:
    """Weights and shift of one regularised sigmoid over all signals, returned in the signals' own units."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit((signals - mean) / spread, scope)
    weights = model.coef_[0] / spread
    return np.asarray(weights, dtype=np.float64), float(model.intercept_[0] - weights @ mean)


def _sigmoid(values: Floats, truth: Floats) -> Sigmoid:
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(truth)) < 2:
        return Sigmoid()
    model = LogisticRegression(C=1e3).fit(values[:, None], truth)
    return Sigmoid(slope=float(model.coef_[0, 0]), shift=float(model.intercept_[0]))


def _best_cut(values: Floats, truth: Floats, sigmoid: Sigmoid) -> float:
    """The probability from which reporting a tag gives the best micro-F1."""
    chances = 1 / (1 + np.exp(-(sigmoid.slope * values + sigmoid.shift)))
    cuts = np.linspace(0.2, 0.7, 51)
    scores = [2 * ((chances >= cut) & (truth > 0)).sum() / max((chances >= cut).sum() + truth.sum(), 1) for cut in cuts]
    return round(float(cuts[int(np.argmax(scores))]), 3)


def band(chances: Floats, scope: Floats, error_rate: float) -> tuple[float, float]:
    """The probabilities between which nothing is decided: a conformal classifier, class by class.

    A verdict is given where the conformal set at confidence 1 - `error_rate` holds it and not the other label. So of
    the provisions that are overbroad at most that share is called narrow, and of those that are narrow at most that
    share is called overbroad, as far as new countries are like the ones that `chances` (out of fold) come from.
    Source: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World (2005), label-conditional sets.
    """
    from crepes import ConformalClassifier

    grid = np.linspace(0.0, 1.0, GRID + 1)
    strange = {0: (chances, grid), 1: (1 - chances, 1 - grid)}  # how ill a probability fits each label
    possible = []
    for label, (known, asked) in strange.items():
        chosen = known[(scope > 0.5) == bool(label)]
        if not len(chosen):
            return 0.5 - WIDEST, 0.5 + WIDEST
        conformal = ConformalClassifier().fit(chosen)
        possible.append(conformal.predict_p(asked[:, None], smoothing=False)[:, 0] > error_rate)
    narrow, overbroad = possible
    # Where neither label fits, the likelier one stands: the band never crosses one half.
    low = min(grid[~overbroad].max(initial=0.0), 0.5)
    high = max(grid[~narrow].min(initial=1.0), 0.5)
    return float(max(low, 0.5 - WIDEST)), float(min(high, 0.5 + WIDEST))
