"""One cell into one value of a record, or a fault with its cure: countries, years, lists of tags with their quotes."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from itertools import chain

from pipeline.provisions import clean

LONGEST_CELL = 5_000  # characters of a cell of tags; the longest of the corpus has some 600
LONGEST_TEXT = 30_000  # characters of a restated provision; the longest of the corpus has some 3,500
NOTHING = frozenset({"", "-", "\u2013", "none", "n/a", "na", "null", "nan", "not asked", "no"})
FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "german": "de", "portuguese": "pt",
    "russian": "ru", "spanish": "es",
}  # fmt: skip
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,20}(?=[\s/>])[^<>]{0,500}>|<!--|&(?:nbsp|amp|lt|gt|quot|#\d{1,6});")
# What UTF-8 looks like when it was read as Windows-1252: a sign that letters are already lost.
_GARBLED = re.compile("\u00c3[\u0080-\u00bf\u2018-\u2122]|\u00e2\u20ac|\u00d0[\u0080-\u00bf]\u00d1|\ufffd")
_CLOSING = {'"': '"', "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201d"}
_SURROGATE = re.compile("[\ud800-\udfff]")
Pairs = list[tuple[str, str | None]]


class CellFault(Exception):
    """What is wrong with one cell, and the cure."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message, self.cure = message, cure


def words(value: object, field: str, longest: int = LONGEST_TEXT) -> str:
    """A cell as text: cleaned, without the apostrophe that keeps a formula from being run; empty for no value.

    Raises CellFault for what is no text, is too long, begins a formula, holds markup, or has lost its letters.
    """
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise CellFault(f"{field} is no text", "Give it as plain text.")
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if len(text) > longest:
        raise CellFault(
            f"{field} has {len(text):,} characters, more than {longest:,}",
            "Give one provision a row; look for a quotation mark left open.",
        )
    if _SURROGATE.search(text) or _GARBLED.search(text):
        raise CellFault(f"{field} has letters that were lost or garbled", "Save the file as UTF-8, or retype them.")
    text = clean(text)
    if text == "nan":  # what pandas writes for an empty cell
        return ""
    if text.startswith(FORMULA) and not re.fullmatch(r"[+-]?\d+([.,]\d+)?|-", text):
        raise CellFault(
            f"{field} begins like a spreadsheet formula ({text[:20]!r})",
            "Write the words themselves; put an apostrophe (') before a sign that belongs to them.",
        )
    if _MARKUP.search(text):
        raise CellFault(f"{field} holds HTML markup", "Paste it as plain text.")
    return text[1:] if text[:1] == "'" and text[1:].lstrip().startswith(FORMULA) else text


def year(value: object) -> int:
    """A year from a number, a date or text that holds one year. Raises CellFault."""
    if isinstance(value, date):
        return value.year
    written = words(value, "year", 100)
    found = re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", written)
    if len(set(found)) != 1:
        said = f"year {written!r} is not one year" if written else "year is missing"
        raise CellFault(said, "Give the year of the version restated in four digits, for example 2018.")
    return int(found[0])


def language(value: object) -> str:
    """An ISO 639-1 code from a code or an English name; empty where none is given. Raises CellFault."""
    written = words(value, "language", 100).casefold()
    code = LANGUAGES.get(written, written)
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise CellFault(f"language {written[:30]!r} is not known", "Give the two letters of ISO 639-1: en, fr, es, ar.")
    return code


def choice(value: object, field: str, known: Iterable[str]) -> str | None:
    """One of the `known` names, whatever the case and hyphens; None for an empty cell. Raises CellFault."""
    written = words(value, field, LONGEST_CELL)
    if written.casefold() in NOTHING:
        return None
    names = list(known)
    exact = {_bare(name): name for name in names}
    if _bare(written) in exact:
        return exact[_bare(written)]
    near = get_close_matches(_tag(written), names, 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise CellFault(f"{field} {written[:40]!r} is not in the codebook", f"{hint}Choose one of {', '.join(names)}.")


def tags(value: object, field: str) -> Pairs:
    """Tags with their quotes: `tag; tag: "words"` in a cell, or the lists and objects of JSON and parquet.

    A tag comes in lower case with hyphens; its quote is None where none is given. Raises CellFault.
    """
    if isinstance(value, Mapping):
        value = [{"tag": tag, "quote": quote} for tag, quote in value.items()]
    if isinstance(value, str) and value.lstrip().startswith(("[{", '["', "[]")):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise CellFault(f"{field} is no JSON", _HOW) from error
    if isinstance(value, list | tuple):
        return list(chain.from_iterable(_listed(item, field) for item in value))
    written = words(value, field, LONGEST_CELL)
    if written.casefold() in NOTHING:
        return []
    return list(chain.from_iterable(_written(item, field) for item in _items(written, field)))


_HOW = 'Write tags with ; between them, and quotes as tag: "words".'


def _listed(item: object, field: str) -> Pairs:
    if isinstance(item, str):
        return tags(item, field)
    if isinstance(item, Mapping) and isinstance(item.get("tag"), str):
        quote = item.get("quote")
        return [(_tag(words(item["tag"], field, 200)), clean(words(quote, field)) or None if quote else None)]
    raise CellFault(f"{field} holds what is no tag", _HOW)


def _items(written: str, field: str) -> Iterable[str]:
    """The cell cut at ; and line ends, but not within quotation marks."""
    items, start, closing = [], 0, ""
    for at, mark in enumerate(written):
        if closing:
            closing = "" if mark == closing else closing
        elif mark in _CLOSING:
            closing = _CLOSING[mark]
        elif mark in ";\n":
            items.append(written[start:at])
            start = at + 1
    if closing:
        raise CellFault(f"{field}: a quotation mark is left open", _HOW)
    return [item.strip() for item in [*items, written[start:]] if item.strip()]


def _written(item: str, field: str) -> Pairs:
    tag, colon, quote = item.partition(":")
    if not colon:
        parts = [part.strip() for part in item.split(",")]  # nothing is quoted, so a comma can only part tags
        if any(mark in item for mark in _CLOSING):
            raise CellFault(f"{field}: {item[:40]!r} has words without a tag", _HOW)
        return [(_tag(part), None) for part in parts if part]
    quote = quote.strip()
    if quote[:1] in _CLOSING and quote.endswith(_CLOSING[quote[0]]) and len(quote) > 1:
        quote = quote[1:-1].strip()
    return [(_tag(tag), None if quote.casefold() in NOTHING else quote)]


def _tag(written: str) -> str:
    return re.sub(r"[\s_-]+", "-", written.strip().casefold())


def _bare(written: str) -> str:
    return re.sub(r"[\s_-]+", "", written.casefold())
