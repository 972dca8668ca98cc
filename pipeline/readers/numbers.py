"""The numbers that a browser or a Markdown page puts before list items, as a drafter would write them."""

import re

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# A paragraph that has a number of its own: "12.", "12A Entry", "(1)", "a)", "Article 4", "§ 202a", "第十二条" …
_OWN = re.compile(
    r"\s*(?:\(\w{1,5}\)|\w{1,4}\)\s|\d{1,4}[A-Za-z]{0,2}(?:\.\d{1,3})*(?:[.):\u2014\u2013]|$|\s+(?=[^\W\da-zа-яёß-ÿ_]|[(\"“«]))"
    r"|[ivxlc]{1,6}[.)]\s|[A-Za-z][.)]\s|§"
    r"|(?:Art(?:icle|ículo|igo|icolo|ikel)?|ART(?:ICLE|ÍCULO|IGO)?|Sec(?:tion|ción)?|SEC(?:TION)?|Se[cç][aã]o|Clause"
    r"|CLAUSE|Rule|Regulation|Schedule|SCHEDULE|Annex|ANNEX|Статья|Стаття)\b\.?\s*(?:[A-Z]{1,2}[.\s-]?)?(?:\d|[IVXLC]+\b)"
    r"|第\s*[\d一二三四五六七八九十百千零〇]{1,8}\s*[条條]|(?:ال)?مادة)"
)


def numbered(text: str) -> bool:
    """Whether a paragraph begins with a number of its own."""
    return bool(_OWN.match(text))


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa, as lists on the web count."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def roman(number: int) -> str:
    """Small Roman numerals, 1 to 3999."""
    out = ""
    for value, mark in _ROMAN:
        count, number = divmod(number, value)
        out += mark * count
    return out


def marker(number: int, kind: str, inner: bool) -> str:
    """The words before a list item: "12." for an item that is a provision of its own, "(1)", "(a)" for one within.

    `kind` is "1", "a", "A", "i" or "I", as HTML's `type`. `inner` says that the list stands within a numbered provision
    or another list. A browser shows "1." at every depth; so told apart, an inner item is not taken for a section.
    """
    if not 0 < number < 4000 or kind not in "aAiI":
        plain = str(number)
    else:
        plain = letters(number) if kind in "aA" else roman(number)
        plain = plain.upper() if kind in "AI" else plain
    return f"({plain})" if inner else f"{plain}."
