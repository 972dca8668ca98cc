"""The corpus in tables for a terminal, and in one picture: as SVG, or as a page that holds the tables too.

Both are one file and ask for nothing from outside; scopes are told apart by pattern as well as by colour.
"""

from collections.abc import Sequence
from pathlib import Path

from pipeline.dataset.portrait import SIDES, Bar, FoldCount, Portrait
from pipeline.writers.grid import Column
from pipeline.writers.html_picture import PATTERNS, WIDTH
from pipeline.writers.html_text import attribute, safe
from pipeline.writers.listing import listing

_STEP, _LEFT, _BAR = 22, 210, 14  # units of the picture: row, room for names, height of a bar
_ROOM = WIDTH - _LEFT - 80
_STYLE = """
svg { background: #fff; font: 12px system-ui, sans-serif; } text { fill: #1d1d1f; } .name { text-anchor: end; }
.title { font-size: 15px; font-weight: 700; } .bar { stroke: #1d1d1f; stroke-width: .6; } .ink { fill: #3a1500; }
.paper-overbroad { fill: #d55e00; } .paper-undecided { fill: #f0c419; } .overbroad { fill: url(#hatch); }
.narrow { fill: #0072b2; } .not-asked { fill: #fff; }
"""


def tables(found: Portrait, width: int) -> str:
    """The figures and a table a group, for a page of `width` columns."""
    columns = [Column("", 14), *(Column(side.replace("-", " "), 6) for side in SIDES), Column("records", 6)]
    parts = [summary(found) + "\n"]
    for title, bars in found.groups.items():
        parts.append(f"\n{title}\n{listing(columns, [(bar.name, *bar.counts, bar.total) for bar in bars], width)}")
    return "".join(parts)


def summary(found: Portrait) -> str:
    """The corpus in one line."""
    counted = found.figures
    return (
        f"{counted.records:,} records of {counted.jurisdictions} jurisdictions and {counted.instruments} treaties, "
        f"model laws and EU texts; median {counted.median} words, {counted.with_authority} with an authority."
    )


def svg(found: Portrait) -> str:
    """The picture as a file of its own: a bar a name, in groups; ends in a newline."""
    rows = sum(len(bars) + 2 for bars in found.groups.values())
    high = (rows + 2) * _STEP
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" role="img" aria-labelledby="t d">',
        f'<title id="t">The labelled laws</title><desc id="d">{attribute(summary(found))}</desc>',
        f"<style>{_STYLE}</style><defs>{PATTERNS}</defs>",
        f'<rect width="{WIDTH}" height="{high}" fill="#fff"/>',
        _legend(),
    ]
    at = 2
    for title, bars in found.groups.items():
        pieces.append(f'<text class="title" x="12" y="{at * _STEP + 14}">{attribute(title)}</text>')
        most = max((bar.total for bar in bars), default=1)
        pieces += [_bar(bar, (at + number) * _STEP, most) for number, bar in enumerate(bars, 1)]
        at += len(bars) + 2
    return "".join([*pieces, "</svg>\n"])


def page(found: Portrait) -> str:
    """The picture and its tables as one HTML page; ends in a newline."""
    css = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The labelled laws</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{css}</style></head><body><h1>The labelled laws</h1>"
        f'<p class="counts">{safe(summary(found))}</p><div class="wide">{svg(found)}</div>'
        + "".join(_html_table(title, bars) for title, bars in found.groups.items())
        + "</body></html>\n"
    )


def fold_table(found: Sequence[FoldCount], width: int) -> str:
    """A row a fold, and below it whether anything stands on both sides of one."""
    names = ("fold", "records", "sides of pairs", "countries", "families", "trained on", "crossing")
    rows = [
        (at, fold.records, fold.pairs, fold.countries, fold.families, fold.trained, len(fold.crossing))
        for at, fold in enumerate(found, 1)
    ]
    crossing = [name for fold in found for name in fold.crossing]
    said = f"These cross: {', '.join(crossing[:20])}" if crossing else "No country and no family crosses a fold."
    return listing([Column(name, 4) for name in names], rows, width) + said + "\n"


def _legend() -> str:
    pieces = []
    for at, side in enumerate(SIDES):
        x = 12 + at * 140
        pieces.append(f'<rect class="bar {side}" x="{x}" y="10" width="{_BAR}" height="{_BAR}"/>')
        pieces.append(f'<text x="{x + 22}" y="22">{side.replace("-", " ")}</text>')
    return "".join(pieces)


def _bar(bar: Bar, y: int, most: int) -> str:
    pieces = [f'<text class="name" x="{_LEFT - 8}" y="{y + 12}">{attribute(bar.name)}</text>']
    x = float(_LEFT)
    for side, count in zip(SIDES, bar.counts, strict=True):
        wide = _ROOM * count / max(most, 1)
        if count:
            pieces.append(
                f'<rect class="bar {side}" x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{_BAR}">'
                f"<title>{attribute(bar.name)}, {side.replace('-', ' ')}: {count:,}</title></rect>"
            )
        x += wide
    return "".join([*pieces, f'<text x="{x + 6:.1f}" y="{y + 12}">{bar.total:,}</text>'])


def _html_table(title: str, bars: Sequence[Bar]) -> str:
    heads = "".join(f'<th scope="col">{name.replace("-", " ")}</th>' for name in ("", *SIDES, "records"))
    rows = "".join(
        f'<tr><th scope="row">{safe(bar.name)}</th>'
        + "".join(f"<td>{count:,}</td>" for count in (*bar.counts, bar.total))
        + "</tr>"
        for bar in bars
    )
    return (
        f'<h2>{safe(title)}</h2><div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        "</div>"
    )
