"""The parts of a model folder that are neither encoder nor report: heads, the bank of labelled laws, settings."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.encoders.base import Bank, Head, Heads, Reading
from pipeline.encoders.joint import JointReading
from pipeline.encoders.onnx import DenseReading
from pipeline.encoders.tfidf import SparseReading
from pipeline.records import LabelledProvision
from pipeline.settings import TrainSettings


def encoder_settings(settings: TrainSettings) -> dict[str, Any]:
    """What `model.json` says of the encoder."""
    described: dict[str, Any] = {"type": settings.encoder}
    if settings.encoder != "tfidf":
        described |= {"max_pieces": settings.transformer.max_pieces, "stride": settings.transformer.stride}
    if settings.encoder != "transformer":
        described |= {"word_ngrams": settings.tfidf.word_ngrams, "char_ngrams": settings.tfidf.char_ngrams}
    return described


def heads_file(heads: Heads) -> bytes:
    """The five heads as safetensors."""
    from safetensors.numpy import save

    parts: dict[str, Head] = vars(heads)
    return bytes(
        save({f"{name}.{part}": getattr(head, part) for name, head in parts.items() for part in ("coef", "intercept")})
    )


def bank_file(readings: Sequence[Reading]) -> bytes:
    """The records' unit vectors at half width: dense for a transformer, sparse rows for TF-IDF."""
    from safetensors.numpy import save

    bank = bank_of(readings)
    parts = {"values": bank.values, "columns": bank.columns, "starts": bank.starts}
    return bytes(save({name: part for name, part in parts.items() if part is not None}))


def bank_of(readings: Sequence[Reading]) -> Bank:
    """Readings as rows of a bank."""
    whole = [reading.dense if isinstance(reading, JointReading) else reading for reading in readings]
    dense = [reading.vector / np.linalg.norm(reading.vector) for reading in whole if isinstance(reading, DenseReading)]
    if dense:
        return Bank(np.stack(dense).astype(np.float16))
    sparse = [reading for reading in readings if isinstance(reading, SparseReading)]
    values = np.concatenate([reading.values / (np.linalg.norm(reading.values) or 1.0) for reading in sparse])
    columns = np.concatenate([reading.columns for reading in sparse])
    starts = np.cumsum([0, *(len(reading.columns) for reading in sparse)]).astype(np.int32)
    return Bank(values.astype(np.float16), columns, starts)


def precedent(record: LabelledProvision) -> dict[str, Any]:
    """What a verdict may say of a near record: its place and label, never its text."""
    return {
        name: getattr(record, name) for name in ("id", "jurisdiction", "law", "year", "provision", "scope", "family")
    }
