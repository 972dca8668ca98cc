"""`python -m pipeline.cli` is `scope`."""

from pipeline.cli import app

app()
