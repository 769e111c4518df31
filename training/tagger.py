"""Train the tagger of people and organizations that no table knows.

usage: python training/tagger.py LANG --corpora FILE … [--sentences FILE.jsonl …] [--start OTHER.npz] [--epochs N]
                                 [--thresholds PERSON ORGANIZATION] --out seeds/models/tagger-LANG.npz
                                 [--held-out HELD_OUT.iob2]

CORPORA are of the forms that ``names.py`` reads and of Few-NERD, which is annotated in part: what it leaves open may be
any name. SENTENCES are items in the gold format, whose people and organizations are looked up in their words. Every
tenth hundred of sentences is kept out; ``--held-out`` writes them down for choosing thresholds. Needs torch.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from kg.recognise.lexicon import lexicon
from kg.recognise.tagger import AFFIXES, DILATIONS, LABELS, SHAPES, Reader, Tagger, names
from kg.recognise.tokens import tokenizer
from kg.recognise.wordpieces import embeddings

WIDTH, BATCH, RATE = 96, 48, 2e-3
PIECE = 384
DROPPED, HIDDEN = 0.2, 0.15  # of the values between layers; of words whose pieces are hidden
KINDS = {"PER": 1, "PERSON": 1, "ORG": 3, "ORGANIZATION": 3, "LOC": 5, "LOCATION": 5, "BUILDING": 5}
ANY, NO_NAME, OTHER = tuple(range(9)), (0,), 7
Sentence = tuple[list[str], list[tuple[int, ...]]]  # words, and the labels that each may have
Item = tuple[list[int], list[int]]  # the same by numbers of words and bits of labels


def corpus(path: Path, lang: str) -> Iterator[Sentence]:
    """The sentences of an annotated file, in kg's tokens."""
    partial, common = "fewnerd" in path.name, frozenset(lexicon(lang).words["not_names"])
    nlp = tokenizer(lang)
    tokens = cache(lambda word: tuple(t.text for t in nlp.make_doc(word)))
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        rows = [line.split("\t") for line in block.splitlines() if line and not re.match(r"#\s", line)]
        rows = [row[1:3] if len(row) > 2 else row[:2] for row in rows]
        if rows:
            words, tags = [row[0] for row in rows], [row[1] for row in rows]
            open_ = _open(words, tags, common) if partial else set()
            labels = [ANY if i in open_ else _allowed(tag) for i, tag in enumerate(tags)]
            pairs = [
                (token, inside(allowed) if k else allowed)
                for word, allowed in zip(words, labels, strict=True)
                for k, token in enumerate(tokens(word))
            ]
            yield [token for token, _ in pairs], [allowed for _, allowed in pairs]


def inside(allowed: tuple[int, ...]) -> tuple[int, ...]:
    """The labels of the second part of a word, by those of the first."""
    return tuple(dict.fromkeys(label + label % 2 for label in allowed))


def _open(words: list[str], tags: list[str], common: frozenset[str]) -> set[int]:
    """Words without a tag that may be names: capitals, and what joins two of them ("University of Oslo")."""
    names = {i for i, w in enumerate(words) if w[0].isupper() and tags[i] == "O" and w not in common}
    joining = {i for i in range(len(words)) if tags[i] == "O" and words[i].isalpha() and {i - 1, i + 1} <= names}
    return names | joining


def _allowed(tag: str) -> tuple[int, ...]:
    if tag == "O":
        return NO_NAME
    if tag.endswith("part"):
        return ANY
    if tag.endswith("deriv") or tag[2:] in ("O", "EBS", "24"):
        return (0, OTHER, OTHER + 1)
    kind = KINDS.get(re.split("[_-]", tag[2:].upper())[0], OTHER)
    return (kind + tag.startswith("I-"),)


def items(path: Path, lang: str) -> Iterator[Sentence]:
    """Items in the gold format: what is no person and no organization may still be another name."""
    nlp = tokenizer(lang)
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        words = [t.text for t in nlp.make_doc(item["text"]) if not t.is_space]
        labels = [(0, 5, 6, 7, 8) if w[0].isupper() else NO_NAME for w in words]
        for kind, named in ((3, item["organizations"]), (1, item["people"])):
            for name in named:
                spelt = [t.text for t in nlp.make_doc(name if isinstance(name, str) else name[0])]
                last = [spelt[-1:]] if kind == 1 else []
                for form in (*last, spelt):
                    for i in range(len(words) - len(form) + 1):
                        if words[i : i + len(form)] == form:
                            labels[i : i + len(form)] = [(kind + (k > 0),) for k in range(len(form))]
        yield words, labels


class Vocabulary:
    """Numbers of words, from 1, and what the reader says of each."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.numbers = reader, {}

    def __call__(self, words: list[str]) -> list[int]:
        return [self.numbers.setdefault(word, len(self.numbers) + 1) for word in words]

    def tensors(self) -> tuple[Tensor, Tensor]:
        """First piece, mean of the others, tables, [words, …]; shape, beginning and ending, [words, 3]."""
        embed = embeddings()
        rows, forms = [np.zeros(2 * PIECE + len(self.reader.tables("")), np.float32)], [(0, 0, 0)]
        for word in self.numbers:
            pieces = embed(self.reader.pieces(word))
            rest = pieces[1:].mean(axis=0) if len(pieces) > 1 else 0 * pieces[0]
            rows.append(np.concatenate([pieces[0], rest, self.reader.tables(word)]).astype(np.float32))
            forms.append(self.reader.form(word))
        return torch.tensor(np.stack(rows)), torch.tensor(forms)


def padded(batch: list[Item]) -> tuple[Tensor, Tensor]:
    """Numbers of words, [batch, length], and the labels allowed, [batch, length, labels]."""
    length = max(len(ids) for ids, _ in batch)
    ids, bits = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(2))
    for i, item in enumerate(batch):
        ids[i, : len(item[0])], bits[i, : len(item[0])] = map(torch.tensor, item)
    return ids, (bits.unsqueeze(-1) >> torch.arange(len(LABELS)) & 1).bool()


class Model(nn.Module):
    """The tagger as ``kg.recognise.tagger`` runs it, for padded batches."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.words, self.forms = vocabulary.tensors()
        self.first, self.rest = nn.Linear(PIECE, WIDTH, bias=False), nn.Linear(PIECE, WIDTH, bias=False)
        self.tables = nn.Linear(self.words.shape[1] - 2 * PIECE, WIDTH, bias=False)
        self.shape = nn.Embedding(SHAPES, WIDTH)
        self.beginning, self.ending = nn.Embedding(AFFIXES, WIDTH), nn.Embedding(AFFIXES, WIDTH)
        for embedding in (self.shape, self.beginning, self.ending):
            embedding.weight.data.mul_(0.2)
        self.first.weight.data.mul_(6)  # the embeddings are small numbers
        self.rest.weight.data.mul_(6)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.labels = nn.Linear(WIDTH, len(LABELS))
        self.drop = nn.Dropout(DROPPED)

    def forward(self, ids: Tensor) -> Tensor:
        """Logits, [batch, length, labels], of words by their numbers; 0 fills up."""
        known = (ids > 0).unsqueeze(-1)
        first, rest, tables = self.words[ids].split((PIECE, PIECE, self.tables.in_features), -1)
        forms = self.forms[ids]
        x, ending = self.first(first) + self.rest(rest), self.beginning(forms[..., 1]) + self.ending(forms[..., 2])
        if self.training:
            x = x * (torch.rand(*ids.shape, 1) > HIDDEN)
            ending = ending * (torch.rand(*ids.shape, 1) > HIDDEN)
        x = self.drop(self.norm(x + self.shape(forms[..., 0]) + ending + self.tables(tables))) * known
        for step, layer, norm in zip(DILATIONS, self.layers, self.norms, strict=True):
            wide, n = nn.functional.pad(x, (0, 0, step, step)), x.shape[1]
            around = torch.cat([wide[:, :n], x, wide[:, 2 * step :]], -1)
            x = self.drop(norm(x + torch.relu(layer(around)))) * known
        return self.labels(x)

    def tensors(self) -> dict[str, Tensor]:
        """The weights by the names that the tagger knows them by."""
        found = {"first": self.first.weight.T, "rest": self.rest.weight.T, "tables": self.tables.weight.T}
        found |= {"shape": self.shape.weight, "beginning": self.beginning.weight, "ending": self.ending.weight}
        found |= {"scale": self.norm.weight, "shift": self.norm.bias}
        found |= {"labels": self.labels.weight.T, "labels_bias": self.labels.bias}
        for i, (layer, norm) in enumerate(zip(self.layers, self.norms, strict=True)):
            found |= {f"layer{i}": layer.weight.T, f"bias{i}": layer.bias}
            found |= {f"scale{i}": norm.weight, f"shift{i}": norm.bias}
        return {name: tensor.detach() for name, tensor in found.items()}

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights in 16 bits."""
        return {name: tensor.numpy().astype(np.float16) for name, tensor in self.tensors().items()}

    def start_from(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Take over the weights of another language."""
        for name, tensor in self.tensors().items():
            tensor.copy_(torch.from_numpy(arrays[name].astype(np.float32)))


def train(model: Model, data: list[Item], epochs: int) -> None:
    """AdamW, one cycle; the loss is that of all labels allowed together."""
    shuffle, start = random.Random(0), time.time()
    steps = epochs * (len(data) // BATCH + 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.15)
    for epoch in range(epochs):
        model.train()
        order = sorted(data, key=lambda s: len(s[0]) + shuffle.random() * 10)
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        shuffle.shuffle(batches)
        total = 0.0
        for batch in batches:
            ids, allowed = padded(batch)
            chances = torch.log_softmax(model(ids), -1).masked_fill(~allowed, -1e4)
            loss = -torch.logsumexp(chances, -1)[ids > 0].mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch} loss {total / len(batches):.4f} {time.time() - start:.0f} s", flush=True)
    model.eval()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lang")
    parser.add_argument("--corpora", nargs="+", type=Path, required=True)
    parser.add_argument("--sentences", nargs="*", type=Path, default=[])
    parser.add_argument("--start", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--thresholds", nargs=2, type=float, default=[0.7, 0.85], help="of people and organizations")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", type=Path)
    args = parser.parse_args()
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    annotated = [(i // 100 % 10 == 9, s) for path in args.corpora for i, s in enumerate(corpus(path, args.lang))]
    data = [s for held, s in annotated if not held]
    data += [s for path in args.sentences for s in items(path, args.lang)]
    reader = Reader(lexicon(args.lang))
    vocabulary = Vocabulary(reader)
    numbered = [(vocabulary(s), [sum(1 << i for i in labels) for labels in allowed]) for s, allowed in data]
    model = Model(vocabulary)
    if args.start:
        model.start_from(np.load(args.start))
    train(model, numbered, args.epochs)
    np.savez_compressed(args.out, **model.arrays(), thresholds=np.array(args.thresholds, np.float16))
    if args.held_out:
        whole = [(w, ls) for w, ls in (s for held, s in annotated if held) if all(len(labels) == 1 for labels in ls)]
        blocks = ["".join(f"{w}\t{LABELS[ls[0]]}\n" for w, ls in zip(*s, strict=True)) for s in whole]
        args.held_out.write_text("\n".join(blocks), encoding="utf-8")
    words = max(data[:100], key=lambda s: len(s[0]))[0]
    with torch.no_grad():
        chances = torch.softmax(model(torch.tensor([vocabulary(words)])), -1)[0].numpy()
    by_kg = Tagger(model.arrays(), reader)(words, [i == 0 for i in range(len(words))])
    print("by torch and by kg:", *names(chances), *by_kg, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
