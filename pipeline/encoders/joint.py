"""A transformer and n-grams side by side: the text's vector is both vectors, one after the other.

The transformer reads context, the n-grams remember exact wordings; a linear head on both is a weighted mean of the
two models' outputs (stacking, Wolpert 1992), and what they get wrong differs. Words are shown by the transformer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.encoders.base import Bank, Floats, Head, Heads
from pipeline.encoders.onnx import DenseReading, OnnxEncoder
from pipeline.encoders.tfidf import SparseReading, TfidfEncoder


@dataclass(frozen=True)
class JointReading:
    """One text, read by both."""

    dense: DenseReading
    sparse: SparseReading

    @property
    def windows(self) -> int:
        """Windows that the transformer took."""
        return self.dense.windows

    @property
    def tokens(self) -> Sequence[tuple[int, int]]:
        """The transformer's tokens."""
        return self.dense.tokens

    def project(self, head: Head) -> Floats:
        """The head's outputs (k,): its first columns lie on the transformer's vector, the others on the n-grams."""
        width = len(self.dense.vector)
        outputs = head.coef[:, :width] @ self.dense.vector
        outputs += head.coef[:, self.sparse.columns + width] @ self.sparse.values
        return np.asarray(outputs + head.intercept, dtype=np.float32)

    def token_scores(self, head: Head) -> Floats:
        """The head's outputs (tokens, k), by the transformer."""
        return self.dense.token_scores(head)

    def similarities(self, bank: Bank) -> Floats:
        """Cosine (n,) of the transformer's vectors to each row of a bank."""
        return self.dense.similarities(bank)


@dataclass(frozen=True)
class JointEncoder:
    """Both encoders of a model folder."""

    dense: OnnxEncoder
    sparse: TfidfEncoder

    def encode(self, texts: Sequence[str]) -> list[JointReading]:
        """One reading a text, in order."""
        return [
            JointReading(dense, sparse)
            for dense, sparse in zip(self.dense.encode(texts), self.sparse.encode(texts), strict=True)
        ]


def joined(dense: Heads, sparse: Heads, share: float, kind_share: float) -> Heads:
    """Heads for both vectors: the transformer's outputs plus `share` of the n-grams' (`kind_share` for the kind)."""

    def both(name: str, weight: float) -> Head:
        first, second = getattr(dense, name), getattr(sparse, name)
        coef = np.concatenate([first.coef, weight * second.coef], axis=1)
        return Head(coef, first.intercept + weight * second.intercept)

    return Heads(
        kind=both("kind", kind_share),
        scope=both("scope", share),
        issues=both("issues", share),
        safeguards=both("safeguards", share),
        evidence=dense.evidence,
    )
