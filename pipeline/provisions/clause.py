r"""The text of a clause into a provision: cleaned, with its number and heading told apart from its body.

Guarantees:
1. Line ends are `\\n`; characters that have no place in a text (controls, other than tab and newline) are gone.
2. Nothing else of the body is changed, so offsets in a verdict count characters of `Provision.text`.
3. A first line is taken as number and heading only where it is short and a body follows it.
"""

import re
import unicodedata

from pipeline.records import Provision

LONGEST_HEADING = 14  # words
_NUMBER = re.compile(
    r"^\s*(?P<number>(?:(?:section|sec\.|s\.|article|art\.|clause|cl\.|§)\s*)?\d+[A-Za-z]{0,2}(?:\(\w+\))*)\s*[.):\u2014\u2013-]*\s*",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[;:,\u2014-]\s*$")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Guarantees 1 and 2: composed letters, one kind of line end, no controls, no unseen or direction-turning marks.

    Zero-width marks inside a key word would hide it from the model, and direction marks would show a reader another
    text than the one that was judged.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (mark for mark in composed if mark in "\n\t" or not (mark in _UNSEEN or unicodedata.category(mark) == "Cc"))
    return "".join(kept).strip()


def from_text(text: str, source: str) -> Provision:
    """One clause as a provision. The text may be empty; who reads a source refuses that."""
    body = clean(text)
    first, newline, rest = body.partition("\n")
    if not newline or not rest.strip():
        return Provision(source=source, text=body)
    numbered = _NUMBER.match(first)
    number = numbered["number"].strip() if numbered else ""
    heading = first[numbered.end() :] if numbered else first
    if (
        len(heading.split()) > LONGEST_HEADING
        or _ENDS_SENTENCE.search(heading)
        or (not numbered and not _titled(first))
    ):
        return Provision(source=source, text=body)
    return Provision(source=source, provision=number, heading=heading.strip().rstrip("."), text=rest.strip())


def _titled(line: str) -> bool:
    """Whether a line without a number looks like a title: it ends without a stop and begins with a capital."""
    return bool(line) and line[0].isupper() and not line.rstrip().endswith((".", ")"))
