"""The number at the beginning of a line: of which family it is, how it counts, and how surely it opens a provision."""

import re
import unicodedata
from dataclasses import dataclass

from pipeline.provisions import vocabulary as words

BARE = ("dotted", "spaced")  # families without a word before the number
SURE = 2.0  # strength from which a number opens a provision wherever it stands
_OPEN = r"\s*(?P<quote>[“\"«„「『‘]\s*)?"
_SUFFIX = (
    r"(?:\s?[-–]?\s?(?i:bis|ter|quater|quinquies|sexies|septies|octies|nonies|novies|decies|undecies)\b"
    r"|[-–]?[A-Za-z]{1,2}(?![^\W_])|[º°ª]|\.[ºª°]|er\b|ère\b)?"
)
_DIGITS = r"(?:[LRDA]{1,2}\*?[.\s-]{1,2})?\d{1,5}(?:[-–.]\d{1,4})*" + _SUFFIX + r"(?:-[A-Z]{1,2}\b)?"
_ORDINAL = "|".join(sorted(map(re.escape, words.ORDINALS), key=len, reverse=True))
_ARABIC = rf"(?:{'|'.join(words.ARABIC)})(?:\s(?:{'|'.join(words.ARABIC)}))?"
_RANGE = r"(?:\s?(?:[-–—]|to|and|à|bis|a|y|et|und)\s?\d{1,5}[A-Za-z]?)?"
_COUNT = (
    rf"(?:{_DIGITS}{_RANGE}|[(\[]\s?\d{{1,4}}[A-Za-z]?\s?[)\]]|[IVXLC]{{1,8}}(?![^\W_])|(?:{_ORDINAL})\b|{_ARABIC})"
)
_EASTERN = r"[\d〇零一二三四五六七八九十百千]{1,9}"
_LABELLED = re.compile(
    rf"{_OPEN}(?P<number>(?:(?P<article>{words.ARTICLE})|(?P<section>{words.SECTION})|(?P<clause>{words.CLAUSE})"
    rf"|(?P<rule>{words.RULE})|(?P<sign>{words.SIGN}))\s*(?P<count>{_COUNT}))"
)
_DISPOSITION = re.compile(
    rf"{_OPEN}(?P<number>(?:Disposici[óo]n|DISPOSICI[ÓO]N) (?:adicional|transitoria|derogatoria|final|ADICIONAL|"
    rf"TRANSITORIA|DEROGATORIA|"
    rf"FINAL)(?: (?:{_ORDINAL}))?)(?=[.:\s]|$)"
)
_ALONE = re.compile(rf"{_OPEN}(?P<number>(?P<count>{_ORDINAL}))(?=\s*[.:]\s*[-–—]?)")
_TO_EAST = rf"(?:\s?(?:から|乃至|至|[―—–-])\s?第\s*{_EASTERN}\s*[条條](?:[之の]{_EASTERN})*(?:まで)?)?"
_EAST = re.compile(
    rf"{_OPEN}(?P<number>第\s*(?P<count>{_EASTERN})\s*[条條](?:[之の]{_EASTERN})*{_TO_EAST}|"
    rf"제\s*(?P<korean>\d{{1,4}})\s*조(?:의\s?\d{{1,3}})?)"
)
_DOTTED = re.compile(
    rf"{_OPEN}(?P<number>(?P<count>\d{{1,4}}(?:-?[A-Za-z]{{1,2}})?){_RANGE})(?=\s*\.(?!\d)|\s*[—–:](?:\s|\()|"
    rf"\s*\.?\s*[—–])"
)
_SPACED = re.compile(rf"{_OPEN}(?P<number>(?P<count>\d{{1,4}}[A-Z]{{0,2}}))(?=\s+(?:\(1\)|[“\"‘]?[^\W\d_]))")
_TRAIL = re.compile(r"[\s.:\-–—‐−ـ)\]]*")
_NEXT = re.compile(r"\s*(?P<mark>[.:\-–—‐−ـ]?)")
# After these words, or a comma, the number is a reference to another provision, not the beginning of one.
_REFERS = re.compile(
    r"\s*(?:[,;/]|\(\d|(?:Abs(?:atz|\.)?|Satz|Nr\.?|Nummer|Buchst|StGB|Paragraph|Subsection|ust\.|ч\.|п\.|"
    r"части)\b|(?:من|في|أو|و|از|این|قانون)\s)"
)


@dataclass(frozen=True)
class Mark:
    """A number as written, its family, how it counts (`key`), where the words after it begin and how sure it is."""

    family: str
    number: str
    key: tuple[int, ...]
    after: int
    strength: float
    quoted: bool


def mark_of(text: str) -> Mark | None:
    """The number that a line begins with, or None. Only the first 300 letters are looked at."""
    head = text[:300]
    for pattern in (_EAST, _LABELLED, _DISPOSITION, _ALONE, _DOTTED, _SPACED):
        found = pattern.match(head)
        if found:
            return _mark(found, head)
    return None


def _mark(found: re.Match[str], head: str) -> Mark:
    family = _family(found)
    end = found.end("number")
    trail = _TRAIL.match(head, end)
    after = trail.end() if trail else end
    number = found["number"].strip()
    return Mark(family, number, _key(number, found), after, _strength(family, head, end, after), bool(found["quote"]))


def _family(found: re.Match[str]) -> str:
    named = {_EAST: "east", _DISPOSITION: "disposition", _ALONE: "ordinal", _DOTTED: "dotted", _SPACED: "spaced"}
    return named.get(found.re) or next(name for name in ("article", "section", "clause", "rule", "sign") if found[name])


def _strength(family: str, head: str, end: int, after: int) -> float:
    """How surely a number opens a provision, by what follows it: 3 alone on its line, below 0 never."""
    rest = head[after:]
    following = _NEXT.match(head, end)
    marked = bool(following and following["mark"])
    if family in ("dotted", "spaced", "ordinal"):
        small = rest.lstrip('“"«(')[:1].islower()
        sure = {"dotted": 1.5, "spaced": 1.0, "ordinal": 1.5}[family]
        return -1.0 if small or (not rest and family == "spaced") else sure
    if not rest:
        return 3.0
    if _REFERS.match(head, end) and not (family == "east" or marked):
        return -1.0
    if marked or rest[0] in "([（【":
        return 2.5
    if rest[0].islower():
        return -1.0
    if family == "east" and after == end:
        return 0.5
    return 2.0 if rest[0].isupper() or family in ("east", "disposition") else 1.5


def _key(number: str, found: re.Match[str]) -> tuple[int, ...]:
    groups = found.groupdict()
    count = groups.get("count") or groups.get("korean") or ""
    if found.re is _EAST:
        return tuple(_eastern(part) for part in re.findall(_EASTERN, number))
    if count in words.ORDINALS:
        return (words.ORDINALS[count],)
    arabic = [words.ARABIC[word] for word in count.split() if word in words.ARABIC]
    if arabic:
        return (sum(arabic),)
    if count and set(count) <= set("IVXLC"):
        return (_roman(count),)
    first = re.search(r"\d+", count)
    if not first:
        return (0,)
    parts = re.findall(r"\d+|[A-Za-z]+", count[first.start() :])
    return (_whole(parts[0]), *(_part(part) for part in parts[1:] if part not in ("er", "ère")))


def _part(part: str) -> int:
    """The number "12A" counts as 12, 1; "12 bis" as 12, 2; "12.3" as 12, 3."""
    if part.lower() in words.LATIN:
        return words.LATIN.index(part.lower()) + 2
    if part.isdigit():
        return _whole(part)
    value = 0
    for letter in part.lower():
        value = value * 27 + (ord(letter) - 96 if "a" <= letter <= "z" else 0)
    return value


def _whole(digits: str) -> int:
    return int("".join(str(unicodedata.digit(mark, 0)) for mark in digits))


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[mark] for mark in text]
    return sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))


def _eastern(text: str) -> int:
    """Chinese numerals or digits: 二百一十三 is 213, 二〇 is 20."""
    if text.isdigit() and not set(text) & set("〇零一二三四五六七八九十百千"):
        return _whole(text)
    total, digit = 0, 0
    for mark in text:
        if mark in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[mark]
            digit = 0
        else:
            found = "〇一二三四五六七八九".find("〇" if mark == "零" else mark)
            digit = digit * 10 + (found if found >= 0 else unicodedata.digit(mark, 0))
    return total + digit
