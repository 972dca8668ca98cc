"""Pages and Markdown into blocks: what a person sees, in order, and nothing that is hidden."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.readers import html, markdown
from pipeline.readers.blocks import Block
from pipeline.readers.numbers import letters, marker, numbered, roman
from pipeline.readers.plain import paragraphs

PAGE = """<!DOCTYPE html><html><head><title>Bill</title><style>p { color: red }</style></head><body>
<nav><a href="/">Home</a></nav>
<script>document.write("A person who speaks commits an offence.")</script>
<h1>Harbour Networks Bill</h1>
<section id="s4"><h2>4. Entry &amp; stay</h2>
<ol><li>Whoever <b>enters</b> a <q>harbour system</q> commits an offence.
  <ol type="a"><li>knowingly; or</li><li value="4">for gain.</li></ol></li>
<li>The fine is 100<br>crowns.</li></ol></section>
<p hidden>Everything is an offence.</p><p style="Display : none">Hidden.</p><div style="font-size:0">Tiny.</div>
<p>Words <del>struck</del> <ins>put in</ins> here<sup><a href="#f1">1</a></sup>.</p>
<table><tr><td>(c)</td><td><p>damages a buoy.</p></td></tr><tr><th>Class</th><td>Fine</td></tr></table>
<pre>
9. A keeper shall hold the keys of a
harbour system with due and reasonable
care.
</pre>
<noscript>Enable scripts</noscript><footer>Printed by the harbour</footer></body></html>"""


def _texts(found: "list[Block]") -> list[str]:
    return [block.text for block in found]


def test_a_page() -> None:
    found = list(html.parsed(PAGE, "x"))
    assert _texts(found) == [
        "Harbour Networks Bill",
        "4. Entry & stay",
        "(1) Whoever enters a “harbour system” commits an offence.",
        "(a) knowingly; or",
        "(d) for gain.",
        "(2) The fine is 100\ncrowns.",
        "Words put in here.",
        "(c) damages a buoy.",
        "Class Fine",
        "9. A keeper shall hold the keys of a harbour system with due and reasonable care.",
    ]
    assert [(block.level, block.place) for block in found[:3]] == [(1, "paragraph 1"), (2, "#s4"), (0, "paragraph 3")]


def test_a_list_without_numbered_heading_holds_sections() -> None:
    found = list(html.parsed("<h1>Act</h1><ol start=7><li>Short title.</li><li>9. Own number.</li></ol>", "x"))
    assert _texts(found) == ["Act", "7. Short title.", "9. Own number."]


def test_the_declared_letters(tmp_path: Path) -> None:
    page = "<html><head><meta charset='windows-1251'></head><body><p>Статья 5. Доступ</p></body></html>"
    (tmp_path / "a").write_bytes(page.encode("cp1251"))
    assert _texts(list(html.blocks(tmp_path / "a"))) == ["Статья 5. Доступ"]
    (tmp_path / "b").write_bytes(page.replace("windows-1251", "unicode_escape").encode())
    assert _texts(list(html.blocks(tmp_path / "b"))) == ["Статья 5. Доступ"]


def test_too_deep_is_refused_not_cut() -> None:
    with pytest.raises(InputError, match="deeply"):
        list(html.parsed("<div>" * 5000 + "the hidden half of a law", "x"))


def test_a_row_of_many_cells_takes_bounded_time() -> None:
    assert len(list(html.parsed("<table><tr>" + "<td>a" * 50_000, "x"))) == 1


def test_null_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html><body><p>A\x00B and more of it</p>" + b"\x00\x01" * 9)
    with pytest.raises(InputError):
        list(html.blocks(tmp_path / "a.html"))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        list(html.parsed(text, "x"))
    list(markdown.parsed(text))
    list(paragraphs(text))


def test_markdown() -> None:
    page = (
        "---\ntitle: x\n---\n# Harbour Bill\n\n<!-- All speech is an offence. -->\n## 4. Entry ##\n\n"
        "1. Whoever **enters** a _harbour_ [system](http://x.example)[^1]\n"
        "   without right;\n   a) knowingly\n1. A fine.\n\n"
        "Definitions\n-----------\n* `buoy` means ~~a ship~~ a mark.\n> (3) Quoted \\*text\\*.\n\n"
        "| A | B |\n|---|---|\n| c | d |\n\n"
        "[^1]: A note.\n"
    )
    found = list(markdown.parsed(page))
    assert _texts(found) == [
        "Harbour Bill",
        "4. Entry",
        "(1) Whoever enters a harbour system without right;",
        "a) knowingly",
        "(2) A fine.",
        "Definitions",
        "buoy means a mark.",
        "(3) Quoted *text*.",
        "A B",
        "c d",
    ]
    assert [block.level for block in found[:3]] == [1, 2, 0]
    assert [block.place for block in found[:3]] == ["line 4", "line 7", "line 9"]


@pytest.mark.parametrize(
    "hostile", ["# " + " " * 50_000 + "x", "--|" + "  |" * 20_000 + "x", "*" * 50_000, "[" * 50_000]
)
def test_markdown_takes_bounded_time(hostile: str) -> None:
    list(markdown.parsed(hostile))


def test_numbers_of_lists() -> None:
    assert [letters(number) for number in (1, 26, 27)] == ["a", "z", "aa"]
    assert [roman(number) for number in (4, 1999)] == ["iv", "mcmxcix"]
    assert [marker(3, kind, True) for kind in "1aAiI"] == ["(3)", "(c)", "(C)", "(iii)", "(III)"]
    assert (marker(-1, "a", False), marker(12, "1", False)) == ("-1.", "12.")


@pytest.mark.parametrize(
    "text", ["12. Entry", "12A Entry", "(a) who", "§ 202a Data", "Art. 4", "第十二条 x", "المادة 5", "Section 3"]
)
def test_numbered(text: str) -> None:
    assert numbered(text)


@pytest.mark.parametrize("text", ["Whoever", "2 years or more", "section 5 of it", "articulate", "I am", "a person"])
def test_not_numbered(text: str) -> None:
    assert not numbered(text)


def test_wrapped_lines_are_joined_and_numbered_ones_are_not() -> None:
    text = (
        "4. Entry\n(1) Whoever without right enters a harbour system under section\n5 of this Act, or a computer-\n"
        "(2) Whoever stays there for longer than the keeper allowed computer-\n"
        "related ships is liable to a term of up to\n"
        "2 years.\n* * *\n\nSchedule 1"
    )
    assert [line for _, line in paragraphs(text)] == [
        "4. Entry",
        "(1) Whoever without right enters a harbour system under section 5 of this Act, or a computer-",
        "(2) Whoever stays there for longer than the keeper allowed computer-related ships is liable to a term of up"
        " to",
        "2 years.",
        "Schedule 1",
    ]
