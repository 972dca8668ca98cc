"""Raw outputs into predictions that the evaluation can score: the same path for folds and for outside texts."""

from collections.abc import Mapping

import numpy as np

from pipeline.dataset.split import country
from pipeline.encoders.base import Heads, Reading
from pipeline.evaluation.report import Prediction, Truth
from pipeline.model import shown_words
from pipeline.records import LabelledProvision
from pipeline.signals import Calibration, Scores
from pipeline.taxonomy import Taxonomy


def predict(found: Scores, quotes: Mapping[str, str], learned: Calibration, taxonomy: Taxonomy) -> Prediction:
    """One calibrated prediction from raw outputs; scope is given whatever the kind."""
    chance = learned.p_overbroad(found)
    low, high = learned.band
    issues = [
        tag
        for tag, value in zip(taxonomy.issues, found.issues, strict=True)
        if learned.issues(float(value)) >= learned.issue_cut
    ]
    safeguards = [
        tag
        for tag, value in zip(taxonomy.safeguards, found.safeguards, strict=True)
        if learned.safeguards(float(value)) >= learned.safeguard_cut
    ]
    return Prediction(
        kind=list(taxonomy.kinds)[int(np.argmax(learned.p_kinds(found)))],
        p_overbroad=chance,
        decided=not low < chance < high,
        issues=frozenset(issues),
        safeguards=frozenset(safeguards),
        quotes=quotes,
    )


def shown(reading: Reading, heads: Heads, text: str, wanted: Mapping[str, str], taxonomy: Taxonomy) -> dict[str, str]:
    """The words that would be shown for each labelled tag that has words."""
    evidence = reading.token_scores(heads.evidence)
    tags = [*taxonomy.issues, *taxonomy.safeguards]
    return {tag: shown_words(text, reading, evidence[:, tags.index(tag)]) for tag in wanted if tag in tags}


def truth_of(record: LabelledProvision) -> Truth:
    """A labelled record as the evaluation sees it."""
    return Truth(
        country=country(record),
        reading=record.reading,
        kind=record.kind,
        scope=record.scope,
        issues=frozenset(item.tag for item in record.issues),
        safeguards=frozenset(item.tag for item in record.safeguards),
        quotes=labelled_quotes(record),
    )


def labelled_quotes(record: LabelledProvision) -> dict[str, str]:
    """The labelled words by tag; tags without words are left out."""
    return {item.tag: item.quote for item in (*record.issues, *record.safeguards) if item.quote}
