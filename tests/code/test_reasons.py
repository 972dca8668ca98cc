"""The words that carry a finding: a real stretch of the text, whole words, the one that stands out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pipeline.reasons import best_span, evidence_threshold, whole_words

TEXT = "Whoever spreads false or exaggerated news is guilty."


def spans(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        found.append((start, at))
    return found


def test_the_stretch_that_stands_out() -> None:
    scores = np.array([-3, -1, 2, 1, 2, -1, -3, -3], dtype=np.float32)
    found = best_span(TEXT, spans(TEXT), scores, 0.0)
    assert found is not None and TEXT[found.start : found.end] == "false or exaggerated"


def test_nothing_stands_out() -> None:
    scores = np.full(8, -1, dtype=np.float32)
    assert best_span(TEXT, spans(TEXT), scores, 0.0) is None
    assert best_span("", [], np.zeros(0, dtype=np.float32), 0.0) is None


def test_a_shy_peak_is_still_shown() -> None:
    scores = np.array([-9, -9, -2, -3, -2, -9, -9, -9], dtype=np.float32)
    found = best_span(TEXT, spans(TEXT), scores, evidence_threshold(scores))
    assert found is not None and TEXT[found.start : found.end] == "false or exaggerated"


def test_half_a_word_becomes_a_whole_one() -> None:
    assert whole_words(TEXT, 18, 19) == (16, 21)


@given(st.text(alphabet="ab \n\u00e9", min_size=1, max_size=60), st.data())
def test_spans_lie_in_the_text(text: str, data: st.DataObject) -> None:
    tokens = spans(text)
    # Sums of 32-bit numbers lose what is a million times smaller than the rest, so no such scores are drawn.
    scores = data.draw(
        arrays.arrays(np.float32, len(tokens), elements=st.floats(-5, 5, width=32).map(lambda x: round(x, 3)))
    )
    found = best_span(text, tokens, scores, 0.0)
    assert (found is None) == (not (scores > 0).any())
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip()
