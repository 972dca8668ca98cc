"""The champion on the invented clauses of `configs/behaviour.toml`: details that may not matter, elements that must."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from pipeline.dataset.resemblance import resembling
from pipeline.encoders.base import Encoder, Reading
from pipeline.evaluation.behaviour import behave, load
from pipeline.model import Model
from pipeline.provisions import from_text
from pipeline.records import LabelledProvision
from pipeline.taxonomy import Taxonomy
from tests.conftest import ROOT

CASES = load(ROOT / "configs" / "behaviour.toml")
# The least share of cases that must pass; what the champion falls short of stands in the README.
FLOORS = {"invariance": 0.98, "direction": 0.9, "function: issues": 0.65, "function: safeguards": 0.75}


@pytest.fixture(scope="module")
def figures(champion: Model) -> dict[str, Any]:
    return behave(champion, CASES)


def test_there_are_enough_cases_and_every_tag_has_some(known: Taxonomy) -> None:
    assert len(CASES) >= 300
    asked = Counter(case.name.split()[0] for case in CASES if case.capability.startswith("function"))
    assert set(asked) == {*known.issues, *known.safeguards} and min(asked.values()) >= 5


@pytest.mark.parametrize("capability", FLOORS)
def test_the_champion_passes_most(capability: str, figures: dict[str, Any]) -> None:
    rows = [row for name, row in figures["capabilities"].items() if name.startswith(capability)]
    passed, cases = sum(row["passed"] for row in rows), sum(row["cases"] for row in rows)
    assert passed >= FLOORS[capability] * cases, [row["failed"] for row in rows]


def test_no_clause_was_trained_on(corpus: list[LabelledProvision]) -> None:
    texts = list(dict.fromkeys(text for case in CASES for text in case.texts))
    flags = resembling(texts, [record.text for record in corpus])
    assert not [text for text, flag in zip(texts, flags, strict=True) if flag]


class _Deaf:
    """The champion's encoder, which reads the same short clause whatever it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def encode(self, texts: Sequence[str]) -> Sequence[Reading]:
        """One reading, as often as there are texts."""
        return [*self.encoder.encode(["Whoever enters a system is fined."])] * len(texts)


def test_a_model_that_never_moves_fails_what_asks_for_a_change(champion: Model, figures: dict[str, Any]) -> None:
    """It passes every invariance, which is why the pass rate is told beside its own."""
    still = behave(replace(champion, encoder=_Deaf(champion.encoder)), CASES)
    for name, row in still["capabilities"].items():
        if name.startswith("invariance"):
            assert row["passed"] == row["cases"], name
        if name.startswith("direction"):
            assert row["passed"] == 0, name
    assert still["passed"] < figures["passed"]


def test_the_clauses_read_as_they_are_meant(champion: Model) -> None:
    """Else an invariance would hold for the wrong reason: two verdicts that are undecided alike."""
    asked = tomllib.loads((ROOT / "configs" / "behaviour.toml").read_text(encoding="utf-8"))
    wrong = []
    for clause in asked["clauses"]:
        text = clause["other"].replace("<country>", "Norway").replace("<penalty>", "a fine")
        (found,) = champion.judge([from_text(text, "behaviour")])
        if found.scope != clause["scope"]:
            wrong.append((clause["name"], found.scope))
    assert len(wrong) <= 1, wrong
