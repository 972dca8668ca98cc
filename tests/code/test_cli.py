"""The command line as a person meets it: verdicts, the JSON contract, exit codes, and two lines for every error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.records import CAVEAT, Verdict
from tests.conftest import DEFINITION, NARROW, OVERBROAD, ROOT

HEAVY = ("torch", "transformers", "mlflow", "sklearn", "pandas", "onnxruntime", "numpy", "datasets")


def scope(*words: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the real command in a process of its own, away from the checkout."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd or "/", env=environment, check=False)


def two_lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The error as a person sees it: exactly two lines and no traceback."""
    lines = done.stderr.decode().strip().splitlines()
    assert len(lines) == 2, lines
    assert "Traceback" not in done.stderr.decode()
    return lines


@pytest.fixture
def clause(tmp_path: Path) -> Path:
    path = tmp_path / "clause.txt"
    path.write_text(OVERBROAD, encoding="utf-8")
    return path


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, pipeline.cli\n"
        "from typer.testing import CliRunner\n"
        "assert CliRunner().invoke(pipeline.cli.app, ['--help']).exit_code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_command_explains_itself() -> None:
    for words in (["classify"], ["train"], ["evaluate"], ["data", "check"], ["models", "promote"]):
        done = scope(*words, "--help")
        assert done.returncode == 0
        assert len(done.stdout.split()) > 20


def test_verdict_to_read(clause: Path, small_folder: Path) -> None:
    done = scope("classify", clause, "--model", small_folder)
    page = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "OVERBROAD" in page and "content-restriction" in page
    assert "Why" in page and "What is missing" in page and "What to change" in page and "Closest labelled laws" in page
    assert CAVEAT[:40] in page


def test_json_keeps_the_contract(clause: Path, small_folder: Path) -> None:
    done = scope("classify", clause, "--json", "--model", small_folder)
    found = Verdict.model_validate_json(done.stdout)
    assert list(json.loads(done.stdout)) == list(Verdict.model_fields)
    assert found.text == OVERBROAD and found.scope == "overbroad" and found.windows == 1
    assert abs(sum(found.kind_probabilities.values()) - 1) < 0.01
    places = [(item.start, item.end, item.quote) for item in found.issues]
    places += [(item.start, item.end, item.quote) for item in found.safeguards]
    assert any(start is not None for start, _, _ in places)
    for start, end, quote in places:
        assert start is None or found.text[start:end] == quote


def test_fail_on_is_for_scripts(clause: Path, small_folder: Path, tmp_path: Path) -> None:
    narrow = tmp_path / "narrow.txt"
    narrow.write_text(NARROW, encoding="utf-8")
    assert scope("classify", clause, "--fail-on", "overbroad", "--model", small_folder).returncode == 1
    assert scope("classify", narrow, "--fail-on", "overbroad", "--model", small_folder).returncode == 0
    wrong = scope("classify", clause, "--fail-on", "bad", "--model", small_folder)
    assert wrong.returncode == 2 and "not a verdict" in two_lines(wrong)[0]


def test_no_offence_says_so(small_folder: Path) -> None:
    done = scope("classify", "-", "--json", "--model", small_folder, stdin=DEFINITION.encode())
    assert json.loads(done.stdout)["scope"] is None
    page = scope("classify", "-", "--model", small_folder, stdin=DEFINITION.encode()).stdout.decode()
    assert "NOT ASKED" in page and "is not asked" in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str, small_folder: Path) -> None:
    text = "\u201cFalse news\u201d \u2014 " + OVERBROAD
    done = scope("classify", "-", "--json", "--model", small_folder, stdin=text.encode(encoding))
    assert json.loads(done.stdout)["text"] == text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "no text"),
        ("blank.txt", b" \n\t\n", "no text"),
        ("bill.docx", b"PK\x03\x04rest", "not plain text"),
        ("bill.pdf", b"%PDF-1.7", "not plain text"),
        ("zeros.bin", b"abc\x00\x01\x02def\x00", "binary"),
        ("huge.txt", b"word " * 100_000, "too long"),
    ],
)
def test_unfit_input_gets_two_lines(name: str, data: bytes, says: str, tmp_path: Path, small_folder: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = scope("classify", path, "--model", small_folder)
    assert done.returncode == 2
    assert says in two_lines(done)[0]


def test_folder_and_missing_file(tmp_path: Path, small_folder: Path) -> None:
    assert "folder" in two_lines(scope("classify", tmp_path, "--model", small_folder))[0]
    missing = scope("classify", tmp_path / "none.txt", "--model", small_folder)
    assert missing.returncode == 2 and "no such file" in two_lines(missing)[0]


def test_a_pipe_or_device_is_not_waited_for(tmp_path: Path, small_folder: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in two_lines(scope("classify", tmp_path / "pipe", "--model", small_folder))[0]


def test_one_bad_file_does_not_stop_the_rest(clause: Path, tmp_path: Path, small_folder: Path) -> None:
    done = scope("classify", tmp_path / "none.txt", clause, "--json", "--model", small_folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [row["status"] for row in rows] == ["failed", "ok"]
    assert rows[0]["cure"]


def test_file_names_cannot_steer_the_terminal(tmp_path: Path, small_folder: Path) -> None:
    done = scope("classify", tmp_path / "a\x1b[31mred\nline.txt", "--model", small_folder)
    assert b"\x1b" not in done.stderr
    two_lines(done)


def test_wrong_model_folder_is_two_lines(clause: Path, tmp_path: Path) -> None:
    done = scope("classify", clause, "--model", tmp_path)
    assert done.returncode == 2 and "manifest.json is missing" in two_lines(done)[0]


def test_data_check_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "x"}\nnot json\n', encoding="utf-8")
    done = scope("data", "check", tmp_path)
    assert done.returncode == 2
    assert "bad.jsonl:1:" in done.stdout.decode() and "bad.jsonl:2:" in done.stdout.decode()


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    done = scope("train", "--config", ROOT / "configs" / "train.toml", "--set", "epochs=3")
    assert done.returncode == 2 and "epochs" in two_lines(done)[0]


def test_a_plain_install_names_the_extra_that_is_missing(tmp_path: Path) -> None:
    """Training without its libraries is two lines, not a traceback."""
    (tmp_path / "datasets.py").write_text("raise ModuleNotFoundError('no', name='datasets')", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "pipeline.cli", "train"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 2 and "offence-scope[train]" in two_lines(done)[1]


def test_a_full_disk_is_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    import typer

    from pipeline.cli.base import polite

    @polite
    def full() -> None:
        raise OSError(28, "No space left on device", "models/challenger")

    with pytest.raises(typer.Exit) as caught:
        full()
    assert caught.value.exit_code == 2
    assert capsys.readouterr().err.splitlines()[0] == "models/challenger: No space left on device."
