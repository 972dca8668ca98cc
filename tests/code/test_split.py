"""The text of a law into provisions, on a golden set of bills that we wrote, and the hard cases one by one."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.provisions import clean
from pipeline.provisions.splitting import split
from pipeline.readers.blocks import Block
from pipeline.records import Provision

GOLDEN = sorted((Path(__file__).resolve().parent.parent / "golden").glob("*.json"))


def _split(*texts: str | tuple[str, int]) -> list[Provision]:
    pairs = [(text, 0) if isinstance(text, str) else text for text in texts]
    return list(split((Block(text, f"paragraph {at}", level) for at, (text, level) in enumerate(pairs, 1)), "bill"))


def _golden(path: Path) -> tuple[list[dict[str, Any]], list[Provision]]:
    document = json.loads(path.read_text(encoding="utf-8"))
    return document["provisions"], _split(*((text, level) for text, level in document["blocks"]))


def _right(wanted: list[dict[str, Any]], found: list[Provision]) -> int:
    """How many provisions have the right number, first words and last words; each counts once."""
    open_ = list(wanted)
    for provision in found:
        for want in open_:
            if (
                provision.provision == want["provision"]
                and provision.text.startswith(clean(want["begins"]))
                and provision.text.endswith(clean(want["ends"]))
            ):
                open_.remove(want)
                break
    return len(wanted) - len(open_)


def test_the_golden_set() -> None:
    """F1 of provision boundaries over all documents, and headings."""
    right = wanted = found = headings = 0
    for path in GOLDEN:
        golden, provisions = _golden(path)
        right += _right(golden, provisions)
        wanted += len(golden)
        found += len(provisions)
        titles = Counter((p.provision, p.heading) for p in provisions)
        headings += sum((titles & Counter((want["provision"], want["heading"]) for want in golden)).values())
    assert len(GOLDEN) >= 25
    assert 2 * right / (wanted + found) >= 0.97
    assert headings / wanted >= 0.95


def _seen(*texts: str | tuple[str, int]) -> list[tuple[str, str, str]]:
    return [(found.provision, found.heading, found.text) for found in _split(*texts)]


def test_a_list_inside_a_section_is_no_section() -> None:
    found = _seen(
        "1. Entry", "Whoever does:", "1. this;", "2. that,", "is fined.", "2. Stay", "Whoever stays is fined."
    )
    assert [number for number, _, _ in found] == ["1", "2"]
    assert found[0][2].endswith("2. that,\nis fined.")


def test_a_reference_at_the_head_of_a_line_is_no_section() -> None:
    texts = ("Section 1", "A person shall not lie.", "Section 2", "A person guilty under", "Section 1", "is fined.")
    assert [number for number, _, _ in _seen(*texts)] == ["Section 1", "Section 2"]
    assert _seen(*texts)[1][2] == "A person guilty under\nSection 1\nis fined."


def test_paragraphs_of_an_article_stay_inside() -> None:
    assert _seen("Article 5", "1. Each Party acts.", "2. It may refuse.", "3. It reports.") == [
        ("Article 5", "", "1. Each Party acts.\n2. It may refuse.\n3. It reports.")
    ]


def test_counting_begins_anew_in_a_new_chapter() -> None:
    found = _seen("CHAPTER I", "1. A lies.", "2. B lies.", "CHAPTER II", "1. C lies.", "2. D lies.")
    assert [(number, text) for number, _, text in found] == [
        ("1", "A lies."), ("2", "B lies."), ("1", "C lies."), ("2", "D lies.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12A. Whoever lies.", "12A"),
        ("Art. 12. Whoever lies.", "Art. 12"),
        ("Article 12.- Whoever lies.", "Article 12"),
        ("Artículo 5º.- El que mienta.", "Artículo 5º"),
        ("Art. 12 bis. Whoever lies.", "Art. 12 bis"),
        ("Article L. 323-1 : Quiconque ment.", "Article L. 323-1"),
        ("Art. 615-sexies. – Chiunque mente.", "Art. 615-sexies"),
        ("§ 202a Wer lügt.", "§ 202a"),
        ("第十二条 何人も、うそをついてはならない。", "第十二条"),
        ("第12条の3 何人も、うそをついてはならない。", "第12条の3"),
        ("제3조의2(거짓말) 거짓말을 한 자는 처벌한다.", "제3조의2"),
        ("المادة ٥: يعاقب كل من كذب.", "المادة ٥"),
        ("المادة الثانية عشرة: يعاقب كل من كذب.", "المادة الثانية عشرة"),
        ("Статья 272.1. Кто лжет, наказывается.", "Статья 272.1"),
        ("SEC. 12. Whoever lies.", "SEC. 12"),
        ("Sections 3 to 5. Repealed.", "Sections 3 to 5"),
    ],
)
def test_numbers_stay_as_written(text: str, number: str) -> None:
    (found,) = _split(text)
    assert found.provision == number
    assert not found.text.startswith((".", ":", "-", " "))


def test_repealed_sections_stand_with_what_they_say() -> None:
    found = _seen("14. Entry", "Whoever enters.", "15 to 17. Repealed.", "18. Fine", "The fine is ten crowns.")
    assert found[1] == ("15 to 17", "", "Repealed.")
    assert [number for number, _, _ in found] == ["14", "15 to 17", "18"]


def test_a_table_of_contents_without_a_title_is_left_out() -> None:
    table = ("1. Aim", "2. Offence", "3. Penalty", "An Act about lies.")
    body = ("1. Aim", "The aim is peace.", "2. Offence", "Whoever lies commits an offence.", "3. Penalty", "A fine.")
    assert _seen(*table, *body) == _seen(*body)
    assert len(_seen(*body)) == 3


def test_only_what_is_inserted_is_judged() -> None:
    found = _seen(
        "1. Title",
        "This is the Act.",
        "2. Change of section 7",
        "In section 7, by substituting for the words “false news” the words “news that the sender knows to be false”.",
    )
    assert found[1][2] == "news that the sender knows to be false"


def test_an_offence_beside_an_amendment_is_not_lost() -> None:
    found = _seen(
        "1. Title",
        "This is the Act.",
        "2. Change of section 7",
        "(1) Section 7 of the Code is amended by inserting after subsection (2)—",
        "“(3) A person who insults a public office is fined.”",
        "(2) A person who spreads rumours commits an offence.",
    )
    assert found[1][2] == (
        "(3) A person who insults a public office is fined.\n(2) A person who spreads rumours commits an offence."
    )


def test_an_offence_of_inserting_is_no_amendment() -> None:
    text = "Whoever inserts into a system a “program that is called a worm or a bomb” commits an offence."
    assert _seen("1. Title", "This is the Act.", "2. Worms", text)[1] == ("2", "Worms", text)


def test_an_offence_before_an_inserted_section_is_not_lost() -> None:
    found = _seen(
        "1. Title",
        "This is the Act.",
        "2. New offences",
        "(1) Whoever lies commits an offence.",
        "(2) After section 3 of the Code insert—",
        "“3A. Theft",
        "Whoever steals commits an offence.”",
        "3. End",
        "It ends.",
    )
    assert [number for number, _, _ in found] == ["1", "2", "3A", "3"]
    assert "Whoever lies" in found[1][2]
    assert found[2] == ("3A", "Theft", "Whoever steals commits an offence.")


def test_a_quotation_that_never_closes_swallows_nothing() -> None:
    found = _seen(
        "1. Title", "The Act.", "2. In section 5 insert—", "“(3) A person who lies", "is fined.", "3. End", "It."
    )
    assert [number for number, _, _ in found] == ["1", "2", "3"]
    assert "A person who lies" in found[1][2]


def test_a_law_quoted_inside_a_section_stays_inside() -> None:
    found = _seen(
        "Article 1", "The old law said:", "“Article 9. Whoever lies is fined.”", "Article 2", "It is repealed."
    )
    assert [number for number, _, _ in found] == ["Article 1", "Article 2"]
    assert "Article 9" in found[0][2]


def test_a_schedule_without_numbers_is_one_provision() -> None:
    assert _seen("1. Aim", "Peace.", "Schedule 1", "Offences", "(Section 1)", "Theft and fraud.")[1:] == [
        ("Schedule 1", "Offences", "Theft and fraud.")
    ]


def test_closing_words_are_left_out_and_the_annex_after_them_is_not() -> None:
    law = ("Article 1", "Aim", "Peace.", "Article 2", "End", "It ends.", "Done at Norport, 3 June 2030.", "A. Minister")
    annex = ("ANNEX I", "Systems", "Hospitals and banks.")
    assert _seen(*law, *annex) == [
        ("Article 1", "Aim", "Peace."), ("Article 2", "End", "It ends."), ("ANNEX I", "Systems", "Hospitals and banks.")
    ]  # fmt: skip
    assert _seen(*law) == _seen(*law, *annex)[:2]


def test_headings_of_the_document_belong_to_no_provision() -> None:
    found = _seen(
        ("Offences", 1), ("7 Entry", 2), "Whoever enters.", ("Powers", 1), ("8 Search", 2), "A judge may order."
    )
    assert found == [("7", "Entry", "Whoever enters."), ("8", "Search", "A judge may order.")]


def test_a_penalty_below_a_section_is_not_lost() -> None:
    found = _seen("1. Entry", "Whoever enters.", "Maximum penalty: 5 years", "2. Stay", "Whoever stays.")
    assert found[0][2] == "Whoever enters.\nMaximum penalty: 5 years"


def test_place_is_where_the_provision_begins() -> None:
    found = _split(
        "PART I", "Entry", "1.—(1) Whoever enters.", "(2) Fine.", "Stay", "2.—(1) Whoever stays.", "(2) Fine."
    )
    assert [(one.place, one.heading) for one in found] == [("paragraph 2", "Entry"), ("paragraph 5", "Stay")]


def test_a_text_without_numbers_is_one_provision_and_no_text_is_none() -> None:
    assert _seen("A person who lies commits an offence.") == [("", "", "A person who lies commits an offence.")]
    assert _seen() == _seen("", " \n\u200b") == []
