"""Terms that a bill defines, and any text whatever: nothing is lost, invented or doubled by the splitter."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.provisions import clean
from pipeline.provisions.terms import definitions
from pipeline.records import Provision
from tests.code.test_split import GOLDEN, _golden, _split


def test_terms_defined_in_the_bill() -> None:
    found = definitions(
        _split(
            "1. Interpretation",
            "In this Act—",
            "“serious harm” means—",
            "(a) loss of life; or",
            "(b) loss above ten thousand crowns;",
            "“network”, in relation to a provider, includes its lines.",
            "2. Offence",
            "Whoever does “harm” to a network is fined.",
        )
    )
    assert dict(found) == {
        "serious harm": "(a) loss of life; or\n(b) loss above ten thousand crowns",
        "network": "its lines",
    }


@pytest.mark.parametrize(
    ("name", "term", "meaning"),
    [
        ("es-andina", "Dato", "toda representación de información"),
        ("fr-code", "réseau", "tout ensemble d’appareils reliés entre eux"),
        ("de-gesetz", "Netz", "jede Verbindung von Geräten"),
        ("ru-kodeks", "владелец", "лицо, управляющее сетью"),
        ("ar-qanun", "الشبكة", "مجموعة أجهزة مترابطة"),
        ("id-undang", "Jaringan", "sekumpulan perangkat yang terhubung"),
        ("ja-ho", "通信網", "機器を相互に接続したものをいう。"),
        ("en-us-bill", "protected computer", "a computer used in commerce"),
    ],
)
def test_terms_in_many_languages(name: str, term: str, meaning: str) -> None:
    (path,) = (path for path in GOLDEN if path.stem == name)
    assert definitions(_golden(path)[1])[term] == meaning


def _letters(text: str) -> Counter[str]:
    return Counter(mark for mark in text if mark.isalnum())


def _all_of(found: list[Provision]) -> Counter[str]:
    return sum((_letters(one.provision + one.heading + one.text) for one in found), Counter())


@settings(deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=8))
def test_no_text_is_lost_from_the_first_provision_on(bodies: list[str]) -> None:
    """Any unicode as the body of articles: every letter comes back, once, in text that is already clean."""
    texts = [f"Article {at}. Whoever does this: {clean(body)} is fined." for at, body in enumerate(bodies, 1)]
    found = _split("The preamble", *texts)
    assert _all_of(found) == _letters("".join(clean(text) for text in texts))
    assert all(clean(one.text) == one.text and one.text for one in found)


_PIECES = st.sampled_from(
    ["PART I", "Chapter 2 Offences", "Article 3", "Art. 4.", "12. Entry", "1", "(1) Whoever", "SCHEDULE",
    "Contents", "Section 2",
     "“3A Title", "end.”", "After section 3 insert—", "« Art. 9. – X", "»", "„§ 3 a", "第三条 何人", "المادة ٥", "§ 1",
     "MEMORANDUM",
     "BE IT ENACTED", "A title", "a small line", "It ends.", "Done at X", "5. ", "[Repealed]", "1. Title ........ 3"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(_PIECES | st.text(max_size=30), st.integers(0, 2)), max_size=25))
def test_any_heap_of_lines_is_split_without_inventing_or_doubling(heap: list[tuple[str, int]]) -> None:
    found = _split(*heap)
    given_letters = _letters("".join(clean(text) for text, _ in heap))
    assert not _all_of(found) - given_letters
    assert bool(found) or not any(clean(text) for text, _ in heap)
    assert all(clean(one.text) == one.text for one in found)
    assert definitions(found) == definitions(found)


@pytest.mark.parametrize(
    "text",
    ["." * 200_000, "1. " * 60_000, "“" * 100_000, "insert—\n" * 20_000, "Contents\n" * 20_000, "Relazione\n" * 20_000,
     "- " * 100_000, "(" * 100_000, "Article 1\n" * 20_000, "“a” means " * 20_000, "x: " * 60_000, "“insert—\n" * 5_000,
     "insert \"" * 30_000],
)  # fmt: skip
def test_long_runs_of_signs_that_open_something_come_to_an_end(text: str) -> None:
    found = _split(text)
    # Patterns that try every way would never come back from these.
    assert sum(len(one.text) for one in found) <= len(text)
    assert all(term in text for term in definitions(found))


def test_five_thousand_provisions() -> None:
    texts = [f"{at}. Offence number {at}\nWhoever does act {at} commits an offence." for at in range(1, 5001)]
    assert len(_split(*texts)) == 5000
