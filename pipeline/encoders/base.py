"""What every encoder gives: a `Reading` of a text, on which linear heads of any kind can be laid.

Shapes: d is the width of a text's vector, e the width of a token's vector, k the number of outputs of a head.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]


@dataclass(frozen=True)
class Head:
    """One linear map: `coef` (k, d) and `intercept` (k,), float32, C order."""

    coef: Floats
    intercept: Floats

    @classmethod
    def of(cls, coef: NDArray[Any], intercept: NDArray[Any]) -> "Head":
        """A head from arrays of any number type."""
        return cls(np.asarray(coef, dtype=np.float32), np.asarray(intercept, dtype=np.float32))

    def __post_init__(self) -> None:
        # safetensors writes wrong data for F-ordered arrays without a word, and scikit-learn's coef_ is one.
        object.__setattr__(self, "coef", np.ascontiguousarray(self.coef, dtype=np.float32))
        object.__setattr__(self, "intercept", np.ascontiguousarray(self.intercept, dtype=np.float32))


@dataclass(frozen=True)
class Heads:
    """The heads of a model: what it is, how broad, which issues, which safeguards, and which words show them.

    `evidence` works on token vectors (k = issues then safeguards, width e); the others on the text's vector.
    """

    kind: Head
    scope: Head
    issues: Head
    safeguards: Head
    evidence: Head


@dataclass(frozen=True)
class Bank:
    """Vectors of labelled provisions in rows: dense (n, d), or sparse with `columns` and `rows` starts as in CSR."""

    values: NDArray[np.float16]
    columns: Integers | None = None
    starts: Integers | None = None


class Reading(Protocol):
    """One text, encoded."""

    @property
    def windows(self) -> int:
        """How many windows the text took; nothing is ever cut off."""

    @property
    def tokens(self) -> Sequence[tuple[int, int]]:
        """Start and end of each token in the text, in characters, in order."""

    def project(self, head: Head) -> Floats:
        """The head's outputs (k,) for the whole text."""

    def token_scores(self, head: Head) -> Floats:
        """The head's outputs (tokens, k) for each token, larger meaning more."""

    def similarities(self, bank: Bank) -> Floats:
        """Cosine (n,) to each vector of the bank."""


class Encoder(Protocol):
    """Text into vectors."""

    def encode(self, texts: Sequence[str]) -> Sequence[Reading]:
        """One reading a text, in order. An empty text gives a reading without tokens."""
