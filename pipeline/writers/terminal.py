"""A verdict for a reader at a terminal: the answer, the text with the deciding words marked, reasons and advice."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Finding, Safeguard, Verdict
from pipeline.taxonomy import Taxonomy

INDENT = "  "
_NAMES = {"narrow": "NARROW", "overbroad": "OVERBROAD", "undecided": "UNDECIDED", None: "NOT ASKED"}
_COLOURS = {"narrow": "32", "overbroad": "31", "undecided": "33", None: "36"}


@dataclass(frozen=True)
class Page:
    """How wide to write (columns) and whether colour may be used."""

    width: int = 88
    colour: bool = False


def verdict(found: Verdict, taxonomy: Taxonomy, page: Page) -> str:
    """The whole verdict, ending in a newline."""
    parts = [
        *_head(found, taxonomy, page),
        *_text(found, page),
        *_reasons(found, taxonomy, page),
        *_safeguards(found, taxonomy, page),
        *_change(found, taxonomy, page),
        *_precedents(found, page),
        *_wrap(found.caveat, page, ""),
        f"Model: {printable(found.model)}",
    ]
    return "\n".join(parts) + "\n"


def printable(text: str) -> str:
    """The text without anything that a terminal would obey: escape codes and direction marks are shown as dots."""
    return "".join(
        mark if mark in "\n\t" or unicodedata.category(mark) not in {"Cc", "Cf"} else "\u00b7" for mark in text
    )


def _head(found: Verdict, taxonomy: Taxonomy, page: Page) -> Iterator[str]:
    place = " \u00b7 ".join(printable(part) for part in (found.source, found.provision, found.heading) if part)
    yield from _wrap(place, page, "")
    chance = "" if found.p_overbroad is None else f"  (probability that it is overbroad: {found.p_overbroad:.0%})"
    yield _paint(_NAMES[found.scope], f"1;{_COLOURS[found.scope]}", page) + chance
    meaning = taxonomy.kinds[found.kind].meaning
    yield from _wrap(f"{found.kind} ({found.kind_probabilities[found.kind]:.0%}): {meaning}.", page, "")
    if found.scope is None:
        yield from _wrap("Narrow or overbroad is not asked of such a provision.", page, "")
    for note in found.notes:
        yield from _wrap(f"Undecided because: {note}", page, "")
    yield ""


def _text(found: Verdict, page: Page) -> Iterator[str]:
    """The text with the words of issues in [brackets] and those of safeguards in {braces}."""
    yield from _wrap(_marked(found, page), page, INDENT)
    if found.issues or found.safeguards:
        yield ""
        yield INDENT + "[words that speak for overbroad]  {words that narrow}"
    yield ""


def _marked(found: Verdict, page: Page) -> str:
    marks: list[tuple[int, int, str]] = []
    for items, pair in ((found.issues, "[]"), (found.safeguards, "{}")):
        for item in items:
            if item.start is not None and item.end is not None:
                marks += [(item.start, 1, pair[0]), (item.end, 0, pair[1])]
    text, at, pieces = found.text, 0, []
    for place, _, sign in sorted(set(marks)):
        pieces += [printable(text[at:place]), _paint(sign, "1", page)]
        at = place
    return "".join(pieces) + printable(text[at:])


def _reasons(found: Verdict, taxonomy: Taxonomy, page: Page) -> Iterator[str]:
    if not found.issues:
        return
    yield "Why"
    for issue in found.issues:
        weight = "decides" if issue.decisive else "does not decide by itself"
        rule = taxonomy.issues[issue.tag]
        yield from _item(f"{issue.tag} ({issue.probability:.0%}, {weight}): {rule.meaning}{_words(issue)}.", page)
        yield from _wrap(issue.principle, page, INDENT * 3)
    yield ""


def _safeguards(found: Verdict, taxonomy: Taxonomy, page: Page) -> Iterator[str]:
    if found.safeguards:
        yield "What narrows it"
        for item in found.safeguards:
            yield from _item(f"{item.tag}{_words(item)}", page)
        yield ""
    if found.missing:
        yield "What is missing"
        for tag in found.missing:
            yield from _item(f"{tag}: {taxonomy.safeguards[tag].meaning}", page)
        yield ""


def _change(found: Verdict, taxonomy: Taxonomy, page: Page) -> Iterator[str]:
    if not found.issues:
        return
    yield "What to change"
    for issue in found.issues:
        rule = taxonomy.issues[issue.tag]
        yield from _item(f"{rule.advice} Compare: {rule.compare}", page)
    yield ""


def _precedents(found: Verdict, page: Page) -> Iterator[str]:
    if not found.precedents:
        return
    yield "Closest labelled laws"
    for near in found.precedents:
        scope = near.scope or "not asked"
        yield from _item(
            f"{near.jurisdiction}, {near.law} ({near.year}), {near.provision}: {scope}, {near.similarity:.2f} alike",
            page,
        )
    yield ""


def _words(item: Finding | Safeguard) -> str:
    return f" \u2014 \u201c{printable(' '.join(item.quote.split()))}\u201d" if item.quote else ""


def _item(text: str, page: Page) -> list[str]:
    return textwrap.wrap(text, page.width, initial_indent=INDENT + "- ", subsequent_indent=INDENT * 2) or [""]


def _wrap(text: str, page: Page, indent: str) -> Sequence[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, page.width, initial_indent=indent, subsequent_indent=indent) or [""]
    return lines


def _paint(text: str, code: str, page: Page) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if page.colour else text
