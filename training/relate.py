"""Train the scorers of the relation stage, or measure them by cross-validation.

usage: python training/relate.py LANG --gold GOLD.jsonl … [--own FILE.jsonl …] [--press GOLD.jsonl …]
                                 [--opinions FILE.json] [--out FILE]

``--gold`` files may enter the weights that are written; ``--press`` files are measured, and trained on only inside
cross-validation; ``--own`` files (default: training/sentences/LANG-*.jsonl) are always trained on and never measured.
Documents of one day, and a document and its translation, stay in one fold. Without ``--out``, five-fold
cross-validation is printed: F1 of all documents, in brackets the lowest and highest fold and the 95 % bootstrap
interval over documents. ``--opinions`` is what encoders that had not seen them said of the documents (``encoder.py``).
With ``--out`` the weights trained on all that may enter are written.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kg.claim import Extraction
from kg.document import Document
from kg.evaluate import evaluate, role_agrees
from kg.evaluate.measures import Measures
from kg.export.extraction import actor, as_json, system
from kg.recognise import Recognised, recognise
from kg.relate.cases import Case, Memory, cases
from kg.relate.clause import Clause
from kg.relate.decide import cue_features, judge, mixed, transfer_features
from kg.relate.encoder import STATUSES, Opinion, Reader
from kg.relate.features import actor_features
from kg.relate.fusion import Fusion, values
from kg.relate.linear import Calibration, Linear, Scorers, Shares, Thresholds, dumps
from kg.relate.roles import actor_id
from kg.relate.status import status_reader
from kg.relate.transfers import transfer_finder

FOLDS = 5
SEED = 7
ROLES = ("none", "supplier", "recipient")
MIN_WEIGHT = 0.01  # smaller weights are left out of the file
SENTENCES = Path(__file__).parent / "sentences"


@dataclass
class Label:
    """What the gold says of a case: a transfer (None: leave out), its status, the role of each candidate."""

    transfer: bool | None
    status: str | None
    roles: list[str]


@dataclass
class Example:
    """A document with its cases and their labels."""

    gold: dict
    read: Recognised
    units: list[Clause]
    cases: list[Case]
    labels: list[Label]

    @property
    def group(self) -> str:
        return str(self.gold.get("date") or self.gold["id"])


def load(path: Path, lang: str) -> list[Example]:
    golds = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [example(gold) for gold in golds if gold["lang"] == lang]


def example(gold: dict) -> Example:
    date = datetime.date.fromisoformat(gold["date"]) if gold.get("date") else None
    read = recognise(Document(gold["id"], gold["text"], gold["lang"], date))
    finder = transfer_finder(gold["lang"])
    units = finder.clauses(read)
    labels = []

    def filled(case: Case) -> Memory:
        labels.append(label(case, gold, len(units)))
        roles = zip(case.candidates, labels[-1].roles, strict=True)
        return {actor_id(c.actor.mention): r for c, r in roles if r != "none"}

    return Example(gold, read, units, cases(units, finder.assigner, filled), labels)


# ---- what the gold says


def overlaps(unit: Clause, transfer: dict, text: str) -> bool:
    start = text.find(transfer["evidence"])
    sentence = unit.doc[unit.start : unit.end]
    return start < sentence.end_char and sentence.start_char < start + len(transfer["evidence"])


def label(case: Case, gold: dict, sentences: int) -> Label:
    predicted = system(case.system.mention)
    same = [t for t in gold["transfers"] if t["system"] and role_agrees("system", predicted, t["system"])]
    here = [t for t in same if overlaps(case.unit, t, gold["text"])]
    nothing = ["none"] * len(case.candidates)
    if not here:
        return Label(None if same else False, None, nothing)
    roles = [role(actor(c.actor.mention.mention), here) for c in case.candidates]
    required = [t for t in here if not t.get("optional")]
    status = (required or here)[0]["status"]
    local = any(r != "none" for r, c in zip(roles, case.candidates, strict=True) if c.back == 0)
    whole_text = sentences > 1 and len(here[0]["evidence"]) == len(gold["text"])
    if whole_text and not local:  # the evidence does not tell which sentence it is
        return Label(None, None, roles)
    return Label(True if required else None, status, roles)


def role(filler: dict | None, transfers: list[dict]) -> str:
    for which in ("supplier", "recipient"):
        if any(t[which] and role_agrees(which, filler, t[which]) for t in transfers):
            return which
    return "none"


# ---- fitting


def fit_linear(rows: list[list[str]], labels: list[str], classes: tuple[str, ...], c: float) -> Linear:
    """Multinomial logistic regression; weights of two classes are written as ±half."""
    vectorizer = DictVectorizer(dtype=np.float32)
    x = vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in rows])
    keep = np.asarray((x > 0).sum(axis=0)).ravel() >= 2
    regression = LogisticRegression(C=c, max_iter=400, fit_intercept=False).fit(x[:, keep], labels)
    names = np.array(vectorizer.get_feature_names_out())[keep]
    matrix = (
        regression.coef_ if len(regression.classes_) > 2 else np.vstack([-regression.coef_ / 2, regression.coef_ / 2])
    )
    order = [list(regression.classes_).index(name) for name in classes if name in regression.classes_]
    present = tuple(name for name in classes if name in regression.classes_)
    columns = matrix[order].T
    weights = {
        str(name): tuple(round(float(w), 4) for w in row)
        for name, row in zip(names, columns, strict=True)
        if np.abs(row).max() >= MIN_WEIGHT
    }
    return Linear(present, weights)


def fit_roles(examples: list[Example], c: float) -> Linear:
    rows, labels = [], []
    for e in examples:
        for case, answer in zip(e.cases, e.labels, strict=True):
            if answer.transfer or (answer.transfer is None and set(answer.roles) != {"none"}):
                rows += [list(actor_features(candidate)) for candidate in case.candidates]
                labels += answer.roles
    return fit_linear(rows, labels, ROLES, c)


def fit(
    examples: list[Example], lang: str, c: tuple[float, float, float], thresholds: Thresholds, shares: Shares
) -> Scorers:
    reader = status_reader(lang)
    rows, labels, status_rows, statuses = [], [], [], []
    parts = [examples[i::3] for i in range(3)]
    for i, part in enumerate(parts):  # the transfer scorer sees roles as judged by a scorer that has not seen the text
        inner = fit_roles([e for j, other in enumerate(parts) if j != i for e in other], c[0])
        for e in part:
            for case, answer in zip(e.cases, e.labels, strict=True):
                if answer.transfer is not None:
                    chances = [inner.probabilities(actor_features(candidate)) for candidate in case.candidates]
                    rows.append(transfer_features(case, chances))
                    labels.append("yes" if answer.transfer else "no")
                if answer.status:
                    status_rows.append(cue_features(case, reader))
                    statuses.append(answer.status)
    return Scorers(
        fit_roles(examples, c[0]),
        fit_linear(rows, labels, ("no", "yes"), c[1]),
        fit_linear(status_rows, statuses, tuple(sorted(set(statuses))), c[2]),
        thresholds,
        shares,
    )


# ---- measuring


def recorded(opinions: dict) -> Reader:
    """What an encoder said of a document before."""

    def reader(_: object, at: int) -> dict[int, Opinion]:
        return {
            int(token): Opinion(
                transfer,
                dict(zip(map(str, STATUSES), status, strict=True)),
                {int(actor): tuple(chances) for actor, chances in roles.items()},
            )
            for token, (transfer, status, roles) in opinions.get(str(at), {}).items()
        }

    return reader


def predict(e: Example, scorers: Scorers, opinions: dict) -> dict:
    finder = transfer_finder(e.gold["lang"])
    judging = finder.judge(e.units, scorers, recorded(opinions.get(e.gold["id"], {})))
    decisions = finder.decisions(e.units, judging, scorers)
    mentions = tuple(m.mention for m in e.read.mentions)
    return as_json(Extraction(e.read.document, mentions, tuple(finder.claims(decisions, e.read)), states=e.read.states))


def folds(examples: list[Example]) -> dict[str, int]:
    groups = sorted({e.group for e in examples})
    random.Random(SEED).shuffle(groups)
    return {group: i % FOLDS for i, group in enumerate(groups)}


def cross_validate(
    real: list[Example], own: list[Example], lang: str, args: argparse.Namespace, opinions: dict
) -> tuple[dict, Fusion | None]:
    """Predictions of models that have not seen the document, and the fusion that fits their verdicts best."""
    where, fitted, seen = folds(real), [], {}
    for k in range(FOLDS):
        fitted.append(fit([e for e in real if where[e.group] != k] + own, lang, *settings(args)))
        seen |= {e.gold["id"]: fusion_rows(e, fitted[k], opinions) for e in real if where[e.group] == k}
    predictions = {}
    for k, scorers in enumerate(fitted):
        others = [row for e in real if where[e.group] != k for row in seen[e.gold["id"]]]
        fused = replace(scorers, fusion=fit_fusion(others))
        predictions |= {e.gold["id"]: predict(e, fused, opinions) for e in real if where[e.group] == k}
    return predictions, fit_fusion([row for rows in seen.values() for row in rows])


def fusion_rows(e: Example, scorers: Scorers, opinions: dict) -> list[tuple[tuple[float, ...], bool]]:
    """What the fusion sees of each case, and whether it is a transfer."""
    cues, reader = status_reader(e.gold["lang"]), recorded(opinions.get(e.gold["id"], {}))
    rows = []
    for case, answer in zip(e.cases, e.labels, strict=True):
        opinion = reader(e.units, case.at).get(case.system.start)
        if opinion and answer.transfer is not None:
            verdict = judge(case, scorers, cues)
            roles = mixed(verdict, case, opinion, scorers.shares, None).roles
            rows.append((values(case, verdict.transfer, opinion.transfer, roles), answer.transfer))
    return rows


def fit_fusion(rows: list[tuple[tuple[float, ...], bool]]) -> Fusion | None:
    if not rows:
        return None
    fitted = LogisticRegression(C=0.3, max_iter=2000).fit([seen[1:] for seen, _ in rows], [right for _, right in rows])
    return Fusion(tuple(round(float(w), 4) for w in (fitted.intercept_[0], *fitted.coef_[0])))


def settings(args: argparse.Namespace) -> tuple[tuple[float, float, float], Thresholds, Shares]:
    return tuple(args.c), Thresholds(*args.thresholds), Shares(*args.shares)


def outcomes(examples: list[Example], predictions: dict) -> list[tuple[int, float, bool]]:
    """Of each predicted transfer: its fold, its confidence, whether supplier, recipient and system are right."""
    where, found = folds(examples), []
    for e in examples:
        for p in predictions[e.gold["id"]]["transfers"]:
            right = any(
                all(role_agrees(role, p[role], g[role]) for role in ("supplier", "recipient", "system"))
                for g in e.gold["transfers"]
            )
            found.append((where[e.group], p["confidence"], right))
    return found


def platt(found: list[tuple[int, float, bool]]) -> Calibration:
    """The calibration that fits the outcomes best."""
    odds = [[np.log(max(c, 1e-6) / max(1 - c, 1e-6))] for _, c, _ in found]
    fitted = LogisticRegression(C=10).fit(odds, [right for _, _, right in found])
    return Calibration(round(float(fitted.coef_[0, 0]), 3), round(float(fitted.intercept_[0]), 3))


def reliability(found: list[tuple[int, float, bool]]) -> None:
    """Print how often claims of a confidence are right, each fold calibrated on the others."""
    held_out = []
    for k in range(FOLDS):
        scale = platt([f for f in found if f[0] != k])
        held_out += [(scale(c), right) for fold, c, right in found if fold == k]
    print(f"calibration: {platt(found)}")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [(c, right) for c, right in held_out if low <= c < low + 0.2 or (low == 0.8 and c == 1.0)]
        if inside:
            mean, share = (sum(x[i] for x in inside) / len(inside) for i in (0, 1))
            print(f"  confidence {low:.1f}–{low + 0.2:.1f}: {len(inside):4} claims, mean {mean:.2f}, right {share:.2f}")


def measure(examples: list[Example], predictions: dict) -> Measures:
    return evaluate([e.gold for e in examples], [predictions[e.gold["id"]] for e in examples]).measures


def spread(name: str, examples: list[Example], predictions: dict, where: dict[str, int]) -> str:
    """The lowest and highest fold and the 95 % bootstrap interval of an F1, of files with 40 documents or more."""
    if len(examples) < 40:
        return ""
    parts = [[e for e in examples if where[e.group] == k] for k in range(FOLDS)]
    by_fold = [measure(part, predictions).f1[name].value for part in parts]
    counts = [measure([e], predictions).f1[name] for e in examples]
    table = np.array([(c.right, c.predicted, c.gold) for c in counts])
    draws = np.random.default_rng(SEED).integers(0, len(table), (1000, len(table)))
    sums = table[draws].sum(axis=1)
    low, high = np.quantile(2 * sums[:, 0] / np.maximum(sums[:, 1] + sums[:, 2], 1), (0.025, 0.975))
    return f" [folds {min(by_fold):.2f}–{max(by_fold):.2f}, 95 % {low:.2f}–{high:.2f}]"


def report(name: str, examples: list[Example], predictions: dict, where: dict[str, int], folder: Path | None) -> None:
    m = measure(examples, predictions)
    triple = m.f1["triple"]
    print(
        f"{name:14} triple {triple.value:.3f}{spread('triple', examples, predictions, where)} "
        f"(P {triple.precision:.2f} R {triple.recall:.2f})  "
        f"strict {m.f1['strict'].value:.3f}{spread('strict', examples, predictions, where)}  "
        f"role {m.f1['role'].value:.3f}  "
        + "  ".join(
            f"{k.split('_')[0]} {m.shares[k].value or 0:.2f}"
            for k in ("status_accuracy", "quantity_accuracy", "delivered_precision")
        )
    )
    if folder:
        lines = (json.dumps(predictions[e.gold["id"]]) + "\n" for e in examples)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lang")
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--press", nargs="*", type=Path, default=[])
    parser.add_argument("--own", nargs="*", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--c", nargs=3, type=float, default=[0.3, 0.3, 0.3], help="inverse regularisation of the three")
    parser.add_argument("--thresholds", nargs=4, type=float, default=[0.5, 0.35, 0.35, 0.0])
    parser.add_argument("--shares", nargs=2, type=float, default=[0.3, 0.6], help="of the encoder in roles, status")
    parser.add_argument("--opinions", type=Path)
    parser.add_argument("--predictions", type=Path, help="a folder for the predictions of each file")
    args = parser.parse_args()
    own_files = sorted(SENTENCES.glob(f"{args.lang}-*.jsonl")) if args.own is None else args.own
    own = [e for path in own_files for e in load(path, args.lang)]
    gold = {path: load(path, args.lang) for path in args.gold}
    press = {path: load(path, args.lang) for path in args.press}
    opinions = json.loads(args.opinions.read_text(encoding="utf-8")) if args.opinions else {}
    if args.out:
        free = [e for examples in gold.values() for e in examples]
        predictions, fusion = cross_validate(free, own, args.lang, args, opinions)
        scorers = replace(
            fit(free + own, args.lang, *settings(args)), calibration=platt(outcomes(free, predictions)), fusion=fusion
        )
        sources = ", ".join(path.name for path in [*args.gold, *own_files])
        args.out.write_text(dumps(scorers, f"Written by training/relate.py from {sources}."), encoding="utf-8")
        return 0
    files = {**gold, **press}
    real = [e for examples in files.values() for e in examples]
    print(f"{len(real)} documents in {FOLDS} folds, {len(own)} own ones, {sum(len(e.cases) for e in real + own)} cases")
    predictions, _ = cross_validate(real, own, args.lang, args, opinions)
    for path, examples in files.items():
        if examples:
            report(path.stem, examples, predictions, folds(real), args.predictions)
    reliability(outcomes(real, predictions))
    return 0


if __name__ == "__main__":
    sys.exit(main())
