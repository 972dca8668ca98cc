"""Whether a text is in a language that the model was measured on: a verdict on any other would be a guess.

A language is recognised by the share of its commonest function words, which hardly depends on the subject. Detection
libraries know more languages but cost more time than a whole verdict may take.
"""

import re

# The commonest words without content; a legal text in the language holds them at 30 % or more, others hardly any.
_ENGLISH = (
    "the of to and in a or by any is that for with be shall as on this which not person who under an such at from it "
    "are has may other if where without no he she they his their its was were been being than but so do does"
)
_COMMON = {"en": frozenset(_ENGLISH.split())}
_ENOUGH = 0.22
_WORD = re.compile(r"[^\W\d_]+")


def recognised(text: str, languages: tuple[str, ...]) -> bool:
    """True where the text reads as one of `languages` (ISO 639-1), or a language is named that cannot be told here."""
    words = _WORD.findall(text.lower())
    if not words:
        return False
    known = [_COMMON[language] for language in languages if language in _COMMON]
    if len(known) < len(languages):
        return True
    return any(sum(word in common for word in words) / len(words) >= _ENOUGH for common in known)
