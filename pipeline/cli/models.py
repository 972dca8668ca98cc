"""Commands that make, measure and promote models."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.base import TRAIN_SETTINGS, Config, ModelOption, Overrides, open_model, polite


@polite
def train(
    name: Annotated[str, typer.Option(help="Name of the model; it is written to models/NAME.")] = "challenger",
    config: Config = TRAIN_SETTINGS,
    changes: Overrides = None,
    models: Annotated[Path, typer.Option(help="Folder of models.")] = Path("models"),
) -> None:
    """Train a model on the labelled laws, measure it on unseen countries and record it in MLflow."""
    from pipeline import folder, settings, taxonomy, tracking
    from pipeline.dataset.load import load
    from pipeline.places import asset
    from pipeline.progress import bar
    from pipeline.training.recipe import train as run
    from pipeline.writers.card import with_card

    chosen = settings.load(config, tuple(changes or ()))
    records = load(Path(chosen.data), chosen.languages)
    pairs = load(Path(chosen.pairs), chosen.languages) if chosen.pairs else []
    known = taxonomy.load(asset("configs/taxonomy.toml"))
    with bar() as progress:
        files = run(records, chosen, known, name, progress, pairs)
    folder.write(models / name, with_card(files))
    run_id = tracking.record(models / name, chosen)
    print(f"{models / name}: trained on {len(records)} provisions and {len(pairs)} sides of pairs, MLflow run {run_id}")


@polite
def evaluate(
    on: Annotated[Path, typer.Option(help="JSON Lines of labelled provisions that the model has not seen.")],
    model: ModelOption = None,
    data: Annotated[Path, typer.Option(help="The training records, to leave out what resembles them.")] = Path(
        "data/provisions"
    ),
    language: Annotated[str, typer.Option(help="Measure on provisions in this language.")] = "en",
    save: Annotated[
        str | None, typer.Option(metavar="NAME", help="Keep the figures in the model's report and card as NAME.")
    ] = None,
    config: Config = TRAIN_SETTINGS,
    changes: Overrides = None,
) -> None:
    """Measure a model on other labelled provisions, beside the baselines, with intervals over countries."""
    from pipeline import folder, settings, tracking
    from pipeline.evaluation.outside import measure
    from pipeline.places import asset
    from pipeline.writers.card import table, with_card

    chosen = settings.load(config, tuple(changes or ()))
    taxonomy, opened = open_model(model)
    figures = measure(on, opened, taxonomy, data, language)
    print(table(figures))
    if save:
        target = model or asset("champion")
        folder.write(target, with_card(folder.with_report(target, save, figures)))
        tracking.record_outside(target, chosen, save)


@polite
def promote(
    name: Annotated[str, typer.Argument(help="Model in the folder of models.")],
    models: Annotated[Path, typer.Option(help="Folder of models.")] = Path("models"),
    config: Config = TRAIN_SETTINGS,
    changes: Overrides = None,
) -> None:
    """Make a trained model the champion: copied to models/champion, registered in MLflow under that alias."""
    from pipeline import settings, tracking

    version = tracking.promote(models / name, models / "champion", settings.load(config, tuple(changes or ())))
    print(f"{models / 'champion'}: {name} is champion {version}")
