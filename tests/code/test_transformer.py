"""The transformer's whole road with a tiny encoder made here: training, export, serving without torch."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline import folder
from pipeline.encoders.base import Head
from pipeline.encoders.joint import JointReading
from pipeline.encoders.labels import LabelTarget
from pipeline.encoders.onnx import OnnxEncoder
from pipeline.errors import ModelError
from pipeline.model import Model
from pipeline.records import LabelledProvision, Provision
from pipeline.settings import TfidfSettings, TrainSettings, TransformerSettings
from pipeline.taxonomy import Taxonomy
from tests.conftest import NARROW, OVERBROAD, ROOT

torch = pytest.importorskip("torch", reason="the train extra is not installed")


@pytest.fixture(scope="module")
def weights(corpus: list[LabelledProvision], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer encoder with random weights and a word-piece vocabulary learned from our own records."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    place = tmp_path_factory.mktemp("weights")
    pieces = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    pieces.train_from_iterator(
        [record.reading for record in corpus[:300]], trainers.WordPieceTrainer(vocab_size=1500, special_tokens=special)
    )
    pieces.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    named = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=pieces, **named).save_pretrained(place)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=1500,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(place)
    return place


@pytest.fixture(scope="module")
def settings(weights: Path) -> TrainSettings:
    chosen = TransformerSettings(weights=str(weights), epochs=2, max_pieces=96, stride=60, learning_rate=3e-3)
    return TrainSettings(encoder="transformer", folds=2, transformer=chosen)


@pytest.fixture(scope="module")
def files(settings: TrainSettings, small_corpus: list[LabelledProvision], known: Taxonomy) -> dict[str, bytes]:
    from pipeline.training.recipe import train

    return train(small_corpus[:160], settings, known, "tiny", lambda done, of, words: None)


def test_it_judges_after_training(files: dict[str, bytes], tmp_path: Path, known: Taxonomy) -> None:
    folder.write(tmp_path / "tiny", files)
    model = Model.load(tmp_path / "tiny", known)
    found = list(model.judge([Provision(source="a", text=OVERBROAD), Provision(source="b", text=NARROW * 30)]))
    assert found[0].windows == 1 and found[1].windows > 5
    assert len(found[0].precedents) == 3


def test_serving_needs_no_torch(files: dict[str, bytes], tmp_path: Path) -> None:
    folder.write(tmp_path / "tiny", files)
    code = (
        "import sys\nfrom pathlib import Path\nfrom pipeline import taxonomy\nfrom pipeline.model import Model\n"
        "from pipeline.records import Provision\n"
        f"model = Model.load(Path({str(tmp_path / 'tiny')!r}), taxonomy.load(Path('configs/taxonomy.toml')))\n"
        f"next(model.judge([Provision(source='x', text={OVERBROAD!r})]))\n"
        "print([name for name in ('torch', 'transformers', 'sklearn', 'datasets', 'onnx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_exported_vectors_are_those_of_torch(settings: TrainSettings, tmp_path: Path) -> None:
    """Int8 costs little: cosine of token vectors to the full graph's."""
    from pipeline.encoders.transformer import Trainer

    trainer = Trainer(settings.transformer, 0, (5, 13, 7))
    trainer.network.eval()
    trainer.export(tmp_path)
    (reading,) = OnnxEncoder(tmp_path, size=96, stride=60).encode([OVERBROAD])
    ids, mask, _, _ = trainer._batch([trainer.pieces(OVERBROAD)])
    with torch.no_grad():
        exact = trainer.network.body(input_ids=ids, attention_mask=mask).last_hidden_state[0].numpy()
    exact = exact[1 : 1 + len(reading.vectors)]
    cosines = (reading.vectors * exact).sum(1) / np.linalg.norm(reading.vectors, axis=1) / np.linalg.norm(exact, axis=1)
    assert cosines.min() > 0.95
    assert sorted(path.name for path in tmp_path.iterdir()) == ["encoder.onnx", "tokenizer.json"]


def test_a_batch_gives_what_each_alone_gives(files: dict[str, bytes], tmp_path: Path) -> None:
    folder.write(tmp_path / "tiny", files)
    described = json.loads(files["model.json"])["encoder"]
    encoder = OnnxEncoder(tmp_path / "tiny", size=described["max_pieces"], stride=described["stride"])
    texts = [OVERBROAD, NARROW, NARROW * 9, "x", ""]
    for text, together in zip(texts, encoder.encode(texts), strict=True):
        (alone,) = encoder.encode([text])
        assert len(alone.tokens) == len(together.tokens) == len(together.vectors)
        assert np.abs(alone.vector - together.vector).max() < 0.3


def test_evidence_can_be_learned(settings: TrainSettings) -> None:
    """A token head that is shown the same words again and again finds them."""
    from pipeline.encoders.transformer import Trainer
    from pipeline.training.targets import weights as class_weights

    start = OVERBROAD.index("false")
    marks = np.zeros(13, dtype=np.float32)
    target = LabelTarget(OVERBROAD, OVERBROAD, 2, True, 1.0, marks, marks[:7], ((0, start, start + 19),))
    chosen = settings.transformer.model_copy(update={"batch_size": 4, "learning_rate": 2e-3, "layer_decay": 1.0})
    trainer = Trainer(chosen, 0, (5, 13, 7))
    trainer.fit([target] * 4, class_weights([target] * 4, 5), 200, lambda done, of, words: None)
    ids, mask, owner, _ = trainer._batch([trainer.pieces(OVERBROAD)])
    with torch.no_grad():
        _, tokens = trainer.network(ids, mask, owner, 1)
    spans = trainer.pieces(OVERBROAD).spans
    found = {at for at, (a, b) in enumerate(spans) if tokens[0, 1 + at, 0] > 0}
    wanted = {at for at, (a, b) in enumerate(spans) if a < start + 19 and b > start}
    assert wanted and len(found & wanted) >= 0.7 * len(wanted) and len(found - wanted) <= 3


def test_missing_weights_are_named(settings: TrainSettings) -> None:
    from pipeline.encoders.transformer import Trainer

    chosen = settings.transformer.model_copy(update={"weights": "package:no_such_package/model"})
    with pytest.raises(ModelError, match="no_such_package"):
        Trainer(chosen, 0, (5, 13, 7))


def test_with_ngrams_beside_it_the_outputs_add_up(
    settings: TrainSettings, small_corpus: list[LabelledProvision], known: Taxonomy, tmp_path: Path
) -> None:
    from pipeline.training.recipe import train

    changes = {"encoder": "joint", "tfidf": TfidfSettings(max_words=3000, max_chars=0)}
    light = settings.transformer.model_copy(update={"epochs": 1, "practice": 40})
    chosen = settings.model_copy(update={**changes, "transformer": light})
    files = train(small_corpus[:160], chosen, known, "both", lambda done, of, words: None)
    folder.write(tmp_path / "both", files)
    model = Model.load(tmp_path / "both", known)
    (reading,) = model.encoder.encode([OVERBROAD])
    assert isinstance(reading, JointReading)
    width, head = len(reading.dense.vector), model.heads.scope
    first = Head(head.coef[:, :width], head.intercept)
    second = Head(head.coef[:, width:], np.zeros_like(head.intercept))
    parts = reading.dense.project(first) + reading.sparse.project(second)
    assert np.allclose(parts, reading.project(head), atol=1e-4)
    assert abs(float(reading.sparse.project(second)[0])) > 0.05
    (verdict,) = model.judge([Provision(source="a", text=OVERBROAD)])
    assert len(verdict.precedents) == 3
