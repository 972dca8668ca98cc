"""The bill in one picture: a bar a provision, told apart by colour, pattern and letter, as SVG for a page."""

from collections.abc import Sequence

from pipeline.records import Failure, Verdict
from pipeline.writers.html_text import attribute

WIDTH = 960
ROOMY = 120  # rows up to which every bar has its own number
LETTERS = {"overbroad": "O", "undecided": "U", "narrow": "N", "not-asked": "\u2013", "failed": "\u00d7"}
PATTERNS = """
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect class="paper-overbroad" width="6" height="6"/><rect class="ink" width="2" height="6"/></pattern>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
<rect class="paper-undecided" width="6" height="6"/><circle class="ink" cx="3" cy="3" r="1.3"/></pattern>
"""


def style_of(row: Verdict | Failure) -> str:
    """The name of the row's verdict in the page: its class, its filter, its bar."""
    if isinstance(row, Failure):
        return "failed"
    return row.scope or "not-asked"


def picture(rows: Sequence[Verdict | Failure], counts: str) -> str:
    """One bar a row in the order of the bill; its height is the probability that the provision is overbroad.

    `counts` is the sentence read out in place of the picture. Bars lead to their provisions.
    """
    roomy = len(rows) <= ROOMY
    slot, left, tall, step = (38, 44, 70, 118) if roomy else (9, 60, 24, 36)
    a_line = (WIDTH - left) // slot
    lines = max(1, -(-len(rows) // a_line))
    height = lines * step + 4
    pieces = [
        f'<svg class="picture" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="picture-title picture-words">',
        '<title id="picture-title">The bill, a bar for each provision</title>',
        f'<desc id="picture-words">{attribute(counts)}</desc><defs>{PATTERNS}</defs>',
    ]
    for at in range(lines):
        first = rows[at * a_line] if rows else None
        pieces.append(_ground(at * step, left, tall, roomy=roomy, label=_label(first, 8) if first else ""))
    for at, row in enumerate(rows):
        x, y = left + at % a_line * slot, at // a_line * step
        pieces.append(_bar(row, at, x, y, slot, tall, roomy=roomy))
    return "".join([*pieces, "</svg>"])


def swatch(style: str) -> str:
    """A small bar for the legend."""
    return (
        f'<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true"><rect class="bar {style}" x="1" y="1" '
        'width="14" height="14"/></svg>'
    )


def _ground(y: int, left: int, tall: int, *, roomy: bool, label: str) -> str:
    """The lines behind a row of bars: 0, 50 and 100 % where there is room, else the number of the first bar."""
    top = y + (20 if roomy else 4)
    base = top + tall
    ground = f'<line class="axis" x1="{left}" x2="{WIDTH}" y1="{base}" y2="{base}"/>'
    if not roomy:
        return ground + f'<text class="small end" x="{left - 6}" y="{base}">{label}</text>'
    middle = top + tall / 2
    ground += f'<line class="half" x1="{left}" x2="{WIDTH}" y1="{middle}" y2="{middle}"/>'
    for place, said in ((top + 4, "100%"), (middle + 4, "50%"), (base, "0")):
        ground += f'<text class="small end" x="{left - 5}" y="{place}">{said}</text>'
    return ground


def _bar(row: Verdict | Failure, at: int, x: int, y: int, slot: int, tall: int, *, roomy: bool) -> str:
    style = style_of(row)
    base = y + (20 if roomy else 4) + tall
    high = max(round(tall * _share(row), 1), 6.0 if roomy else 3.0)
    wide = slot - (12 if roomy else 2)
    middle = x + slot / 2
    bar = f'<rect class="bar {style}" x="{x + (slot - wide) / 2}" y="{base - high}" width="{wide}" height="{high}"/>'
    if roomy:
        bar += f'<text class="letter" x="{middle}" y="{base - high - 4}">{LETTERS[style]}</text>'
        bar += f'<text class="small" x="{middle}" y="{base + 14}">{_label(row, 6)}</text>'
    return f'<a href="#p{at + 1}" data-row="{at + 1}" tabindex="-1"><title>{_said(row)}</title>{bar}</a>'


def _share(row: Verdict | Failure) -> float:
    """The height of the bar; half for a provision left undecided without a probability."""
    if isinstance(row, Failure):
        return 0.0
    if row.p_overbroad is None:
        return 0.5 if row.scope == "undecided" else 0.0
    return min(max(row.p_overbroad, 0.0), 1.0)


def _label(row: Verdict | Failure, longest: int) -> str:
    name = row.provision if isinstance(row, Verdict) else ""
    name = " ".join(name.split())
    return attribute(name if len(name) <= longest else name[: longest - 1] + "\u2026")


def _said(row: Verdict | Failure) -> str:
    if isinstance(row, Failure):
        return attribute(f"{row.source}: could not be judged")
    chance = "" if row.p_overbroad is None else f", {row.p_overbroad:.0%} overbroad"
    return attribute(f"{row.provision} {row.heading[:80]}: {style_of(row).replace('-', ' ')}{chance}")
