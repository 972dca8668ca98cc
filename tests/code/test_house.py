"""The house stays as it is drawn: floors, sizes, and a wheel that carries all it needs."""

import ast
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import OVERBROAD, ROOT

FILES = sorted((ROOT / "pipeline").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 36


def test_import_contracts_hold() -> None:
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_files_and_functions_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert max(lengths.values()) <= LONGEST_FILE, max(lengths, key=lengths.__getitem__)
    assert statistics.median(lengths.values()) <= 100
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                assert node.end_lineno - node.lineno + 1 <= LONGEST_FUNCTION, f"{path}: {node.name}"


def test_only_the_command_line_prints_and_exits() -> None:
    for path in FILES:
        if "cli" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id in {"print", "exit", "eval", "exec"}), path


def test_nothing_unpickles() -> None:
    for path in FILES:
        names = {
            node.names[0].name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import)
        }
        assert not names & {"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}, path


def test_the_wheel_classifies_away_from_the_checkout(tmp_path: Path) -> None:
    """Champion and taxonomy travel inside: the unpacked wheel alone judges a clause."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "from typer.testing import CliRunner\nimport pipeline\nfrom pipeline.cli import app\n"
        f"assert pipeline.__file__.startswith({str(tmp_path)!r}), pipeline.__file__\n"
        f"done = CliRunner().invoke(app, ['classify', '-', '--fail-on', 'overbroad'], input={OVERBROAD!r})\n"
        "assert done.exit_code == 1, done.output"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
