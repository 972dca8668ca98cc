"""Text made fit for a file format: what XML cannot hold, what a spreadsheet would obey, likelihood in words."""

import re

# What is no Char of XML 1.0 (fifth edition, production 2): most controls, surrogates, U+FFFE and U+FFFF.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The characters that begin a formula (OWASP, "CSV Injection"), with their full-width forms, which some programs obey.
_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# Bounds of the likelihood scale of the IPCC (Mastrandrea and others 2010, table 1), the surest first.
_LIKELIHOOD = (
    (0.99, "virtually certain"),
    (0.95, "extremely likely"),
    (0.90, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.10, "unlikely"),
    (0.0, "very unlikely"),
)


def legal(text: str) -> str:
    """The text without the characters that an XML document must not hold."""
    return _ILLEGAL.sub("", text)


def cell(text: str) -> str:
    """Text for a cell of a spreadsheet: legal in XML, and led by an apostrophe where it would be read as a formula.

    Leading spaces are looked through, and what is illegal goes first, lest its going should lay a formula bare.
    """
    kept = legal(text)
    return f"'{kept}" if kept[:1] in _FORMULA or kept.lstrip()[:1] in _FORMULA else kept


def likelihood(chance: float) -> str:
    """A probability (0 to 1) in the words of the IPCC's scale, with its figure: "very likely (93%)"."""
    words = next(words for bound, words in _LIKELIHOOD if chance >= bound or bound == 0.0)
    return f"{words} ({chance:.0%})"
