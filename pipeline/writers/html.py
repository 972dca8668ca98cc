"""The review of a bill as one page: readable, printable, of use without script, and safe with a hostile text.

1. One file; it asks for nothing from outside, and its policy (Content-Security-Policy) forbids a browser to.
2. The only script is the filters' own, named in the policy by its hash; a script in a text is neither run nor lost.
3. Verdicts are told apart by word, letter and pattern as well as by colour.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.compare import Pair
from pipeline.records import CAVEAT, Failure, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers import html_changes
from pipeline.writers.html_parts import MEANINGS, NAMES, article, failure, table, title_of
from pipeline.writers.html_picture import LETTERS, picture, style_of, swatch
from pipeline.writers.html_text import attribute, safe
from pipeline.writers.summary import counts


def report(
    title: str, rows: Sequence[Verdict | Failure], taxonomy: Taxonomy, changed: Sequence[Pair] | None = None
) -> str:
    """The whole page, ending in a newline.

    `changed` is what `pipeline.compare.align` found between an older draft and the verdicts in `rows`: the page then
    also shows what changed, the old verdict and the old words. Nothing here raises for any text.
    """
    places = html_changes.by_row(rows, changed)
    parts = [
        _top(title, rows),
        _legend_and_picture(rows),
        _lawyer(rows),
        html_changes.overview(changed, places) if changed is not None else "",
        f'<section id="all"><h2>Provisions</h2>{_filters(rows)}{table(rows) if rows else ""}</section>',
        _provisions(rows, taxonomy, places),
        html_changes.removed(changed) if changed is not None else "",
        _foot(rows),
    ]
    return f"{_head(title)}<body>{''.join(parts)}<script>{_static('report.js')}</script></body></html>\n"


@cache
def _static(name: str) -> str:
    """A file of the page's own; line ends are made one kind, since the hash is taken of what the browser reads."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def _head(title: str) -> str:
    style, script = _static("report.css"), _static("report.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">'
        f"<title>{attribute(title)}</title><style>{style}</style></head>"
    )


def _top(title: str, rows: Sequence[Verdict | Failure]) -> str:
    return (
        '<a class="skip" href="#provisions">To the provisions</a>'
        f'<header class="page"><h1><bdi>{safe(title)}</bdi></h1>'
        f'<p class="caveat" role="note">{safe(CAVEAT)}</p>'
        f'<p class="counts">{safe(counts(rows))}</p></header><main>'
    )


def _legend_and_picture(rows: Sequence[Verdict | Failure]) -> str:
    if not rows:
        return "<p>No provision was found.</p>"
    found = Counter(style_of(row) for row in rows)
    items = "".join(
        f"<li>{swatch(style)}<b>{LETTERS[style]}</b> {NAMES[style]} ({found[style]:,}): {MEANINGS[style]}</li>"
        for style in NAMES
        if found[style]
    )
    return (
        f'<section id="picture"><h2>The bill at a glance</h2><div class="wide">{picture(rows, counts(rows))}</div>'
        '<p class="small">A bar for each provision, in order; the higher, the more probably overbroad.</p>'
        f'<ul class="legend">{items}</ul></section>'
    )


def _lawyer(rows: Sequence[Verdict | Failure]) -> str:
    """The provisions left undecided, each with the reason, as a list of work."""
    items = "".join(
        f'<li><a href="#p{at}">{title_of(row)}</a> <span dir="auto">{safe(" ".join(row.notes))}</span></li>'
        for at, row in enumerate(rows, 1)
        if isinstance(row, Verdict) and row.scope == "undecided"
    )
    if not items:
        return ""
    return (
        '<section id="lawyer" class="lawyer"><h2>Work for a lawyer</h2>'
        f"<p>The tool left these undecided. Read each of them yourself.</p><ul>{items}</ul></section>"
    )


def _filters(rows: Sequence[Verdict | Failure]) -> str:
    """Hidden until the script is there to make them work."""
    found = Counter(style_of(row) for row in rows)
    boxes = "".join(
        f'<label><input type="checkbox" value="{style}" checked>{swatch(style)}{NAMES[style]} '
        f"({found[style]:,})</label>"
        for style in NAMES
        if found[style]
    )
    return (
        f'<fieldset id="filters" hidden><legend>Show</legend>{boxes}'
        '<label>with the words <input type="search" id="words" autocomplete="off"></label>'
        '<output id="shown" aria-live="polite"></output></fieldset>'
    )


def _provisions(rows: Sequence[Verdict | Failure], taxonomy: Taxonomy, places: dict[int, Pair]) -> str:
    several = len({row.source for row in rows}) > 1
    pieces = []
    for at, row in enumerate(rows, 1):
        if isinstance(row, Failure):
            pieces.append(failure(row, at))
        else:
            extra = html_changes.beside(places[at]) if at in places else ""
            pieces.append(article(row, at, taxonomy, source=several, extra=extra))
    key = (
        '<p class="small">In the texts: <mark class="issue decides">words that decide for overbroad</mark>, '
        '<mark class="issue">words that speak for it</mark>, <mark class="safeguard">words that narrow</mark>. '
        "The numbers and letters lead to the notes.</p>"
    )
    return f'<section id="provisions"><h2>Text and notes</h2>{key}{"".join(pieces)}</section>'


def _foot(rows: Sequence[Verdict | Failure]) -> str:
    models = ", ".join(dict.fromkeys(row.model for row in rows if isinstance(row, Verdict)))
    said = f"<p>Model: <bdi>{safe(models)}</bdi></p>" if models else ""
    return f'</main><footer class="page">{said}<p>{safe(CAVEAT)}</p></footer>'
