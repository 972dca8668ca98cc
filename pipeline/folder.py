"""A model folder: named files of plain data, each with its hash, written whole or not at all, executing nothing.

Kinds of file: safetensors for numbers, ONNX for the encoder, sorted JSON for the rest, Markdown for the card. A pickle,
a link, a file that is not named here, a missing file or a changed byte is refused by name.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError

FORMAT = 1
MANIFEST = "manifest.json"
REQUIRED = frozenset({"model.json", "heads.safetensors", "bank.safetensors", "precedents.json"})
ENCODERS = {
    "tfidf": frozenset({"vocabulary.json", "idf.safetensors"}),
    "transformer": frozenset({"encoder.onnx", "tokenizer.json"}),
    "joint": frozenset({"encoder.onnx", "tokenizer.json", "vocabulary.json", "idf.safetensors"}),
}
OPTIONAL = frozenset({"README.md", "report.json", "release.json"})
_CURE = "Restore the folder from the repository or the wheel, or train again with `scope train`."


def as_json(value: Any) -> bytes:  # noqa: ANN401 - anything JSON can hold
    """Sorted, indented JSON with a final newline: the same value gives the same bytes."""
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` and their manifest as `folder`, replacing an earlier model of that name, whole or not at all."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in {**files, MANIFEST: as_json({"format": FORMAT, "sha256": sums})}.items():
            (draft / name).write_bytes(data)
        draft.chmod(0o755)
        _swap(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _swap(draft: Path, folder: Path) -> None:
    """Put `draft` in the place of `folder`; the old one is set aside first and comes back if the move fails."""
    if not folder.exists():
        os.replace(draft, folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, aside / "old")
    try:
        os.replace(draft, folder)
    except OSError:
        os.replace(aside / "old", folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def verified(folder: Path) -> dict[str, Any]:
    """Check every file of `folder` against its manifest and return `model.json`. Raises ModelError naming the file."""
    sums = _manifest(folder)
    found = {path.name: path for path in folder.iterdir()}
    for name, path in sorted(found.items()):
        if name != MANIFEST and name not in sums:
            raise ModelError(f"{folder}: {name} does not belong to the model.", _CURE)
        if path.is_symlink() or not path.is_file():
            raise ModelError(f"{folder}: {name} is not a plain file.", _CURE)
    for name, expected in sorted(sums.items()):
        if name not in found:
            raise ModelError(f"{folder}: {name} is missing.", _CURE)
        if hashlib.sha256(found[name].read_bytes()).hexdigest() != expected:
            raise ModelError(f"{folder}: {name} was changed after the model was written.", _CURE)
    missing = REQUIRED - set(sums)
    if missing:
        raise ModelError(f"{folder}: {min(missing)} is missing.", _CURE)
    return _card(folder, set(sums))


def _manifest(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise ModelError(f"{folder}: there is no model folder.", _CURE)
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        sums = {str(name): str(value) for name, value in manifest["sha256"].items()}
        made = manifest["format"]
    except OSError as error:
        raise ModelError(f"{folder}: {MANIFEST} is missing.", _CURE) from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(f"{folder}: {MANIFEST} is not a manifest.", _CURE) from error
    if made != FORMAT:
        raise ModelError(
            f"{folder}: format {made} is not known; this tool reads {FORMAT}.", "Use the tool's matching version."
        )
    known = REQUIRED | OPTIONAL | frozenset().union(*ENCODERS.values())
    for name in sums:
        if name not in known:
            raise ModelError(f"{folder}: {name} is not a file that a model holds.", _CURE)
    return sums


def _card(folder: Path, names: set[str]) -> dict[str, Any]:
    try:
        described: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        needed = ENCODERS[described["encoder"]["type"]]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: model.json does not describe a model.", _CURE) from error
    for name in sorted(needed - names):
        raise ModelError(f"{folder}: {name} is missing.", _CURE)
    return described


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a verified folder but its manifest."""
    verified(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != MANIFEST}


def with_report(folder: Path, name: str, figures: Mapping[str, Any]) -> dict[str, bytes]:
    """The folder's files, with `figures` added to the report under `name`."""
    files = files_of(folder)
    report = json.loads(files.get("report.json", b"{}"))
    return {**files, "report.json": as_json({**report, name: figures})}
