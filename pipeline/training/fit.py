"""Trains an encoder with its heads: TF-IDF with logistic heads, or a transformer with all heads together."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from pipeline.encoders.base import Encoder, Floats, Head, Heads
from pipeline.encoders.labels import LabelTarget
from pipeline.encoders.tfidf import SparseReading, TfidfEncoder
from pipeline.errors import MissingExtraError
from pipeline.places import asset
from pipeline.settings import TrainSettings
from pipeline.taxonomy import Taxonomy
from pipeline.training.asides import asides
from pipeline.training.asides import load as load_asides
from pipeline.training.compose import compose
from pipeline.training.evidence import word_evidence
from pipeline.training.phrases import Bank
from pipeline.training.targets import weights

if TYPE_CHECKING:
    from pipeline.encoders.transformer import Trainer

Progress = Callable[[int, int, str], None]
Start = Mapping[str, Any] | None
ASIDE_SHARE = 0.3  # texts outside the question, for each practice clause


@dataclass(frozen=True)
class Fitted:
    """An encoder ready to serve, its heads, and the encoder's files as they go into the model folder."""

    encoder: Encoder
    heads: Heads
    files: dict[str, bytes]


def fit(
    items: Sequence[LabelTarget], kinds: int, settings: TrainSettings, progress: Progress, start: Start = None
) -> Fitted:
    """Train on `items` and on nothing else; `kinds` is how many kinds there are, whether or not `items` show all.

    A transformer begins with the weights `start` of `practise`, or with the pretrained ones.
    """
    if settings.encoder == "tfidf":
        return _fit_tfidf(items, kinds, settings, progress)
    fitted = _fit_transformer(items, kinds, settings, progress, start)
    if settings.encoder == "transformer":
        return fitted
    return _beside(fitted, _fit_tfidf(items, kinds, settings, progress), settings)


def _beside(dense: Fitted, sparse: Fitted, settings: TrainSettings) -> Fitted:
    """A transformer and n-grams as one model."""
    from pipeline.encoders.joint import JointEncoder, joined
    from pipeline.encoders.onnx import OnnxEncoder

    heads = joined(dense.heads, sparse.heads, settings.joint.share, settings.joint.kind_share)
    encoder = JointEncoder(cast(OnnxEncoder, dense.encoder), cast(TfidfEncoder, sparse.encoder))
    return Fitted(encoder, heads, {**dense.files, **sparse.files})


def practise(settings: TrainSettings, taxonomy: Taxonomy, progress: Progress) -> Start:
    """Weights of a transformer that has read the composed clauses once; None where the settings ask for none.

    No record is in them, so one practice serves every fold.
    """
    if settings.encoder == "tfidf" or not settings.transformer.practice:
        return None
    bank = Bank.load(asset("configs/phrases.toml"))
    number = settings.transformer.practice
    beside = load_asides(asset("configs/asides.toml"))
    items = compose(bank, taxonomy, number, settings.seed)
    items += asides(beside, bank, taxonomy, round(number * ASIDE_SHARE), settings.seed)
    trainer = _trainer(items, len(taxonomy.kinds), settings)
    trainer.fit(items, weights(items, len(taxonomy.kinds)), 1, progress)
    return trainer.state


def _fit_tfidf(items: Sequence[LabelTarget], kinds: int, settings: TrainSettings, progress: Progress) -> Fitted:
    from pipeline.encoders.files import tfidf_files

    encoder = TfidfEncoder.fit([item.reading for item in items], settings.tfidf)
    matrix = _matrix(encoder.encode([item.reading for item in items]), len(encoder.idf))
    asked = np.array([item.asked for item in items])
    every = np.ones(len(items), dtype=bool)
    jobs = {
        "kind": (every, np.eye(kinds)[[item.kind for item in items]]),
        "scope": (asked, np.array([[item.scope] for item in items])),
        "issues": (asked, np.stack([item.issues for item in items])),
        "safeguards": (asked, np.stack([item.safeguards for item in items])),
    }
    heads = {}
    for number, (name, (rows, wanted)) in enumerate(jobs.items(), 1):
        columns = [_logistic(matrix[rows], wanted[rows, at], settings) for at in range(wanted.shape[1])]
        heads[name] = Head(np.concatenate([c.coef for c in columns]), np.concatenate([c.intercept for c in columns]))
        progress(number, len(jobs), name)
    evidence = word_evidence(encoder, items)
    return Fitted(encoder, Heads(**heads, evidence=evidence), tfidf_files(encoder))


def _matrix(readings: Sequence[SparseReading], width: int) -> Any:  # noqa: ANN401 - scipy has no types
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(reading.columns) for reading in readings)])
    columns = np.concatenate([reading.columns for reading in readings])
    values = np.concatenate([reading.values for reading in readings])
    return csr_matrix((values, columns, starts), shape=(len(readings), width))


def _logistic(matrix: Any, wanted: Floats, settings: TrainSettings) -> Head:  # noqa: ANN401
    """One balanced logistic regression of yes against no, or a constant where only one of the two occurs."""
    from sklearn.linear_model import LogisticRegression

    present = np.unique(wanted)
    if len(present) < 2:
        certain = 6.0 if present[0] > 0 else -6.0
        return Head.of(np.zeros((1, matrix.shape[1])), np.array([certain]))
    model = LogisticRegression(C=settings.tfidf.strength, class_weight="balanced", max_iter=2000, tol=1e-6)
    model.fit(matrix, wanted.astype(int))
    return Head.of(model.coef_, model.intercept_)


def _trainer(items: Sequence[LabelTarget], kinds: int, settings: TrainSettings) -> "Trainer":
    try:
        from pipeline.encoders.transformer import Trainer
    except ImportError as error:
        raise MissingExtraError(error.name or "torch", "train") from error
    return Trainer(settings.transformer, settings.seed, (kinds, len(items[0].issues), len(items[0].safeguards)))


def _fit_transformer(
    items: Sequence[LabelTarget], kinds: int, settings: TrainSettings, progress: Progress, start: Start
) -> Fitted:
    from pipeline.encoders.onnx import OnnxEncoder

    trainer = _trainer(items, kinds, settings)
    if start is not None:
        trainer.resume(start)
    trainer.fit(items, weights(items, kinds), settings.transformer.epochs, progress)
    with tempfile.TemporaryDirectory(prefix="scope-") as name:
        folder = Path(name)
        trainer.export(folder)
        files = {file: (folder / file).read_bytes() for file in ("encoder.onnx", "tokenizer.json")}
        chosen = settings.transformer
        encoder = OnnxEncoder(folder, size=chosen.max_pieces, stride=chosen.stride)
    return Fitted(encoder, trainer.heads(), files)
