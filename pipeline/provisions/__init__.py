"""The text of a law into provisions, and of one clause into number, heading and body."""

from pipeline.provisions.clause import clean, from_text
from pipeline.provisions.splitting import split
from pipeline.provisions.terms import definitions

__all__ = ["clean", "definitions", "from_text", "split"]
