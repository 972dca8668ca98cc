"""Each text is in the language that its record names."""

import re

from pipeline.dataset.load import load
from tests.conftest import ROOT

SCRIPTS = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}
LATIN = ["en", "es", "fr", "pt"]


def test_texts_of_another_script_are_written_in_it() -> None:
    for record in load(ROOT / "data" / "provisions", tuple(SCRIPTS)):
        letters = re.findall(r"[^\W\d_]", record.text)
        own = sum(bool(re.match(SCRIPTS[record.language], letter)) for letter in letters)
        assert own >= 0.9 * len(letters), record.id


def test_latin_texts_are_in_the_language_they_name() -> None:
    import py3langid as judge

    judge.set_languages(LATIN)
    records = load(ROOT / "data" / "provisions", tuple(LATIN))
    wrong = [record.id for record in records if judge.classify(record.text)[0] != record.language]
    assert not wrong
    swapped = [record for record in records if record.language != "en"]
    assert all(judge.classify(record.text)[0] != "en" for record in swapped)
