"""Which unlabelled provisions a lawyer should label next.

Method: each provision is worth its uncertainty (the entropy of the champion's answer, Settles 2009) times its density
(how much the other candidates resemble it, so that freaks of scanning are passed over: Settles and Craven, EMNLP 2008)
times its distance from whatever is labelled or already picked, in the champion's own space. The picks are made one by
one, the distance falling as they are made: greedy k-centre (Sener and Savarese, ICLR 2018), weighted. What a country
has already given divides the worth of its next provision, and none gives more than twice its even share as long as
another has any left, so that the picks spread.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders.base import Floats

METHOD = (
    "Uncertainty of the champion (entropy) x density among the candidates (Settles and Craven 2008) x distance from "
    "what is labelled or picked (greedy k-centre, Sener and Savarese 2018), divided by 1 + what its country has given; "
    "no country gives more than twice its even share."
)


@dataclass(frozen=True)
class Pick:
    """A candidate by its position, with what spoke for it; each from 0 to 1."""

    at: int
    uncertainty: float
    distance: float


def entropy(kinds: Sequence[float], p_asked: float, p_overbroad: float) -> float:
    """How unsure an answer is, 0 to 1: entropy of kind and, as far as it is asked, of scope, by the chain rule.

    `kinds` sum to 1; `p_asked` is the chance that the question arises, `p_overbroad` the answer to it.
    """
    whole = _bits(kinds) + p_asked * _bits((p_overbroad, 1.0 - p_overbroad))
    return float(whole / (np.log2(max(len(kinds), 2)) + 1.0))


def choose(
    uncertainty: Floats,
    density: Floats,
    labelled: Floats,
    groups: Sequence[str],
    near: Callable[[int], Floats],
    most: int,
) -> list[Pick]:
    """At most `most` picks, the most useful first.

    `uncertainty`, `density` and `labelled` (likeness to the nearest labelled provision) are (n,), each 0 to 1;
    `groups` names the country of each; `near(i)` gives the likeness (n,) of all candidates to candidate i.
    """
    distance: NDArray[np.float64] = np.clip(1.0 - np.asarray(labelled, dtype=np.float64), 0.0, 1.0)
    worth = np.asarray(uncertainty, dtype=np.float64) * np.asarray(density, dtype=np.float64)
    given: Counter[str] = Counter()
    open_ = np.ones(len(groups), dtype=bool)
    picks: list[Pick] = []
    share = -(-2 * most // max(len(set(groups)), 1))
    for _ in range(min(most, len(groups))):
        shares = np.array([1.0 / (1 + given[group]) for group in groups])
        within = np.array([given[group] < share for group in groups])
        free = open_ & within if (open_ & within).any() else open_
        at = int(np.argmax(np.where(free, worth * distance * shares, -1.0)))
        picks.append(Pick(at, round(float(uncertainty[at]), 3), round(float(distance[at]), 3)))
        open_[at] = False
        given[groups[at]] += 1
        distance = np.minimum(distance, np.clip(1.0 - near(at), 0.0, 1.0))
    return picks


def _bits(chances: Sequence[float]) -> float:
    values = np.clip(np.asarray(chances, dtype=np.float64), 1e-12, 1.0)
    return float(-(values * np.log2(values)).sum())
