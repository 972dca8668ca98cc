"""What to do about each breach of the codebook that `check.record_problems` names."""

import re

_CURES = (
    (r"is reserved", "Leave its rows out: these countries measure the model, and it must never learn from them."),
    (r"is not in the taxonomy", "Use a name of the codebook (data/CODEBOOK.md)."),
    (r"needs the words", 'Quote the words of the text that show it: tag: "words".'),
    (r"quote is not in the text", "Copy the words from the text as they stand there."),
    (r"quote is longer", "Quote only the words that decide, 15 at most."),
    (r"has neither scope nor", "Empty scope, issues and safeguards, or choose the kind of offence that it is."),
    (r"needs a scope", "Say narrow or overbroad, by section 2 of the codebook."),
    (r"overbroad without", "Add the decisive issue with its words, or say narrow."),
    (r"narrow although", "Say overbroad, or take the issue out where its words do not hold."),
    (r"is missing, yet", "Keep the issue or the safeguard, whichever the text shows."),
    (r"\byear\b", "Give a year from 1800 to 2100."),
    (r"\btext\b", "Give the whole provision, restated in your own words."),
)
_OTHERWISE = "Compare it with data/README.md and data/CODEBOOK.md."


def cure_of(message: str) -> str:
    """The cure for a problem in words; a pointer to the codebook where none is known."""
    return next((cure for pattern, cure in _CURES if re.search(pattern, message)), _OTHERWISE)
