"""Reads a proposed offence definition and says, with reasons, whether it is narrow or overbroad."""

__version__ = "0.1.0"
