"""The promises of the data card, counted."""

import json
from collections import Counter, defaultdict

import pytest

from pipeline.dataset.load import load
from pipeline.records import LabelledProvision
from pipeline.taxonomy import Taxonomy
from tests.conftest import ROOT

INSTRUMENTS = (
    "Budapest|Convention on Cybercrime",
    "United Nations Convention",
    "Arab",
    "African Union|Malabo",
    "ECOWAS",
    "SADC",
    "Commonwealth",
    "HIPCAR",
    "Directive",
    "Commonwealth of Independent States|CIS",
)


@pytest.fixture(scope="module")
def records() -> list[LabelledProvision]:
    return load(ROOT / "data" / "provisions")


@pytest.fixture(scope="module")
def pairs() -> dict[str, dict[str | None, LabelledProvision]]:
    found: dict[str, dict[str | None, LabelledProvision]] = defaultdict(dict)
    for record in load(ROOT / "data" / "pairs"):
        found[record.id.rpartition("-")[0]][record.scope] = record
    return found


def test_as_many_as_promised(records: list[LabelledProvision]) -> None:
    assert len(records) >= 2700
    assert len({record.jurisdiction for record in records} - {"treaty"}) >= 150
    kinds = Counter((record.kind, record.scope) for record in records)
    assert sum(count for (_, scope), count in kinds.items() if scope == "narrow") >= 900
    assert sum(count for (_, scope), count in kinds.items() if scope == "overbroad") >= 900
    assert sum(count for (_, scope), count in kinds.items() if scope is None) >= 900
    assert kinds["cyber-dependent", "overbroad"] + kinds["cyber-enabled", "overbroad"] >= 350
    assert kinds["content-based", "narrow"] >= 150 and kinds["cyber-enabled", "narrow"] >= 250


def test_other_languages_and_authorities(records: list[LabelledProvision]) -> None:
    languages = Counter(record.language for record in records)
    assert sum(languages.values()) - languages["en"] >= 400
    assert all(languages[code] >= 60 for code in ("es", "fr", "pt", "ar", "ru", "zh"))
    assert sum(bool(record.authority) for record in records) >= 200


def test_the_great_instruments_are_there(records: list[LabelledProvision]) -> None:
    laws = {record.law for record in records if record.jurisdiction == "treaty"}
    for names in INSTRUMENTS:
        assert any(name in law for name in names.split("|") for law in laws), names


def test_pairs_differ_in_scope_and_little_else(
    pairs: dict[str, dict[str | None, LabelledProvision]], known: Taxonomy
) -> None:
    assert len(pairs) >= 150
    flipped: Counter[str] = Counter()
    for name, sides in pairs.items():
        assert set(sides) == {"narrow", "overbroad"}, name
        narrow, broad = sides["narrow"], sides["overbroad"]
        shared = Counter(narrow.reading.split()) & Counter(broad.reading.split())
        assert sum(shared.values()) >= 0.4 * min(len(narrow.reading.split()), len(broad.reading.split())), name
        flipped.update({item.tag for item in broad.issues} - {item.tag for item in narrow.issues})
    decisive = [tag for tag, issue in known.issues.items() if issue.decisive]
    assert all(flipped[tag] >= 10 for tag in decisive), flipped


def test_suspects_were_read(records: list[LabelledProvision]) -> None:
    read = json.loads((ROOT / "data" / "suspects.json").read_text(encoding="utf-8"))
    assert set(read) <= {record.id for record in records}
    assert all(row["decision"] in ("confirmed", "fixed") and row["note"] for row in read.values())
    assert len(read) >= 200
