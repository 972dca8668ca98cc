"""From raw head outputs to calibrated probabilities: plain numbers that travel in `model.json`.

Calibration is by sigmoid (Platt 1999) on out-of-fold outputs, by country, so that a probability means a frequency on
countries that the model has not seen. What is shown is capped: no statute is certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.encoders.base import Floats, Heads, Reading
from pipeline.records import Record

CAP = 0.01


@dataclass(frozen=True)
class Scores:
    """Raw outputs of one reading: `kind` (kinds,), `scope` (1,), `issues` (issues,), `safeguards` (safeguards,)."""

    kind: Floats
    scope: Floats
    issues: Floats
    safeguards: Floats

    @property
    def signals(self) -> Floats:
        """Everything that bears on scope, in one row: scope, issues, safeguards and kind outputs."""
        return np.concatenate([self.scope, self.issues, self.safeguards, self.kind - self.kind.max()])


def scores(reading: Reading, heads: Heads) -> Scores:
    """Lay the heads on one reading."""
    return Scores(*(reading.project(head) for head in (heads.kind, heads.scope, heads.issues, heads.safeguards)))


class Sigmoid(Record):
    """p = 1 / (1 + exp(-(slope * x + shift)))."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, value: float) -> float:
        """The probability, capped to [CAP, 1 - CAP]."""
        return capped(1.0 / (1.0 + float(np.exp(-np.clip(self.slope * value + self.shift, -30, 30)))))


class Calibration(Record):
    """What the out-of-fold outputs taught: probabilities, the undecided band, and when a tag is reported.

    `scope_weights` lie on `Scores.signals`; `band` holds the bounds of p_overbroad between which nothing is decided;
    `issue_cut` and `safeguard_cut` are the probabilities from which a tag is reported.
    """

    scope_weights: tuple[float, ...]
    scope_shift: float
    kinds: tuple[Sigmoid, ...]
    issues: Sigmoid
    safeguards: Sigmoid
    band: tuple[float, float]
    issue_cut: float
    safeguard_cut: float

    def p_overbroad(self, found: Scores) -> float:
        """The calibrated probability that the offence is overbroad."""
        total = float(np.dot(np.asarray(self.scope_weights), found.signals)) + self.scope_shift
        return capped(1.0 / (1.0 + float(np.exp(-np.clip(total, -30, 30)))))

    def p_kinds(self, found: Scores) -> list[float]:
        """The calibrated probability of each kind; they sum to 1."""
        each = [sigmoid(float(value)) for sigmoid, value in zip(self.kinds, log_softmax(found.kind), strict=True)]
        return [value / sum(each) for value in each]


def capped(value: float) -> float:
    """Never nothing and never certainty: between CAP and 1 - CAP."""
    return min(max(value, CAP), 1.0 - CAP)


def log_softmax(values: Floats) -> Floats:
    """Log-probabilities (k,) of outputs (k,)."""
    shifted = values - values.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


def stack(found: Sequence[Scores]) -> Floats:
    """The signals of many readings (n, s)."""
    return np.stack([item.signals for item in found])
