"""Runs, the registry and the `champion` alias. The only room that knows MLflow.

The store is `sqlite:///` in `runs/` unless the settings name another; artifacts lie beside it. No provision's text is
logged: parameters, figures, fingerprints and the model folder, which holds no text either.
"""

import datetime
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import folder
from pipeline.errors import MissingExtraError
from pipeline.settings import TrainSettings

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "offence-scope"
REGISTERED = "offence-scope"
ALIAS = "champion"
PREFIX = "sqlite:///"


def record(model: Path, settings: TrainSettings) -> str:
    """Log one trained model folder as a finished run; returns the run's id."""
    client = _client(settings)
    described = folder.verified(model)
    report = json.loads((model / "report.json").read_text(encoding="utf-8"))
    run = client.create_run(_experiment(client, settings), run_name=described["name"], tags=_tags(model, described))
    run_id = str(run.info.run_id)
    for key, value in _flat(described["provenance"]["settings"]):
        client.log_param(run_id, key, value)
    for key, value in figures(report):
        client.log_metric(run_id, key, value)
    client.log_artifacts(run_id, str(model), "model")
    client.set_terminated(run_id)
    return run_id


def record_outside(model: Path, settings: TrainSettings, name: str) -> None:
    """Add the figures measured elsewhere under `name` to the model's run, where it has one."""
    client = _client(settings)
    run_id = _run_of(client, model, settings)
    if run_id:
        report = json.loads((model / "report.json").read_text(encoding="utf-8"))
        for key, value in figures({name: report[name]}):
            client.log_metric(run_id, key, value)


def promote(model: Path, champion: Path, settings: TrainSettings) -> int:
    """Register the model, point the alias `champion` at it, and copy the folder; returns the new version."""
    client = _client(settings)
    files = folder.files_of(model)
    run_id = _run_of(client, model, settings) or record(model, settings)
    if not client.search_registered_models(f"name = '{REGISTERED}'"):
        client.create_registered_model(REGISTERED)
    source = f"{client.get_run(run_id).info.artifact_uri}/model"
    version = int(client.create_model_version(REGISTERED, source, run_id).version)
    client.set_registered_model_alias(REGISTERED, ALIAS, str(version))
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    release = {"version": version, "date": today, "trained_as": model.name}
    folder.write(champion, {**files, "release.json": folder.as_json(release)})
    return version


def figures(report: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Every number of a report as (name, value), with the share right for each country."""
    for name, measured in report.items():
        for key, value in _flat({part: measured[part] for part in measured if part != "by_country"}):
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield f"{name}.{key}", float(value)
        for country, row in measured.get("by_country", {}).items():
            place = "".join(mark if mark.isalnum() or mark in " -_./" else "_" for mark in country)
            yield f"{name}.kind_right.{place}", row["kind_right"] / row["provisions"]
            if row["offences"]:
                yield f"{name}.scope_right.{place}", row["scope_right"] / row["offences"]


def _client(settings: TrainSettings) -> "MlflowClient":
    """A client of the store that the settings name. Nothing is sent anywhere else."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("DO_NOT_TRACK", "true")
    try:
        from mlflow import MlflowClient
    except ImportError as error:
        raise MissingExtraError("mlflow", "train") from error
    if settings.tracking_uri.startswith(PREFIX):
        Path(settings.tracking_uri.removeprefix(PREFIX)).parent.mkdir(parents=True, exist_ok=True)
    return MlflowClient(settings.tracking_uri, settings.tracking_uri)


def _experiment(client: "MlflowClient", settings: TrainSettings) -> str:
    found = client.get_experiment_by_name(EXPERIMENT)
    if found is not None:
        return str(found.experiment_id)
    place = None
    if settings.tracking_uri.startswith(PREFIX):
        place = (Path(settings.tracking_uri.removeprefix(PREFIX)).parent / "artifacts").resolve().as_uri()
    return str(client.create_experiment(EXPERIMENT, artifact_location=place))


def _tags(model: Path, described: Mapping[str, Any]) -> dict[str, str]:
    made = described["provenance"]
    return {"model": _identity(model), "fingerprint": made["fingerprint"], "records": str(made["records"])}


def _identity(model: Path) -> str:
    """The model by its weights and settings; figures that are added later do not change it."""
    both = (model / "model.json").read_bytes() + (model / "heads.safetensors").read_bytes()
    return hashlib.sha256(both).hexdigest()


def _run_of(client: "MlflowClient", model: Path, settings: TrainSettings) -> str | None:
    runs = client.search_runs([_experiment(client, settings)], f"tags.model = '{_identity(model)}'", max_results=1)
    return str(runs[0].info.run_id) if runs else None


def _flat(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    """Nested JSON as dotted keys and plain values."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = "".join(mark if mark.isalnum() or mark in " -_./" else "_" for mark in str(key))
            yield from _flat(inner, f"{prefix}.{name}" if prefix else name)
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _flat(inner, f"{prefix}.{at}")
    else:
        yield prefix, value
