"""Two drafts: what belongs together is found though renumbered, moved or reworded, and the change is told."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare import Pair, align
from pipeline.records import Decision, Verdict
from pipeline.writers.comparison import comparison, counts
from pipeline.writers.grid import places
from pipeline.writers.terminal import Page
from tests.code.verdicts import ARABIC, BROAD, CHINESE, DEFINITION, broad, narrow, unasked, undecided, verdict


def told(pairs: list[Pair]) -> list[tuple[str | None, str | None, str]]:
    return [
        (pair.old.provision if pair.old else None, pair.new.provision if pair.new else None, pair.change)
        for pair in pairs
    ]


def test_the_same_draft_is_the_same() -> None:
    bill = [broad("1"), undecided("2"), narrow("3"), unasked("4")]
    pairs = align(bill, bill)
    assert all(pair.old is pair.new and pair.change == "same" and not pair.reworded for pair in pairs)


def test_an_insertion_shifts_the_numbers_and_no_pair() -> None:
    old = [unasked("1"), narrow("2"), broad("3")]
    new = [unasked("1"), undecided("2"), narrow("3"), broad("4")]
    assert told(align(old, new)) == [("1", "1", "same"), (None, "2", "added"), ("2", "3", "same"), ("3", "4", "same")]


def test_a_removed_provision_stands_where_it_stood() -> None:
    old = [unasked("1"), broad("2"), narrow("3")]
    assert told(align(old, [unasked("1"), narrow("2")])) == [
        ("1", "1", "same"),
        ("2", None, "removed"),
        ("3", "2", "same"),
    ]
    assert told(align([broad("1"), narrow("2")], [narrow("1")]))[0] == ("1", None, "removed")


def test_a_reworded_and_moved_provision_is_found() -> None:
    mended = BROAD.replace("false or exaggerated news", "a true threat of violence")
    old = [broad("5"), narrow("6"), unasked("7")]
    new = [unasked("1"), narrow("2"), verdict("9", mended, "undecided", heading="Threats")]
    (_, _, pair) = align(old, new)
    assert pair.old is old[0] and pair.change == "improved" and pair.reworded
    assert 0.5 < pair.likeness < 1
    assert pair.solved == ("content-restriction", "vague-terms", "no-harm-threshold") and pair.raised == ()


def test_a_rewritten_provision_is_found_by_its_number_and_heading() -> None:
    new = "A person who spreads a list of passwords through a network commits an offence and is liable to a fine."
    (pair,) = align([broad("Section 12A.")], [verdict("12a", new, "narrow", heading="False news")])
    assert pair.old and pair.new and pair.change == "improved"


def test_boilerplate_alone_pairs_nothing() -> None:
    assert [pair.change for pair in align([broad("1")], [narrow("9")])] in (["removed", "added"], ["added", "removed"])


def test_changes_have_an_order() -> None:
    scopes: tuple[Decision, ...] = ("narrow", "undecided", "overbroad")
    for one, old in enumerate(scopes):
        for two, new in enumerate(scopes):
            pair = Pair(verdict("1", "x", old), verdict("1", "x", new))
            assert pair.change == ("same" if one == two else "worse" if two > one else "improved")
    assert Pair(verdict("1", "x", None), verdict("1", "x", "overbroad")).change == "worse"


def test_scripts_without_spaces_are_compared() -> None:
    reworded = CHINESE.replace("一年", "二年")
    old = [verdict("第一条", CHINESE, "undecided"), verdict("第二条", ARABIC, "undecided")]
    new = [verdict("第一条", ARABIC + " ولا يخل ذلك", "undecided"), verdict("第二条", reworded, "undecided")]
    assert told(align(old, new)) == [("第二条", "第一条", "same"), ("第一条", "第二条", "same")]


def test_nothing_on_one_side() -> None:
    assert align([], []) == []
    assert [pair.change for pair in align([], [broad("1")])] == ["added"]
    assert [pair.change for pair in align([broad("1")], [])] == ["removed"]


WORDS = st.lists(st.sampled_from(["person", "data", "system", "news", "right", "一二"]), max_size=8).map(" ".join)
DRAFTS = st.lists(st.tuples(st.sampled_from(["", "1", "2", "s. 3"]), WORDS), max_size=8)


@settings(max_examples=60)
@given(DRAFTS, DRAFTS)
def test_every_provision_stands_in_one_pair(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    before, now = ([verdict(number, text, "narrow") for number, text in draft] for draft in (old, new))
    pairs = align(before, now)
    assert [id(pair.new) for pair in pairs if pair.new] == [id(row) for row in now]
    assert sorted(id(pair.old) for pair in pairs if pair.old) == sorted(id(row) for row in before)


def test_thousands_of_provisions() -> None:
    def draft(word: str) -> list[Verdict]:
        return [
            verdict(str(at), f"{BROAD} Case {at} of group {at % 97}: {word} {at * 7}.", "narrow") for at in range(3000)
        ]

    pairs = align(draft("first"), draft("second"))
    assert sum(bool(pair.old and pair.new and pair.old.provision == pair.new.provision) for pair in pairs) > 2900


def test_the_table_fits_and_tells() -> None:
    mended = verdict("2", BROAD.replace("news", "threats"), "narrow", heading="Threats")
    pairs = align([unasked("1"), broad("2"), narrow("4")], [unasked("1"), mended, undecided("3")])
    for width in (40, 80, 120):
        table = comparison(pairs, Page(width))
        assert all(places(line) <= width for line in table.splitlines())
    table = comparison(pairs, Page(120), only_changed=True)
    assert "OVERBROAD" in table and "improved" in table and DEFINITION not in table
    assert "\x1b" not in table and "\x1b[" in comparison(pairs, Page(80, colour=True))
    assert "There is nothing to compare." in counts([])
