"""Verdicts out; one small file per format. Each returns text; only the command line prints."""
