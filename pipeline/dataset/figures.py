"""What the corpus holds, counted: composition, lengths, variety. Nothing here is a promise; `check` holds those."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.dataset.check import opening_share
from pipeline.dataset.load import read
from pipeline.errors import DataError
from pipeline.records import LabelledProvision

WINDOW = 500  # words; the type-token ratio of a moving window does not fall with the size of the corpus
LONG = 150  # words
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Figures:
    """The corpus in numbers. Lengths are in words and leave out Chinese, which writes no spaces.

    `type_token` is the moving-average type-token ratio over windows of 500 words of English (Covington and McFall,
    Journal of Quantitative Linguistics 17, 2010). `nearest` holds the median and the 95th percentile of the cosine of
    each English record to the most similar one of another family, over TF-IDF of word pairs.
    """

    records: int
    jurisdictions: int
    instruments: int
    kinds: Mapping[tuple[str, str], int]
    languages: Mapping[str, int]
    regions: Mapping[str, int]
    with_authority: int
    shortest: int
    median: int
    longest: int
    long_share: float
    openings: float
    type_token: float
    nearest: tuple[float, float]


def count(folder: Path) -> Figures:
    """The figures of all records under `folder`, a file a region. Raises DataError as `load` does."""
    placed, problems = read(folder)
    if problems:
        raise DataError(str(problems[0]), "Run `scope data check` to see every problem.")
    return figures([item.record for item in placed], Counter(Path(item.file).stem for item in placed))


def figures(records: Sequence[LabelledProvision], regions: Mapping[str, int]) -> Figures:
    """Count everything over `records`; `regions` says how many of them each region's file holds."""
    english = [record for record in records if record.language == "en"]
    lengths = sorted(len(record.text.split()) for record in records if record.language != "zh") or [0]
    return Figures(
        records=len(records),
        jurisdictions=len({record.jurisdiction for record in records} - {"treaty"}),
        instruments=len({record.law for record in records if record.jurisdiction == "treaty"}),
        kinds=Counter((record.kind, record.scope or "") for record in records),
        languages=Counter(record.language for record in records),
        regions=regions,
        with_authority=sum(bool(record.authority) for record in records),
        shortest=lengths[0],
        median=lengths[len(lengths) // 2],
        longest=lengths[-1],
        long_share=sum(length > LONG for length in lengths) / len(lengths),
        openings=opening_share(records),
        type_token=type_token([record.text for record in english]),
        nearest=nearest([record.text for record in english], [record.family for record in english]),
    )


def type_token(texts: Sequence[str]) -> float:
    """Mean share of different words in a window of 500, the windows side by side; 0 where there is no full window."""
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    windows = [words[at : at + WINDOW] for at in range(0, len(words) - WINDOW + 1, WINDOW)]
    return float(np.mean([len(set(window)) / WINDOW for window in windows])) if windows else 0.0


def nearest(texts: Sequence[str], families: Sequence[str]) -> tuple[float, float]:
    """Median and 95th percentile, over texts, of the cosine to the most similar text of another family."""
    if len(set(families)) < 2:
        return 0.0, 0.0  # nothing to be near to
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors: Any = TfidfVectorizer(ngram_range=(2, 2), dtype=np.float32).fit_transform(texts)
    highest = []
    for at in range(len(texts)):
        close = (vectors @ vectors[at].T).toarray().ravel()
        close[[other for other, family in enumerate(families) if family == families[at]]] = 0.0
        highest.append(float(close.max()))
    return float(np.percentile(highest, 50)), float(np.percentile(highest, 95))
