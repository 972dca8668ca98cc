"""MLflow: runs with parameters and figures per country, the folder as artifact, the registry's champion alias."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline import folder
from pipeline.settings import TrainSettings

mlflow = pytest.importorskip("mlflow", reason="the train extra is not installed")

pytestmark = pytest.mark.filterwarnings("ignore")  # MLflow's own libraries warn while its store is set up


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> TrainSettings:
    return TrainSettings(tracking_uri=f"sqlite:///{tmp_path_factory.mktemp('runs')}/mlflow.db")


def test_record_and_promote(settings: TrainSettings, small_folder: Path, tmp_path: Path) -> None:
    from mlflow import MlflowClient

    from pipeline import tracking

    model = Path(shutil.copytree(small_folder, tmp_path / "small"))
    run_id = tracking.record(model, settings)
    client = MlflowClient(settings.tracking_uri)
    run = client.get_run(run_id)
    assert run.data.params["encoder"] == "tfidf" and run.data.params["tfidf.max_words"] == "4000"
    assert 0 < run.data.metrics["leave_country_out.scope.value"] <= 1
    assert any(name.startswith("leave_country_out.scope_right.") for name in run.data.metrics)
    assert run.data.tags["fingerprint"] == json.loads((model / "model.json").read_text())["provenance"]["fingerprint"]
    assert "model/heads.safetensors" in [item.path for item in client.list_artifacts(run_id, "model")]

    assert tracking.promote(model, tmp_path / "champion", settings) == 1
    assert tracking.promote(model, tmp_path / "champion", settings) == 2
    version = client.get_model_version_by_alias(tracking.REGISTERED, tracking.ALIAS)
    assert str(version.version) == "2" and version.run_id == run_id
    release = json.loads((tmp_path / "champion" / "release.json").read_text())
    assert release["version"] == 2 and release["trained_as"] == "small"
    folder.verified(tmp_path / "champion")


def test_figures_from_elsewhere_join_the_run(settings: TrainSettings, small_folder: Path, tmp_path: Path) -> None:
    from mlflow import MlflowClient

    from pipeline import tracking

    model = Path(shutil.copytree(small_folder, tmp_path / "small"))
    tracking.record(model, settings)
    measured = json.loads((model / "report.json").read_text())["leave_country_out"]
    folder.write(model, folder.with_report(model, "elsewhere", measured))
    tracking.record_outside(model, settings, "elsewhere")
    client = MlflowClient(settings.tracking_uri)
    runs = client.search_runs([experiment.experiment_id for experiment in client.search_experiments()])
    assert any(run.data.metrics.get("elsewhere.scope.value") == measured["scope"]["value"] for run in runs)
