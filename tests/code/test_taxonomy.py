"""The taxonomy file: what it promises, and that a new tag needs no change in code."""

from pathlib import Path

import pytest

from pipeline import taxonomy
from pipeline.dataset.check import record_problems
from pipeline.errors import SettingsError
from pipeline.model import Model
from pipeline.records import LabelledProvision, Provision, Tagged
from pipeline.settings import TrainSettings
from pipeline.taxonomy import Taxonomy
from tests.conftest import ROOT

FILE = ROOT / "configs" / "taxonomy.toml"
NEW = """
[issues.foreign-funding]
decisive = true
principle = "rights"
meaning = "punishes taking money from abroad"
advice = "Leave it out."
compare = "No treaty knows it."
"""


def test_every_issue_has_principle_advice_and_an_article_to_compare(known: Taxonomy) -> None:
    assert len(known.issues) >= 13 and len(known.safeguards) >= 7 and len(known.principles) == 7
    for tag in known.issues:
        assert known.principle_of(tag)
        assert "Budapest" in known.issues[tag].compare or "UN Convention" in known.issues[tag].compare


@pytest.mark.parametrize(
    ("others", "quoted", "kind", "decides"),
    [
        (frozenset(), False, "cyber-dependent", False),
        (frozenset({"no-authorisation"}), False, "cyber-dependent", True),
        (frozenset(), True, "cyber-enabled", True),
        (frozenset(), False, "content-based", True),
    ],
)
def test_no_intent_decides_as_the_codebook_says(
    others: frozenset[str], quoted: bool, kind: str, decides: bool, known: Taxonomy
) -> None:
    assert known.is_decisive("no-intent", others=others, quoted=quoted, kind=kind) is decides


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('principle = "timeproof"', 'principle = "nowhere"'),
        ('decisive_with = ["no-authorisation"]', 'decisive_with = ["nothing"]'),
        ("[kinds.cyber-dependent]\nin_question = true", "[kinds.cyber-dependent]\nin_question = 7"),
        ("[principles]", "[principles"),
        ('meaning = "turns on open, undefined words"', 'meaning = "turns on open, undefined words"\ncolour = "red"'),
    ],
)
def test_a_faulty_file_is_refused(old: str, new: str, tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "t.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsError):
        taxonomy.load(tmp_path / "t.toml")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        taxonomy.load(tmp_path / "none.toml")


def test_a_new_tag_needs_no_change_in_code(
    tmp_path: Path, small_corpus: list[LabelledProvision], small_settings: TrainSettings
) -> None:
    """Records that use a tag which only the file knows are checked, trained on and reported."""
    from pipeline import folder
    from pipeline.training.recipe import train

    (tmp_path / "t.toml").write_text(FILE.read_text(encoding="utf-8") + NEW, encoding="utf-8")
    wider = taxonomy.load(tmp_path / "t.toml")
    text = "Whoever accepts money from abroad for an online {} without a licence commits an offence and is fined."
    quote = "accepts money from abroad"
    added = [
        small_corpus[0].model_copy(
            update={
                "id": f"zz-{at}",
                "family": f"zz-{at}",
                "jurisdiction": country,
                "kind": "cyber-enabled",
                "scope": "overbroad",
                "heading": "",
                "text": text.format(thing),
                "issues": (Tagged(tag="foreign-funding", quote=quote),),
                "safeguards": (),
            }
        )
        for at, (country, thing) in enumerate(
            [("KZ", "journal"), ("GE", "page"), ("FR", "channel"), ("BR", "site")] * 3
        )
    ]
    assert record_problems(added[0], wider) == []
    files = train([*small_corpus, *added], small_settings, wider, "wider", lambda done, of, words: None)
    folder.write(tmp_path / "wider", files)
    verdict = next(Model.load(tmp_path / "wider", wider).judge([Provision(source="x", text=text.format("forum"))]))
    assert "foreign-funding" in {issue.tag for issue in verdict.issues}
