"""Verdicts as JSON Lines, one object a provision, in the field order of `records.Verdict`."""

from pipeline.records import Failure, Verdict


def line(row: Verdict | Failure) -> str:
    """One row, without the line end. Letters stand as they are; controls are escaped, as JSON asks."""
    return row.model_dump_json()
