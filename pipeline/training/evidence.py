"""Which words show a tag, learned from the labelled quotes: the evidence head of a word-count model."""

from collections.abc import Sequence

import numpy as np

from pipeline.encoders.base import Head
from pipeline.encoders.labels import LabelTarget
from pipeline.encoders.tfidf import TfidfEncoder

PRIOR = 2.0  # occurrences that an n-gram must overcome before it speaks for or against a tag
LEAN = 1.5  # words around a sure one are taken in: quotes are phrases, and counts know only words


def word_evidence(encoder: TfidfEncoder, items: Sequence[LabelTarget]) -> Head:
    """For each tag and word n-gram, the log-odds that an occurrence stands inside a labelled quote of the tag.

    Counted over the readings that have such a quote, and smoothed towards the tag's own rate by PRIOR occurrences
    (naive Bayes with a Dirichlet prior). A token's score is the mean over the n-grams that cover it; more than 0 means
    "rather inside". Character n-grams say nothing here.
    """
    width, tags = len(encoder.idf), len(items[0].issues) + len(items[0].safeguards)
    inside, total = np.zeros((tags, width)), np.zeros((tags, width))
    quoted = [item for item in items if item.evidence]
    for item, reading in zip(quoted, encoder.encode([item.reading for item in quoted]), strict=True):
        columns = np.array([reading.columns[feature] for feature, _, _ in reading.places], dtype=np.intp)
        starts = np.array([reading.tokens[first][0] for _, first, _ in reading.places], dtype=np.intp)
        ends = np.array([reading.tokens[last][1] for _, _, last in reading.places], dtype=np.intp)
        for tag, begin, stop in item.evidence:
            within = (starts >= begin) & (ends <= stop)
            np.add.at(inside[tag], columns[within], 1.0)
            np.add.at(total[tag], columns, 1.0)
    rate = np.clip(inside.sum(axis=1, keepdims=True) / np.maximum(total.sum(axis=1, keepdims=True), 1.0), 0.01, 0.5)
    share = (inside + PRIOR * rate) / (total + PRIOR)
    return Head.of(np.log(share / (1 - share)), np.full(tags, LEAN))
