"""The text of a law into provisions (`splitting`, `terms`), and of one clause into number, heading and body.

A single clause needs no splitting, whose patterns take a twentieth of a second to compile: it is imported by name.
"""

from pipeline.provisions.clause import clean, from_text

__all__ = ["clean", "from_text"]
