"""A clause into a provision: the numbered guarantees of the room, on any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.provisions import clean, from_text


@pytest.mark.parametrize(
    ("text", "number", "heading", "body"),
    [
        (
            "22. Publication of false information\nA person who lies.",
            "22",
            "Publication of false information",
            "A person",
        ),
        ("Section 12A \u2014 Entry\n(1) Whoever enters.", "Section 12A", "Entry", "(1) Whoever"),
        ("Art. 4(2)\nWhoever enters.", "Art. 4(2)", "", "Whoever"),
        ("Illegal entry\nWhoever enters a system.", "", "Illegal entry", "Whoever"),
        ("Whoever enters a system commits an offence.\nThe penalty is a fine.", "", "", "Whoever"),
        ("A person who:\n(a) enters", "", "", "A person who:"),
        ("One line only", "", "", "One line only"),
    ],
)
def test_number_and_heading(text: str, number: str, heading: str, body: str) -> None:
    found = from_text(text, "x")
    assert (found.provision, found.heading) == (number, heading)
    assert found.text.startswith(body)


def test_hidden_marks_are_taken_out() -> None:
    assert clean("with\u200bout ri\u00adght\u202e x\x1b[31m\x07") == "without right x[31m"


@given(st.text())
def test_nothing_but_cleaning_changes_the_body(text: str) -> None:
    found = from_text(text, "x")
    whole = clean(text)
    assert found.text in whole
    assert not any(unicodedata.category(mark) == "Cc" and mark not in "\n\t" for mark in whole)
    assert clean(whole) == whole


@given(st.text())
def test_heading_and_text_lose_no_words(text: str) -> None:
    found = from_text(text, "x")
    kept = "".join(found.provision + found.heading + found.text)
    letters = [mark for mark in clean(text) if mark.isalnum()]
    assert sorted(mark for mark in kept if mark.isalnum()) == sorted(letters)
