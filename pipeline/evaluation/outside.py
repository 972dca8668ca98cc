"""A trained model on labelled provisions from elsewhere, such as real statutes, that it has not seen.

A provision that a training record resembles is left out and counted: it would not be unseen.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.dataset.load import load
from pipeline.dataset.resemblance import SHARE, resembling
from pipeline.dataset.split import country_of
from pipeline.errors import DataError
from pipeline.evaluation.baselines import commonest
from pipeline.evaluation.predictions import predict, shown
from pipeline.evaluation.report import Prediction, Truth, report
from pipeline.model import Model
from pipeline.signals import scores
from pipeline.taxonomy import Taxonomy

CLEAR = 0.7  # label confidence from which an outside label counts as clear


def measure(file: Path, model: Model, taxonomy: Taxonomy, training: Path, language: str) -> dict[str, Any]:
    """The report on the file's provisions in `language`, and on those whose label is clear. Raises DataError."""
    rows = [row for row in _rows(file) if row.get("language") == language]
    records = load(training)
    flags = resembling([row["text"] for row in rows], [record.text for record in records])
    kept = [row for row, flag in zip(rows, flags, strict=True) if not flag]
    if not kept:
        raise DataError(
            f"{file}: no provision in {language} that the training records do not resemble.", "Name another file."
        )
    truths = [truth_of(row) for row in kept]
    said = predictions(truths, model, taxonomy)
    usual = commonest(records)
    clear = [at for at, row in enumerate(kept) if (row.get("confidence") or 0) >= CLEAR]
    figures = report(truths, said, commonest=usual, seed=0)
    figures["left_out"] = {
        "provisions": sum(flags),
        "because": f"a training record holds over {SHARE:.0%} of their 8-word sequences",
    }
    if clear:
        sure = report([truths[at] for at in clear], [said[at] for at in clear], commonest=usual, seed=0)
        figures["clear_labels"] = {name: sure[name] for name in ("provisions", "offences_in_question", "kind", "scope")}
    figures["core_against_content"] = _core_against_content(truths, said)
    return figures


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise DataError(
            f"{file}: not readable as JSON Lines ({error}).", "Name a file with one JSON object a line."
        ) from error
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"text", "kind", "scope", "jurisdiction"} <= set(row):
            raise DataError(
                f"{file}:{number}: not a labelled provision.", "Each line needs text, kind, scope and jurisdiction."
            )
    return rows


def truth_of(row: Mapping[str, Any]) -> Truth:
    """An outside row as the evaluation sees it."""
    heading, text = row.get("heading") or "", row["text"]
    tagged = [*(row.get("issues") or ()), *(row.get("safeguards") or ())]
    return Truth(
        country=country_of(row["jurisdiction"], row.get("law", "")),
        reading=f"{heading}\n{text}" if heading else text,
        kind=row["kind"],
        scope=row["scope"],
        issues=frozenset(item["tag"] for item in row.get("issues") or ()),
        safeguards=frozenset(item["tag"] for item in row.get("safeguards") or ()),
        quotes={item["tag"]: item["quote"] for item in tagged if item.get("quote")},
    )


def predictions(truths: Sequence[Truth], model: Model, taxonomy: Taxonomy) -> list[Prediction]:
    """What the model says of each provision."""
    said = []
    for truth, reading in zip(truths, model.encoder.encode([truth.reading for truth in truths]), strict=True):
        quotes = shown(reading, model.heads, truth.reading, truth.quotes, taxonomy)
        said.append(predict(scores(reading, model.heads), quotes, model.calibration, taxonomy))
    return said


def _core_against_content(truths: Sequence[Truth], said: Sequence[Prediction]) -> dict[str, Any]:
    """Accuracy of scope on the two clear ends: cyber-dependent and narrow, content-based and overbroad."""
    ends = {("cyber-dependent", "narrow"), ("content-based", "overbroad")}
    right = [
        one.scope == truth.scope for truth, one in zip(truths, said, strict=True) if (truth.kind, truth.scope) in ends
    ]
    return {"provisions": len(right), "accuracy": round(float(np.mean(right)), 3) if right else None}
