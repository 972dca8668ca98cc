"""Loading, checking, families and folds of the labelled laws."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.dataset import families, load
from pipeline.dataset.check import check
from pipeline.dataset.resemblance import resembling
from pipeline.dataset.split import country, country_folds
from pipeline.errors import DataError
from pipeline.records import LabelledProvision
from pipeline.taxonomy import Taxonomy
from tests.conftest import NARROW, OVERBROAD

Row = Callable[..., dict[str, Any]]
Writer = Callable[..., Path]


def test_a_valid_record_has_no_problem(row: Row, folder_of: Writer, known: Taxonomy) -> None:
    placed, problems = check(folder_of(row()), known)
    assert len(placed) == 1 and problems == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"jurisdiction": "SG"}, "reserved"),
        ({"jurisdiction": "Kazakhstan"}, "jurisdiction"),
        ({"kind": "crime"}, "not in the taxonomy"),
        ({"scope": None}, "needs a scope"),
        ({"scope": "overbroad"}, "without a decisive issue"),
        ({"issues": [{"tag": "vague-terms", "quote": "security measure"}]}, "decisive"),
        ({"issues": [{"tag": "vague-terms", "quote": None}], "scope": "overbroad"}, "needs the words"),
        ({"issues": [{"tag": "unheard-of", "quote": None}]}, "not in the taxonomy"),
        ({"issues": [{"tag": "no-intent", "quote": None}]}, "is missing, yet it is listed"),
        ({"safeguards": [{"tag": "intent", "quote": "on purpose"}]}, "not in the text"),
        ({"safeguards": [{"tag": "intent", "quote": NARROW}]}, "longer than"),
        ({"kind": "not-an-offence"}, "neither scope"),
        ({"text_kind": "verbatim"}, "text_kind"),
        ({"year": "2020s"}, "year"),
        ({"colour": "red"}, "colour"),
        ({"authority": [{"body": "A court", "year": 2020, "outcome": "liked", "note": ""}]}, "outcome"),
    ],
)
def test_every_broken_promise_is_named(
    changes: dict[str, Any], says: str, row: Row, folder_of: Writer, known: Taxonomy
) -> None:
    _, problems = check(
        folder_of(
            row(
                id="kz-test-0",
                text=OVERBROAD,
                safeguards=[],
                issues=[{"tag": "content-restriction", "quote": "insults a public institution"}],
                scope="overbroad",
                kind="content-based",
                family="kz-test-0",
            ),
            row(**changes),
        ),
        known,
    )
    assert len(problems) >= 1
    assert all(problem.line == 2 for problem in problems)
    assert any(says in problem.message for problem in problems), problems


def test_repeated_ids_and_near_copies(row: Row, folder_of: Writer, known: Taxonomy) -> None:
    copied = row(id="kz-test-2", family="kz-test-2", text=NARROW.replace("two years", "three years"))
    _, problems = check(folder_of(row(), row(), copied), known)
    assert any("stands already" in str(problem) for problem in problems)
    assert any("near-copy" in str(problem) and problem.line == 3 for problem in problems)


def test_lines_that_are_no_record_keep_their_place(folder_of: Writer, row: Row) -> None:
    folder = folder_of(row())
    with (folder / "rows.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\n[1, 2]\nnull\n")
    placed, problems = load.read(folder)
    assert len(placed) == 1
    assert {problem.line for problem in problems} == {3, 4}
    with pytest.raises(DataError, match=r"rows\.jsonl:3"):
        load.load(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no \.jsonl"):
        load.read(tmp_path)


def test_fingerprint_is_of_the_content(small_corpus: list[LabelledProvision]) -> None:
    whole = load.fingerprint(small_corpus)
    assert load.fingerprint(small_corpus[::-1]) == whole
    changed = [small_corpus[0].model_copy(update={"year": 1850}), *small_corpus[1:]]
    assert load.fingerprint(changed) != whole


def test_dataset_has_a_row_a_record(small_corpus: list[LabelledProvision]) -> None:
    rows = load.as_dataset(small_corpus[:5])
    assert rows["reading"] == [record.reading for record in small_corpus[:5]]
    assert json.loads(small_corpus[0].model_dump_json())["id"] == rows[0]["id"]


def test_no_country_and_no_family_straddles(corpus: list[LabelledProvision]) -> None:
    tested: list[int] = []
    for train, test in country_folds(corpus, 5, seed=3):
        assert train and test
        assert not {country(corpus[at]) for at in train} & {country(corpus[at]) for at in test}
        assert not {corpus[at].family for at in train} & {corpus[at].family for at in test}
        tested += test
    assert sorted(tested) == list(range(len(corpus)))


def test_too_few_countries_is_refused(small_corpus: list[LabelledProvision]) -> None:
    alone = [record for record in small_corpus if record.jurisdiction == small_corpus[0].jurisdiction]
    with pytest.raises(ValueError, match="cannot be dealt"):
        list(country_folds(alone, 5, seed=0))


def test_near_copies_are_found_whatever_their_length() -> None:
    texts = [NARROW, OVERBROAD, "Preamble words of no weight. " * 3 + NARROW]
    assert [(one, two) for one, two, _ in families.near_copies(texts)] == [(0, 2)]


def test_resemblance_counts_sequences_of_the_outside_text() -> None:
    assert resembling([NARROW, OVERBROAD], [NARROW + " And more follows here."]) == [True, False]
