"""A model folder is whole, unchanged and free of code, or it is refused by name."""

import json
import pickle
import shutil
from pathlib import Path

import pytest

from pipeline import folder
from pipeline.errors import ModelError
from pipeline.model import Model
from pipeline.taxonomy import Taxonomy


@pytest.fixture
def copy(small_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_folder, tmp_path / "copy"))


def test_round_trip(tmp_path: Path, small_files: dict[str, bytes]) -> None:
    folder.write(tmp_path / "model", small_files)
    assert folder.files_of(tmp_path / "model") == small_files
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_replacing_leaves_nothing_behind(tmp_path: Path, small_files: dict[str, bytes]) -> None:
    folder.write(tmp_path / "model", {**small_files, "release.json": b"{}"})
    folder.write(tmp_path / "model", small_files)
    assert "release.json" not in folder.files_of(tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_changed_byte_is_refused(copy: Path, known: Taxonomy) -> None:
    path = copy / "heads.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"heads\.safetensors was changed"):
        Model.load(copy, known)


def test_missing_file_is_refused(copy: Path, known: Taxonomy) -> None:
    (copy / "precedents.json").unlink()
    with pytest.raises(ModelError, match=r"precedents\.json is missing"):
        Model.load(copy, known)


def test_a_pickle_is_refused(copy: Path, known: Taxonomy) -> None:
    (copy / "model.pkl").write_bytes(pickle.dumps({"harmless": True}))
    with pytest.raises(ModelError, match=r"model\.pkl does not belong"):
        Model.load(copy, known)


def test_a_pickle_in_the_manifest_is_refused(tmp_path: Path, small_files: dict[str, bytes], known: Taxonomy) -> None:
    folder.write(tmp_path / "model", {**small_files, "model.pkl": b"x"})
    with pytest.raises(ModelError, match=r"model\.pkl is not a file that a model holds"):
        Model.load(tmp_path / "model", known)


def test_a_link_is_refused(copy: Path, known: Taxonomy) -> None:
    target = copy.parent / "elsewhere.json"
    (copy / "precedents.json").rename(target)
    (copy / "precedents.json").symlink_to(target)
    with pytest.raises(ModelError, match="not a plain file"):
        Model.load(copy, known)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 99, "sha256": {}}', "\xff"])
def test_a_broken_manifest_is_refused(text: str, copy: Path, known: Taxonomy) -> None:
    (copy / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(ModelError):
        Model.load(copy, known)


def test_a_description_that_lies_is_refused(tmp_path: Path, small_files: dict[str, bytes], known: Taxonomy) -> None:
    described = json.loads(small_files["model.json"])
    described["issues"] = ["unheard-of"]
    folder.write(tmp_path / "model", {**small_files, "model.json": folder.as_json(described)})
    with pytest.raises(ModelError, match="different tags"):
        Model.load(tmp_path / "model", known)


def test_a_failed_write_keeps_the_old_model(
    tmp_path: Path, small_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write(tmp_path / "model", small_files)

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        folder.write(tmp_path / "model", small_files)
    monkeypatch.undo()
    assert folder.files_of(tmp_path / "model") == small_files
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
