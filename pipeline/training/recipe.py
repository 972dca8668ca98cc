"""The recipe, read straight down: country folds, out-of-fold outputs, calibration, report, final fit, files."""

import importlib.metadata
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import __version__
from pipeline.dataset.load import as_dataset, fingerprint
from pipeline.dataset.split import country_folds
from pipeline.encoders.labels import LabelTarget
from pipeline.evaluation.baselines import commonest
from pipeline.evaluation.predictions import labelled_quotes, predict, shown, truth_of
from pipeline.evaluation.report import Prediction, both_sides, report
from pipeline.folder import as_json
from pipeline.records import LabelledProvision
from pipeline.settings import TrainSettings
from pipeline.signals import Scores, scores
from pipeline.taxonomy import Taxonomy
from pipeline.training.calibrate import calibrate
from pipeline.training.fit import Progress, Start, fit, practise
from pipeline.training.parts import bank_file, encoder_settings, heads_file, precedent
from pipeline.training.targets import targets

LIBRARIES = ("numpy", "scikit-learn", "onnxruntime", "tokenizers", "torch", "transformers", "datasets", "safetensors")


@dataclass(frozen=True)
class OutOfFold:
    """Outputs for each record from a model that saw neither its country nor its family."""

    found: list[Scores]
    quotes: list[dict[str, str]]
    fold: list[int]


def train(
    records: Sequence[LabelledProvision],
    settings: TrainSettings,
    taxonomy: Taxonomy,
    name: str,
    progress: Progress,
    pairs: Sequence[LabelledProvision] = (),
) -> dict[str, bytes]:
    """Records and settings into the files of a model folder, its report included.

    Order: practice on composed clauses, out-of-fold outputs by country, calibration on them, a report on them, then
    the final fit on all. Constructed `pairs` are trained on beside the records, but they are no laws: calibration,
    figures and precedents leave them out, and what the folds say of them is reported by itself.
    """
    everything = [*records, *pairs]
    items = targets(as_dataset(everything), taxonomy)
    start = practise(settings, taxonomy, _stage(progress, "practice"))
    outside = out_of_fold(everything, items, settings, taxonomy, progress, start)
    calibration = calibrate(outside.found[: len(records)], items[: len(records)], settings.error_rate)
    measured = cross_report(everything, len(records), items, outside, settings, taxonomy)
    fitted = fit(items, len(taxonomy.kinds), settings, _stage(progress, "final fit"), start)
    described = {"name": name, **description(settings, taxonomy), "calibration": calibration.model_dump(mode="json")}
    return {
        "model.json": as_json({**described, "provenance": provenance(records, pairs, settings)}),
        "report.json": as_json({"leave_country_out": measured}),
        "heads.safetensors": heads_file(fitted.heads),
        "precedents.json": as_json([precedent(record) for record in records]),
        "bank.safetensors": bank_file(fitted.encoder.encode([record.reading for record in records])),
        **fitted.files,
    }


def description(settings: TrainSettings, taxonomy: Taxonomy) -> dict[str, Any]:
    """What `model.json` says of the model's shape: encoder, tags in output order, languages."""
    return {
        "encoder": encoder_settings(settings),
        "kinds": list(taxonomy.kinds),
        "issues": list(taxonomy.issues),
        "safeguards": list(taxonomy.safeguards),
        "languages": list(settings.languages),
    }


def out_of_fold(
    records: Sequence[LabelledProvision],
    items: Sequence[LabelTarget],
    settings: TrainSettings,
    taxonomy: Taxonomy,
    progress: Progress,
    start: Start = None,
) -> OutOfFold:
    """Train on each fold's other countries and keep what it says of the fold's own."""
    found: dict[int, Scores] = {}
    quotes: dict[int, dict[str, str]] = {}
    place: dict[int, int] = {}
    for number, (inside, outside) in enumerate(country_folds(records, settings.folds, settings.seed)):
        stage = _stage(progress, f"fold {number + 1} of {settings.folds}")
        fitted = fit([items[at] for at in inside], len(taxonomy.kinds), settings, stage, start)
        for at, reading in zip(outside, fitted.encoder.encode([items[at].reading for at in outside]), strict=True):
            found[at], place[at] = scores(reading, fitted.heads), number
            quotes[at] = shown(reading, fitted.heads, items[at].reading, labelled_quotes(records[at]), taxonomy)
    order = range(len(records))
    return OutOfFold([found[at] for at in order], [quotes[at] for at in order], [place[at] for at in order])


def cross_report(
    everything: Sequence[LabelledProvision],
    laws: int,
    items: Sequence[LabelTarget],
    outside: OutOfFold,
    settings: TrainSettings,
    taxonomy: Taxonomy,
) -> dict[str, Any]:
    """The report on unseen countries; each fold is calibrated on the other folds alone.

    The first `laws` of `everything` are measured as laws, the rest as pairs.
    """
    said: dict[int, Prediction] = {}
    for number in range(settings.folds):
        rest = [at for at in range(laws) if outside.fold[at] != number]
        learned = calibrate([outside.found[at] for at in rest], [items[at] for at in rest], settings.error_rate)
        for at in range(len(items)):
            if outside.fold[at] == number:
                said[at] = predict(outside.found[at], outside.quotes[at], learned, taxonomy)
    records = everything[:laws]
    truths = [truth_of(record) for record in records]
    figures = report(truths, [said[at] for at in range(laws)], commonest=commonest(records), seed=settings.seed)
    sides = [(side_of(everything[at].id), said[at].scope == everything[at].scope) for at in range(laws, len(items))]
    return {**figures, "pairs": both_sides(sides)} if sides else figures


def side_of(name: str) -> str:
    """The pair that a side belongs to: `pair-a01` of `pair-a01-narrow`. Near-copies among pairs may share a family."""
    return name.rpartition("-")[0]


def provenance(
    records: Sequence[LabelledProvision], pairs: Sequence[LabelledProvision], settings: TrainSettings
) -> dict[str, Any]:
    """Which data, settings, code and libraries made the model; nothing here changes between two equal runs."""
    versions = {}
    for library in LIBRARIES:
        try:
            versions[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            versions[library] = "not installed"
    return {
        "records": len(records),
        "pairs": len(pairs),
        "jurisdictions": len({record.jurisdiction for record in records} - {"treaty"}),
        "fingerprint": fingerprint([*records, *pairs]),
        "settings": settings.model_dump(mode="json", exclude={"tracking_uri"}),
        "code": __version__,
        "python": platform.python_version(),
        "libraries": versions,
    }


def _stage(progress: Progress, name: str) -> Progress:
    """The same progress, with the name of the stage before its words."""
    return lambda done, of, words: progress(done, of, f"{name}: {words}")
