"""Near-copies: provisions that share their wording, found by MinHash and confirmed by exact overlap.

Copied model-law text inflates every score, so near-copies are grouped before any split. Candidates come from
datasketch's MinHash index (Broder 1997); the similarity reported is exact containment of word 5-grams, 0 to 1.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.records import LabelledProvision

if TYPE_CHECKING:
    from datasketch import MinHash

WORDS = 5
NEAR = 0.4  # share of the shorter text's 5-grams that stand in the other
_WORD = re.compile(r"\w+")
_CJK = re.compile(r"[\u3400-\u9fff]")


def shingles(text: str, size: int = WORDS) -> set[str]:
    """The word n-grams of a text, lower case; a Chinese character counts as a word, for want of spaces."""
    words = _WORD.findall(_CJK.sub(r" \g<0> ", text.lower()))
    return {" ".join(words[at : at + size]) for at in range(max(len(words) - size + 1, 0))}


def containment(left: set[str], right: set[str]) -> float:
    """Share of the smaller set that stands in the larger one, 0 to 1; 0 where either is empty."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def near_copies(texts: Sequence[str], threshold: float = NEAR, since: int = 0) -> Iterator[tuple[int, int, float]]:
    """Pairs (i, j, similarity), i < j and j >= since, of texts whose containment reaches the threshold."""
    from datasketch import MinHashLSH

    grams = [shingles(text) for text in texts]
    # The index works on Jaccard similarity, which is lower than containment where lengths differ: ask it for less.
    index = MinHashLSH(threshold=threshold / 3, num_perm=64)
    for number, gram in enumerate(grams):
        if not gram:
            continue
        sketch = _sketch(gram)
        for other in sorted(int(key) for key in index.query(sketch)) if number >= since else ():
            similarity = containment(grams[other], gram)
            if similarity >= threshold:
                yield other, number, similarity
        index.insert(str(number), sketch)


def _sketch(grams: set[str]) -> "MinHash":
    from datasketch import MinHash

    sketch = MinHash(num_perm=64, seed=1)
    sketch.update_batch([gram.encode() for gram in sorted(grams)])
    return sketch


def crossing(records: Sequence[LabelledProvision]) -> Iterator[tuple[int, int, float]]:
    """Near-copies that are not of one family: pairs (i, j, similarity) of positions in `records`."""
    for first, second, similarity in near_copies([record.text for record in records]):
        if records[first].family != records[second].family:
            yield first, second, similarity
