"""Pieces of the page: one provision with its notes, a failed source, the table of provisions."""

from collections.abc import Iterator, Sequence

from pipeline.records import Failure, Finding, Precedent, Safeguard, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers.html_picture import style_of, swatch
from pipeline.writers.html_text import language, letter, marked, marks_of, safe
from pipeline.writers.summary import deciding_words

NAMES = {
    "overbroad": "Overbroad",
    "undecided": "Undecided",
    "narrow": "Narrow",
    "not-asked": "Not asked",
    "failed": "Not judged",
}
MEANINGS = {
    "overbroad": "content-based, vague or catch-all: change it",
    "undecided": "work for a lawyer: read it yourself",
    "narrow": "a core offence, tightly drawn",
    "not-asked": "no offence that the question reaches",
    "failed": "could not be read",
}


def badge(style: str) -> str:
    """The verdict in words, with its colour and pattern."""
    return f'<span class="badge {style}">{swatch(style)}{NAMES[style]}</span>'


def title_of(row: Verdict) -> str:
    """Number and heading as HTML; the source where there is neither."""
    parts = [f'<bdi class="number">{safe(row.provision)}</bdi>'] if row.provision else []
    if row.heading:
        parts.append(f'<bdi lang="{language(row.heading)}">{safe(row.heading)}</bdi>')
    return " ".join(parts) or f"<bdi>{safe(row.source)}</bdi>"


def article(row: Verdict, at: int, taxonomy: Taxonomy, *, source: bool, extra: str = "") -> str:
    """One provision: its verdict, its text with marked words, and beside it the notes.

    `source` tells whether to name the source; `extra` is HTML that stands behind the text.
    """
    place, style = f"p{at}", style_of(row)
    kind = taxonomy.kinds.get(row.kind)
    chance = "" if row.p_overbroad is None else f" Probability that it is overbroad: {row.p_overbroad:.0%}."
    said = f'<p class="kind"><b>{safe(row.kind)}</b>{f": {safe(kind.meaning)}" if kind else ""}.{chance}</p>'
    notes = "".join(_notes(row, place, taxonomy))
    return (
        f'<article id="{place}" class="{style}" data-row="{at}" data-verdict="{style}">'
        f"<header><h3>{title_of(row)}</h3>{badge(style)}</header>"
        + (f'<p class="source"><bdi>{safe(row.source)}</bdi></p>' if source else "")
        + said
        + f'<div class="both"><div><div class="law" dir="auto" lang="{language(row.text)}">'
        + f"{marked(row.text, marks_of(row, place))}</div>{extra}</div>"
        + (f'<aside aria-label="Notes">{notes}</aside>' if notes else "")
        + "</div></article>"
    )


def failure(row: Failure, at: int) -> str:
    """A source that could not be judged, with its cure."""
    return (
        f'<article id="p{at}" class="failed" data-row="{at}" data-verdict="failed"><header>'
        f"<h3><bdi>{safe(row.source)}</bdi></h3>{badge('failed')}</header>"
        f'<p dir="auto">{safe(row.error)}</p><p dir="auto"><b>What to do:</b> {safe(row.cure)}</p></article>'
    )


def table(rows: Sequence[Verdict | Failure]) -> str:
    """Every row with its kind, verdict and deciding words, leading to its place in the page."""
    body = "".join(_table_row(row, at) for at, row in enumerate(rows, 1))
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Provision", "Kind", "Verdict", "Deciding words"))
    return (
        '<div class="wide"><table><caption>Every provision, in the order of the bill</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _table_row(row: Verdict | Failure, at: int) -> str:
    if isinstance(row, Failure):
        name, kind, words = f"<bdi>{safe(row.source)}</bdi>", "", row.error
    else:
        name, kind, words = title_of(row), row.kind, deciding_words(row)
    return (
        f'<tr data-row="{at}"><th scope="row"><a href="#p{at}">{name}</a></th><td class="tight">{safe(kind)}</td>'
        f'<td>{badge(style_of(row))}</td><td dir="auto">{safe(words)}</td></tr>'
    )


def _notes(row: Verdict, place: str, taxonomy: Taxonomy) -> Iterator[str]:
    if row.scope == "undecided":
        doubts = "".join(f'<li dir="auto">{safe(note)}</li>' for note in row.notes)
        said = "<h4>Work for a lawyer</h4><p>The tool does not decide this one.</p>"
        yield f'<section class="lawyer">{said}<ul>{doubts}</ul></section>'
    elif row.notes:
        yield f"<section><h4>Notes</h4><ul>{''.join(f'<li>{safe(note)}</li>' for note in row.notes)}</ul></section>"
    if row.issues:
        items = "".join(_issue(item, n, place, taxonomy) for n, item in enumerate(row.issues, 1))
        yield f'<section><h4>Issues, and what to change</h4><ol class="notes">{items}</ol></section>'
    if row.safeguards:
        items = "".join(_safeguard(item, at, place, taxonomy) for at, item in enumerate(row.safeguards))
        yield f'<section><h4>What narrows it</h4><ul class="notes">{items}</ul></section>'
    if row.missing:
        items = "".join(_missing(tag, taxonomy) for tag in row.missing)
        yield f"<section><h4>What is missing</h4><ul>{items}</ul></section>"
    if row.precedents:
        items = "".join(_precedent(near) for near in row.precedents)
        yield f"<section><h4>Closest labelled laws</h4><ul>{items}</ul></section>"


def _issue(item: Finding, number: int, place: str, taxonomy: Taxonomy) -> str:
    rule = taxonomy.issues.get(item.tag)
    weight = "decides" if item.decisive else "does not decide by itself"
    style = "issue decides" if item.decisive else "issue"
    parts = [
        f'<li id="{place}-{number}"><p><span class="ref issue">{number}</span> '
        f'<b class="tag {style}">{safe(item.tag)}</b> '
        f'<span class="weight">{item.probability:.0%}, {weight}</span></p>',
        f"<p>{_sentence(rule.meaning) if rule else ''}{_quoted(item)}</p>",
    ]
    if rule:
        parts.append(f'<p class="advice"><b>Change:</b> {safe(rule.advice)}</p>')
        parts.append(f'<p class="compare"><b>Compare:</b> {safe(rule.compare)}</p>')
    return "".join([*parts, f'<p class="principle">{safe(item.principle)}</p></li>'])


def _safeguard(item: Safeguard, at: int, place: str, taxonomy: Taxonomy) -> str:
    rule = taxonomy.safeguards.get(item.tag)
    return (
        f'<li id="{place}-{letter(at)}"><p><span class="ref safeguard">{letter(at)}</span> '
        f'<b class="tag safeguard">{safe(item.tag)}</b> {safe(rule.meaning) if rule else ""}.{_quoted(item)}</p></li>'
    )


def _quoted(item: Finding | Safeguard) -> str:
    """The words themselves, and where they stand if that is not in the text."""
    if not item.quote:
        return ""
    where = " (in the heading)" if item.start is None else ""
    return f' <q dir="auto">{safe(" ".join(item.quote.split()))}</q>{where}'


def _missing(tag: str, taxonomy: Taxonomy) -> str:
    rule = taxonomy.safeguards.get(tag)
    return f"<li><b>{safe(tag)}</b>{f': {safe(rule.meaning)}' if rule else ''}</li>"


def _precedent(near: Precedent) -> str:
    verdict = near.scope or "not asked"
    return (
        f"<li>{safe(near.jurisdiction)}, {safe(near.law)} ({near.year}), {safe(near.provision)}: <b>{verdict}</b>, "
        f"{near.similarity:.2f} alike</li>"
    )


def _sentence(text: str) -> str:
    return safe(text[:1].upper() + text[1:]) + "."
