"""Quotes made exact: the words as they stand in the text, found whatever the spaces, case and kind of marks."""

import re
from difflib import get_close_matches

_MARKS = {'"': '["\u201c\u201d\u201e\u00ab\u00bb]', "'": "['\u2018\u2019]", "-": "[-\u2010-\u2015]"}
_MARKS |= dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", _MARKS['"']) | dict.fromkeys("\u2018\u2019", _MARKS["'"])


def exact(quote: str, text: str, heading: str = "") -> str | None:
    """The substring of `text` or `heading` that the quote means, or None.

    Whoever copies words from a page changes spaces, line ends, capitals and quotation marks; nothing else is forgiven.
    """
    for place in (text, heading):
        if quote in place:
            return quote
    pattern = r"\s+".join("".join(_MARKS.get(mark, re.escape(mark)) for mark in word) for word in quote.split())
    if not pattern:
        return None
    for place in (text, heading):
        found = re.search(pattern, place, re.IGNORECASE)
        if found:
            return found[0]
    return None


def nearest(quote: str, text: str) -> str | None:
    """The words of the text that look most like the quote, for a cure; None where nothing does."""
    size, all_words = len(quote.split()), text.split()
    if not size or size > 30 or len(all_words) > 2000:
        return None
    windows = {" ".join(all_words[at : at + size]) for at in range(max(len(all_words) - size + 1, 1))}
    return next(iter(get_close_matches(quote, sorted(windows), 1, 0.6)), None)
