"""Provisions that only refer to others: what they name, and that they are judged together with it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Model
from pipeline.provisions.references import TARGETS, referred, targets
from pipeline.records import Provision, Verdict
from pipeline.review import judged
from tests.conftest import NARROW, OVERBROAD

BARE = (
    ("Whoever contravenes section 4 or subsection (1) commits an offence and is liable to a fine.", ("4",)),
    ("(1) A person who contravenes section 12A(2) commits an offence.", ("12a",)),
    ("Any person who knowingly violates the provisions of sections 4 and 5 is guilty of an offence.", ("4", "5")),
    ("An offence under section 7 is punishable by imprisonment not exceeding one year.", ("7",)),
    ("A person guilty of an offence under section 3 is liable to a fine.", ("3",)),
    ("A person who commits an offence under section 3 of this Act is liable to a fine.", ("3",)),
    ("Whoever attempts to commit an offence under section 9 is liable as its author.", ("9",)),
    ("A person who fails to comply with regulation 4 is liable to a fine.", ("4",)),
    ("The conduct described in article 5 is punished by imprisonment of two years.", ("5",)),
    ("Each Party shall ensure that the offences set out in Articles 2 to 4 are punishable.", ("2", "3", "4")),
    ("The acts referred to in paragraph 1 of article 5 are punished by a fine.", ("5",)),
    ("Whoever violates Article IV of this Convention shall be punished.", ("iv",)),
    ("Quien infrinja lo dispuesto en el artículo 8 será sancionado con multa.", ("8",)),
    ("El delito previsto en el artículo 3 bis será castigado con prisión.", ("3bis",)),
    ("Les faits prévus à l'article 1er sont punis d'une amende.", ("1",)),
    ("Quiconque contrevient à l’article 12 est puni d'une amende.", ("12",)),
    ("O crime previsto no art. 154-C é punido com multa.", ("154c",)),
    ("Wer gegen § 4 Abs. 1 verstößt, wird mit Geldstrafe bestraft.", ("4",)),
    ("Eine Tat nach § 202a wird nur auf Antrag verfolgt.", ("202a",)),
)
OWN = (
    NARROW,
    OVERBROAD,
    "A person commits an offence who makes a tool intending it to be used to commit an offence under section 1.",
    "A person who commits an offence under this section is liable to a fine.",
    "Whoever contravenes section 4 of the Penal Code commits an offence.",
    "Quien infrinja el artículo 8 del Código Penal será sancionado.",
    "The Minister may make regulations under section 9.",
    "In section 2 tool means a program.",
    "",
)


def quiet(done: int, of: int, words: str) -> None:
    """No progress is shown."""


@pytest.mark.parametrize(("text", "numbers"), BARE)
def test_a_bare_reference_names_its_targets(text: str, numbers: tuple[str, ...]) -> None:
    assert referred(text) == numbers


@pytest.mark.parametrize("text", OWN)
def test_other_texts_name_none(text: str) -> None:
    assert referred(text) == ()


def bill(*texts: tuple[str, str]) -> list[Provision]:
    return [Provision(source="b", provision=number, text=text) for number, text in texts]


def test_targets_are_found_by_number_and_never_in_a_circle() -> None:
    breaks = "Whoever contravenes section {} commits an offence."
    assert targets(bill(("Section 4.", NARROW), ("5", breaks.format(4)))) == [(), (0,)]
    assert targets(bill(("4", breaks.format(4)), ("5", breaks.format(9)))) == [(), ()]
    assert targets(bill(("4", breaks.format(5)), ("5", breaks.format(4)))) == [(), ()]
    many = bill(*((str(n), NARROW) for n in range(1, 7)), ("7", breaks.format("1, 2, 3, 4, 5 or 6")))
    assert targets(many)[-1] == (0, 1, 2)


def places_hold(verdict: Verdict) -> None:
    places = [(item.start, item.end, item.quote) for item in verdict.issues]
    places += [(item.start, item.end, item.quote) for item in verdict.safeguards]
    for start, end, quote in places:
        assert (start is None) == (end is None)
        assert start is None or verdict.text[start:end] == quote


def test_it_is_judged_together_with_its_target(small_model: Model) -> None:
    refers = "Whoever contravenes section 4 commits an offence and is liable to a fine."
    (before,) = judged(bill(("5", refers)), small_model, quiet)
    target, after = judged(bill(("4", OVERBROAD), ("5", refers)), small_model, quiet)
    assert "Read together with section 4." in after.notes and not any("together" in note for note in before.notes)
    assert after.text == refers and target.text == OVERBROAD
    assert after.scope == "overbroad" and after.p_overbroad != before.p_overbroad
    places_hold(after)
    assert any(item.quote and item.quote in OVERBROAD and item.start is None for item in after.issues)


WORDS = st.sampled_from(
    ["Whoever contravenes section ", "An offence under article ", "4", "5", " to ", ", ", " or ", "(1)", " false news",
     " intentionally", ".", "\n", " of the Code", "§ ", "Wer gegen "]
)  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[])
@given(
    texts=st.lists(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=8).map("".join)), min_size=1, max_size=6)
)
def test_no_text_breaks_it_and_every_place_holds(small_model: Model, texts: list[str]) -> None:
    rows = bill(*((str(number), text) for number, text in enumerate(texts, 3)))
    for at, places in enumerate(targets(rows)):
        assert at not in places and len(places) <= TARGETS
    for row, verdict in zip(rows, judged(rows, small_model, quiet), strict=True):
        assert verdict.text == row.text
        places_hold(verdict)
