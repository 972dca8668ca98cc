"""Settings are closed: what is not known is refused, what is known keeps its type."""

from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import SettingsError
from tests.conftest import ROOT

FILE = ROOT / "configs" / "train.toml"


def test_the_file_states_the_defaults() -> None:
    """Who reads the file sees every key, with the value that holds without it."""
    assert settings.load(FILE) == settings.TrainSettings()


def test_overrides_reach_nested_tables() -> None:
    found = settings.load(FILE, ("encoder=transformer", "transformer.epochs=2", "languages=['en', 'fr']", "seed=3"))
    assert (found.encoder, found.transformer.epochs, found.languages, found.seed) == ("transformer", 2, ("en", "fr"), 3)


@pytest.mark.parametrize(
    "change",
    ["epochs=3", "transformer.epochs=none", "encoder=lstm", "seed", "=3", "seed.deep=1", "transformer=3", "folds=1"],
)
def test_wrong_overrides_are_refused(change: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.load(FILE, (change,))
    assert caught.value.cure


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe = ")
    with pytest.raises(SettingsError, match="not a TOML"):
        settings.load(tmp_path / "x.toml")
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load(tmp_path / "none.toml")
