"""Provisions that only point to another are read together with it, and their words keep their places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Model
from pipeline.provisions.references import pointed_to, together
from pipeline.records import Provision
from pipeline.review import judged
from tests.conftest import NARROW, OVERBROAD


def _one(number: str, text: str) -> Provision:
    return Provision(source="bill", provision=number, text=text)


@pytest.mark.parametrize(
    ("numbers", "text", "expected"),
    [
        (("4", "5"), "Whoever contravenes section 4 commits an offence.", ("4",)),
        (("Section 4", "5"), "A person who contravenes section 4(1) or 5 is liable to a fine.", ("Section 4", "5")),
        (("4A.", "5"), "Any person acting in contravention of sections 4A and 5 is guilty.", ("4A.", "5")),
        (("Article 5", "6"), "Whoever does an act referred to in article 5 is punished.", ("Article 5",)),
        (("Artículo 3", "4"), "Quien contravenga el artículo 3 será sancionado con multa.", ("Artículo 3",)),
        (("Article 3", "4"), "Quiconque contrevient à l’article 3 est puni d’une amende.", ("Article 3",)),
        (("Artigo 3", "4"), "Quem infringir o artigo 3 é punido com multa.", ("Artigo 3",)),
        (("§ 3", "§ 4"), "Wer gegen ein Verbot verstößt, das in § 3 steht, wird bestraft.", ("§ 3",)),
        (("4", "5"), "An offence under section 4 is punishable by a fine.", ()),
        (("4", "5"), "Whoever contravenes section 77 commits an offence.", ()),
        (("4", "5"), "Whoever damages a computer with four legs commits an offence.", ()),
        (("4", "5"), "Whoever contravenes section 4 commits an offence. " + "It is said again. " * 40, ()),
        (("4", "9"), "A person who contravenes section 9 commits an offence.", ()),  # itself
    ],
)
def test_what_a_provision_points_to(numbers: tuple[str, str], text: str, expected: tuple[str, ...]) -> None:
    last = "9"
    bill = [*(_one(number, "Nobody may enter a system.") for number in numbers if number != last), _one(last, text)]
    found = pointed_to(bill)
    assert tuple(bill[at].provision for at in found.get(len(bill) - 1, ())) == expected
    assert set(found) <= {len(bill) - 1}


def test_a_ring_of_pointers_leads_nowhere() -> None:
    bill = [_one("1", "Whoever contravenes section 2 is fined."), _one("2", "Whoever contravenes section 1 is fined.")]
    assert pointed_to(bill) == {}


def test_a_pointer_takes_the_verdict_of_what_it_points_to(champion: Model) -> None:
    ban = OVERBROAD.replace("commits an offence", "is reported")
    bill = [_one("1", NARROW), _one("2", ban), _one("3", "Whoever contravenes section 2 commits an offence.")]
    alone = next(champion.judge([bill[2]]))
    _, _, found = judged(bill, champion, lambda done, of, words: None)
    assert found.text == bill[2].text
    assert "Read together with provision 2, to which it points." in found.notes
    assert found.scope == "overbroad" and alone.scope != "overbroad"
    places = [(issue.start, issue.end, issue.quote) for issue in found.issues]
    places += [(safeguard.start, safeguard.end, safeguard.quote) for safeguard in found.safeguards]
    assert all(start is None or bill[2].text[start:end] == quote for start, end, quote in places)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=60) | st.just("contravenes section 1")), max_size=6))
def test_any_document_can_be_asked(rows: list[tuple[str, str]]) -> None:
    bill = [_one(number, text) for number, text in rows]
    for at, others in pointed_to(bill).items():
        assert at not in others and len(others) <= 3
        assert together(bill[at], [bill[other] for other in others]).text.startswith(bill[at].text)
