"""Word and character n-grams, weighted by TF-IDF: fitted by scikit-learn, served by numpy alone.

What is saved is scikit-learn's public attributes (`vocabulary_`, `idf_`), and the counts are made here in the same way,
so that serving needs neither scikit-learn nor a pickle. Weights: sublinear term frequency, smooth idf, unit length for
words and characters each (Salton and Buckley 1988, as in scikit-learn's TfidfVectorizer).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.encoders.base import Bank, Floats, Head, Integers
from pipeline.settings import TfidfSettings

_WORD = re.compile(r"\b\w\w+\b")
_SPACE = re.compile(r"\s\s+")
FIRST_CHARS = 3  # character n-grams shorter than this say little of a law


def lower(text: str) -> str:
    """Lower case, letter by letter, so that places stay the same: a letter that would become two is left as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


@dataclass(frozen=True)
class SparseReading:
    """One text: the columns that are not zero and their values, and where each word feature stands."""

    tokens: Sequence[tuple[int, int]]
    columns: Integers
    values: Floats
    places: Sequence[tuple[int, int, int]]  # feature (position in `columns`), first token, last token
    windows: int = 1

    def project(self, head: Head) -> Floats:
        """The head's outputs (k,)."""
        return np.asarray(head.coef[:, self.columns] @ self.values + head.intercept, dtype=np.float32)

    def token_scores(self, head: Head) -> Floats:
        """The head's outputs (tokens, k): the mean weight of the n-grams that cover a token, plus the intercept."""
        scores = np.zeros((len(self.tokens), head.coef.shape[0]), dtype=np.float32)
        covering = np.zeros((len(self.tokens), 1), dtype=np.float32)
        for feature, first, last in self.places:
            scores[first : last + 1] += head.coef[:, self.columns[feature]]
            covering[first : last + 1] += 1
        return np.asarray(scores / np.maximum(covering, 1) + head.intercept, dtype=np.float32)

    def similarities(self, bank: Bank) -> Floats:
        """Cosine (n,) to each row of a sparse bank of unit vectors."""
        if bank.columns is None or bank.starts is None:
            raise ValueError("a TF-IDF reading needs a sparse bank")
        width = int(max(bank.columns.max(initial=0), self.columns.max(initial=0))) + 1
        dense = np.zeros(width, dtype=np.float32)
        dense[self.columns] = self.values
        products = np.concatenate([bank.values.astype(np.float32) * dense[bank.columns], [0.0]])
        sums = np.add.reduceat(products, bank.starts[:-1]) * (np.diff(bank.starts) > 0)
        return np.asarray(sums / (np.linalg.norm(self.values) or 1.0), dtype=np.float32)


class TfidfEncoder:
    """Two vocabularies (n-gram → column, columns counted on through both) and the idf of each column."""

    def __init__(self, words: dict[str, int], chars: dict[str, int], idf: Floats, settings: TfidfSettings) -> None:
        self.words, self.chars, self.idf, self.settings = words, chars, idf, settings

    @classmethod
    def fit(cls, texts: Sequence[str], settings: TfidfSettings) -> "TfidfEncoder":
        """Choose the features and their idf from `texts` (training texts only)."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        least = min(settings.min_count, max(1, len(texts) // 2))
        common = {"sublinear_tf": True, "min_df": least, "preprocessor": lower}
        word = TfidfVectorizer(ngram_range=(1, settings.word_ngrams), max_features=settings.max_words, **common).fit(
            texts
        )
        words = {gram: int(column) for gram, column in sorted(word.vocabulary_.items())}
        idf = [word.idf_]
        chars: dict[str, int] = {}
        if settings.max_chars:
            char = TfidfVectorizer(
                analyzer="char_wb",
                ngram_range=(FIRST_CHARS, settings.char_ngrams),
                max_features=settings.max_chars,
                **common,
            ).fit(texts)
            chars = {gram: int(column) + len(words) for gram, column in sorted(char.vocabulary_.items())}
            idf.append(char.idf_)
        return cls(words, chars, np.concatenate(idf).astype(np.float32), settings)

    def encode(self, texts: Sequence[str]) -> list[SparseReading]:
        """One reading a text, in order."""
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> SparseReading:
        lowered = lower(text)
        spans = [(found.start(), found.end()) for found in _WORD.finditer(lowered)]
        found = self._word_features(lowered, spans)
        word_counts = Counter(column for column, _, _ in found)
        char_counts = self._char_counts(lowered)
        columns, values = [], []
        for counts in (word_counts, char_counts):
            keys = np.array(sorted(counts), dtype=np.int32)
            weights = np.array([1.0 + np.log(counts[int(key)]) for key in keys], dtype=np.float64) * self.idf[keys]
            length = float(np.sqrt((weights**2).sum())) or 1.0
            columns.append(keys)
            values.append((weights / length).astype(np.float32))
        position = {int(column): at for at, column in enumerate(columns[0])}
        places = [(position[column], first, last) for column, first, last in found]
        return SparseReading(spans, np.concatenate(columns), np.concatenate(values), places)

    def _word_features(self, text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
        """(column, first token, last token) of each known word n-gram."""
        words = [text[start:end] for start, end in spans]
        found = []
        for size in range(1, self.settings.word_ngrams + 1):
            for at in range(len(words) - size + 1):
                column = self.words.get(" ".join(words[at : at + size]))
                if column is not None:
                    found.append((column, at, at + size - 1))
        return found

    def _char_counts(self, text: str) -> Counter[int]:
        """Character n-grams within words, each word padded by a space (scikit-learn's `char_wb`)."""
        grams: Counter[str] = Counter()
        if self.chars:
            for word, times in Counter(_SPACE.sub(" ", text).split()).items():
                padded = f" {word} "
                for size in range(FIRST_CHARS, self.settings.char_ngrams + 1):
                    if len(padded) <= size:
                        grams[padded] += times  # a short word counts once, whole
                        break
                    for at in range(len(padded) - size + 1):
                        grams[padded[at : at + size]] += times
        return Counter({self.chars[gram]: count for gram, count in grams.items() if gram in self.chars})
