"""Fine-tunes a pretrained encoder with all heads together, and exports it to ONNX. The one room that imports torch.

A text's vector is the mean and the maximum of its token vectors over all windows (width 2e): the mean says what the
provision is about, the maximum keeps a single loose limb visible in a long section. Sources: BERT fine-tuning (Devlin
et al. 2019), layer-wise learning rates (Howard and Ruder 2018).
"""

import os
import random
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nothing is reported to anyone: this must be said before the library is imported.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import Tensor, nn  # noqa: E402
from transformers import AutoModel, AutoTokenizer  # noqa: E402
from transformers.utils import logging as chatter  # noqa: E402

from pipeline.encoders.base import Head, Heads  # noqa: E402
from pipeline.encoders.batches import rate, shuffled_batches, weights_folder  # noqa: E402
from pipeline.encoders.labels import LabelTarget, Weights  # noqa: E402
from pipeline.encoders.windows import windows  # noqa: E402
from pipeline.settings import TransformerSettings  # noqa: E402

Progress = Callable[[int, int, str], None]
HEAD_SPEED = 5.0  # the heads start from nothing and learn this much faster than the top layer
MARGIN = 2.0  # log-odds by which the overbroad side of a pair should stand above its narrow side
ROUNDING = 32  # pieces


@dataclass(frozen=True)
class Pieces:
    """One text as word pieces: `ids`, and the character span of each."""

    ids: list[int]
    spans: list[tuple[int, int]]


class Network(nn.Module):
    """The encoder and its five heads. Outputs are logits."""

    def __init__(self, body: nn.Module, width: int, kinds: int, issues: int, safeguards: int) -> None:
        super().__init__()
        self.body = body
        self.sizes = (kinds, 1, issues, safeguards)
        self.pooled = nn.Linear(2 * width, sum(self.sizes))
        self.token = nn.Linear(width, issues + safeguards)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor, owner: Tensor, texts: int) -> tuple[tuple[Tensor, ...], Tensor]:
        """Windows (w, t) that belong to `owner` (w,) among `texts` → logits a head, and token logits (w, t, k)."""
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).float()
        width = hidden.shape[-1]
        total = hidden.new_zeros(texts, width).index_add(0, owner, (hidden * weight).sum(1))
        count = hidden.new_zeros(texts, 1).index_add(0, owner, weight.sum(1))
        highest = hidden.masked_fill(weight == 0, -1e4).amax(1)
        index = owner.unsqueeze(-1).expand(-1, width)
        peak = hidden.new_full((texts, width), -1e4).scatter_reduce(0, index, highest, "amax")
        pooled = self.dropout(torch.cat([total / count, peak], dim=-1))
        return self.pooled(pooled).split(self.sizes, dim=-1), self.token(self.dropout(hidden))


class Trainer:
    """One fine-tuning from pretrained weights; `fit`, then `heads` and `export`."""

    def __init__(self, settings: TransformerSettings, seed: int, sizes: tuple[int, int, int]) -> None:
        torch.manual_seed(seed)
        chatter.set_verbosity_error()
        chatter.disable_progress_bar()
        self.settings, self.seed = settings, seed
        folder = weights_folder(settings.weights)
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        # Drawing dropout for every attention weight took a quarter of the training time on two cores.
        body = AutoModel.from_pretrained(folder, attention_probs_dropout_prob=0.0)
        self.width = int(body.config.hidden_size)
        self.network = Network(body, self.width, *sizes)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network.to(self.device)

    def pieces(self, text: str) -> Pieces:
        """Word pieces without the markers at the ends."""
        coded = self.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
        )
        return Pieces(coded["input_ids"], [(int(a), int(b)) for a, b in coded["offset_mapping"]])

    @property
    def state(self) -> Mapping[str, Tensor]:
        """A copy of all weights, for another training to start from."""
        return {name: value.detach().clone() for name, value in self.network.state_dict().items()}

    def resume(self, state: Mapping[str, Tensor]) -> None:
        """Start from the weights of an earlier training of the same shape."""
        self.network.load_state_dict(dict(state))

    def fit(self, targets: Sequence[LabelTarget], weights: Weights, epochs: int, progress: Progress) -> None:
        """Train on all targets; `progress` gets (step, steps, loss in words)."""
        settings, chance = self.settings, random.Random(self.seed)
        full = [self.pieces(target.reading) for target in targets]
        bare = [self.pieces(target.headless) for target in targets]
        groups = [target.group for target in targets]
        lengths = [len(item.ids) for item in full]
        plan = [b for _ in range(epochs) for b in shuffled_batches(lengths, groups, settings.batch_size, chance)]
        steps = len(plan)
        optimizer = torch.optim.AdamW(self._groups(), weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps))
        self.network.train()
        for step, batch in enumerate(plan, 1):
            drop = [chance.random() < settings.heading_dropout for _ in batch]
            coded = [bare[at] if out else full[at] for at, out in zip(batch, drop, strict=True)]
            loss = self._loss([targets[at] for at in batch], coded, drop, weights)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            progress(step, steps, f"loss {loss.item():.3f}")
        self.network.eval()

    def _groups(self) -> list[dict[str, Any]]:
        """Learning rates: heads fastest, then layer by layer slower; the embeddings stay as they are."""
        rate = self.settings.learning_rate
        heads = [*self.network.pooled.parameters(), *self.network.token.parameters()]
        groups: list[dict[str, Any]] = [{"params": heads, "lr": rate * HEAD_SPEED}]
        for parameter in self.network.body.parameters():
            parameter.requires_grad = False
        layers = list(self.network.body.encoder.layer)  # type: ignore[union-attr, arg-type]
        for depth, layer in enumerate(reversed(layers)):
            for parameter in layer.parameters():
                parameter.requires_grad = True
            groups.append({"params": list(layer.parameters()), "lr": rate * self.settings.layer_decay**depth})
        return groups

    def _batch(self, coded: Sequence[Pieces]) -> tuple[Tensor, Tensor, Tensor, list[tuple[int, int, int]]]:
        """Windows of all texts, padded: ids, mask, owner, and (text, first piece, pieces) of each window."""
        rows, places = [], []
        size = self.settings.max_pieces - 2
        first, last = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        for number, item in enumerate(coded):
            for start, end in windows(len(item.ids), size, self.settings.stride):
                rows.append([first, *item.ids[start:end], last])
                places.append((number, start, end - start))
        # A few lengths only: each new shape costs the processor library time and memory that it never gives back.
        longest = min(-(-max(len(row) for row in rows) // ROUNDING) * ROUNDING, self.settings.max_pieces)
        pad = self.tokenizer.pad_token_id or 0
        ids = torch.tensor([row + [pad] * (longest - len(row)) for row in rows], device=self.device)
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows], device=self.device)
        return ids, mask, torch.tensor([place[0] for place in places], device=self.device), places

    def _loss(
        self, targets: Sequence[LabelTarget], coded: Sequence[Pieces], drop: Sequence[bool], weights: Weights
    ) -> Tensor:
        ids, mask, owner, places = self._batch(coded)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=_fast_bfloat16(self.device)):
            (kind, scope, issues, safeguards), tokens = self.network(ids, mask, owner, len(targets))
        smooth = self.settings.label_smoothing
        asked = torch.tensor([target.asked for target in targets], device=self.device)
        loss = nn.functional.cross_entropy(
            kind.float(),
            self._tensor([t.kind for t in targets]).long(),
            weight=self._tensor(weights.kind),
            label_smoothing=smooth,
        )
        if not bool(asked.any()):
            return loss
        wanted = self._tensor([t.scope for t in targets])[asked] * (1 - smooth) + smooth / 2
        each = nn.functional.binary_cross_entropy_with_logits(scope.float()[asked, 0], wanted, reduction="none")
        loss = loss + each.mean() + self.settings.contrast_weight * _contrast(scope.float()[:, 0], targets)
        for logits, values, lift in (
            (issues, [t.issues for t in targets], weights.issues),
            (safeguards, [t.safeguards for t in targets], weights.safeguards),
        ):
            wanted = self._tensor(np.stack(values))[asked]
            loss = loss + nn.functional.binary_cross_entropy_with_logits(
                logits.float()[asked], wanted, pos_weight=self._tensor(lift)
            )
        return loss + self.settings.evidence_weight * self._evidence_loss(targets, coded, drop, places, tokens.float())

    def _evidence_loss(
        self,
        targets: Sequence[LabelTarget],
        coded: Sequence[Pieces],
        drop: Sequence[bool],
        places: Sequence[tuple[int, int, int]],
        tokens: Tensor,
    ) -> Tensor:
        """Token logits against the labelled quotes, over the pieces of offences in the question."""
        wanted = torch.zeros_like(tokens)
        counted = torch.zeros(tokens.shape[:2], device=self.device)
        for row, (number, start, length) in enumerate(places):
            target = targets[number]
            if not target.asked:
                continue
            counted[row, 1 : 1 + length] = 1
            shift = len(target.reading) - len(target.headless) if drop[number] else 0
            spans = coded[number].spans[start : start + length]
            for tag, begin, end in target.evidence:
                for at, (left, right) in enumerate(spans):
                    if left < end - shift and right > begin - shift:
                        wanted[row, 1 + at, tag] = 1.0
        each = nn.functional.binary_cross_entropy_with_logits(
            tokens, wanted, pos_weight=torch.tensor(4.0, device=self.device), reduction="none"
        ).mean(-1)
        return (each * counted).sum() / counted.sum().clamp(min=1)

    def _tensor(self, values: Any) -> Tensor:  # noqa: ANN401 - numbers, lists of numbers or arrays
        return torch.as_tensor(np.asarray(values, dtype=np.float32), device=self.device)

    def heads(self) -> Heads:
        """The trained heads as plain arrays."""
        parts, at = [], 0
        coef = self.network.pooled.weight.detach().cpu().numpy()
        intercept = self.network.pooled.bias.detach().cpu().numpy()
        for size in self.network.sizes:
            parts.append(Head(coef[at : at + size], intercept[at : at + size]))
            at += size
        token = Head(self.network.token.weight.detach().cpu().numpy(), self.network.token.bias.detach().cpu().numpy())
        kind, scope, issues, safeguards = parts
        return Heads(kind, scope, issues, safeguards, token)

    def export(self, folder: Path) -> None:
        """Write `encoder.onnx` (int8, per channel) and `tokenizer.json`: ids, mask (1, t) → token vectors (1, t, e)."""
        from pipeline.encoders.export import quantise

        folder.mkdir(parents=True, exist_ok=True)
        raw = folder / "encoder-fp32.onnx"
        sample = torch.ones(2, 8, dtype=torch.long)
        with warnings.catch_warnings():
            # The exporter by tracing is called old, but the new one's graphs cannot be made int8 by onnxruntime yet.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                _TokenVectors(self.network.body).cpu().eval(),
                (sample, sample),
                str(raw),
                dynamo=False,
                opset_version=17,
                input_names=["ids", "mask"],
                output_names=["tokens"],
                dynamic_axes={name: {0: "windows", 1: "pieces"} for name in ("ids", "mask", "tokens")},
            )
        quantise(raw, folder / "encoder.onnx")
        raw.unlink()
        self.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        self.network.to(self.device)


def _contrast(scope: Tensor, targets: Sequence[LabelTarget]) -> Tensor:
    """How far the two sides of a pair are from the margin, over the pairs within a batch.

    Source: margin ranking, as in pairwise learning to rank (Burges et al., ICML 2005).
    """
    broad = [at for at, target in enumerate(targets) if target.asked and target.scope > 0]
    narrow = [at for at, target in enumerate(targets) if target.asked and target.scope == 0]
    both = [(a, b) for a in broad for b in narrow if targets[a].group == targets[b].group]
    if not both:
        return scope.new_zeros(())
    gap = scope[[a for a, _ in both]] - scope[[b for _, b in both]]
    return nn.functional.softplus(MARGIN - gap).mean()


class _TokenVectors(nn.Module):
    """The body alone, with a tensor for an answer, as ONNX wants it."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        vectors: Tensor = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        return vectors


def _fast_bfloat16(device: torch.device) -> bool:
    """Half-width numbers only where the processor computes with them in hardware."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_avx512_bf16_supported())
