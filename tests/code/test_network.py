"""Classifying makes no network call: with every socket blocked it works all the same."""

import subprocess
import sys

from tests.conftest import OVERBROAD, ROOT

BLOCKED = f"""
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
from typer.testing import CliRunner
from pipeline.cli import app
done = CliRunner().invoke(app, ["classify", "-", "--json"], input={OVERBROAD!r})
assert done.exit_code == 0, done.output
print(done.output)
"""


def test_classifying_opens_no_socket() -> None:
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, cwd=ROOT, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"status":"ok"' in done.stdout
