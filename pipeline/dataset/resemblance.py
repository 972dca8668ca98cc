"""Which outside provisions resemble a training record too closely to be measured on.

A provision is left out when a training record holds more than a stated share of its 8-word sequences: a famous law
restated too near to its words would otherwise be counted as unseen.
"""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.dataset.families import shingles

SEQUENCE = 8  # words
SHARE = 0.3


def resembling(outside: Sequence[str], training: Sequence[str], share: float = SHARE) -> list[bool]:
    """For each outside text, whether one training text holds over `share` of its 8-word sequences."""
    index: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(training):
        for gram in shingles(text, SEQUENCE):
            index[gram].add(number)
    flags = []
    for text in outside:
        grams = shingles(text, SEQUENCE)
        hits: dict[int, int] = defaultdict(int)
        for gram in grams:
            for number in index.get(gram, ()):
                hits[number] += 1
        flags.append(bool(grams) and max(hits.values(), default=0) > share * len(grams))
    return flags
