"""Practice clauses: their labels follow the codebook, and their evidence is where it says."""

from pathlib import Path

import pytest

from pipeline.encoders.labels import LabelTarget
from pipeline.errors import SettingsError
from pipeline.taxonomy import Taxonomy
from pipeline.training.asides import asides
from pipeline.training.asides import load as load_asides
from pipeline.training.compose import compose
from pipeline.training.phrases import Bank
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank.load(ROOT / "configs" / "phrases.toml")


@pytest.fixture(scope="module")
def clauses(bank: Bank, known: Taxonomy) -> list[LabelTarget]:
    return compose(bank, known, 1500, 3)


def test_the_same_seed_gives_the_same_clauses(bank: Bank, known: Taxonomy) -> None:
    first, second, other = (compose(bank, known, 40, seed) for seed in (1, 1, 2))
    assert [item.reading for item in first] == [item.reading for item in second]
    assert [item.reading for item in first] != [item.reading for item in other]


def test_evidence_lies_inside_and_belongs_to_a_marked_tag(clauses: list[LabelTarget], known: Taxonomy) -> None:
    for item in clauses:
        marks = [*item.issues, *item.safeguards]
        for tag, start, end in item.evidence:
            assert 0 <= start < end <= len(item.reading)
            assert marks[tag] == 1.0, (item.reading, tag)


def test_scope_follows_the_decisive_tags(clauses: list[LabelTarget], known: Taxonomy) -> None:
    always = [at for at, tag in enumerate(known.issues) if known.issues[tag].decisive]
    for item in clauses:
        if any(item.issues[at] for at in always):
            assert item.scope == 1.0
        if not item.issues.any():
            assert item.scope == 0.0


def test_neither_topic_nor_length_gives_the_answer_away(clauses: list[LabelTarget], known: Taxonomy) -> None:
    for number, kind in enumerate(known.kinds):
        shares = [item.scope for item in clauses if item.kind == number]
        if known.kinds[kind].in_question:
            assert 0.25 < sum(shares) / len(shares) < 0.85, kind


def test_every_tag_is_taught(clauses: list[LabelTarget], known: Taxonomy) -> None:
    for at, tag in enumerate(known.issues):
        assert any(item.issues[at] for item in clauses), tag
    for at, tag in enumerate(known.safeguards):
        assert any(item.safeguards[at] for item in clauses), tag


def test_a_phrase_without_its_deciding_words_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "configs" / "phrases.toml").read_text(encoding="utf-8")
    spoilt = text.replace("vague_limb = [", 'vague_limb = [\n  ["does something", "quite another thing"],', 1)
    (tmp_path / "phrases.toml").write_text(spoilt, encoding="utf-8")
    with pytest.raises(SettingsError, match="quite another thing"):
        Bank.load(tmp_path / "phrases.toml")


def test_asides_are_never_in_the_question_and_hold_loose_words(bank: Bank, known: Taxonomy) -> None:
    lines = load_asides(ROOT / "configs" / "asides.toml")
    found = asides(lines, bank, known, 600, 3)
    kinds = list(known.kinds)
    assert {kinds[item.kind] for item in found} == {"not-an-offence", "other-offence"}
    assert not any(item.asked or item.evidence for item in found)
    assert sum("false" in item.reading or "insult" in item.reading for item in found) > 30
    assert len({item.reading for item in found}) > 500
    assert [item.reading for item in asides(lines, bank, known, 20, 3)] == [item.reading for item in found[:20]]


def test_asides_without_a_list_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('term = ["x"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="meaning"):
        load_asides(tmp_path / "a.toml")
