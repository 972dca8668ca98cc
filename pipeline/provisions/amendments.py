"""Amending clauses: what a clause inserts into another law, told apart from the instruction around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.provisions.lines import Line
from pipeline.provisions.numbers import Mark
from pipeline.provisions.vocabulary import INSERTS, PUNISHES, TAKES_OUT

SHORTEST = 4  # words: shorter insertions cannot be judged without the sentence around them
_ANNOUNCES = 14  # words of a line such as "The Act is changed as follows:"
_QUOTED = re.compile(r"[“\"«„][^“\"«„”»\n]{0,4000}[”\"»“]")
_AMENDS = re.compile(
    r"\bamended\b|\b(?:in|after|before|for|at the end of|to)\b[^.]{0,200}\b(?:insert|substitute|add|replace)\b"
    r"|\b(?:section|subsection|paragraph|article|clause|schedule|act)\b[^.]{0,120}\bby (?:inserting|"
    r"substituting|adding)\b"
    r"|^\W{0,2}\w{0,3}\W{0,2}by (?:inserting|substituting|adding)\b",
    re.IGNORECASE,
)
_LONGEST = 400  # lines of one insertion
_CLOSERS = {"“": "”", "«": "»", "„": "“”", '"': '"', "「": "」", "『": "』", "‘": "’", "'": "'"}
_ASKS = re.compile(r"[:\u2014\u2013-]\s*$|[:\u2014\u2013-]\s*[“\"«„「]?\s*$")
_QUOTE = r"[“\"«„](?P<{}>[^“\"«„”»\n]{{1,4000}})[”\"»“]"
# "substituting for “a” the words “b”" takes a out, and "insert after “a” the words “b”" finds it there: b alone is new.
_INLINE = re.compile(
    rf"\b(?:substitut\w*\s+for|insert\w*\s+(?:immediately\s+)?(?:after|before)|"
    rf"replac\w*)\b[^“\"«„”»\n]{{0,60}}{_QUOTE.format('out')}[^“\"«„”»\n]{{0,60}}{_QUOTE.format('into')}"
    rf"|\b(?:insert\w*|substitut\w*|add(?:ed|ing)?)\b(?!\s+(?:for|after|before|"
    rf"immediately)\b)[^“\"«„”»\n]{{0,60}}{_QUOTE.format('words')}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Insertion:
    """Lines `first` to `last` (both within): the quoted passage that an instruction inserts."""

    first: int
    last: int
    opener: str


def asks(text: str) -> bool:
    """Whether a line tells to insert what follows it."""
    tail = text[-600:]
    return bool(_ASKS.search(tail)) and bool(INSERTS.search(tail))


def insertions(lines: Sequence[Line]) -> list[Insertion]:
    """Every quoted passage that begins a line after an instruction. A quotation that never closes is none."""
    out: list[Insertion] = []
    at = 1
    while at < len(lines):
        opener = lines[at].text[0]
        if opener in _CLOSERS and (asks(lines[at - 1].text) or (out and out[-1].last == at - 1)):
            last = _closed(lines, at, opener)
            if last is not None:
                out.append(Insertion(at, last, opener))
                at = last
        at += 1
    return out


def _closed(lines: Sequence[Line], first: int, opener: str) -> int | None:
    """The line on which the quotation ends. Each paragraph may open it anew without closing it before."""
    closers = _CLOSERS[opener]
    depth = 0
    for at in range(first, min(len(lines), first + _LONGEST)):
        text = lines[at].text
        if opener in closers:
            depth += text.count(opener)
            if depth % 2 == 0 and _stripped(text).endswith(opener):
                return at
            continue
        again = at > first and text.startswith(opener)
        depth += text.count(opener) - again - sum(text.count(mark) for mark in closers)
        if depth <= 0 and _stripped(text).endswith(tuple(closers)):
            return at
    return None


def unquoted(texts: Sequence[str], opener: str) -> list[str]:
    """The lines of a passage without the quotation marks around it, and without the stop that follows them."""
    closers = _CLOSERS[opener]
    out = [text[1:].lstrip() if _unpaired(text, opener, at == 0) else text for at, text in enumerate(texts)]
    cut = _stripped(out[-1])
    whole = "\n".join(out)
    if cut.endswith(tuple(closers)) and (opener in closers or sum(map(whole.count, closers)) > whole.count(opener)):
        out[-1] = cut[:-1].rstrip()
    return out


def _stripped(text: str) -> str:
    """A line without the stops after its closing mark, and the "(NR)" of Brazil."""
    return text.rstrip(" .;,:").removesuffix("(NR)").removesuffix("(AC)").rstrip(" .;,:")


def _unpaired(text: str, opener: str, first: bool) -> bool:
    """Whether the mark at the head of a line opens the whole passage, not a word at its head."""
    if not text.startswith(opener) or first:
        return text.startswith(opener)
    return opener not in _CLOSERS[opener] and text.count(opener) > sum(map(text.count, _CLOSERS[opener]))


def inline(text: str) -> list[str]:
    """The passages that stand quoted in the sentence that inserts them, where long enough to be judged.

    The sentence must be an instruction to amend: an offence of "inserting" data is none.
    """
    if not _AMENDS.search(text[:2000]) or not is_instruction(text):
        return []
    found = ((match["into"] or match["words"]).strip() for match in _INLINE.finditer(text))
    return [passage for passage in found if len(passage.split()) >= SHORTEST]


def is_instruction(text: str) -> bool:
    """Whether a line only says how another law changes. One that makes an offence outside quotation marks never is."""
    if PUNISHES.search(_QUOTED.sub(" ", text)):
        return False
    announces = text.endswith((":", "\u2014", "\u2013", "-")) and len(text.split()) <= _ANNOUNCES
    return announces or bool(INSERTS.search(text) or TAKES_OUT.search(text))


def opens_provision(mark: Mark | None) -> bool:
    """Whether the first line of an insertion begins a whole provision, not a subsection or mere words."""
    return mark is not None and mark.strength >= 1
