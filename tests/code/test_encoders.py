"""Encoders: word counts as scikit-learn makes them, windows that cut nothing, exact places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoders.base import Head
from pipeline.encoders.files import open_encoder, tfidf_files
from pipeline.encoders.tfidf import TfidfEncoder, lower
from pipeline.encoders.windows import batches_by_length, windows
from pipeline.records import LabelledProvision
from pipeline.settings import TfidfSettings


@pytest.fixture(scope="module")
def texts(corpus: list[LabelledProvision]) -> list[str]:
    return [record.reading for record in corpus[:150]]


@pytest.fixture(scope="module")
def encoder(texts: list[str]) -> TfidfEncoder:
    return TfidfEncoder.fit(texts, TfidfSettings(max_words=3000, max_chars=3000))


def test_counts_equal_scikit_learn(texts: list[str], encoder: TfidfEncoder) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    common = {"sublinear_tf": True, "min_df": 2, "max_features": 3000}
    word = TfidfVectorizer(ngram_range=(1, 2), **common).fit(texts)
    char = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **common).fit(texts)
    expected = np.hstack([word.transform(texts).toarray(), char.transform(texts).toarray()])
    for at, reading in enumerate(encoder.encode(texts)):
        made = np.zeros(expected.shape[1])
        made[reading.columns] = reading.values
        assert np.abs(made - expected[at]).max() < 1e-6


def test_saved_and_opened_again_is_the_same(
    texts: list[str], encoder: TfidfEncoder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("encoder")
    for name, data in tfidf_files(encoder).items():
        (folder / name).write_bytes(data)
    again = open_encoder(folder, {"type": "tfidf", "word_ngrams": 2, "char_ngrams": 5})
    head = Head.of(np.random.default_rng(0).normal(size=(3, len(encoder.idf))), np.zeros(3))
    for one, two in zip(encoder.encode(texts[:20]), again.encode(texts[:20]), strict=True):
        assert np.array_equal(one.project(head), two.project(head))
        assert list(one.tokens) == list(two.tokens)


@given(st.text())
def test_places_lie_in_the_text(text: str) -> None:
    tiny = TfidfEncoder({"the": 0}, {}, np.ones(1, dtype=np.float32), TfidfSettings(max_chars=0))
    (reading,) = tiny.encode([text])
    assert len(lower(text)) == len(text)
    assert all(0 <= start < end <= len(text) for start, end in reading.tokens)
    assert reading.project(Head.of(np.ones((2, 1)), np.zeros(2))).shape == (2,)


@given(st.integers(0, 3000), st.integers(1, 400), st.integers(1, 400))
def test_windows_cover_everything(length: int, size: int, stride: int) -> None:
    stride = min(stride, size)
    spans = list(windows(length, size, stride))
    covered = {at for start, end in spans for at in range(start, end)}
    assert covered == set(range(length))
    assert all(end - start <= size for start, end in spans)


@given(st.lists(st.integers(0, 100)), st.integers(1, 9))
def test_batches_hold_each_once(lengths: list[int], size: int) -> None:
    batches = list(batches_by_length(lengths, size))
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    assert all(len(batch) <= size for batch in batches)
