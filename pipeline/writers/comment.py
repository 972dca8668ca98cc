"""What the comment beside a flagged provision says, line by line; how it is laid on the page is the format's affair."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records import Finding, Precedent, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers.plain import legal, likelihood
from pipeline.writers.terminal import printable

FLAGGED = frozenset({"overbroad", "undecided"})
WHOLE = {
    "overbroad": "The provision as a whole reads as overbroad; no words of it stand out.",
    "undecided": "The tool cannot tell whether the provision is narrow or overbroad: read it yourself.",
}


@dataclass(frozen=True)
class Line:
    """One paragraph of a comment; `label` stands out before `text`."""

    label: str
    text: str


def lines(found: Verdict, taxonomy: Taxonomy) -> list[Line]:
    """Verdict, reasons, what is missing, what to change, what to compare with, and the caveat; all of it harmless."""
    said = [
        *_head(found, taxonomy),
        *_reasons(found, taxonomy),
        *(Line("Missing", f"{tag}: {taxonomy.safeguards[tag].meaning}") for tag in found.missing),
        *_change(found, taxonomy),
        *_precedents(found),
        Line("", found.caveat),
        Line("Model", found.model),
    ]
    return [Line(line.label, printable(legal(" ".join(line.text.split())))) for line in said]


def deciding(found: Verdict) -> Finding | None:
    """The finding whose words the comment is laid on: with a quote, one that decides before the others, the surest."""
    quoted = [issue for issue in found.issues if issue.quote]
    return max(quoted, key=lambda issue: (issue.decisive, issue.probability), default=None)


def _head(found: Verdict, taxonomy: Taxonomy) -> Iterator[Line]:
    named = ", ".join(part for part in (found.provision, found.heading) if part)
    chance = "" if found.p_overbroad is None else f"{likelihood(found.p_overbroad)} to be overbroad"
    yield Line((found.scope or "not asked").upper(), "; ".join(part for part in (named, chance) if part))
    for note in found.notes:
        yield Line("Undecided because", note)
    yield Line("Kind", f"{found.kind}: {taxonomy.kinds[found.kind].meaning}.")


def _reasons(found: Verdict, taxonomy: Taxonomy) -> Iterator[Line]:
    for issue in found.issues:
        weight = "decides" if issue.decisive else "does not decide by itself"
        quote = f" \u2014 \u201c{issue.quote}\u201d" if issue.quote else ""
        meaning = taxonomy.issues[issue.tag].meaning
        said = f"{issue.tag}, {likelihood(issue.probability)}, {weight}: {meaning}{quote}. {issue.principle}"
        yield Line("Why", said)


def _change(found: Verdict, taxonomy: Taxonomy) -> Iterator[Line]:
    rules = [taxonomy.issues[issue.tag] for issue in found.issues]
    yield from (Line("Change", rule.advice) for rule in rules)
    yield from (Line("Compare", text) for text in dict.fromkeys(rule.compare for rule in rules))


def _precedents(found: Verdict) -> Iterator[Line]:
    """The nearest labelled law, and the nearest narrow one where that is another: the one to draft after."""
    nearest = found.precedents[:1]
    narrow = tuple(near for near in found.precedents[1:] if near.scope == "narrow")[:1]
    if nearest and nearest[0].scope == "narrow":
        narrow = ()
    for near in (*nearest, *narrow):
        yield Line("Closest labelled law" if near is nearest[0] else "Closest narrow law", _cited(near))


def _cited(near: Precedent) -> str:
    scope = near.scope or "not asked"
    return f"{near.jurisdiction}, {near.law} ({near.year}), {near.provision}: {scope}, {near.similarity:.2f} alike"
