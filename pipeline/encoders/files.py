"""Encoders to and from the files of a model folder."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.encoders.base import Encoder
from pipeline.encoders.tfidf import TfidfEncoder
from pipeline.settings import TfidfSettings


def tfidf_files(encoder: TfidfEncoder) -> dict[str, bytes]:
    """`vocabulary.json` (n-grams in column order) and `idf.safetensors`."""
    from safetensors.numpy import save

    def ordered(vocabulary: Mapping[str, int]) -> list[str]:
        return sorted(vocabulary, key=vocabulary.__getitem__)

    columns = {"words": ordered(encoder.words), "chars": ordered(encoder.chars)}
    vocabulary = (json.dumps(columns, ensure_ascii=False, indent=0) + "\n").encode()
    return {"vocabulary.json": vocabulary, "idf.safetensors": save({"idf": np.ascontiguousarray(encoder.idf)})}


def open_encoder(folder: Path, described: Mapping[str, Any], threads: int = 0) -> Encoder:
    """The encoder that `model.json` describes, from a folder that was verified."""
    if described["type"] == "tfidf":
        return _open_tfidf(folder, described)
    from pipeline.encoders.onnx import OnnxEncoder

    dense = OnnxEncoder(folder, size=described["max_pieces"], stride=described["stride"], threads=threads)
    if described["type"] == "transformer":
        return dense
    from pipeline.encoders.joint import JointEncoder

    return JointEncoder(dense, _open_tfidf(folder, described))


def _open_tfidf(folder: Path, described: Mapping[str, Any]) -> TfidfEncoder:
    from safetensors.numpy import load_file

    columns = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    words = {gram: at for at, gram in enumerate(columns["words"])}
    chars = {gram: at for at, gram in enumerate(columns["chars"], len(words))}
    settings = TfidfSettings(word_ngrams=described["word_ngrams"], char_ngrams=described["char_ngrams"])
    return TfidfEncoder(words, chars, load_file(folder / "idf.safetensors")["idf"], settings)
