"""The table of a bill: every row there, fitted to the page, nothing in it obeyed by a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import CAVEAT, Failure, Verdict
from pipeline.writers.grid import Column, fitted, fold, places
from pipeline.writers.summary import counts, deciding_words, summary
from pipeline.writers.terminal import Page
from tests.code.verdicts import ARABIC, CHINESE, broad, finding, narrow, unasked, undecided, verdict

BILL: list[Verdict | Failure] = [broad("1"), undecided("2A"), narrow("3"), unasked("4")]


@pytest.mark.parametrize("width", [40, 60, 80, 88, 120, 200])
def test_every_line_fits_the_page(width: int) -> None:
    rows = [*BILL, verdict("第二条", CHINESE, "undecided", heading=CHINESE), verdict("5", ARABIC, None)]
    table = summary(rows, Page(width))
    assert all(places(line) <= width for line in table.splitlines())
    assert "OVERBROAD" in table and "2A" in table


def test_the_deciding_words_and_the_counts_stand_there() -> None:
    table = summary(BILL, Page(140))
    assert "\u201cfalse or exaggerated news\u201d" in table
    assert "4 provisions: 1 overbroad, 1 undecided, 1 narrow, 1 not asked." in table
    assert "Work for a lawyer (undecided): 2A." in table
    assert " ".join(CAVEAT.split()) in table


def test_words_that_decide() -> None:
    absent = (finding("x", "no-authorisation", None),)
    assert deciding_words(verdict("1", "x", "overbroad", issues=absent)) == "no-authorisation"
    assert deciding_words(verdict("1", "x", "undecided", notes=("Doubt.",))) == "Doubt."
    assert deciding_words(narrow("1")) == "" and deciding_words(unasked("1")) == ""


def test_a_failed_source_keeps_its_reason_and_cure() -> None:
    failed = Failure(source="b.pdf", error="b.pdf: there is no text in it.", cure="Give the text.")
    table = summary([broad("1"), failed], Page(88))
    assert "FAILED b.pdf: there is no text in it." in table and "Give the text." in table
    assert "1 source could not be judged." in table
    assert "0 provisions. 2 sources could not be judged." in counts([failed, failed])


def test_sources_are_named_where_there_are_several() -> None:
    other = broad("1").model_copy(update={"source": "other.docx"})
    assert "other.docx" in summary([broad("1"), other], Page(88))
    assert "bill.docx" not in summary([broad("1")], Page(88))


def test_colour_only_where_asked_and_controls_never() -> None:
    hostile = broad("\x1b[2J1", heading="\u202eNews\x9b")
    assert "\x1b" not in summary([hostile], Page(88)) and "\u202e" not in summary([hostile], Page(88))
    assert "\x1b[1;31mOVERBROAD\x1b[0m" in summary([hostile], Page(88, colour=True))


def test_no_rows() -> None:
    assert "0 provisions." in summary([], Page(88))


@given(st.text(), st.integers(2, 30), st.integers(1, 4))
def test_folding_fits_and_loses_nothing_unsaid(text: str, width: int, lines: int) -> None:
    folded = fold(text, width, lines)
    assert 1 <= len(folded) <= lines
    assert all(places(line) <= width for line in folded)
    if not folded[-1].endswith("\u2026"):
        assert "".join("".join(folded).split()) == "".join(text.split())


def test_columns_that_do_not_fit_are_left_out() -> None:
    columns = (Column("a", 4), Column("b", 8, spare=1), Column("c", 8, spare=2))
    cells = [["aaaa", "b" * 20, "c" * 20]]
    assert fitted(columns, cells, 80) == [4, 20, 20]
    assert fitted(columns, cells, 24) == [4, 8, 8]
    assert fitted(columns, cells, 16) == [4, 10, 0]
