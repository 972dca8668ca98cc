"""A text in a language that was not measured is left undecided."""

import pytest

from pipeline.language import recognised
from pipeline.model import Model
from pipeline.records import LabelledProvision, Provision

OTHERS = [
    "Quien a sabiendas y sin derecho entre en un sistema de datos será castigado con prisión de dos años.",
    "Quiconque accède sciemment et sans droit à un système est puni de deux ans de prison et d'une amende.",
    "Неправомерный доступ к охраняемым данным наказывается штрафом",
    "故意侵入他人计算机系统的，处三年以下有期徒刑。",
]


def test_our_english_records_read_as_english(corpus: list[LabelledProvision]) -> None:
    missed = [record.id for record in corpus if not recognised(record.reading, ("en",))]
    assert len(missed) <= 0.002 * len(corpus), missed


@pytest.mark.parametrize("text", [*OTHERS, "", "12345 ()"])
def test_other_languages_are_not_recognised(text: str) -> None:
    assert not recognised(text, ("en",))


@pytest.mark.parametrize("text", OTHERS)
def test_the_verdict_is_undecided_and_says_why(text: str, small_model: Model) -> None:
    found = next(small_model.judge([Provision(source="x", text=text)]))
    assert found.scope == "undecided"
    assert any("language" in note for note in found.notes)
