"""The page of a bill: whole, closed to the outside, safe with a hostile text, and of use without script and colour."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare import align
from pipeline.records import CAVEAT, Failure, Finding, Safeguard
from pipeline.taxonomy import Taxonomy
from pipeline.writers.html import report
from pipeline.writers.html_text import attribute, language, letter, safe
from tests.code.verdicts import ARABIC, BROAD, CHINESE, NARROW, broad, narrow, unasked, undecided, verdict

HOSTILE = (
    '</p></article><script>alert("owned")</script><img src=x onerror=alert(1)> &lt;b&gt; " onmouseover="alert(2)\' '
    "\u202etxet desrever\u202c \x00\x1b[31m\x9b \ud800 javascript:alert(3) </style></title></svg>"
)
VOID = {"meta", "input", "rect", "line", "circle"}


class Page(HTMLParser):
    """Reads a page as a browser would: its elements, its words, and whether every element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:  # noqa: D102
        where = self.open[-1] if self.open else ""
        {"script": self.scripts, "style": self.styles}.get(where, self.words).append(data)

    @property
    def text(self) -> str:
        """The words a reader sees."""
        return "".join(self.words)

    def attributes(self, name: str) -> Iterator[str]:
        """Every value of an attribute."""
        return (found[name] or "" for _, found in self.elements if name in found)


def test_a_bill_is_one_closed_page(known: Taxonomy) -> None:
    failed = Failure(source="annex.pdf", error="annex.pdf: there is no text in it.", cure="Give the text.")
    page = Page(report("Draft bill", [broad("1"), undecided("2"), narrow("3"), unasked("4"), failed], known))
    assert CAVEAT in page.text and page.text.index(CAVEAT) < page.text.index("Overbroad")
    for words in ("Work for a lawyer", "4 provisions: 1 overbroad, 1 undecided, 1 narrow, 1 not asked.", failed.cure):
        assert words in page.text
    assert next(iter(page.elements)) == ("html", {"lang": "en", "dir": "ltr"})


def test_nothing_comes_from_outside_and_the_policy_names_what_is_inside(known: Taxonomy) -> None:
    page = Page(report("Draft", [broad("1"), narrow("2")], known))
    (policy,) = [found["content"] or "" for _, found in page.elements if "http-equiv" in found]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for place, (text,) in (("script-src", page.scripts), ("style-src", page.styles)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{place} 'sha256-{digest}'" in policy
    # The policy would stop a style attribute or a handler: nothing may depend on one.
    names = {name for _, found in page.elements for name in found}
    assert not {"src", "style", "srcset", "action"} & names
    assert not any(name.startswith("on") for name in names)
    assert all(link.startswith("#") for link in page.attributes("href"))
    assert "http:" not in page.styles[0] and "@import" not in page.styles[0]


def test_every_link_has_its_place_and_every_place_is_one(known: Taxonomy) -> None:
    rows = [broad("1"), undecided("2"), narrow("3"), unasked("4")]
    page = Page(report("Draft", rows, known, align([narrow("1")], rows)))
    places = list(page.attributes("id"))
    assert len(places) == len(set(places))
    assert {link[1:] for link in page.attributes("href")} <= set(places)


def test_marked_words_are_the_quoted_ones_with_tag_and_advice_beside(known: Taxonomy) -> None:
    html = report("Draft", [broad("1")], known)
    marked = re.findall(r'<mark class="([^"]*)" title="([^"]*)">(.*?)</mark>', html)
    assert ("issue decides", "content-restriction", "false or exaggerated news") in marked
    assert ("safeguard", "intent", "knowingly") in marked
    page = Page(html)
    for tag in ("content-restriction", "no-harm-threshold"):
        assert known.issues[tag].advice in page.text
        assert known.issues[tag].compare in page.text


def test_overlapping_and_impossible_marks_lose_no_word(known: Taxonomy) -> None:
    issues = [("vague-terms", 4, 30), ("content-restriction", 10, 20), ("catch-all", -5, 8), ("no-intent", 90, 40)]
    findings = tuple(
        Finding(tag=tag, probability=0.9, decisive=True, quote="x", start=start, end=end, principle="p")
        for tag, start, end in issues
    )
    late = Safeguard(tag="intent", quote="x", start=len(BROAD) - 3, end=len(BROAD) + 50)
    html = report("Draft", [verdict("1", BROAD, "overbroad", issues=findings, safeguards=(late,))], known)
    law = html[html.index('<div class="law"') : html.index("<aside")]
    shown = re.sub(r"<a class=.*?</a>", "", law.partition(">")[2])
    assert re.sub(r"<[^>]+>", "", shown) == BROAD


def test_a_hostile_text_is_shown_and_not_obeyed(known: Taxonomy) -> None:
    row = broad("1").model_copy(
        update={"text": HOSTILE, "heading": HOSTILE, "source": HOSTILE, "provision": HOSTILE, "model": HOSTILE}
    )
    old = row.model_copy(update={"text": HOSTILE + " older", "notes": (HOSTILE,)})
    failed = Failure(source=HOSTILE, error=HOSTILE, cure=HOSTILE)
    html = report(HOSTILE, [row, failed], known, align([old], [row]))
    page = Page(html)
    html.encode()
    assert len(page.scripts) == 1 and "alert" not in page.scripts[0]
    assert not {"img", "b onerror"} & {tag for tag, _ in page.elements}
    assert not any(name.startswith("on") for _, found in page.elements for name in found)
    assert '<script>alert("owned")</script>' in page.text
    for mark in "\u202e\u202c\x00\x1b\x9b":
        assert mark not in html
    assert "RLO" in page.text


@given(st.text(st.characters(), max_size=60))
def test_no_text_breaks_out(text: str) -> None:
    for shown in (safe(text), attribute(text)):
        shown.encode()
        assert not re.search(r"<(?!/?span)", shown) and not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", shown)
        assert not re.search(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)
    assert not re.search(r"[<>\"']", attribute(text))


def test_other_scripts_have_their_language_and_direction(known: Taxonomy) -> None:
    rows = [verdict("1", ARABIC, "undecided"), verdict("\u7b2c\u4e8c\u6761", CHINESE, "undecided"), narrow("3")]
    html = report("\u0642\u0627\u0646\u0648\u0646", rows, known)
    assert '<div class="law" dir="auto" lang="und-Arab">' in html and '<div class="law" dir="auto" lang="zh">' in html
    assert ARABIC in Page(html).text and CHINESE in Page(html).text
    assert (language("\u3053\u308c\u306f\u6cd5\u5f8b"), language("12"), language(NARROW)) == ("ja", "", "en")


def test_the_picture_has_a_bar_with_words_for_every_row(known: Taxonomy) -> None:
    for size in (3, 500):
        rows = [broad(str(at)) for at in range(size - 2)] + [undecided("x"), unasked("y")]
        html = report("Draft", rows, known)
        picture = html[html.index('<svg class="picture"') : html.index('<ul class="legend">')]
        assert picture.count('<rect class="bar') == size
        assert picture.count("<title>") == size
        for style in ("overbroad", "undecided", "not-asked"):
            assert f'class="bar {style}"' in picture
        assert re.search(r"overbroad, 1 undecided, 1 not asked\.</desc>", picture)


def test_a_compared_draft_shows_old_verdict_and_words(known: Taxonomy) -> None:
    old, new = [broad("1"), unasked("2")], [narrow("1", heading="False news")]
    html = report("Draft", new, known, align(old, new))
    page = Page(html)
    for words in ("What changed", "improved", "Taken out", "Words that went and came"):
        assert words in page.text
    assert "<del>" in html and "<ins>" in html


def test_no_provision_at_all_is_said(known: Taxonomy) -> None:
    assert "No provision was found." in Page(report("Empty", [], known)).text


def test_a_tag_that_the_taxonomy_does_not_know_is_still_shown(known: Taxonomy) -> None:
    strange = broad("1").issues[0].model_copy(update={"tag": "from-another-model"})
    page = Page(report("Draft", [verdict("1", BROAD, "overbroad", kind="odd", issues=(strange,))], known))
    assert "from-another-model" in page.text


def test_thousands_of_provisions(known: Taxonomy) -> None:
    rows = [broad(str(at)) for at in range(5000)]
    assert report("Large", rows, known).count("<article") == 5000


def test_letters_go_on_after_z() -> None:
    assert [letter(at) for at in (0, 25, 26, 27)] == ["a", "z", "aa", "ab"]
