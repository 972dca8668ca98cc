"""Serves a fine-tuned encoder with onnxruntime and tokenizers: no torch, no network.

A text's vector is the mean and the maximum of its token vectors over all windows, as it was trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.encoders.base import Bank, Floats, Head
from pipeline.encoders.windows import batches_by_length, windows

BATCH = 8


@dataclass(frozen=True)
class DenseReading:
    """One text: `vector` (2e,), `vectors` (tokens, e), and the characters of each token."""

    windows: int
    tokens: Sequence[tuple[int, int]]
    vector: Floats
    vectors: Floats

    def project(self, head: Head) -> Floats:
        """The head's outputs (k,)."""
        return np.asarray(head.coef @ self.vector + head.intercept, dtype=np.float32)

    def token_scores(self, head: Head) -> Floats:
        """The head's outputs (tokens, k)."""
        return np.asarray(self.vectors @ head.coef.T + head.intercept, dtype=np.float32)

    def similarities(self, bank: Bank) -> Floats:
        """Cosine (n,) to each row of a bank of unit vectors."""
        length = float(np.linalg.norm(self.vector)) or 1.0
        return np.asarray(bank.values.astype(np.float32) @ (self.vector / length), dtype=np.float32)


@dataclass(frozen=True)
class _Window:
    text: int
    start: int
    ids: list[int]


class OnnxEncoder:
    """`encoder.onnx` and `tokenizer.json` of a model folder."""

    def __init__(self, folder: Path, *, size: int, stride: int, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # A model folder holds one file with its weights inside; a custom operator or a path outside is not loaded.
        self._session = onnxruntime.InferenceSession(
            (folder / "encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        markers = self._tokenizer.encode("", add_special_tokens=True).ids
        self._first, self._last = markers[0], markers[-1]
        self._size, self._stride = size - 2, stride

    def encode(self, texts: Sequence[str]) -> list[DenseReading]:
        """One reading a text, in order; windows of like length run together."""
        coded = [self._tokenizer.encode(text, add_special_tokens=False) for text in texts]
        jobs = [
            _Window(number, start, [self._first, *item.ids[start:end], self._last])
            for number, item in enumerate(coded)
            for start, end in windows(len(item.ids), self._size, self._stride)
        ]
        hidden: dict[int, Floats] = {}
        for batch in batches_by_length([len(job.ids) for job in jobs], BATCH):
            for at, vectors in zip(batch, self._run([jobs[at].ids for at in batch]), strict=True):
                hidden[at] = vectors
        shares: list[list[int]] = [[] for _ in texts]
        for at, job in enumerate(jobs):
            shares[job.text].append(at)
        return [
            _pool([(jobs[at].start, hidden[at]) for at in mine], item.offsets)
            for mine, item in zip(shares, coded, strict=True)
        ]

    def _run(self, rows: Sequence[list[int]]) -> list[Floats]:
        """Token vectors (t, e) of each row, markers included, padding taken off."""
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        (tokens,) = self._session.run(["tokens"], {"ids": ids, "mask": mask})
        return [tokens[at, : len(row)] for at, row in enumerate(rows)]


def _pool(parts: Sequence[tuple[int, Floats]], offsets: Sequence[tuple[int, int]]) -> DenseReading:
    """Windows of one text into one reading; where windows overlap, the later one gives the token its vector."""
    everything = np.concatenate([vectors for _, vectors in parts])
    vector = np.concatenate([everything.mean(axis=0), everything.max(axis=0)]).astype(np.float32)
    tokens = np.zeros((len(offsets), everything.shape[1]), dtype=np.float32)
    for start, vectors in parts:
        inner = vectors[1:-1]
        tokens[start : start + len(inner)] = inner
    return DenseReading(len(parts), offsets, vector, tokens)
