"""Labelled records as numbers: one target a record, in the order of the taxonomy's tags."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.encoders.base import Floats
from pipeline.encoders.labels import LabelTarget, Weights
from pipeline.taxonomy import Taxonomy

if TYPE_CHECKING:
    from datasets import Dataset


def targets(rows: "Dataset", taxonomy: Taxonomy) -> list[LabelTarget]:
    """One target a row of the data set (`dataset.load.as_dataset`), in order."""
    kinds, issues, safeguards = list(taxonomy.kinds), list(taxonomy.issues), list(taxonomy.safeguards)
    return [
        LabelTarget(
            reading=row["reading"],
            headless=row["text"],
            kind=kinds.index(row["kind"]),
            asked=taxonomy.kinds[row["kind"]].in_question,
            scope=float(row["scope"] == "overbroad"),
            issues=_marks([item["tag"] for item in row["issues"]], issues),
            safeguards=_marks([item["tag"] for item in row["safeguards"]], safeguards),
            evidence=tuple(_evidence(row, issues + safeguards)),
            group=row["family"],
        )
        for row in rows
    ]


def _marks(tags: Sequence[str], known: Sequence[str]) -> Floats:
    return np.array([float(tag in tags) for tag in known], dtype=np.float32)


def _evidence(row: Mapping[str, Any], tags: Sequence[str]) -> list[tuple[int, int, int]]:
    """Spans of the labelled quotes in the reading; a quote that also stands in the heading is taken from the text."""
    reading, shift = row["reading"], len(row["reading"]) - len(row["text"])
    spans = []
    for item in (*row["issues"], *row["safeguards"]):
        if item["quote"] is not None:
            start = reading.find(item["quote"], shift)
            start = reading.find(item["quote"]) if start < 0 else start
            spans.append((tags.index(item["tag"]), start, start + len(item["quote"])))
    return spans


def weights(items: Sequence[LabelTarget], kinds: int) -> Weights:
    """Rare kinds weigh more by the square root of their rarity; rare tags are lifted likewise, at most fourfold."""
    counts = np.bincount([item.kind for item in items], minlength=kinds)
    kind = np.sqrt(len(items) / np.maximum(counts, 1) / kinds).astype(np.float32)
    asked = [item for item in items if item.asked]
    lifts = []
    for marks in ([item.issues for item in asked], [item.safeguards for item in asked]):
        share = np.clip(np.stack(marks).mean(axis=0), 1e-3, None)
        lifts.append(np.clip(np.sqrt((1 - share) / share), 1.0, 4.0).astype(np.float32))
    return Weights(kind, *lifts)
