"""What changed between two drafts, for a page: verdicts side by side, and the words that went and came."""

import re
from collections import deque
from collections.abc import Sequence

from pipeline.compare import Change, Pair
from pipeline.records import Failure, Verdict
from pipeline.writers.comparison import CHANGES, counts, issues, number
from pipeline.writers.html_parts import badge, title_of
from pipeline.writers.html_picture import style_of
from pipeline.writers.html_text import language, safe

LONGEST = 1500  # words of a provision up to which changes are shown word by word; beyond it the time is not bounded
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_SIGNS: dict[Change, str] = {"worse": "\u25b2", "improved": "\u25bc", "added": "+", "removed": "\u2212", "same": "="}


def by_row(rows: Sequence[Verdict | Failure], pairs: Sequence[Pair] | None) -> dict[int, Pair]:
    """Which pair belongs to which row (counted from 1); copies of one provision take theirs in order."""
    waiting: dict[tuple[str, ...], deque[Pair]] = {}
    for pair in pairs or ():
        if pair.new:
            waiting.setdefault(_key(pair.new), deque()).append(pair)
    found = {}
    for at, row in enumerate(rows, 1):
        if isinstance(row, Verdict) and waiting.get(_key(row)):
            found[at] = waiting[_key(row)].popleft()
    return found


def overview(pairs: Sequence[Pair], places: dict[int, Pair]) -> str:
    """The table of what changed. Provisions with the same verdict and words are counted and left out."""
    rows = {id(pair): at for at, pair in places.items()}
    shown = [pair for pair in pairs if pair.change != "same" or pair.reworded]
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Provision", "Before", "Now", "Change", "Issues"))
    body = "".join(_line(pair, rows.get(id(pair))) for pair in shown)
    table = (
        '<div class="wide"><table><caption>Provisions whose verdict or words changed</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    return f'<section id="changes"><h2>What changed</h2><p>{safe(counts(pairs))}</p>{table if shown else ""}</section>'


def beside(pair: Pair) -> str:
    """What stands behind the text of a provision: its old verdict, and its words if they changed."""
    if pair.old is None:
        return f'<div class="change"><p>{_change(pair)} This provision is new.</p></div>'
    if pair.change == "same" and number(pair) == pair.old.provision and not pair.reworded:
        return ""
    words = _difference(pair.old, pair.new) if pair.new and pair.reworded else ""
    moved = f" It was number <bdi>{safe(pair.old.provision)}</bdi>." if "\u2192" in number(pair) else ""
    return f'<div class="change"><p>{_change(pair)} Before: {badge(style_of(pair.old))}{moved}</p>{words}</div>'


def removed(pairs: Sequence[Pair]) -> str:
    """The provisions that were taken out, with their text."""
    gone = [pair.old for pair in pairs if pair.new is None and pair.old]
    if not gone:
        return ""
    items = "".join(
        f'<article class="gone"><header><h3>{title_of(row)}</h3>{badge(style_of(row))}</header>'
        f'<div class="law" dir="auto" lang="{language(row.text)}"><del>{safe(row.text)}</del></div></article>'
        for row in gone
    )
    return f'<section id="removed"><h2>Taken out</h2>{items}</section>'


def _line(pair: Pair, at: int | None) -> str:
    row = pair.new or pair.old
    name = f'<bdi class="number">{safe(number(pair))}</bdi> <bdi>{safe(row.heading)}</bdi>' if row else ""
    link = f'<a href="#p{at}">{name}</a>' if at else name
    sides = "".join(f"<td>{_verdict(side)}</td>" for side in (pair.old, pair.new))
    return f'<tr><th scope="row">{link}</th>{sides}<td>{_change(pair)}</td><td>{safe(issues(pair))}</td></tr>'


def _verdict(row: Verdict | None) -> str:
    return badge(style_of(row)) if row else "\u2013"


def _change(pair: Pair) -> str:
    name = "reworded" if pair.change == "same" and pair.reworded else CHANGES[pair.change]
    return f'<span class="turn {pair.change}"><span aria-hidden="true">{_SIGNS[pair.change]}</span> {name}</span>'


def _difference(old: Verdict, new: Verdict) -> str:
    """The old and the new words in one text, those that went struck through and those that came underlined."""
    pieces = ([*_PIECE.findall(f"{row.heading}\n{row.text}" if row.heading else row.text)] for row in (old, new))
    before, now = pieces
    if max(len(before), len(now)) > 2 * LONGEST:
        return "<p>The words changed; the provision is too long to show where.</p>"
    shown = "".join(_stretches(before, now))
    return (
        "<h4>Words that went and came</h4>"
        f'<div class="law difference" dir="auto" lang="{language(new.text)}">{shown}</div>'
    )


def _stretches(before: list[str], now: list[str]) -> list[str]:
    # difflib leaves commonplace words out of its search in long texts (autojunk), which bounds its time.
    from difflib import SequenceMatcher

    shown = []
    for what, low, high, first, last in SequenceMatcher(None, before, now).get_opcodes():
        if what == "equal":
            shown.append(safe("".join(now[first:last])))
            continue
        went, came = "".join(before[low:high]), "".join(now[first:last])
        shown.append(f"<del>{safe(went)}</del>" if went else "")
        shown.append(f"<ins>{safe(came)}</ins>" if came else "")
    return shown


def _key(row: Verdict) -> tuple[str, ...]:
    return row.source, row.provision, row.heading, row.text
