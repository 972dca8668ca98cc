"""The corpus keeps its promises."""

import json
from collections import Counter

import pytest

from pipeline.dataset.check import COMMONEST_OPENINGS, OPENING_SHARE, RESERVED, check, opening_share
from pipeline.dataset.families import crossing, shingles
from pipeline.dataset.load import load
from pipeline.records import LabelledProvision
from pipeline.taxonomy import Taxonomy
from tests.conftest import LAWS, ROOT

LONGEST_RUN = 25  # identical words in a row with a statute: more is copying


@pytest.fixture(scope="module")
def records() -> list[LabelledProvision]:
    return load(ROOT / "data" / "provisions")


def test_no_record_breaks_the_codebook(known: Taxonomy) -> None:
    placed, problems = check(ROOT / "data", known)
    assert not problems, "\n".join(map(str, problems[:20]))
    assert len(placed) >= 600


def test_it_is_as_wide_as_it_says(records: list[LabelledProvision]) -> None:
    countries = {record.jurisdiction for record in records} - {"treaty"}
    assert len(records) >= 600
    assert len(countries) >= 130
    assert sum(record.scope is None for record in records) >= 150
    assert not countries & RESERVED
    assert len({record.law for record in records if record.jurisdiction == "treaty"}) >= 10


def test_no_country_dominates(records: list[LabelledProvision]) -> None:
    counts = Counter(record.jurisdiction for record in records if record.jurisdiction != "treaty")
    assert max(counts.values()) <= 0.06 * len(records)


def test_every_kind_and_scope_is_taught(records: list[LabelledProvision], known: Taxonomy) -> None:
    counts = Counter((record.kind, record.scope) for record in records)
    for kind in known.questioned:
        for scope in ("narrow", "overbroad"):
            assert counts[kind, scope] >= 20, (kind, scope)
    tags = Counter(item.tag for record in records for item in (*record.issues, *record.safeguards))
    assert all(tags[tag] >= 5 for tag in (*known.issues, *known.safeguards)), tags


def test_no_near_copies_beyond_a_family(records: list[LabelledProvision]) -> None:
    found = [(records[a].id, records[b].id, round(c, 2)) for a, b, c in crossing(records)]
    assert not found, found[:10]


def test_no_small_set_of_openings_dominates(records: list[LabelledProvision]) -> None:
    assert opening_share(records) <= OPENING_SHARE
    openings = Counter(" ".join(record.text.lower().split()[:2]) for record in records)
    assert sum(count for _, count in openings.most_common(COMMONEST_OPENINGS)) <= 0.4 * len(records)


def test_the_check_would_see_a_template(records: list[LabelledProvision]) -> None:
    """Half a corpus with one opening is refused: the limit is not so high that it never speaks."""
    half = [record.model_copy(update={"text": "A person who " + record.text}) for record in records[::2]]
    assert opening_share([*half, *records[1::2]]) > OPENING_SHARE


def test_lengths_are_those_of_statute_books(records: list[LabelledProvision]) -> None:
    lengths = sorted(len(record.text.split()) for record in records if record.language != "zh")
    assert lengths[len(lengths) // 2] >= 70
    assert sum(length > 150 for length in lengths) >= 0.15 * len(lengths)


@pytest.mark.skipif(not LAWS.exists(), reason="the real statutes to compare with are not here")
def test_no_record_repeats_a_real_statute(records: list[LabelledProvision]) -> None:
    laws: dict[str, set[int]] = {}
    for number, line in enumerate(LAWS.read_text(encoding="utf-8").splitlines()):
        for gram in shingles(json.loads(line)["text"], LONGEST_RUN):
            laws.setdefault(gram, set()).add(number)
    copied = [record.id for record in records if any(gram in laws for gram in shingles(record.text, LONGEST_RUN))]
    assert not copied
