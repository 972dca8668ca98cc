"""Labelled records as numbers: one target a record, in the order of the taxonomy's tags."""

from collections.abc import Sequence

import numpy as np

from pipeline.encoders.base import Floats
from pipeline.encoders.labels import LabelTarget, Weights
from pipeline.records import LabelledProvision
from pipeline.taxonomy import Taxonomy


def targets(records: Sequence[LabelledProvision], taxonomy: Taxonomy) -> list[LabelTarget]:
    """One target a record, in order."""
    kinds, issues, safeguards = list(taxonomy.kinds), list(taxonomy.issues), list(taxonomy.safeguards)
    return [
        LabelTarget(
            reading=record.reading,
            headless=record.text,
            kind=kinds.index(record.kind),
            asked=taxonomy.kinds[record.kind].in_question,
            scope=float(record.scope == "overbroad"),
            issues=_marks([item.tag for item in record.issues], issues),
            safeguards=_marks([item.tag for item in record.safeguards], safeguards),
            evidence=tuple(_evidence(record, issues + safeguards)),
        )
        for record in records
    ]


def _marks(tags: Sequence[str], known: Sequence[str]) -> Floats:
    return np.array([float(tag in tags) for tag in known], dtype=np.float32)


def _evidence(record: LabelledProvision, tags: Sequence[str]) -> list[tuple[int, int, int]]:
    """Spans of the labelled quotes in the reading; a quote that also stands in the heading is taken from the text."""
    shift = len(record.reading) - len(record.text)
    spans = []
    for item in (*record.issues, *record.safeguards):
        if item.quote is not None:
            start = record.reading.find(item.quote, shift)
            start = record.reading.find(item.quote) if start < 0 else start
            spans.append((tags.index(item.tag), start, start + len(item.quote)))
    return spans


def weights(items: Sequence[LabelTarget]) -> Weights:
    """Rare kinds weigh more by the square root of their rarity; rare tags are lifted likewise, at most fourfold."""
    kinds = np.bincount([item.kind for item in items], minlength=max(item.kind for item in items) + 1)
    kind = np.sqrt(len(items) / np.maximum(kinds, 1) / len(kinds)).astype(np.float32)
    asked = [item for item in items if item.asked]
    lifts = []
    for marks in ([item.issues for item in asked], [item.safeguards for item in asked]):
        share = np.clip(np.stack(marks).mean(axis=0), 1e-3, None)
        lifts.append(np.clip(np.sqrt((1 - share) / share), 1.0, 4.0).astype(np.float32))
    return Weights(kind, *lifts)
